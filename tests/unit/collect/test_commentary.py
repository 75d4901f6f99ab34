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
