"""Packs: whole or not at all, an old one replaced in one go, and a manifest with no clock in it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import edition, figures, material, metric

from assize.core.periods import parse_period
from assize.core.protection import ProtectionRecord
from assize.publish.manifest import LIBRARIES, manifest_bytes
from assize.publish.pack import pack_folder, write_pack

OLD = {"a.html": b"old a", "b.html": b"old b"}
NEW = {"a.html": b"new a", "c.html": b"new c"}


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_pack_has_its_own_folder(tmp_path):
    assert pack_folder(tmp_path, "ashford", "2018-19-q4", "public") == tmp_path.joinpath(
        "packs", "ashford", "2018-19-q4", "public"
    )


def test_every_file_is_written_and_nothing_is_left_beside(tmp_path):
    folder = tmp_path / "packs" / "pack"
    write_pack(folder, NEW)
    assert content(folder) == NEW
    assert list(folder.parent.iterdir()) == [folder]


def test_an_old_pack_is_replaced_whole(tmp_path):
    folder = tmp_path / "pack"
    write_pack(folder, OLD)
    write_pack(folder, NEW)
    assert content(folder) == NEW
    assert list(tmp_path.iterdir()) == [folder]


def test_where_a_file_cannot_be_written_the_old_pack_stands_untouched(tmp_path):
    folder = tmp_path / "pack"
    write_pack(folder, OLD)
    with pytest.raises(OSError, match="missing"):
        write_pack(folder, {**NEW, "missing/d.html": b"no such folder"})
    assert content(folder) == OLD
    write_pack(folder, NEW)
    assert content(folder) == NEW
    assert list(tmp_path.iterdir()) == [folder]


def test_what_a_stopped_build_left_is_cleared(tmp_path):
    folder, left = tmp_path / "pack", tmp_path / ".pack.new"
    left.mkdir()
    (left / "half.html").write_bytes(b"half")
    write_pack(folder, NEW)
    assert content(folder) == NEW
    assert not left.exists()


def test_a_build_stopped_between_the_old_and_the_new_loses_neither(tmp_path):
    """Stopped after the old pack was set aside: if the next build fails too, the old one must be back."""
    folder = tmp_path / "pack"
    write_pack(folder, OLD)
    folder.rename(tmp_path / ".pack.old")
    with pytest.raises(OSError, match="missing"):
        write_pack(folder, {"missing/d.html": b"no such folder"})
    assert content(folder) == OLD


# --- the manifest -------------------------------------------------------------------------------------------------


def manifest(files: dict[str, bytes], **changes) -> dict:
    spec = metric()
    made = material([spec], figures(spec, [5, 6], 10), withheld={"a count under 5": 2}, **changes)
    return json.loads(manifest_bytes(made, {"settings": "s", "catalogue": "c"}, ["a check"], files))


def test_it_says_what_for_from_what_with_what_and_what_is_in_it():
    found = manifest(NEW)
    assert (found["board"], found["quarter"], found["audience"]) == ("ashford", "2018-19-q4", "partnership")
    assert (found["cut_off"], found["marking"], found["status"]) == ("2019-07-31", "OFFICIAL", "draft 1")
    assert found["files"] == {name: hashlib.sha256(data).hexdigest() for name, data in NEW.items()}
    assert [item["sha256"] for item in found["inputs"]] == ["e" * 64]
    assert set(found["made_with"]) == {"assize", *LIBRARIES}
    assert list(found["content"]) == ["catalogue", "settings"]
    assert (found["checks"], found["withheld"], found["figures"]) == (["a check"], {"a count under 5": 2}, 2)
    assert found["approved_by"] is None


def test_it_names_the_counts_that_were_withheld_where_any_is_guarded():
    assert "protected" not in manifest(NEW)
    until = (("done-rate", parse_period("2018-19-q4")),)
    record = ProtectionRecord(("done-rate",), ("ashford",), ("0123456789abcdef",), until=until)
    assert manifest(NEW, protection=record)["protected"] == {
        "measures": ["done-rate"],
        "areas": ["ashford"],
        "withheld": ["0123456789abcdef"],
        "until": {"done-rate": "2019Q1"},
    }


def test_the_same_inputs_give_the_same_bytes_whenever_they_were_received():
    spec = metric()
    made = material([spec], figures(spec, [5, 6], 10))
    later = replace(made, editions=(replace(edition(), received=date(2031, 1, 1)),))
    one, two = (manifest_bytes(item, {}, [], NEW) for item in (made, later))
    assert one == two
    assert manifest_bytes(made, {}, [], dict(reversed(NEW.items()))) == one


def test_no_clock_reading_and_no_day_but_those_of_the_data():
    text = json.dumps(manifest(NEW))
    assert set(re.findall(r"\d{4}-\d{2}-\d{2}", text)) == {"2019-07-31", "2019-05-01"}
    assert not re.search(r"\d{2}:\d{2}", text)
    assert "received" not in text
