"""The sentence of an error, whatever stood in the file."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from assize.core.errors import AssizeError, Problem


def test_what_has_no_end_is_cut_and_counted() -> None:
    error = AssizeError("this is no count", where="a.csv [line 2]", found=f"'{'1' * 5_000_000}'", expected="a number")
    assert error.sentence == (
        f"a.csv [line 2]: this is no count, found '{'1' * 39}… (5,000,002 letters without a space), expected a number."
    )
    assert str(error) == error.sentence


def test_a_long_list_is_kept_whole() -> None:
    listed = ", ".join(f"'column {number}'" for number in range(500))
    assert listed in Problem("these are missing", "a.csv", found=listed).sentence


@pytest.mark.parametrize(
    ("what", "facts", "sentence"),
    [
        ("is this its form?", {}, "a.xlsx: is this its form?"),
        ("is this its form?", {"fix": "Say so."}, "a.xlsx: is this its form? Say so."),
        (
            "were they typed anew?",
            {"found": "12", "expected": "10"},
            "a.xlsx: were they typed anew? Found 12, expected 10.",
        ),
        ("this is no count", {"found": "'12'", "fix": "Type it."}, "a.xlsx: this is no count, found '12'. Type it."),
        ("it ends here.", {}, "a.xlsx: it ends here."),
        ("this is cut", {"found": "a, b and…"}, "a.xlsx: this is cut, found a, b and…"),
    ],
)
def test_a_sentence_ends_once(what: str, facts: dict[str, str], sentence: str) -> None:
    assert Problem(what, "a.xlsx", **facts).sentence == sentence


_TWICE = re.compile(r"[?!]\.(?=\s|$)|(?<!\.)\.\.(?=\s|$)|[?!.],(?=\s)|[;:,]\.(?=\s|$)|\?\?")
_FEWEST_WORDS = 4  # of a text that somebody reads
_PATTERN = re.compile(r"\\|\(\?|\[\^")  # signs that stand in patterns, and in no sentence


def doubled_ends(code: str) -> list[str]:
    """The texts of a module in which two signs end one sentence; what is put into a text stands as an X."""
    found = []
    tree = ast.parse(code)
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # what no user reads
    for node in ast.walk(tree):
        if id(node) in notes:
            continue
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if len(text.split()) >= _FEWEST_WORDS and not _PATTERN.search(text) and _TWICE.search(text):
            found.append(text)
    return found


def test_no_text_of_the_project_ends_a_sentence_twice() -> None:
    source = Path(__file__).parents[3] / "src" / "assize"
    modules = sorted(source.rglob("*.py"))
    assert len(modules) > 100
    assert {str(path): twice for path in modules if (twice := doubled_ends(path.read_text(encoding="utf-8")))} == {}


@pytest.mark.parametrize(
    "text", ["is this its form?. Say so", "typed anew?, found 12 of", "so it ends here.. And", "one, two and three,."]
)
def test_a_sentence_that_ends_twice_would_be_found(text: str) -> None:
    assert doubled_ends(f"fix = {text!r}") == [text]
    assert f"{text} X" in doubled_ends(f"fix = f{f'{text} {{name}}'!r}")
