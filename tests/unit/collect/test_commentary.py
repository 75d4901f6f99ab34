"""A person's words: paragraphs by slot, asks by line, and refusals that name the line."""

from __future__ import annotations

import pytest

from assize.collect.commentary import read_commentary
from assize.core.document import Ask
from assize.core.errors import FileRefused


def write(folder, **files: str):
    for name, text in files.items():
        (folder / f"{name.replace('_', '-')}.md").write_text(text, "utf-8")
    return read_commentary(folder)


def test_no_folder_no_words(tmp_path):
    words = read_commentary(tmp_path / "nowhere")
    assert (words.paragraphs, words.asks) == ({}, ())


def test_blank_lines_part_paragraphs_and_single_line_ends_do_not(tmp_path):
    words = write(tmp_path, done_rate="A new desk\nopened  in March.\n\n\n\nIt takes in\tmore.\n")
    assert words.paragraphs == {"done-rate": ("A new desk opened in March.", "It takes in more.")}


def test_lines_for_the_writer_are_left_out(tmp_path):
    words = write(
        tmp_path, done_rate="# Why it changed\n\nA new desk opened.\n  # ask the sergeant\n", empty="# To write\n"
    )
    assert words.paragraphs == {"done-rate": ("A new desk opened.",)}


def test_a_file_of_blanks_fills_no_slot(tmp_path):
    assert write(tmp_path, done_rate=" \n\t\n\n").paragraphs == {}


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path):
    (tmp_path / "done-rate.md").write_bytes("\ufeffA new desk.\r\n\r\nIt takes in more.\r\n".encode())
    assert read_commentary(tmp_path).paragraphs == {"done-rate": ("A new desk.", "It takes in more.")}


def test_asks_are_lines_of_three_parts(tmp_path):
    words = write(tmp_path, asks="# Asks\n\n- Agree | which forces count as similar | Board\nNote | the gap | Chair \n")
    assert words.asks == (Ask("Agree", "which forces count as similar", "Board"), Ask("Note", "the gap", "Chair"))
    assert words.paragraphs == {}


def test_every_line_that_is_no_ask_is_named_at_once(tmp_path):
    with pytest.raises(FileRefused) as refusal:
        write(tmp_path, asks="Agree | something | Board\nAgree to it\nAgree | | Board\na | b | c | d\n")
    assert [problem.where for problem in refusal.value.problems] == [
        "asks.md line 2",
        "asks.md line 3",
        "asks.md line 4",
    ]
    assert "three parts" in str(refusal.value.sentence)


def test_what_is_no_text_is_refused_with_what_to_do(tmp_path):
    (tmp_path / "done-rate.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileRefused) as refusal:
        read_commentary(tmp_path)
    assert refusal.value.problems[0].where == "done-rate.md"
    assert "UTF-8" in refusal.value.problems[0].fix


def test_other_files_are_not_read(tmp_path):
    (tmp_path / "notes.txt").write_text("not for the report", "utf-8")
    assert write(tmp_path).paragraphs == {}


def test_the_hash_follows_every_name_and_byte_and_nothing_else(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    first = write(one, a="x", b="y").content_hash
    assert write(two, b="y", a="x").content_hash == first
    assert write(two, a="x ").content_hash != first
    assert write(two, a="x", c="").content_hash != first


@pytest.mark.parametrize(
    ("character", "named"),
    [
        ("\x07", "U+0007, a control character"),
        ("\x0c", "U+000C, a control character"),
        ("\x85", "U+0085, a control character"),
        ("\ue000", "U+E000, a private-use character"),
        ("\u200b", "U+200B, a character that shows nothing (zero width space)"),
        ("\u202e", "U+202E, a character that shows nothing (right-to-left override)"),
        ("\uffff", "U+FFFF, a code that is no character"),
    ],
)
@pytest.mark.parametrize(
    ("name", "text"), [("done-rate", "First.\n\nA new{} desk.\n"), ("asks", "# Asks\n\nNote | the{} gap | Chair\n")]
)
def test_a_character_that_shows_nothing_is_refused_with_its_line(tmp_path, name, text, character, named):
    with pytest.raises(FileRefused) as refusal:
        write(tmp_path, **{name: text.format(character)})
    (problem,) = refusal.value.problems
    assert (problem.where, problem.found) == (f"{name}.md line 3", named)
    assert "Delete it" in problem.fix
    assert refusal.value.file.endswith(f"{name}.md")


def test_a_lone_surrogate_is_not_utf_8(tmp_path):
    (tmp_path / "done-rate.md").write_bytes(b"A desk.\n" + "\ud800".encode("utf-8", "surrogatepass"))
    with pytest.raises(FileRefused) as refusal:
        read_commentary(tmp_path)
    assert refusal.value.problems[0].found == "the byte ED in line 2"


def test_what_office_software_leaves_behind_does_no_harm(tmp_path):
    words = write(tmp_path, done_rate="A dis\u00adposal\u200d of\u00a012\ufeff cases,\u2028cafe\u0301.\r")
    assert words.paragraphs == {"done-rate": ("A disposal of\u00a012 cases, café.",)}


def test_what_the_typeface_lacks_is_refused_with_file_line_and_character(tmp_path):
    (tmp_path / "a.md").write_text("Fine – “so far”.\n\nGood 😀 news 😀\n", "utf-8")
    (tmp_path / "b.md").write_text("# 😀 for the writer\nFine.\n漢\n", "utf-8")
    with pytest.raises(FileRefused) as refusal:
        read_commentary(tmp_path, printable=lambda character: character in "–“”")
    assert [(problem.where, problem.found) for problem in refusal.value.problems] == [
        ("a.md line 3", "“😀”, U+1F600 (grinning face)"),
        ("b.md line 3", "“漢”, U+6F22 (cjk unified ideograph-6f22)"),
    ]
    assert refusal.value.file == str(tmp_path)


def test_a_folder_named_as_a_file_is_refused(tmp_path):
    (tmp_path / "done-rate.md").mkdir()
    with pytest.raises(FileRefused) as refusal:
        read_commentary(tmp_path)
    assert "done-rate.md: this is a folder" in refusal.value.sentence


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Two causes:\n- one - two\n* three\n  of them\n", ("Two causes:", "• one - two", "• three of them")),
        ("1. first\n2. second\n\nAfter.", ("1. first", "2. second", "After.")),
        ("It fell in March\n19. That is all.", ("It fell in March 19. That is all.",)),
        ("A **new desk** and *one* __more__, _and_ ***so*** it is.", ("A new desk and one more, and so it is.",)),
        ("**_Both_** (**bold**)\nand **over\nlines**.", ("Both (bold) and over lines.",)),
        ("See [the note](https://a.uk/_b_/c_(d)).", ("See the note (https://a.uk/_b_/c_(d)).",)),
        ("[https://a.uk](https://a.uk)", ("https://a.uk",)),
        ("2*3*4, 5 * 6 * 7, done_rate_x, A* and b*, ____", ("2*3*4, 5 * 6 * 7, done_rate_x, A* and b*, ____",)),
        ("Rose by -5 or * so; `code` and > more", ("Rose by -5 or * so; `code` and > more",)),
    ],
)  # fmt: skip
def test_so_much_of_markdown_is_understood(tmp_path, typed, printed):
    assert write(tmp_path, done_rate=typed).paragraphs == {"done-rate": printed}


def test_asks_lose_their_marks_too(tmp_path):
    words = write(tmp_path, asks="* **Agree** | the *list* | Board\n2. Note | [it](https://a.uk) | Chair\n")
    assert words.asks == (Ask("Agree", "the list", "Board"), Ask("Note", "it (https://a.uk)", "Chair"))


# --- for whom -----------------------------------------------------------------------------------------------------

MIXED = (
    "For everyone to read.\n\nFor partners only\nThe desk is short of two posts.\n\nfor everyone:\nIt opens at nine.\n"
)


def test_what_is_for_partners_only_is_left_out_for_others_and_its_line_for_all(tmp_path):
    words = write(tmp_path, done_rate=MIXED, other="Plain.", closed="For partners only.\r\nNothing for others.")
    assert words.paragraphs["done-rate"] == (
        "For everyone to read.",
        "The desk is short of two posts.",
        "It opens at nine.",
    )
    assert words.restricted
    public = read_commentary(tmp_path, partners=False)
    assert public.paragraphs == {"done-rate": ("For everyone to read.", "It opens at nine."), "other": ("Plain.",)}
    assert public.left_out == ("closed.md", "done-rate.md")
    assert not public.restricted
    assert "two posts" not in repr(public)


def test_other_readers_words_do_not_change_with_what_partners_read(tmp_path):
    write(tmp_path, done_rate=MIXED, closed="For partners only\nOne thing.")
    before = read_commentary(tmp_path, partners=False).content_hash
    all_before = read_commentary(tmp_path).content_hash
    write(tmp_path, done_rate=MIXED.replace("two posts", "six posts"), closed="For partners only\nAnother thing.")
    assert read_commentary(tmp_path, partners=False).content_hash == before
    assert read_commentary(tmp_path).content_hash != all_before


def test_asks_may_be_for_partners_only(tmp_path):
    write(tmp_path, asks="Agree | one thing | Board\nFor partners only\nNote | another | Chair\n")
    assert len(read_commentary(tmp_path).asks) == 2
    assert read_commentary(tmp_path, partners=False).asks == (Ask("Agree", "one thing", "Board"),)


@pytest.mark.parametrize(
    "line",
    ["Partners only", "# For partners only", "FOR PARTNER ONLY!", "For the board members only", "**For partners only**",
     "For partners only: the desk is short of posts.", "Not for publication", "OFFICIAL-SENSITIVE", "for partners"],
)  # fmt: skip
def test_a_line_that_leaves_open_for_whom_words_are_is_refused(tmp_path, line):
    with pytest.raises(FileRefused) as refusal:
        write(tmp_path, done_rate=f"Plain.\n{line}\nWords.")
    assert refusal.value.problems[0].where == "done-rate.md line 2"
    assert "'For partners only' or 'For everyone'" in refusal.value.problems[0].expected


@pytest.mark.parametrize(
    "line", ["Partners only met once in the quarter.", "all", "It was not for partners to say.", "public"]
)
def test_ordinary_sentences_about_partners_are_words(tmp_path, line):
    assert write(tmp_path, done_rate=line).paragraphs == {"done-rate": (line,)}
