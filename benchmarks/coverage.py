"""Writes docs/coverage.md: what each measure of the framework is fed from, or why it is not.

    python benchmarks/coverage.py [--check]

With `--check` nothing is written; exits 1 where the file is not what the catalogue and the readers say now.
"""

from __future__ import annotations

import sys
from pathlib import Path

from assize.app.coverage import cover, coverage_page, layouts_seen
from assize.catalogue.load import load_catalogue

PAGE = Path(__file__).parents[1] / "docs" / "coverage.md"


def main() -> int:
    seen = layouts_seen()
    text = coverage_page(cover(load_catalogue(), seen), seen)
    if "--check" in sys.argv[1:]:
        return int(not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != text)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
