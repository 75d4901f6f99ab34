"""Writing SVG: elements, numbers short and always the same, and text whose figures keep their addresses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from assize.core.document import Chart, Number, plain
from assize.render import theme
from assize.render.charts.labels import Run
from assize.render.theme import Weight


def short(value: float) -> str:
    """A coordinate with two decimals at the most."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def element(tag: str, content: str = "", **attributes: str | float | None) -> str:
    """An element; attribute names have underscores for hyphens, None leaves one out."""
    parts = [tag]
    for name, value in attributes.items():
        if value is not None:
            text = escape(value) if isinstance(value, str) else short(value)
            parts.append(f'{name.rstrip("_").replace("_", "-")}="{text}"')
    opening = " ".join(parts)
    return f"<{opening}>{content}</{tag}>" if content else f"<{opening}/>"


def line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float, dashes: str | None = None) -> str:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=width, stroke_dasharray=dashes)


def polyline(points: Sequence[tuple[float, float]], colour: str, width: float, dashes: str | None = None) -> str:
    """Straight lines through points, joined round."""
    return element(
        "polyline",
        points=" ".join(f"{short(x)},{short(y)}" for x, y in points),
        fill="none",
        stroke=colour,
        stroke_width=width,
        stroke_linejoin="round",
        stroke_linecap="butt" if dashes else "round",
        stroke_dasharray=dashes,
    )


def rectangle(x: float, y: float, width: float, height: float, colour: str) -> str:
    """A filled rectangle without an edge."""
    return element("rect", x=x, y=y, width=max(width, 0), height=max(height, 0), fill=colour)


def hatching(x: float, y: float, width: float, height: float, pitch: float) -> str:
    """Lines at 45 degrees, cut exactly at a rectangle's edges: without pattern or clip, so that every reader draws the same."""
    parts = []
    offset = pitch
    while offset < width + height:
        start = (x + max(0.0, offset - height), y + min(offset, height))
        end = (x + min(offset, width), y + max(0.0, offset - width))
        parts.append(f"M{short(start[0])} {short(start[1])}L{short(end[0])} {short(end[1])}")
        offset += pitch
    return element("path", d="".join(parts), stroke=theme.HATCH, stroke_width=1, fill="none") if parts else ""


def figure_attributes(number: Number) -> dict[str, str]:
    """What ties a printed number to its figure."""
    value = "" if number.value is None else format(number.value, "f")
    found = {
        "class_": "figure",
        "data_value": value,
        "data_figure": number.figure,
        "data_aspect": number.aspect.name.lower(),
    }
    return {**found, "data_other": number.other} if number.other else found


def text(
    x: float,
    baseline: float,
    runs: Iterable[Run],
    size: float,
    colour: str,
    anchor: str | None = None,
) -> str:
    """One line of text; each number a `tspan` of exactly its own text with its figure's address."""
    content = ""
    for run in runs:
        weight = str(run.weight.value) if run.weight is not Weight.REGULAR else None
        attributes: dict[str, str | float | None] = {"font_weight": weight}
        if run.number is not None:
            attributes.update(figure_attributes(run.number))
        words = escape(run.text, quote=False)
        content += element("tspan", words, **attributes) if weight or run.number is not None else words
    return element("text", content, x=x, y=baseline, font_size=size, fill=colour, text_anchor=anchor)


def picture(chart: Chart, name: str, width: float, height: float, content: Iterable[str]) -> str:
    """The whole drawing, named by its caption and described by its alternative text."""
    title, described = f"{chart.id}-{name}-title", f"{chart.id}-{name}-desc"
    caption = plain(chart.caption).split(". ")[0].rstrip(".") or "Chart"
    return element(
        "svg",
        element("title", escape(caption, quote=False), id=title)
        + element("desc", escape(chart.alt, quote=False), id=described)
        + "".join(content),
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {short(width)} {short(height)}",
        role="img",
        aria_labelledby=f"{title} {described}",
        font_family=theme.FONT_STACK,
    )
