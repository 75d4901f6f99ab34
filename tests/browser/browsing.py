"""What the tests of pages share: where the browser and axe are, an open page, and questions to ask of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


OVERLAPS = """() => {
  const found = [];
  for (const svg of document.querySelectorAll('svg')) {
    const boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBBox()]);
    const room = svg.viewBox.baseVal;
    boxes.forEach(([words, a], i) => {
      if (a.x < -0.5 || a.x + a.width > room.width + 0.5 || a.y < -2 || a.y + a.height > room.height + 2)
        found.push('outside: ' + words);
      for (const [others, b] of boxes.slice(i + 1)) {
        const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
        const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
        if (across > 0.5 && down > 0.5) found.push(words + ' / ' + others);
      }
    });
  }
  return found;
}"""

OVERFLOWS = """() => [...document.querySelectorAll('body *')].filter(e => {
  if (e.closest('.scroll') || e.closest('svg') || e.closest('.hidden') || e.matches('.skip')) return false;
  const box = e.getBoundingClientRect();
  return box.right > innerWidth + 1 || box.left < -1;
}).map(e => e.tagName + ' ' + e.className + ' ' + e.textContent.slice(0, 40))"""


def missing(what: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing; it must be there where CI is set")
    pytest.skip(f"{what} is missing")


def find_axe() -> str:
    """The rules, as script."""
    named = os.environ.get("AXE_PATH")
    places = [Path(named)] if named else []
    places += [ROOT / "node_modules" / "axe-core"]
    for place in places:
        for file in (place, place / "axe.min.js", place / "node_modules" / "axe-core" / "axe.min.js"):
            if file.is_file():
                return file.read_text(encoding="utf-8")
    missing("axe-core")
    raise AssertionError


class Visit:
    """An open page, and what it said and asked for."""

    def __init__(self, browser: Any, path: Path, width: int) -> None:
        self.page = browser.new_page(viewport={"width": width, "height": 800})
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri())
        self.page.evaluate("document.fonts.ready.then(() => true)")

    def fetched(self) -> list[str]:
        return [url for url in self.asked if not url.startswith(("file:", "data:"))]


KINDS = """() => {
  // The first two of each kind of element that holds words (axe judges no single letter): alike in tag, class and colours,
  // and in those of all it stands in.
  const paths = new Map(), seen = new Map();
  const path = element => {
    if (!element) return '';
    if (!paths.has(element)) {
      const style = getComputedStyle(element);
      const own = [element.tagName, element.getAttribute('class'), style.color, style.fill, style.backgroundColor,
                   style.fontSize, style.fontWeight, style.opacity].join(' ');
      paths.set(element, own + ' < ' + path(element.parentElement));
    }
    return paths.get(element);
  };
  return [...document.body.querySelectorAll('*')].filter(element => {
    if (![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim().length > 1)) return false;
    const count = seen.get(path(element)) || 0;
    seen.set(path(element), count + 1);
    return count < 2;
  });
}"""


def complaints(page: Any, axe: str) -> list[str]:
    """What axe finds: every rule but contrast over the whole page, contrast on two of each kind of element (of a long
    report thousands of cells are alike, and to look at each takes axe longer than all other rules together)."""
    page.evaluate(axe)
    found = page.evaluate(
        f"""async rules => {{
          const all = {{runOnly: {{type: 'tag', values: rules}}, resultTypes: ['violations']}};
          const rest = await axe.run({{...all, rules: {{'color-contrast': {{enabled: false}}}}}});
          const contrast = {{runOnly: {{type: 'rule', values: ['color-contrast']}}, resultTypes: ['violations']}};
          const shown = await axe.run({{include: ({KINDS})()}}, contrast);
          return [...rest.violations, ...shown.violations];
        }}""",
        list(RULES),
    )
    return [f"{item['id']}: {node['html'][:120]}" for item in found for node in item["nodes"]]
