"""The sentence of an error, whatever stood in the file."""

from __future__ import annotations

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
