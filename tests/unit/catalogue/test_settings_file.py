"""A file of settings that is no TOML is told by line, and in words that whoever typed it understands."""

from __future__ import annotations

from pathlib import Path

import pytest

from assize.app import new_workspace, round_lines
from assize.catalogue.settings_file import read_settings
from assize.core.errors import FileRefused

WRONG = {
    '[calendar."2024-25-q4"]\nboard = 2025-08-28\n\n[calendar."2024-25-q4"]\nboard = 2025-08-29': (
        "assize.toml, line 4: a table stands twice, found '[calendar.\"2024-25-q4\"]'. Put all its lines under the first, and"
        " delete the second."
    ),
    "x = 1\nx = 2\n\n": "assize.toml, line 2: a key stands twice in one table, found 'x = 2'.",
    "board = 06/06/2019": "assize.toml, line 1: what stands after = cannot be read, found 'board = 06/06/2019'.",
    "office = Our office": "assize.toml, line 1: what stands after = cannot be read, found 'office = Our office'.",
    'office = "Our office\nauthor = "x"': "assize.toml, line 1: a text is not closed, found 'office = \"Our office'.",
    'boards = ["kent" "essex"]': "assize.toml, line 1: a list is not closed",
    "[office\nname = 1": "assize.toml, line 1: a heading is not closed, found '[office'.",
    "The board meets in June": "assize.toml, line 1: a line has no =",
    'folder = "C:\\users"': "assize.toml, line 1: a backslash stands in a text",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_told_by_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "assize.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileRefused) as caught:
        read_settings(path, "assize.toml")
    (problem,) = caught.value.problems
    assert problem.sentence.startswith(WRONG[text])
    assert problem.fix


def test_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "providers.toml"
    path.write_bytes('a = 1\nb = "Café"\n'.encode("latin-1"))
    with pytest.raises(FileRefused, match=r"providers\.toml, line 2: this is not saved as UTF-8"):
        read_settings(path, "providers.toml")


@pytest.mark.parametrize("name", ["assize.toml", "providers.toml"])
def test_both_files_of_a_workspace_are_read_so(tmp_path: Path, name: str) -> None:
    new_workspace(tmp_path / "ws", ["kent"])
    path = tmp_path / "ws" / name
    path.write_text(path.read_text(encoding="utf-8") + "\n[twice]\n[twice]\n", encoding="utf-8")
    with pytest.raises(FileRefused, match="a table stands twice"):
        round_lines(tmp_path / "ws", None)  # type: ignore[arg-type]
