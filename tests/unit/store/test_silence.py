"""Nothing but our own lines reaches standard output: `assize export` is a csv, however slow the machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from outcomes_file import make_outcomes_file

BAR = "print(connection.execute(\"SELECT current_setting('enable_progress_bar')\").fetchone()[0])"
STORE = f"from assize.store.editions import connect_duckdb; connection = connect_duckdb(); {BAR}"
READER = (
    "import sys, pathlib; from assize.ingest.recognise import read_file; from assize.catalogue.load import load_catalogue;"
    "path = pathlib.Path(sys.argv[1]); connection = read_file(path, load_catalogue(), path.parent).content.connection;"
    + BAR
)


@pytest.mark.parametrize("code", [STORE, READER], ids=["store", "reader"])
def test_no_bar_is_drawn_where_python_has_no_main_file(code: str, tmp_path: Path) -> None:
    file = tmp_path / "outcomes.csv.gz"
    make_outcomes_file(file, seed=1, codes=11)
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_the_bar_would_be_drawn() -> None:
    code = f"import duckdb; connection = duckdb.connect(); {BAR}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
