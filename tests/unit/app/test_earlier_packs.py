"""What a new pack knows of those before it: by their manifests, and no pack is passed over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assize.app.earlier import earlier_packs
from assize.core.errors import AssizeError
from assize.core.periods import parse_period

GUARDED = {
    "measures": ["witness-attendance"],
    "areas": ["staffordshire"],
    "withheld": ["0123456789abcdef"],
    "until": {"witness-attendance": "2018Q3"},
}


def write(folder: Path, audience: str = "partnership", quarter: str = "2018-19-q3", **changes: object) -> Path:
    said = {
        "quarter": quarter,
        "audience": audience,
        "inputs": [{"sha256": "e" * 64, "reading": 1}],
        "protected": GUARDED,
        **changes,
    }
    path = folder / "packs" / "staffordshire" / quarter / audience / "manifest.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(said), "utf-8")
    return path


def test_nothing_built_nothing_known(tmp_path):
    assert earlier_packs(tmp_path, "public") == ()


def test_what_the_public_has_seen_everybody_has_and_other_packs_only_their_readers(tmp_path):
    write(tmp_path)
    write(tmp_path, "public", "2018-19-q2")
    seen = {
        audience: {pack.quarter.slug: pack.seen for pack in earlier_packs(tmp_path, audience)}
        for audience in ("partnership", "public", "scrutiny-panel")
    }
    assert seen == {
        "partnership": {"2018-19-q2": True, "2018-19-q3": True},
        "public": {"2018-19-q2": True, "2018-19-q3": False},
        "scrutiny-panel": {"2018-19-q2": True, "2018-19-q3": False},
    }
    [first, _] = earlier_packs(tmp_path, "public")
    assert first.quarter == parse_period("2018-19-q2")
    assert first.folder == ("staffordshire", "2018-19-q2", "public")
    assert not first.own
    assert first.inputs == {f"{'e' * 64}-1"}
    assert (first.measures, first.areas) == ({"witness-attendance"}, {"staffordshire"})
    assert first.withheld == {"0123456789abcdef"}
    assert first.until == {"witness-attendance": parse_period("2018-19-q2")}
    older = {name: said for name, said in GUARDED.items() if name != "until"}
    write(tmp_path, "public", "2018-19-q2", protected=older)
    assert earlier_packs(tmp_path, "public")[0].until == {}


def test_a_pack_that_guards_nothing_and_one_that_was_never_finished_say_nothing(tmp_path):
    write(tmp_path, protected=None)
    stopped = write(tmp_path, "public")
    stopped.parent.rename(stopped.parent.with_name(".public.new"))
    assert earlier_packs(tmp_path, "public") == ()


@pytest.mark.parametrize("text", ["", "[]", '{"protected": {"measures": []}}', '{"protected": 3, "quarter": "x"}'])
def test_a_manifest_that_cannot_be_read_stops_the_build(tmp_path, text):
    path = write(tmp_path)
    path.write_text(text, "utf-8")
    with pytest.raises(AssizeError, match="nobody can tell what that pack has shown") as refusal:
        earlier_packs(tmp_path, "partnership")
    assert refusal.value.where == str(path)
