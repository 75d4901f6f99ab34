"""What an earlier pack withheld stays withheld, what it showed is known, and two beside each other tell no more than one."""

from __future__ import annotations

from dataclasses import replace

from attack import narrowed
from builders import BOARD, CUT_OFF, LATEST, NATION, OTHER, POOL, figure, metric, source

from assize.core.nouns import Figure
from assize.core.periods import Period
from assize.core.protection import EarlierPack
from assize.core.specs import Kind
from assize.protect.audiences import Protected, pattern_of, protect, record_of
from assize.protect.keys import CountKey, Release
from assize.protect.suppression import Suppression

POOLS = {POOL: (OTHER,), NATION: (BOARD, OTHER)}
COUNT = metric("cases-opened", Kind.COUNT)
SOURCES = {"returns": source(smallest_count=5)}
COUNTS = (31, 3, 29, 33, 27, 35, 30, 4, 28)  # by quarter, the latest last


def quarters(*counts: int, until: Period = LATEST) -> list[Figure]:
    return [figure(COUNT, count, period=until.later(step - len(counts) + 1)) for step, count in enumerate(counts)]


def year(held: list[Figure], last: Period) -> Figure:
    """The twelve months that end with a quarter."""
    own = [one for one in held if last.later(-3) <= one.period <= last]
    made = figure(COUNT, sum(int(one.value or 0) for one in own), period=last.twelve_months)
    return replace(made, parts=(replace(made.parts[0], periods=tuple(one.period for one in own)),))


def pack_of(quarter: Period) -> list[Figure]:
    """The figures of a pack: every quarter up to its own, the twelve months that end with it, and those before."""
    held = [one for one in quarters(*COUNTS) if one.period <= quarter]
    return [*held, year(held, quarter), year(held, quarter.later(-4))]


def told(
    figures: list[Figure], earlier: tuple[EarlierPack, ...] = ()
) -> tuple[Release, Suppression[CountKey], EarlierPack]:
    """A pack as protection leaves it, and as the next knows it."""
    release, pattern, before = pattern_of(figures, SOURCES, POOLS, earlier)
    record = record_of(figures, SOURCES, release, pattern, before)
    inputs = frozenset(edition for one in figures for part in one.parts for edition in part.editions)
    last = max(one.period for one in figures if one.period.is_quarter)
    known = EarlierPack(
        last, inputs, frozenset(record.measures), frozenset(record.areas), frozenset(record.withheld), seen=True,
        until=dict(record.until),
    )  # fmt: skip
    return release, pattern, known


def seen(figures: list[Figure], *earlier: EarlierPack) -> Protected:
    return protect(figures, SOURCES, "partnership", POOLS, CUT_OFF, earlier)


def withheld(after: Protected) -> set[str]:
    return {one.reference for one in after.figures if one.value is None}


def test_a_pack_tells_the_next_names_of_counts_and_no_value():
    after = seen(pack_of(LATEST))
    assert len(after.record.withheld) == len(withheld(after)) > 2
    assert all(len(name) == 16 and set(name) <= set("0123456789abcdef") for name in after.record.withheld)
    assert after.record.measures == ("cases-opened",)
    assert after.record.areas == (BOARD,)
    [tally] = after.record.tallies
    assert (tally.source, tally.small, tally.small + tally.others) == ("returns", 2, len(withheld(after)))


def test_the_same_pack_built_again_withholds_the_same():
    _, first, known = told(pack_of(LATEST))
    _, again, _ = told(pack_of(LATEST), (known,))
    assert (again.withheld, again.lost) == (first.withheld, frozenset())


def test_a_pack_is_not_told_of_its_own_build_before_as_of_another_pack():
    figures = pack_of(LATEST)
    _, _, known = told(figures)
    alone, beside = seen(figures, replace(known, own=True)), seen(figures, known)
    assert [one.again for one in alone.record.tallies] == [0]
    assert [one.again for one in beside.record.tallies] == [len(known.withheld)]
    assert alone.record.withheld == beside.record.withheld == tuple(sorted(known.withheld))


def test_what_the_pack_before_withheld_stays_withheld_though_it_need_not_be():
    figures = quarters(31, 33, 29)
    assert withheld(seen(figures)) == set()
    release, _, known = told(figures)
    hidden = next(key for key in release.counts if not key.rest)
    kept = seen(figures, replace(known, withheld=frozenset({release.name_of(hidden)}), seen=False))
    assert len(withheld(kept)) == 1
    assert kept.record.tallies[0].again == 1
    assert kept.record.withheld == (release.name_of(hidden),)


def test_two_packs_beside_each_other_tell_no_more_than_one():
    """The twelve months roll on: the pack before shows a sum that this one no longer does."""
    before = told(pack_of(LATEST.later(-1)))
    after = told(pack_of(LATEST), (before[2],))
    counts, sums, shown = {}, [], set()
    for release, pattern, _ in (before, after):
        counts |= {key: replace(count, known=False, shown=False) for key, count in release.counts.items()}
        sums += release.sums
        shown |= {
            key for key, count in release.counts.items()
            if count.known or (count.shown and key not in pattern.withheld)
        }  # fmt: skip
    assert sum(bool(count.width) for count in counts.values()) >= 2
    assert not narrowed(counts, sums, counts.keys() - shown)
    assert len(after[0].counts) > len(told(pack_of(LATEST))[0].counts), "the year that rolled on is remembered"


def test_a_count_that_readers_have_seen_is_past_protecting_and_is_told():
    """The office asks for five where it showed all before: the pack before has shown a three."""
    figures = quarters(31, 3, 29)
    _, _, known = told(quarters(31, 30, 29))
    after = seen(figures, known)
    assert withheld(after) == {figures[1].reference}
    assert after.record.lost == (figures[1].reference,)
    assert after.record.withheld == ()
    assert seen(figures, replace(known, seen=False)).record.lost == ()


def test_a_count_from_an_edition_that_came_since_is_not_known():
    figures = quarters(31, 3, 29)
    _, _, known = told(figures)
    corrected = [replace(one, parts=(replace(one.parts[0], editions=("new",)),)) for one in figures]
    later = seen(corrected, replace(known, withheld=frozenset()))
    assert later.record.lost == ()


def test_what_a_pack_showed_hides_nothing_though_an_edition_has_come_since():
    """Most counts of a new edition are those of the old one: a reader has them from the pack before."""
    both = figure(COUNT, 32, area=NATION)
    both = replace(both, parts=(replace(both.parts[0], areas=(BOARD, OTHER)),))
    own = figure(COUNT, 29)
    new = [
        replace(one, parts=(replace(one.parts[0], editions=("new",)),))
        for one in (own, figure(COUNT, 3, area=OTHER), both)
    ]
    _, _, known = told([own])
    release, pattern, _ = pattern_of(new, SOURCES, POOLS, (known,))
    assert [key.areas for key, count in release.counts.items() if count.known] == [(BOARD,)]
    assert {key.areas for key in pattern.withheld} == {(OTHER,), (BOARD, OTHER)}
    assert not pattern.lost


def test_a_pack_says_until_when_it_had_a_measure():
    """The source is a quarter late: the twelve months that the pack showed ended before its own quarter did."""
    late = LATEST.later(-1)
    known = told(pack_of(late))[2]
    assert known.until == {COUNT.id: late}
    assert told(pack_of(LATEST.later(-2)))[2].until == {COUNT.id: LATEST.later(-2)}
    figures = pack_of(LATEST)
    own = [key.months[-1] for key in pattern_of(figures, SOURCES, POOLS)[0].counts if len(key.months) == 12]
    for until in (late, late.later(-1)):
        earlier = replace(known, quarter=late, until={COUNT.id: until})
        years = {
            key.months[-1] for key in pattern_of(figures, SOURCES, POOLS, (earlier,))[0].counts if len(key.months) == 12
        }
        assert max(years - set(own)) == until.index + 2


def test_a_measure_or_area_that_the_pack_before_did_not_have_is_not_known():
    figures = quarters(31, 3, 29)
    _, _, known = told(quarters(31, 30, 29))
    for other in (replace(known, areas=frozenset({OTHER})), replace(known, measures=frozenset({"others"}))):
        assert seen(figures, other).record.lost == ()
    early = replace(known, quarter=LATEST.later(-2))
    assert seen(figures, early).record.lost == ()


def test_areas_pooled_beside_another_board_are_remembered():
    """The other board's pack shows the two together; less the one, that is the other."""
    pools = {"pair": ("a", "b"), NATION: ("a", "b", "c")}
    held = [figure(COUNT, count, area=area) for area, count in (("a", 3), ("b", 40), ("c", 50))]

    def pooled(area: str, count: int, *areas: str) -> Figure:
        made = figure(COUNT, count, area=area)
        return replace(made, parts=(replace(made.parts[0], areas=areas),))

    pool, nation = pooled("pair", 43, "a", "b"), pooled(NATION, 93, "a", "b", "c")
    first = pattern_of([*held, pool, nation], SOURCES, pools)
    known = EarlierPack(
        LATEST, frozenset(edition for part in nation.parts for edition in part.editions), frozenset({"cases-opened"}),
        frozenset({"a", "b", "c", "pair", NATION}),
        frozenset(first[0].name_of(key) for key in first[1].withheld), seen=True,
    )  # fmt: skip
    release, pattern, _ = pattern_of([*held, nation], SOURCES, pools, (known,))
    assert ("a", "b") in {key.areas for key in release.counts}
    few, _, _ = pattern_of([*held, nation], SOURCES, {**pools, NATION: ("a", "b")}, (known,))
    assert {key.areas for key in few.counts if len(key.areas) > 1} == {("a", "b"), ("a", "b", "c")}
    alone = pattern_of([*held, nation], SOURCES, {NATION: ("a", "c")}, (known,))[0]
    assert ("a", "c") not in {key.areas for key in alone.counts}, (
        "only some of the country's areas are among these figures"
    )
    assert not pattern.lost
    assert {key.areas for key in pattern.withheld} <= {key.areas for key in first[1].withheld}


# --- areas pooled beside another board, over quarters and years ---------------------------------------------------------------

PAIRED = {"pair": ("a", "b"), NATION: ("a", "b", "c")}
BY_AREA = {"a": 3, "b": 40, "c": 50}


def of_areas(name: str, *areas: str, until: Period) -> list[Figure]:
    """Quarters up to one, the twelve months that end with it, those before, and the financial years."""
    count = sum(BY_AREA[area] for area in areas)
    held = [figure(COUNT, count, area=name, period=until.later(-step)) for step in reversed(range(9))]
    made = [replace(one, parts=(replace(one.parts[0], areas=areas),)) for one in held]
    ends = sorted({until, until.later(-4), LATEST.later(-4)})
    years = [replace(year(held, last), area=name) for last in ends]
    return [*made, *(replace(one, parts=(replace(one.parts[0], areas=areas),)) for one in years)]


def areas_of(until: Period) -> list[Figure]:
    return [one for area in BY_AREA for one in of_areas(area, area, until=until)]


def known_of(pool: list[Figure], quarter: Period) -> EarlierPack:
    """A pack of the areas and a pool, as the next knows it."""
    figures = [*areas_of(quarter), *pool]
    release, pattern, before = pattern_of(figures, SOURCES, PAIRED)
    record = record_of(figures, SOURCES, release, pattern, before)
    inputs = frozenset(edition for one in areas_of(LATEST) for part in one.parts for edition in part.editions)
    areas = frozenset(record.areas)
    return EarlierPack(
        quarter, inputs, frozenset(record.measures), areas, frozenset(record.withheld), seen=True,
        until=dict(record.until),
    )  # fmt: skip


def months_of_pool(release: Release) -> dict[int, list[tuple[int, bool]]]:
    """Of the pool: the last month of each of its counts, and whether readers know it, by length."""
    found: dict[int, list[tuple[int, bool]]] = {}
    for key, count in release.counts.items():
        if key.areas == ("a", "b") and not key.rest:
            found.setdefault(len(key.months), []).append((key.months[-1], count.known))
    return found


def test_of_a_pool_that_a_pack_showed_nothing_is_known_that_came_after_it():
    quarter = LATEST.later(-1)
    known = known_of(of_areas("pair", "a", "b", until=quarter), quarter)
    release = pattern_of(areas_of(LATEST), SOURCES, PAIRED, (known,))[0]
    end = quarter.index + 2
    found = months_of_pool(release)
    assert max(found[3])[0] == end
    year = LATEST.index + 2 - 12
    assert sorted(month for month, _ in found[12]) == [end - 12, year, end], (
        "and not the year to the new pack's quarter"
    )


def test_a_sum_that_one_pack_withheld_is_not_known_because_another_had_no_such_area():
    quarter = LATEST.later(-1)
    paired = known_of(of_areas("pair", "a", "b", until=quarter), quarter)
    alone = known_of([], quarter)
    release = pattern_of(areas_of(LATEST), SOURCES, PAIRED, (paired,))[0]
    assert [known for _, known in months_of_pool(release)[12]] == [False] * 3, (
        "the pack with the pool withheld its years"
    )
    for earlier in ((alone, paired), (paired, alone)):
        both, pattern, _ = pattern_of(areas_of(LATEST), SOURCES, PAIRED, earlier)
        assert months_of_pool(both) == months_of_pool(release)
        assert not pattern.lost


def test_a_sum_that_one_of_two_packs_showed_is_known_whichever_is_looked_at_first():
    quarter = LATEST.later(-1)
    hid = known_of(of_areas("pair", "a", "b", until=quarter), quarter)
    showed = replace(hid, withheld=frozenset())
    for earlier in ((hid, showed), (showed, hid)):
        release = pattern_of(areas_of(LATEST), SOURCES, PAIRED, earlier)[0]
        assert [known for _, known in months_of_pool(release)[12]] == [True] * 3


def test_a_count_is_called_what_packs_before_have_called_it():
    """Their manifests name the counts that they withheld: another name for the same count would have it forgotten."""
    where, months = (("d", ("x",)),), (24000, 24001, 24002)
    key = CountKey("returns", ("a", "b"), where, ("ashford",), months, ("offence",), ("theft",), "left")
    assert key.name == "697ed8700f808644"
    assert key.left("without").name != key.name
