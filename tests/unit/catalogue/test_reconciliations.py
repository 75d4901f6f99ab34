"""Reconciliations are catalogue files: checked against the sources they name whenever the catalogue is read."""

from __future__ import annotations

import pytest

from assize.catalogue.load import OURS, load_catalogue
from assize.core.errors import FileRefused
from assize.core.nouns import AreaKind

FILE = "outcomes-against-recorded-crime.toml"


def with_changed(tmp_path, old: str, new: str) -> FileRefused:
    text = (OURS / "reconciliations" / FILE).read_text(encoding="utf-8")
    assert old in text
    folder = tmp_path / "reconciliations"
    folder.mkdir()
    (folder / FILE).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(FileRefused) as caught:
        load_catalogue(tmp_path)
    return caught.value


def test_every_reconciliation_of_ours_is_read():
    found = load_catalogue().reconciliations
    assert {path.stem for path in (OURS / "reconciliations").glob("*.toml")} == set(found)
    national = found["cps-prosecutions-national"]
    assert national.left.sum_of is AreaKind.BOARD
    assert national.left.selection.fields == ("convictions", "unsuccessful")
    assert national.blocks
    assert national.tolerance == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('source = "recorded-crime"', 'source = "recorded-crimes"', "Did you mean 'recorded-crime'?"),
        ('field = "offences"', 'field = "offence"', "unknown field of recorded-crime"),
        ('places = "force"', 'places = "forces"', "Did you mean 'force'?"),
        ("tolerance = 0.02", "tolerance = 2", "a tolerance is a share"),
        ('why = "', 'whyever = "', "unknown key"),
        ('field = "offences"', 'field = "offences"\nof = ["stafordshire"]', "Did you mean 'staffordshire'?"),
    ],
)
def test_a_fault_is_told_with_file_and_key(tmp_path, old, new, said):
    message = str(with_changed(tmp_path, old, new))
    assert f"reconciliations/{FILE}" in message
    assert said in message


def test_two_sides_that_are_one_are_refused(tmp_path):
    text = (OURS / "reconciliations" / FILE).read_text(encoding="utf-8")
    head, _, sides = text.partition("[left]")
    left, _, _ = sides.partition("[right]")
    (tmp_path / "reconciliations").mkdir()
    (tmp_path / "reconciliations" / FILE).write_text(f"{head}[left]{left}[right]{left}", encoding="utf-8")
    with pytest.raises(FileRefused, match="both sides are the same"):
        load_catalogue(tmp_path)
