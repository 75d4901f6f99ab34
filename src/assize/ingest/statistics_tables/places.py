"""Which place a row of a statistics table is of: by code, by name, and by the kind of place its column holds."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from assize.core.nouns import Area, AreaKind
from assize.ingest.places import Places
from assize.ingest.statistics_tables.finding import words

# What a header calls a place, from the smallest kind to the largest: where a row names several, the smallest is meant.
KIND_WORDS: tuple[tuple[AreaKind, re.Pattern[str]], ...] = (
    (
        AreaKind.COURT,
        re.compile(r"^(crown |magistrates'? )?court( name| centre| house)?$|^crown court (name|centre)$|^lja$"),
    ),
    (AreaKind.PARTNERSHIP, re.compile(r"community safety partnership|^csp( name)?$")),
    (AreaKind.LOCAL_AUTHORITY, re.compile(r"local authority|^district$|^lad$|^la( name)?$")),
    (AreaKind.PART, re.compile(r"^lcjb part$")),
    (AreaKind.BOARD, re.compile(r"\blcjbs?\b|criminal justice (board|area)|\bcjs area")),
    (AreaKind.FORCE, re.compile(r"police|\bforces?\b|\bpfas?\b")),
    (AreaKind.CPS_AREA, re.compile(r"\bcps (area|region)")),
    (AreaKind.PROBATION_REGION, re.compile(r"probation region|^nps (region|division)$|^probation area$")),
    (AreaKind.HMCTS_REGION, re.compile(r"hmcts region|court region")),
    (AreaKind.REGION, re.compile(r"\bregions?\b")),
    (AreaKind.NATION, re.compile(r"^(country|nation|national)$")),
)
_ANY_PLACE = re.compile(
    r"^(police |geographic(al)? |area )?(areas?|geography|location|region|country|nation|place|force|court|lcjb|pfa)"
    r"( name| area)*$"
)
_ALL = {
    *("all", "total", "national", "overall", "grand total", "national total", "cps total", "england & wales"),
    *("all areas", "all regions", "all forces", "all courts", "all cps areas", "all probation regions", "all lcjbs"),
    *("all police forces", "all england and wales", "total england and wales", "england and wales total"),
    *("england and wales all", "total all areas", "all areas total"),
}
_UNUSED = {"", "-", "[z]", "n/a", "z", "not applicable", "–"}
OUTSIDE = {
    *("england", "wales", "scotland", "northern ireland", "great britain", "united kingdom", "uk", "abroad", "other"),
    *("unknown", "not known", "not recorded", "not stated", "unassigned", "unallocated", "missing", "not specified"),
    *("unspecified", "out of area", "outside england and wales", "no fixed abode"),
}
# Headers that can be of nothing but places; `court` and `police` may be of what a court or the police decided.
_UNMISTAKABLE = (
    (AreaKind.PARTNERSHIP, re.compile(r"^community safety partnership( name)?$|^csp( name)?$")),
    (AreaKind.LOCAL_AUTHORITY, re.compile(r"^local authority( name| district)?$|^lad?( name)?$")),
    (AreaKind.BOARD, re.compile(r"^lcjb( name| area)?s?$|^(local )?criminal justice (board|area)$|^cjs area$")),
    (AreaKind.FORCE, re.compile(r"^police force( area)?s?( name)?$|^pfas?$")),
    (AreaKind.CPS_AREA, re.compile(r"^cps (area|region)s?( name)?$")),
    (AreaKind.PROBATION_REGION, re.compile(r"^probation regions?( name)?$")),
    (AreaKind.HMCTS_REGION, re.compile(r"^hmcts regions?( name)?$")),
)
_PARTLY = 0.5
_MOSTLY = 0.8


class TablePlaces:
    """The places a source's tables may speak of, with England and Wales; a name that means two needs its kind or code."""

    def __init__(self, areas: Mapping[str, Area], observes: Collection[AreaKind]) -> None:
        # Bodies without territory (British Transport Police) are printed among the forces, and England above them.
        besides = (AreaKind.OTHER,) if AreaKind.FORCE in observes else ()
        self.kinds = tuple(dict.fromkeys((*observes, AreaKind.NATION, *besides)))
        self._areas = areas
        self._places = Places(areas, self.kinds)
        self._everywhere = Places(areas, tuple(AreaKind))
        self.nation = next((area for area in areas.values() if AreaKind.NATION in area.kinds), None)

    def kind_said(self, header: str) -> AreaKind | None:
        """The kind of place a header names, among those observed; a bare `region` may be of the courts or of probation."""
        for kind, pattern in KIND_WORDS:
            if pattern.search(header):
                if kind is AreaKind.REGION and AreaKind.REGION not in self.kinds:
                    regional = [each for each in self.kinds if each in _REGIONAL]
                    return regional[0] if len(regional) == 1 else None
                if kind is AreaKind.FORCE and AreaKind.FORCE not in self.kinds and AreaKind.BOARD in self.kinds:
                    return AreaKind.BOARD
                return kind if kind in self.kinds else None
        return None

    def is_of_other_places(self, header: str) -> bool:
        """Whether a header names a kind of place that the source is not read for: its rows are not of England and Wales."""
        kinds = [kind for kind, pattern in _UNMISTAKABLE if pattern.search(header)]
        return bool(kinds) and not any(kind in self.kinds for kind in kinds)

    def is_area_column(self, header: str, cells: Sequence[str]) -> bool:
        """Whether a column of words holds places: its header says a kind that is observed, or its words are known places."""
        names = {name for cell in cells if (name := self._name(cell)) and not self.is_all(cell)}
        known = sum(bool(self.candidates(name)) or name.casefold() in OUTSIDE for name in names)
        named = any(self.candidates(name) for name in names) or any(self.is_all(cell) for cell in cells)
        said = any(pattern.search(header) for kind, pattern in KIND_WORDS if kind in self.kinds)
        if said and self.kind_said(header):
            return named or known > 0 or _ANY_PLACE.match(header) is not None
        if not any(self.candidates(name) for name in names):
            return False
        return known >= len(names) * (_PARTLY if _ANY_PLACE.match(header) else _MOSTLY)

    def is_all(self, cell: str) -> bool:
        """A word for all areas together."""
        return (
            self._name(cell).casefold() in _ALL
            or re.fullmatch(r"total \d\d forces", self._name(cell).casefold()) is not None
        )

    def is_unused(self, cell: str) -> bool:
        """Nothing: the row is of a larger place, named in another column."""
        return cell.strip().casefold() in _UNUSED

    def is_outside(self, cell: str) -> bool:
        """A place that no report is about, and that is known to be so."""
        return self._name(cell).casefold() in OUTSIDE

    def are_of(self, slug: str, kind: AreaKind) -> bool:
        """Whether a place is of a kind."""
        return kind in self._areas[slug].kinds

    def of_kind(self, kind: AreaKind) -> dict[str, str]:
        """Slug and name of every place of a kind."""
        return {slug: area.name for slug, area in self._areas.items() if kind in area.kinds}

    def name_of(self, slug: str) -> str:
        """The name of a place."""
        return self._areas[slug].name

    def named(self, text: str) -> Area | None:
        """The one place other than the nation that a text is the name of."""
        found = [area for area in self.candidates(text) if AreaKind.NATION not in area.kinds] if text else []
        return found[0] if len(found) == 1 else None

    def anywhere(self, name: str) -> list[Area]:
        """Every place of whatever kind, the nation left out, that a text is the name of."""
        found = [self._everywhere.of(kind, name) for kind in AreaKind if kind is not AreaKind.NATION] if name else []
        return list({area.slug: area for area in found if area and AreaKind.NATION not in area.kinds}.values())

    def lies_in(self, slug: str, wider: Area) -> bool:
        """Whether a place is another or lies in it."""
        area = self._areas[slug]
        return wider.slug in (slug, area.within, area.region) or slug in wider.members or area.within in wider.members

    def alike(self, one: str, other: str) -> bool:
        """Whether two places are of one kind."""
        return bool(set(self._areas[one].kinds) & set(self._areas[other].kinds))

    def is_known(self, name: str) -> bool:
        """Whether a name is that of a place of any kind, observed or not, or of none that is told (`Scotland`, `Unknown`)."""
        said = self._name(name)
        return bool(said) and any(self._everywhere.of(kind, said) for kind in AreaKind)

    def is_of_nation(self, name: str) -> bool:
        """Whether a name is that of England and Wales, of all areas together, or of what no report is about."""
        return self._is_nation(name) or self.is_all(name) or self.is_outside(name)

    def in_name(self, name: str, shortest: int) -> str:
        """The longest name of a place, of whatever kind, that a file's name has among its words; empty where it has none."""
        said = f" {_LETTERS.sub(' ', name.casefold())} ".replace(_WHOLE, " ")
        spelled = {
            f" {_LETTERS.sub(' ', spelling.casefold().replace('&', 'and')).strip()} ": area.name
            for kind in AreaKind
            if kind is not AreaKind.NATION
            for area in self._everywhere.of_kind(kind)
            for spelling in (area.name, *area.variants)
        }
        found = [key for key in spelled if len(key) >= shortest + 2 and key in said]
        return spelled[max(found, key=len)] if found else ""

    def coded(self, code: str) -> Area | None:
        """The place of an ONS code."""
        return self._places.coded(code)

    def candidates(self, name: str, kind: AreaKind | None = None) -> list[Area]:
        """Every place that a name may mean, of one kind or of any that the source observes."""
        said = self._name(name)
        found = [self._of(each, said) for each in ((kind, AreaKind.NATION, AreaKind.OTHER) if kind else self.kinds)]
        return list({area.slug: area for area in found if area}.values())

    def is_mixed(self, cells: Sequence[str], kind: AreaKind) -> bool:
        """Whether a column said to be of one kind holds places of others too, so that its header decides no doubt."""
        names = {cell for cell in cells if not (self.is_all(cell) or self.is_outside(cell) or self.is_unused(cell))}
        others = [name for name in names if not self._is_nation(name) and not self._of(kind, self._name(name))]
        return any(self.candidates(name) for name in others)

    def one_kind(self, cells: Sequence[str]) -> AreaKind | None:
        """The only kind of which every name of a column is known, where there is one: tells a region from a force."""
        names = {cell for cell in cells if not (self.is_all(cell) or self.is_outside(cell) or self.is_unused(cell))}
        names = {name for name in names if not self._is_nation(name)}
        fitting = [
            kind for kind in self.kinds
            if kind is not AreaKind.NATION and names and all(self._of(kind, self._name(name)) for name in names)
        ]  # fmt: skip
        return fitting[0] if len(fitting) == 1 else None

    def _of(self, kind: AreaKind, name: str) -> Area | None:
        """The place of a kind; where parts of a board are observed, they stand among the boards."""
        found = self._places.of(kind, name)
        among = kind is AreaKind.BOARD and AreaKind.PART in self.kinds
        return self._places.of(AreaKind.PART, name) if found is None and among else found

    def _is_nation(self, name: str) -> bool:
        return self.nation is not None and self._places.of(AreaKind.NATION, self._name(name)) is self.nation

    def nearest(self, name: str) -> str:
        """The known name most like it."""
        return self._places.nearest(name)

    def within(self, text: str) -> list[Area]:
        """The places other than the nation that a title names."""
        said = f" {_LETTERS.sub(' ', text.casefold().replace('&', 'and'))} ".replace(_WHOLE, " ")
        found: dict[str, tuple[str, Area]] = {}
        for kind in self.kinds:
            for area in self._places.of_kind(kind):
                if AreaKind.NATION in area.kinds:
                    continue
                for spelling in (area.name, *area.variants):
                    key = f" {_LETTERS.sub(' ', spelling.casefold().replace('&', 'and')).strip()} "
                    if len(key) > _SHORTEST and key in said:
                        found.setdefault(area.slug, (key, area))
        longest = [
            one
            for one in found.values()
            if not any(one[0] != other[0] and one[0] in other[0] for other in found.values())
        ]
        return [area for _, area in longest]

    def names_another_land(self, text: str) -> bool:
        """Whether a title speaks of England, Scotland, Britain or the like, and so not of England and Wales."""
        said = f" {_LETTERS.sub(' ', text.casefold().replace('&', 'and'))} ".replace(_WHOLE, " ")
        return bool(_OTHER_LANDS.search(said))

    @staticmethod
    def _name(cell: str) -> str:
        return re.sub(r"\s*\((?:the )?(?:area|region|force)\)$", "", words(cell), flags=re.IGNORECASE)


_LETTERS = re.compile(r"[^a-z]+")
_WHOLE = " england and wales "  # holds the name of a region of its own
_OTHER_LANDS = re.compile(r" (england|wales|scotland|northern ireland|great britain|united kingdom|uk) ")
_SHORTEST = 6  # with its two spaces: a shorter name is too likely part of another word
_REGIONAL = (AreaKind.HMCTS_REGION, AreaKind.PROBATION_REGION, AreaKind.CPS_AREA)
