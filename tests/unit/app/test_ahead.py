"""Files read ahead by other processes are kept as those that are read one by one: the same figures, notes and refusals."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assize import app
from assize.app import ahead as reading
from assize.app.loading import Loaded
from assize.app.workspace import example_files
from assize.core.errors import AssizeError, BuildRefused, FileRefused, Problem
from assize.core.processors import share_processors, threads
from assize.store.editions import own_scratch, writing
from assize.store.store import Store


def workspace(folder: Path) -> Path:
    app.new_workspace(folder, ("staffordshire",))
    return folder


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Eight of the example's files, one of them under another name as well, a spoilt one, and one that is none."""
    folder = tmp_path_factory.mktemp("post")
    wanted = [
        path for path in example_files() if "lookups" in path.name or "conviction" in path.name or "cps" in path.name
    ]
    wanted += [path for path in example_files() if path not in wanted]
    copies = [Path(shutil.copyfile(path, folder / path.name)) for path in wanted[:8]]
    spoilt = folder / "spoilt.csv"
    spoilt.write_text(copies[0].read_text().replace(",yes,", ",maybe,").replace(",no,", ",maybe,"))
    again = Path(shutil.copyfile(copies[1], folder / "again.csv"))
    return [*copies[:2], again, *copies[2:4], spoilt, *copies[4:], folder / "not-there.csv"]


def told(results: list[Loaded]) -> list[tuple[object, ...]]:
    return [
        (
            one.file,
            one.edition and (one.edition.key, one.edition.observations, one.edition.released),
            [problem.sentence for problem in one.problems],
            str(one.refused or ""),
        )
        for one in results
    ]


def test_what_is_read_ahead_is_kept_as_what_is_read_in_turn(files, tmp_path):
    in_turn, ahead = workspace(tmp_path / "in-turn"), workspace(tmp_path / "ahead")
    first = app.load_files(in_turn, files)
    with app.reading_ahead(ahead, files) as others:
        assert others is not None
        second = app.load_files(ahead, files, ahead=others)
    assert told(first) == told(second)
    assert sum(one.edition is None for one in first) == 2
    rows = [sorted(app.export_rows(folder)) for folder in (in_turn, ahead)]
    assert rows[0] == rows[1]
    left = [sorted(path.name for path in (folder / "store" / "scratch").iterdir()) for folder in (in_turn, ahead)]
    assert left == [[], []]
    with app.reading_ahead(ahead, files) as others:
        assert others is None  # all of them are held, or no files


def test_a_file_of_which_nothing_came_back_is_read_in_its_turn(files, tmp_path, monkeypatch):
    folder = workspace(tmp_path / "office")

    class Gone:
        def submit(self, *arguments: object) -> Gone:
            return self

        def result(self) -> None:
            raise MemoryError

    others = reading.Ahead(folder, tmp_path, Gone())  # type: ignore[arg-type]
    others.begin(files[0])
    (loaded,) = app.load_files(folder, files[:1], ahead=others)
    assert loaded.edition is not None


def test_few_files_are_read_in_their_turn(files, tmp_path):
    with app.reading_ahead(workspace(tmp_path / "office"), files[:7]) as others:
        assert others is None


def test_a_refusal_comes_whole_from_another_process():
    problems = [Problem("a cell is empty", "returns.xlsx [Figures!H9]"), Problem("so is another")]
    for error in (
        FileRefused("returns.xlsx", problems),
        BuildRefused(problems),
        AssizeError("no", found="1", fix="Do."),
    ):
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is type(error)
        assert again.sentence == error.sentence
        assert vars(again) == vars(error)


def test_a_folder_for_work_in_progress_stays_while_it_is_worked_in_and_is_swept_afterwards(tmp_path):
    store = Store.open(tmp_path)
    with own_scratch(store.scratch) as own:
        (own / "half").write_text("…")
        Store.open(tmp_path).close()
        assert (own / "half").exists()
    assert not own.exists()
    left = store.scratch / "ahead-killed"
    left.mkdir()
    with writing(left):
        pass
    Store.open(tmp_path).close()
    assert not left.exists()


def test_a_process_that_shares_asks_one_thread_of_a_library():
    share_processors()
    try:
        assert threads() == 1
    finally:
        share_processors(False)
    assert threads() >= 1


_KILLED = """
import sys
from pathlib import Path
from assize.app.ahead import helpers
if __name__ == "__main__":
    with helpers(Path(sys.argv[1]), 1) as ahead:
        import os, time
        print(ahead.run(os.getpid)(), flush=True)
        time.sleep(60)
"""


def test_the_other_processes_end_with_the_one_that_began_them(tmp_path):
    folder = workspace(tmp_path / "office")
    script = tmp_path / "begin.py"
    script.write_text(_KILLED)
    with subprocess.Popen([sys.executable, str(script), str(folder)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        other = int(process.stdout.readline())
        process.kill()
    for _ in range(200):
        if not is_running(other):
            break
        time.sleep(0.05)
    assert not is_running(other)
    Store.open(folder).close()
    assert list((folder / "store" / "scratch").iterdir()) == []


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (OSError, IndexError):
        return False
    return state != "Z"
