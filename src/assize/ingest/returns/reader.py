"""A partner's return, read whole: whose it is, of which board and quarter, every figure with its cell, or all that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from assize.core.errors import FileRefused, Problem
from assize.core.forms import (
    KEYED_LABELS,
    LAYOUT,
    Column,
    FormPlan,
    Label,
    quarter_text,
    says_why,
    sheet_cells,
)
from assize.core.periods import Period
from assize.core.personal_data import (
    HEADERS,
    find_in_file_name,
    find_in_title,
    find_personal_data,
    masked,
    personal_problems,
)
from assize.core.reading import Covered, Row
from assize.core.wording import date_words, period_words, read_day
from assize.ingest.history.labels import readings
from assize.ingest.layouts import Asked, Match, Read, some
from assize.ingest.received import Received
from assize.ingest.returns.around_cells import enclosed, pictures, texts_around
from assize.ingest.returns.changes import changes
from assize.ingest.returns.desk import Desk, Expected, NotAsked
from assize.ingest.returns.finding import FEWEST_MARKS, MARKS, Found, Said, find_form, key
from assize.ingest.returns.lines import Given, LineReader, place_words
from assize.ingest.returns.local import find_local
from assize.ingest.returns.older import asked_since, plan_as_sent
from assize.ingest.returns.questions import (
    all_of_an_earlier,
    changed_wholesale,
    most_of_an_earlier,
    nothing_came,
    usual_range,
)
from assize.ingest.returns.remarks import check_remarks
from assize.ingest.returns.sheets import Kind, Sheet, bears_words, read_sheets
from assize.ingest.returns.titles import retitled
from assize.ingest.returns.unlikely import unlikely
from assize.ingest.returns.whose import all_of_another_board, printed_of_another

_VERSION = re.compile(r"^([a-z][a-z0-9-]*) (\d+)-([0-9a-f]{8})$")
_OWN_FORM = "Send back the form that you were sent for this quarter."
_WHOSE = (Label.PROVIDER, Label.BOARD, Label.QUARTER, Label.VERSION)
_ROLE_LABELS = (Label.CONTACT, Label.KEYED_BY, Label.GIVEN_BY)
_ASK = "If it is right, type why under 'Reason or note' in the same row; if not, correct it."


@dataclass(frozen=True)
class _Form:
    """One sheet of figures that was understood: what was asked, what was given."""

    found: Found
    expected: Expected
    given: Sequence[Given]


def match_return(received: Received) -> Match | None:
    """How far a file bears the marks of a return form, in the sheet that bears most of them."""
    if not bears_words(received, MARKS, FEWEST_MARKS):
        return None
    forms = [find_form(sheet) for sheet in read_sheets(received)]
    best = max(forms, key=lambda found: (len(found.marks), not found.sheet.hidden), default=None)
    if best is None or len(best.marks) < FEWEST_MARKS:
        return None
    # What is missing is told by the reader, cell by cell: the file is a return all the same.
    return Match("labels and headers of a return form", confidence=len(best.marks) / len(MARKS))


def role_of(received: Received) -> str:
    """The role that a form's version names (`witness-care 1-3f9a0c12`), or nothing."""
    for sheet in read_sheets(received):
        said = find_form(sheet).said(Label.VERSION)
        if said and (match := _VERSION.match(key(said.text))):
            return match[1]
    return ""


def read_return(received: Received, desk: Desk, asked: Asked) -> Read:
    """Every figure of a return. Raises FileRefused with every problem of the file at once."""
    return _Reader(received, desk, asked).read()


class _Reader:
    def __init__(self, received: Received, desk: Desk, asked: Asked) -> None:
        self.received, self.file, self.desk, self.asked = received, received.name, desk, asked
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.own_texts: set[str] = set()
        self.own_names: set[str] = set()

    def read(self) -> Read:
        sheets = read_sheets(self.received)
        candidates = [found for sheet in sheets if len((found := find_form(sheet)).marks) >= FEWEST_MARKS]
        forms = [form for found in self._visible(candidates) if (form := self._form(found)) is not None]
        forms = self._each_board_once(forms)
        providers = {form.expected.plan.provider for form in forms}
        quarters = {form.expected.plan.quarter for form in forms}
        if len(providers) > 1 or len(quarters) > 1:
            names = some(
                sorted({f"{form.expected.plan.provider_name}, {form.expected.plan.quarter.slug}" for form in forms})
            )
            self._problem(
                "the workbook holds forms of more than one provider or quarter",
                self.file,
                found=names,
                fix="Send each in a file of its own.",
            )
        self._check_personal(sheets)
        for form in forms:
            if not form.expected.restored:
                self._ask_about(form)
        self.problems += all_of_another_board(
            self.file, [(form.found, form.expected, form.given) for form in forms if not form.expected.restored]
        )
        local = self._local(sheets, forms)
        for form in forms:
            given = [*form.given, *(each for one in local for each in one.given if one.expected is form.expected)]
            self.notes += changes(form.expected, given, place_words(self.file, form.found))
        forms += local
        for form in forms:
            self._check_sums(form)
            self._check_likely(form)
        if forms:
            self._check_time(forms[0].expected.plan)
        self.notes += nothing_came(self.file, [form.expected for form in forms])
        self._say_besides(sheets, candidates)
        if self.problems:
            raise FileRefused(self.file, [_without_persons(problem) for problem in self.problems])
        first = forms[0].expected.plan
        return Read(
            title=f"Return of {first.provider_name}, {period_words(first.quarter)}",
            covers=tuple(
                Covered(first.quarter, form.expected.place, each.line.field) for form in forms for each in form.given
            ),
            dimensions=(),
            content=[row for form in forms for row in _rows(form)],
            problems=tuple(self.notes),
            released=None if self.asked.released else self.asked.today,  # what the loader says goes before
            provider=first.provider,
            keyed=_keyed_words(forms[0].found),
        )

    def _problem(self, what: str, where: str, *, found: str = "", expected: str = "", fix: str = "") -> None:
        self.problems.append(Problem(what, where, found, expected, fix))

    def _note(self, what: str, where: str, found: str = "") -> None:
        self.notes.append(Problem(what, where, found, blocks=False))

    def _visible(self, candidates: Sequence[Found]) -> list[Found]:
        """The forms that can be seen; where there is none, a hidden one is named."""
        visible = [found for found in candidates if not found.sheet.hidden]
        if not visible:
            names = some([f"'{found.sheet.name}'" for found in candidates])
            self._problem(
                "the sheet of figures is hidden", self.file, found=names, fix="Show it and save the file again."
            )
        return visible

    # --- whose it is --------------------------------------------------------------------------------------------------

    def _form(self, found: Found) -> _Form | None:
        """A sheet of figures by its plan; None where it is not known whose it is, which is then told."""
        before = len(self.problems)
        said = {label: self._said(found, label) for label in _WHOSE}
        provider, board, printed, version = (said[label] for label in _WHOSE)
        quarter = self._quarter(found, printed)
        if len(self.problems) > before or provider is None or board is None or version is None or quarter is None:
            return None
        try:
            expected = self.desk.expect(provider.text, board.text, quarter)
        except NotAsked as error:
            at = said[error.label]
            where = place_words(self.file, found, *at.place) if at else place_words(self.file, found)
            self._problem(error.what, where, found=error.found, expected=error.expected, fix=error.fix)
            return None
        plan = expected.plan
        older = self._is_older(found, version, plan)
        if older is None:
            return None
        self.own_names.add(plan.provider_name)
        self.own_texts |= {key(str(value)) for _, _, value in sheet_cells(plan)} | {key(plan.local_title)}
        keyed = Label.KEYED_BY in found.labels
        if keyed:
            self.desk.keyed()
            self._check_keyed(found, plan.quarter)
        named = retitled(self.file, found, replace(plan, keyed=keyed), expected.boards)
        self.problems += [*named.problems, *printed_of_another(self.file, found, expected)]
        self.notes += named.notes
        if older and (sent := plan_as_sent(found, plan, version.text)) is not None:
            self.notes += asked_since(sent, plan, place_words(self.file, found))
            plan, older = sent, False
        elif older:
            self._note(
                "this is an older form: what it asks for in the present words was taken",
                place_words(self.file, found, *version.place),
                f"'{version.text}'",
            )
        lines = LineReader(self.file, found, plan, older=older, keyed=keyed).read()
        self.problems += lines.problems
        self.notes += lines.notes
        return _Form(found, expected, lines.given)

    def _check_keyed(self, found: Found, quarter: Period) -> None:
        """Figures that the office keyed stand on what it was told: by which role, how and when, which was after the quarter."""
        for label in KEYED_LABELS:
            if found.said(label) is None:
                cell = next(iter(found.labels.get(label, ())), None)
                self._problem(
                    f"'{label.value}' says nothing",
                    place_words(self.file, found, *cell.place) if cell else place_words(self.file, found),
                    expected="who keyed the figures and who gave them, by role, how they came and on which day",
                    fix="Type it beside the label.",
                )
        if (said := found.said(Label.GIVEN_ON)) is None:
            return
        day, today = _day_given(found, said), self.asked.today
        what = ""
        if day is None:
            what = "this is not a day"
        elif day <= quarter.last_day:
            what = "the figures cannot have been given before the quarter had ended"
        elif today is not None and day > today:
            what = "the figures cannot have been given on a day that is yet to come"
        if what:
            self._problem(
                what,
                place_words(self.file, found, *said.place),
                found=date_words(day) if day else f"'{said.text[:60]}'",
                expected=f"the day on which the office was told, after {date_words(quarter.last_day)}",
                fix="Type the day on which the figures were given, such as 14 July 2019.",
            )

    def _said(self, found: Found, label: Label) -> Said | None:
        """What stands beside a label, once; that it is missing, empty or said in two ways is told."""
        texts = [one for one in found.labels.get(label, ()) if one.text]
        if not texts:
            cell = next(iter(found.labels.get(label, ())), None)
            where = place_words(self.file, found, *cell.place) if cell else place_words(self.file, found)
            self._problem(
                f"'{label.value}' says nothing" if cell else f"the label '{label.value}' is missing",
                where,
                expected=f"'{label.value}' and what the form said beside it",
                fix="Put it back as it was on the form, or copy the figures into a new one.",
            )
            return None
        if len({key(one.text) for one in texts}) > 1:
            self._problem(
                f"'{label.value}' stands there twice and does not say the same",
                place_words(self.file, found, *texts[1].place),
                found=" and ".join(f"'{one.text}'" for one in texts[:2]),
                fix="Leave the right one and delete the other.",
            )
            return None
        return texts[0]

    def _quarter(self, found: Found, said: Said | None) -> Period | None:
        if said is None:
            return None
        head, _, tail = said.text.partition("(")
        parts = [text for part in (head, tail) if (text := part.strip(" ()"))]
        meant: set[Period] | None = None
        for part in parts:
            periods = {reading.period for reading in readings(part)}
            meant = periods if meant is None else meant & periods
        if meant and len(meant) == 1 and (quarter := next(iter(meant))).is_quarter:
            return quarter
        self._problem(
            "it is not clear which quarter this is" if meant and len(meant) > 1 else "this is not a quarter",
            place_words(self.file, found, *said.place),
            found=f"'{said.text[:60]}'",
            expected="the quarter as the form said it, such as 'January to March 2019 (2018/19 Q4)'",
            fix=_OWN_FORM,
        )
        return None

    def _is_older(self, found: Found, version: Said, plan: FormPlan) -> bool | None:
        """Whether this is an older form of the same provider; None where it is none that can be read."""
        where = place_words(self.file, found, *version.place)
        match = _VERSION.match(key(version.text))
        what = ""
        if match is None:
            what = "this is no version of a form"
        elif match[1] != plan.role:
            what = "this is the form of another kind of provider"
        elif int(match[2]) > LAYOUT:
            what = "this form was made by a later version of Assize"
        elif int(match[2]) < LAYOUT:
            what = "this form is too old to be read"
        if what:
            self._problem(what, where, found=f"'{version.text[:60]}'", expected=f"'{plan.version}'", fix=_OWN_FORM)
            return None
        return key(version.text) != key(plan.version)

    def _each_board_once(self, forms: Sequence[_Form]) -> list[_Form]:
        """One form a board: a second sheet that says the same is passed over."""
        boards: dict[str, _Form] = {}
        for form in forms:
            first = boards.setdefault(form.expected.plan.board, form)
            if first is form:
                continue
            where = place_words(self.file, form.found)
            if [(each.line.field, each.value, each.absence) for each in first.given] == [
                (each.line.field, each.value, each.absence) for each in form.given
            ]:
                self._note(f"the sheet says the same as '{first.found.sheet.name}' and is passed over", where)
            else:
                self._problem(
                    f"two sheets are of {form.expected.plan.board_name} and do not say the same",
                    where,
                    found=f"'{first.found.sheet.name}' and '{form.found.sheet.name}'",
                    fix="Leave the right one and delete the other.",
                )
        return list(boards.values())

    def _local(self, sheets: Sequence[Sheet], forms: Sequence[_Form]) -> list[_Form]:
        """Sheets of local measures that were filled, each as a form of its board with the figures that stand there."""
        found: list[_Form] = []
        for sheet in sheets:
            local = None if sheet.hidden else find_local(self.file, sheet)
            if local is None:
                continue
            board = key(local.board.text) if local.board else ""
            form = next((one for one in forms if key(one.expected.plan.board_name) == board), None)
            if form is None:
                self._problem(
                    "it is not clear of which board these local measures are",
                    place_words(self.file, local.found),
                    found=f"'{board}'",
                    expected="the board of a sheet of figures beside it",
                    fix=_OWN_FORM,
                )
                continue
            measures, problems = self.desk.local(local.rows, form.expected.plan.provider)
            self.problems += problems
            given, faults = local.given(measures)
            self.problems += [one for one in faults if one.blocks]
            self.notes += [one for one in faults if not one.blocks]
            found.append(_Form(local.found, form.expected, given))
        return found

    # --- what it may not say ------------------------------------------------------------------------------------------

    def _check_personal(self, sheets: Sequence[Sheet]) -> None:
        """Every cell, comment and name, on hidden sheets as well: the file would be kept with all of them."""
        for finding in find_in_file_name(self.file):
            self._problem(
                f"the file's name holds what looks like {finding.kind}",
                masked(self.file),
                found=f"'{finding.shown}'",
                fix="Rename the file.",
            )
        for sheet in sheets:
            found = Found(sheet)
            for finding in find_in_title(sheet.name):
                self._problem(
                    f"this looks like {finding.kind}",
                    f"{self.file}, the name of a sheet",
                    found=f"'{finding.shown}'",
                    expected="no personal data",
                    fix="Rename the sheet.",
                )
            roles = {
                one.place
                for label, said in find_form(sheet).labels.items()
                if label in _ROLE_LABELS
                for one in said
                if one.text
            }
            for (row, column), cell in sorted(sheet.cells.items()):
                where = place_words(self.file, found, row, column)
                if cell.kind is Kind.TEXT and key(cell.text) not in self.own_texts:
                    self.problems += personal_problems(
                        self._without_own_names(cell.text), where, role_wanted=(row, column) in roles
                    )
                    if key(cell.text) in HEADERS:
                        self._problem(
                            "this heads personal data",
                            where,
                            found=f"'{cell.words}'",
                            expected="counts alone",
                            fix="Delete the column: a return holds nothing about one person.",
                        )
                elif cell.kind is Kind.DAY and cell.day is not None and 1925 <= cell.day.year < 2010:
                    self._problem(
                        "this looks like a date of birth",
                        where,
                        expected="no personal data",
                        fix="Delete it: a return holds nothing about one person.",
                    )
                elif cell.kind is Kind.NUMBER:
                    # A telephone number that is typed as a number has lost the nought it begins with.
                    lost = re.fullmatch(r"[127]\d{9}", cell.text)
                    self.problems += personal_problems(f"0{cell.text}" if lost else cell.text, where)
            for text in sheet.boxes:
                self.problems += personal_problems(text, place_words(self.file, found) + ", a text box")
            for (row, column), text in sorted(sheet.comments.items()):
                self.problems += personal_problems(text, place_words(self.file, found, row, column) + ", a comment")

        unsearched = enclosed(self.received)
        for one in texts_around(self.received, unsearched):
            text = self._without_own_names(one.text)
            if key(text) not in self.own_texts:
                self.problems += personal_problems(text, f"{self.file}, {one.place}")
        for part in unsearched:
            self._problem(
                "a part of the workbook cannot be read, and so not searched for personal data",
                self.file,
                found=part,
                expected="a whole workbook with no program or document enclosed in it",
                fix="Take out what is enclosed, save it again as xlsx, or ask for it to be sent again.",
            )

    def _without_own_names(self, text: str) -> str:
        """A text without the provider's own name, which may be somebody's: `Ruth House` stands in titles and sentences."""
        for name in self.own_names:
            text = re.sub(re.escape(name), "the provider", text, flags=re.IGNORECASE)
        return text

    def _check_sums(self, form: _Form) -> None:
        """Parts against the whole they are part of, and against the total they add up to."""
        given = {each.line.field: each for each in form.given}
        for each in form.given:
            whole = given.get(each.line.part_of)
            if whole and each.value is not None and whole.value is not None and each.value > whole.value:
                self._problem(
                    f"'{each.line.name}' is more than '{whole.line.name}', which it is part of",
                    place_words(self.file, form.found, *each.place),
                    found=f"{each.value:,} of {whole.value:,} ({whole.ref})",
                    expected=f"{whole.value:,} or fewer",
                    fix="Correct the one that is wrong.",
                )
        for total, parts in form.expected.sums:
            values = [given[field].value if field in given else None for field in (total, *parts)]
            if any(value is None for value in values):
                continue
            whole_value, *part_values = [value for value in values if value is not None]
            added = sum(part_values, Decimal(0))
            if added != whole_value:
                self._problem(
                    f"'{given[total].line.name}' is not the sum of its parts",
                    place_words(self.file, form.found, *given[total].place),
                    found=f"{whole_value:,}, but {some([given[field].ref for field in parts], 12)} add up to {added:,}",
                    expected=f"{added:,}, or other parts",
                    fix="Correct the one that is wrong.",
                )

    def _check_likely(self, form: _Form) -> None:
        if form.expected.restored:
            return

        def where(each: Given) -> str:
            return place_words(self.file, form.found, *each.place)

        found = unlikely(form.expected, form.given, where)
        sheet = place_words(self.file, form.found)
        asked, noted = check_remarks(form.found, form.expected.plan.quarter, form.given, where, sheet)
        self.problems += [*found.problems, *asked]
        self.notes += [*found.notes, *noted]

    def _ask_about(self, form: _Form) -> None:
        """Questions: each needs a typed reason, else the return is refused with the question."""
        expected, values = form.expected, {each.line.field: each.value for each in form.given if each.value is not None}
        reasons = any(says_why(each.reason) for each in form.given if each.value is not None)
        changed = {one for one, value in values.items() if expected.held.get(one, value) != value}
        corrected = any(says_why(each.reason) for each in form.given if each.line.field in changed)
        for each in form.given:
            usual = usual_range(expected.history.get(each.line.field, ()), decimals=each.line.decimals)
            if each.value is None or usual is None or not usual.surprises(each.value):
                continue
            where = place_words(self.file, form.found, *each.place)
            if says_why(each.reason):
                self._note(
                    f"'{each.line.name}' is unusual, with {each.value:,}; the reason given is '{each.reason[:120]}'",
                    where,
                )
            else:
                self._problem(
                    f"'{each.line.name}' is unusual",
                    where,
                    found=f"{each.value:,}" + (f", with '{each.reason[:20]}' as the reason" if each.reason else ""),
                    expected=usual.words + (", or a reason in words" if each.reason else ""),
                    fix=_ASK,
                )
        where = place_words(self.file, form.found)
        before = all_of_an_earlier(expected, values)
        most = most_of_an_earlier(expected, values) if before is None else None
        said = f"every figure is that of {period_words(before)}" if before is not None else ""
        if most is not None:
            said = f"{most[1]} of {most[2]} figures are those of {period_words(most[0])}"
        if said and not reasons:
            fix = "If they are right, type so under 'Reason or note' in one row; if not, correct them."
            self._problem(f"{said}: were they typed anew?", where, fix=fix)
        if changed_wholesale(expected, values) and not corrected:
            self._problem(
                f"most figures differ from those already returned for {period_words(expected.plan.quarter)}: is this its form?",
                where,
                fix="If it is, type why under 'Reason or note' beside one that changed; if not, use the form of the quarter.",
            )

    def _check_time(self, plan: FormPlan) -> None:
        from assize.ingest.file_names import time_in_name

        if self.asked.period is not None and self.asked.period != plan.quarter:
            self._problem(
                "the period given is not the form's",
                self.file,
                found=self.asked.period.slug,
                expected=plan.quarter.slug,
                fix="Correct --period, or leave it out.",
            )
        named = time_in_name(self.file)
        if named.quarter is not None and named.quarter != plan.quarter:
            self._problem(
                "the file's name says another quarter than the form in it",
                masked(self.file) if find_in_file_name(self.file) else self.file,
                found=f"{named.quarter.slug} in the name, {plan.quarter.slug} on the form",
                fix="Find out of which quarter the figures are. Rename the file, or use that quarter's form.",
            )
        today = self.asked.released or self.asked.today
        if today is not None and today <= plan.quarter.last_day:
            self._problem("the quarter has not ended yet", self.file, found=quarter_text(plan.quarter), fix=_OWN_FORM)

    # --- what else stands there ---------------------------------------------------------------------------------------

    def _say_besides(self, sheets: Sequence[Sheet], candidates: Sequence[Found]) -> None:
        if count := pictures(self.received):
            what = f"{count:,} pictures are" if count > 1 else "a picture is"
            self._note(f"{what} not read, nor searched: see that nobody can be known by what they show", self.file)
        hidden = [f"'{sheet.name}'" for sheet in sheets if sheet.hidden]
        if hidden:
            self._note("hidden sheets are not read", self.file, some(hidden))
        if comments := sum(len(sheet.comments) for sheet in sheets):
            where = next(
                place_words(self.file, Found(sheet), *min(sheet.comments)) for sheet in sheets if sheet.comments
            )
            what = f"{comments:,} comments, the first of them here, are" if comments > 1 else "a comment is"
            self._note(f"{what} not read: what the board should know belongs under '{Column.REASON.value}'", where)


def _without_persons(problem: Problem) -> Problem:
    """The problem, in which what was found is shown by first letters where it looks like personal data."""
    return replace(problem, found=masked(problem.found)) if find_personal_data(problem.found) else problem


def _rows(form: _Form) -> Iterator[Row]:
    sheet, quarter = form.found.sheet, form.expected.plan.quarter
    for each in form.given:
        row, column = each.place
        header = sheet.words(form.found.header or 0, column)
        yield Row(
            form.expected.place,
            quarter,
            each.line.field,
            (),
            each.value,
            each.absence,
            each.raw,
            sheet=sheet.name,
            ref="" if sheet.is_csv else each.ref,
            line=sheet.line(row),
            column=header if sheet.is_csv else "",
            marks=each.marks,
            origin=f"“{each.reason}”" if each.reason else "",
        )


def _day_given(found: Found, said: Said) -> date | None:
    return found.sheet.at(*said.place).day or read_day(said.text)


def _keyed_words(found: Found) -> str:
    """Of a form that the office keyed itself: how the figures came, and from whom; empty otherwise."""
    if Label.KEYED_BY not in found.labels:
        return ""
    parts = ["keyed by the office"]
    for label, words in ((Label.HOW_IT_CAME, "from {}"), (Label.GIVEN_BY, "given by {}"), (Label.GIVEN_ON, "on {}")):
        if said := found.said(label):
            day = _day_given(found, said) if label is Label.GIVEN_ON else None
            parts.append(words.format(date_words(day) if day else said.text))
    return ", ".join(parts)
