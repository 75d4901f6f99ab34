"""Personal data in an office's own files and in commentary is refused by line, and real commentary is let pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from assize.app.loading import load_files
from assize.app.workspace import Workspace, new_workspace
from assize.collect.commentary import read_commentary
from assize.core.errors import FileRefused

COMMENTARY = """\
# Agreed with the Witness Care Unit on 12 July 2019.

Waiting times at Stafford Crown Court rose after the second courtroom closed in January. **Operation Sceptre** brought 214 more
files to the CPS in the West Midlands; Victim Support and New Era took 31% more referrals.

- The Victims' Commissioner's report and the Stephen Lawrence Inquiry both ask for this.
- Applications under Clare's Law: 23,068 in 2018/19, under agreement DSA-2019-014.
- Questions to lcjb@staffordshire-pfcc.gov.uk, or Victim Support's line, 0808 168 9111.
"""


def test_real_commentary_is_read(tmp_path: Path) -> None:
    (tmp_path / "victims-and-witnesses.md").write_text(COMMENTARY, encoding="utf-8")
    assert len(read_commentary(tmp_path).paragraphs["victims-and-witnesses"]) == 4


def test_a_person_in_commentary_is_refused_by_line(tmp_path: Path) -> None:
    (tmp_path / "theme.md").write_text(COMMENTARY + "\nMrs Okafor of ST16 2DN was not told.\n", encoding="utf-8")
    (tmp_path / "joanne_smith.md").write_text("Files were late.\n", encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        read_commentary(tmp_path)
    said = refused.value.sentence
    assert "theme.md line 10: this looks like a person's name" in said
    assert "theme.md line 10: this looks like a postcode" in said
    assert "the file's name holds what looks like a person's name" in said
    assert len(refused.value.problems) == 3
    for name in ("Okafor", "2DN", "joanne", "smith"):
        assert name not in said


def test_a_person_in_the_settings_or_a_measure_is_refused_by_line(tmp_path: Path) -> None:
    new_workspace(tmp_path / "office", ["staffordshire"])
    settings = tmp_path / "office" / "assize.toml"
    settings.write_text(settings.read_text().replace('"performance officer"', '"jo.bloggsworth@example.org"'))
    own = tmp_path / "office" / "catalogue" / "metrics"
    own.mkdir(parents=True)
    (own / "x.toml").write_text('name = "Cases of DS Khan"\n')
    with pytest.raises(FileRefused) as refused:
        Workspace.open(tmp_path / "office")
    assert "assize.toml line 6: this looks like the e-mail address of a person" in refused.value.sentence
    assert "catalogue/metrics/x.toml line 1: this looks like a person's name" in refused.value.sentence


def test_a_person_in_the_name_of_any_file_is_refused(tmp_path: Path) -> None:
    new_workspace(tmp_path / "office", ["staffordshire"])
    path = tmp_path / "joanne smith figures.csv"
    path.write_text("a,b\n1,2\n")
    (loaded,) = load_files(tmp_path / "office", [path])
    assert "the file's name holds what looks like a person's name" in str(loaded.refused)
    assert "joanne" not in str(loaded.refused)
