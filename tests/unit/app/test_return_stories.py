"""A provider of two boards sends a part, a return that is refused, the whole: status, reminders and letters say the same."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from openpyxl import load_workbook
from returned_forms import ASKED, FIGURES, QUARTER, asked_office, fill, form_of

from assize.app import load_files, round_lines, write_requests
from assize.app.loading import Loaded

PROVIDERS = """
[wcu]
role = "witness-care"
name = "Witness Care Unit"
boards = ["staffordshire", "west-mercia"]
mailbox = "wcu@example.org"
days_to_answer = 10
owes = ["witness-attendance", "court-outcomes-told"]
"""


def without(board: str, whole: Path, to: Path) -> Path:
    book = load_workbook(whole)
    for name in [one for one in book.sheetnames if board in one]:
        del book[name]
    book.save(to)
    return to


def changed(board: str, whole: Path, to: Path, figure: object) -> Path:
    """The same with another number of witnesses who attended, for one board."""
    return with_figures(board, whole, to, {"witnesses-attended": figure})


def with_figures(board: str, whole: Path, to: Path, figures: Mapping[str, object]) -> Path:
    book = load_workbook(whole)
    for row in book[f"Figures, {board}"].iter_rows():
        if row[0].value in figures:
            row[7].value = figures[row[0].value]
    book.save(to)
    return to


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = asked_office(tmp_path_factory.mktemp("asked") / "office", PROVIDERS)
    inbox = folder / "inbox"
    whole = fill(form_of(folder, "wcu"), inbox / "whole.xlsx")
    with_figures("West Mercia", whole, whole, {one: figure - 97 for one, figure in FIGURES.items()})
    without("West Mercia", whole, inbox / "part.xlsx")
    changed("West Mercia", whole, inbox / "bad.xlsx", "about 900")
    without("Staffordshire", whole, inbox / "rest.xlsx")
    without("Staffordshire", inbox / "bad.xlsx", inbox / "bad-rest.xlsx")
    changed("Staffordshire", whole, inbox / "corrected.xlsx", 1001)
    return folder


@pytest.fixture
def office(asked: Path, tmp_path: Path) -> Path:
    return shutil.copytree(asked, tmp_path / "office")


def load(office: Path, name: str, day: int, **options: object) -> Loaded:
    path = office / "inbox" / f"{name}.xlsx"
    (loaded,) = load_files(office, [path], released=date(2019, 7, day), **options)  # type: ignore[arg-type]
    return loaded


def refuse(office: Path, name: str, day: int) -> str:
    """Loads what is refused; the letter of it."""
    loaded = load(office, name, day)
    assert loaded.edition is None and loaded.letter is not None
    return words(loaded.letter)


def take(office: Path, name: str, day: int, **options: object) -> str:
    """Loads what is taken; the letter of its receipt."""
    loaded = load(office, name, day, **options)
    assert loaded.edition is not None, loaded.refused
    return words(next(path for path in loaded.receipts if path.suffix == ".eml"))


def words(path: Path) -> str:
    """Subject and text of a letter."""
    letter = message_from_bytes(path.read_bytes(), policy=default)
    body = letter.get_body(("plain",))
    assert body is not None
    return f"{letter['Subject']}\n{body.get_content()}"


def status(office: Path, day: int) -> str:
    return next(line for line in round_lines(office, date(2019, 7, day)) if "Witness Care Unit" in line)


def reminder(office: Path, day: int) -> str:
    """The reminder of a day; empty where nobody is to be reminded."""
    written, _ = write_requests(office, QUARTER, date(2019, 7, day), chase=True)
    return words(written[0].files[1]) if written else ""


def test_a_whole_return_that_is_refused_after_a_part_is_told(office: Path) -> None:
    said = take(office, "part", 4)
    assert "Still to come: West Mercia." in said and said.count("West Mercia") == 3 and "noted" not in said
    assert "what you gave us on 4 July 2019 stands for Staffordshire" in refuse(office, "bad", 5)
    assert "returned in part 4 July 2019: Staffordshire; West Mercia still to come" in status(office, 5)
    assert status(office, 5).endswith("; what came on 5 July 2019 not accepted yet")
    assert "not accepted" not in status(office, 4)
    said = reminder(office, 5)
    assert said.startswith("Still to be put right")
    assert "which reached us on Friday 5 July 2019. Something in them has to be put right" in said
    assert "what you gave us on 4 July 2019 stands for Staffordshire. Still to come: West Mercia." in said
    tracker = office / "returns" / QUARTER / "tracker.csv"
    assert "still to come: West Mercia; what came on 2019-07-05: not accepted" in tracker.read_text("utf-8-sig")
    take(office, "rest", 5)  # the same day: the rest, which answers it
    assert "accepted 5 July 2019" in status(office, 5) and "not accepted" not in status(office, 5)
    assert reminder(office, 6) == ""


def test_a_refused_correction_is_told_until_another_comes(office: Path) -> None:
    take(office, "whole", 4)
    refuse(office, "bad", 5)
    assert "accepted 4 July 2019" in status(office, 5)
    assert status(office, 5).endswith("; what came on 5 July 2019 not accepted yet")
    said = reminder(office, 6)
    assert "Thank you for your corrected figures" in said and "what you gave us on 4 July 2019 stands." in said
    letter = office / "returns" / QUARTER / f"wcu-{QUARTER}-put-right.eml"
    assert letter.exists()
    take(office, "corrected", 7)
    assert "not accepted" not in status(office, 7) and reminder(office, 8) == "" and not letter.exists()


def test_a_board_that_was_refused_is_not_answered_by_the_other(office: Path) -> None:
    refuse(office, "bad-rest", 4)
    letter = office / "returns" / QUARTER / f"wcu-{QUARTER}-put-right.eml"
    take(office, "part", 5)
    assert "what came on 4 July 2019 not accepted yet" in status(office, 5) and letter.exists()


def test_a_refusal_is_dated_by_the_day_that_the_loader_says(office: Path) -> None:
    refuse(office, "bad", 5)
    assert "nothing returned" in status(office, 4)
    assert "returned 5 July 2019, not accepted yet" in status(office, 5)
    assert "which reached us on Friday 5 July 2019" in reminder(office, 6)


def test_the_rest_that_comes_with_the_part_again_corrects_nothing(office: Path) -> None:
    take(office, "part", 4)
    said = take(office, "whole", 5)
    assert (
        "the rest of your figures" in said and "all of them are in. What you had given us before is unchanged." in said
    )
    assert "corrected" not in said and "noted" not in said
    assert "accepted 5 July 2019" in status(office, 5) and "corrected" not in status(office, 5)
    page = next((office / "returns" / QUARTER / "receipts").glob("*staffordshire.html")).read_text("utf-8")
    assert "corrected" not in page


def test_the_rest_with_another_figure_in_what_had_come_says_both(office: Path) -> None:
    take(office, "part", 4)
    said = take(office, "corrected", 5)
    assert "the rest of your figures" in said and "With it you corrected what you had given us before" in said
    assert "of its figures 1 changed (Witnesses who attended court 1,089, now 1,001) and 3 unchanged" in said
    assert "One thing was noted. If it is not right" in said
    assert status(office, 5).endswith("; corrected on 5 July 2019")
    pages = {p.stem[-11:]: p.read_text("utf-8") for p in (office / "returns" / QUARTER / "receipts").glob("*.html")}
    assert ["corrected figures" in pages[one] for one in ("affordshire", "west-mercia")] == [True, False]


def test_the_same_figures_again_are_called_the_same(office: Path) -> None:
    take(office, "whole", 4)
    again = changed("Staffordshire", office / "inbox" / "corrected.xlsx", office / "inbox" / "again.xlsx", 1089)
    assert again.read_bytes() != (office / "inbox" / "whole.xlsx").read_bytes()
    said = take(office, "again", 5)
    assert "have reached us again. They say the same as before" in said
    assert "corrected" not in status(office, 5)


def test_an_earlier_return_that_is_made_current_again_is_no_correction_of_the_provider(office: Path) -> None:
    take(office, "part", 4)
    take(office, "whole", 5)
    take(office, "corrected", 8)
    assert status(office, 8).endswith("accepted 5 July 2019, 4 days late; corrected on 8 July 2019")
    said = take(office, "part", 8, restore="The correction was of another unit")
    assert said.startswith("Earlier figures stand again:")
    assert "Nothing new has come from you." in said and "have reached us" not in said
    assert (
        "that you gave us on 4 July 2019, for Staffordshire: they stand again, in place of those of 8 July 2019."
        in said
    )
    assert "The reason we noted: The correction was of another unit." in said
    assert "accepted 5 July 2019, 4 days late; corrected on 8 July 2019" in status(office, 8)
    assert status(office, 8).endswith("; on 8 July 2019 the figures given on 4 July 2019 were made current again")
    page = next((office / "returns" / QUARTER / "receipts").glob("*staffordshire.html")).read_text("utf-8")
    assert "Receipt for figures that stand again" in page and "Nothing new came from you" in page
    assert "given 2019-07-04, made current again 2019-07-08" in (
        office / "returns" / QUARTER / "tracker.csv"
    ).read_text("utf-8-sig")
    load_files(office, [], again=True)  # read anew, nothing comes anew
    assert status(office, 8).count("4 July 2019") == 1 and status(office, 8).count("corrected on 8 July") == 1
    take(office, "corrected", 9, restore="It was right after all")
    assert "on 9 July 2019 the figures given on 8 July 2019 were made current again" in status(office, 9)


def test_whoever_is_asked_anew_after_the_close_and_has_returned_is_asked_without_blame(office: Path) -> None:
    take(office, "whole", 4)
    (written,), _ = write_requests(office, QUARTER, date(2019, 8, 20))
    assert "has returned its figures, accepted on 4 July 2019: the letter asks for them all the same" in written.notes
    assert "missing" not in words(written.files[1])


def test_a_part_loaded_again_says_only_what_is_true_by_now(office: Path) -> None:
    lacks = "nothing came for West Mercia, which this provider is asked about too"
    take(office, "part", 4)
    assert [one.what for one in load(office, "part", 4).problems] == [lacks]
    take(office, "rest", 5)
    assert load(office, "part", 6).problems == ()
    take(office, "corrected", 7)
    take(office, "whole", 8)
    (stands,) = load(office, "corrected", 9).problems
    assert stands.what.startswith("a later return of this quarter stands")


def test_the_head_of_status_counts_as_late_whom_the_lines_call_late(office: Path) -> None:
    def head(day: int) -> str:
        lines = round_lines(office, date(2019, 7, day))
        assert f" {sum('day late' in one or 'days late' in one for one in lines[2:])} late" in lines[0]
        return lines[0].rpartition(", ")[2]

    second = '[isva]\nrole = "isva"\nname = "Other service"\nboards = ["staffordshire"]\ndays_to_answer = 10\n'
    (office / "providers.toml").write_text(PROVIDERS + second)
    write_requests(office, QUARTER, ASKED, provider="isva")
    assert (head(1), head(4)) == ("0 late", "2 late")
    take(office, "whole", 5)
    assert head(5) == "2 late (1 of them still missing)"
    shutil.rmtree(office / "returns" / QUARTER / "receipts")
    (office / "providers.toml").write_text(PROVIDERS)
    assert head(5) == "1 late (none of them still missing)"
