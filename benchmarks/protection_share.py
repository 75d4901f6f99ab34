"""How much protection adds to the time of a pack: protecting, looking through the finished files, and the page to sign.

    python benchmarks/protection_share.py FOLDER [--board BOARD] [--audience AUDIENCE] [--runs 3]

FOLDER is a workspace (`assize demo --made-up FOLDER`); its pack is built anew, in a process of its own each time, once to warm
up and then as often as asked for. Bytecode is kept from the warm-up on, as an installation by pip has it. Prints, by the clock
and by the processor, what of the build protection took, and its share on top of the rest. By the clock the rest holds what goes
on beside on another processor. Exits 1 where the median is over a fifth, by the one or by the other.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from assize import cli

MOST = 0.2  # of the rest of a build
PARTS = {
    "earlier packs": ("assize.app.packs", "earlier_packs"),
    "protect": ("assize.protect.audiences", "protect"),
    "rounding": ("assize.protect.rounding", "round_counts"),
    "scan": ("assize.app.packs", "refuse_leaks"),
    "page to sign": ("assize.app.packs", "_write_page_to_sign"),
}


def build_once(folder: Path, board: str, audience: str) -> dict[str, tuple[float, float]]:
    """Builds one pack in this process; part -> seconds by the clock and of the processor, and "whole"."""
    took: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])

    def timed(part: str, inner: Callable[..., Any]) -> Callable[..., Any]:
        def outer(*args: Any, **more: Any) -> Any:
            clock, processor = time.perf_counter(), time.process_time()
            try:
                return inner(*args, **more)
            finally:
                took[part][0] += time.perf_counter() - clock
                took[part][1] += time.process_time() - processor

        return outer

    for part, (module, name) in PARTS.items():
        home = importlib.import_module(module)
        setattr(home, name, timed(part, getattr(home, name)))
    sys.argv = ["assize", "build", "--board", board, "--audience", audience, "-w", str(folder)]
    with redirect_stdout(sys.stderr):
        try:
            timed("whole", cli.main)()
        except SystemExit as ended:
            if ended.code:
                raise
    return {part: (seconds[0], seconds[1]) for part, seconds in took.items()}


def share(took: dict[str, tuple[float, float]], which: int) -> float:
    """What protection adds to the rest of the build, as a share of that rest."""
    added = sum(took[part][which] for part in PARTS if part in took)
    return added / (took["whole"][which] - added)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--board", default="staffordshire")
    parser.add_argument("--audience", default="partnership")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--once", action="store_true", help="one build, its times printed as JSON")
    asked = parser.parse_args()
    if asked.once:
        print(json.dumps(build_once(asked.folder, asked.board, asked.audience)))
        return 0
    print(f"load average before: {os.getloadavg()[0]:.1f}")
    told = [str(asked.folder), "--board", asked.board, "--audience", asked.audience, "--once"]
    shares: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as bytecode:
        kept = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        kept["PYTHONPYCACHEPREFIX"] = bytecode
        for warm in range(1 + asked.runs):
            done = subprocess.run(
                [sys.executable, __file__, *told],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                check=True,
                env=kept,
            )
            if not warm:
                continue
            took = json.loads(done.stdout)
            shares.append((share(took, 0), share(took, 1)))
            parts = "; ".join(f"{part} {clock:.2f} s ({processor:.2f} s)" for part, (clock, processor) in took.items())
            print(f"{parts}: {shares[-1][0]:.1%} on top of the rest by the clock, {shares[-1][1]:.1%} by the processor")
    clock, processor = (statistics.median(one) for one in zip(*shares, strict=True))
    print(f"median by the clock: {clock:.1%}, by the processor: {processor:.1%}")
    return int(max(clock, processor) > MOST)


if __name__ == "__main__":
    sys.exit(main())
