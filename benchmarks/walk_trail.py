"""Walks every figure of a board's documents to the publishers' own cells, and every row of the example to its original.

    python benchmarks/walk_trail.py

The everyday tests walk a share of both, the same whenever they run; this walks all of them, sums over England and Wales too,
and prints how many figures and cells that were. It needs the publishers' files beside the repository, and exits 1 where a
figure or a row differs.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
EVERYTHING = "ASSIZE_WALK_EVERYTHING"


def main() -> int:
    """Runs the tests of the trail with nothing left out."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/trail"]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, EVERYTHING: "1"}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
