"""Makes the example again and again under other circumstances, and compares every byte of every pack.

    python benchmarks/same_bytes.py

Two workspaces made by `assize demo` in two folders, 3 seconds apart; a second build in the first; and a workspace for each
circumstance that might show: hash seed, time zone, locale, umask, length of the folder's name, and all of them at once.
Prints a line for each; exits 1 where a file of a pack, or the export, differs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kill_load import command

APART_SECONDS = 3.0


@dataclass(frozen=True)
class Circumstance:
    """What is different about a run; an empty variable is taken out of the environment."""

    name: str
    folder: str
    variables: Mapping[str, str] = field(default_factory=dict)
    umask: int = 0o022


FIRST = Circumstance("the first", "first", {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"})
LONG_NAME = "a folder with a long name, spaces and letters beyond ASCII, Swyddfa’r Comisiynydd " + "x" * 60
OTHERS = (
    Circumstance("another folder, 3 seconds later", "second", FIRST.variables),
    Circumstance("another hash seed", "seed", {**FIRST.variables, "PYTHONHASHSEED": "4321"}),
    Circumstance("another time zone", "zone", {**FIRST.variables, "TZ": "Pacific/Kiritimati"}),
    Circumstance("another locale", "locale", {**FIRST.variables, "LC_ALL": "C", "LANG": "de_DE.ISO-8859-1"}),
    Circumstance("another umask", "umask", FIRST.variables, 0o077),
    Circumstance("a longer name of the folder", LONG_NAME, FIRST.variables),
)
EVERYTHING = Circumstance(
    "all of that at once",
    LONG_NAME + "yz",
    {"PYTHONHASHSEED": "99", "TZ": "America/St_Johns", "LC_ALL": "C", "LANG": "tr_TR.UTF-8"},
    0o077,
)


def start(circumstance: Circumstance, *arguments: str) -> subprocess.Popen[bytes]:
    """Begins a command under a circumstance."""
    return subprocess.Popen(
        command(arguments),
        env={**os.environ, **circumstance.variables},
        umask=circumstance.umask,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finish(process: subprocess.Popen[bytes]) -> bytes:
    """Waits for a command and gives its standard output. Raises RuntimeError with its last words where it failed."""
    said, error = process.communicate()
    if process.returncode:
        raise RuntimeError(error.decode(errors="replace")[-2000:])
    return said


def pack_bytes(workspace: Path) -> dict[str, bytes]:
    """Every file of a workspace's packs."""
    packs = workspace / "packs"
    return {
        path.relative_to(packs).as_posix(): path.read_bytes() for path in sorted(packs.rglob("*")) if path.is_file()
    }


def differences(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """Which files differ, and from which byte on; which only one has."""
    found = [f"{name}: only in the {'first' if name in one else 'other'}" for name in sorted(one.keys() ^ other.keys())]
    for name in sorted(one.keys() & other.keys()):
        if one[name] != other[name]:
            pairs = zip(one[name], other[name], strict=False)
            at = next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one[name]), len(other[name])))
            found.append(f"{name}: {len(one[name]):,} and {len(other[name]):,} bytes, the first other one at {at:,}")
    return found


def everything(workspace: Path, circumstance: Circumstance) -> dict[str, bytes]:
    """The packs and the export of a workspace."""
    exported = finish(start(circumstance, "export", "-w", str(workspace)))
    return {**pack_bytes(workspace), "export": exported}


def main() -> int:
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        first = base / FIRST.folder
        finish(start(FIRST, "demo", str(first)))
        wanted = everything(first, FIRST)
        print(f"The first: {len(wanted) - 1} files in packs, {sum(map(len, wanted.values())):,} bytes with the export.")
        time.sleep(APART_SECONDS)
        for circumstance in (*OTHERS, EVERYTHING):
            workspace = base / circumstance.folder
            finish(start(circumstance, "demo", str(workspace)))
            wrong += _say(circumstance.name, differences(wanted, everything(workspace, circumstance)))
        finish(start(FIRST, "build", "-w", str(first)))
        wrong += _say("a second build in the first", differences(wanted, everything(first, FIRST)))
    return int(wrong > 0)


def _say(name: str, found: list[str]) -> int:
    print(f"{name}: {'the same bytes' if not found else f'{len(found)} files differ'}", flush=True)
    for line in found:
        print(f"  {line}")
    return len(found)


if __name__ == "__main__":
    sys.exit(main())
