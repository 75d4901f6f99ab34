"""Charts as SVG, drawn here.

`draw` makes a chart in one of the sizes, `draw_trend` and `draw_span` what stands in table cells, `icon` an icon, and
`Drawings` keeps each for the length of a pack, since the same chart stands in several documents and formats.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from assize.core.document import Chart, ChartKind, Icon, Span, Trend
from assize.render.charts import bars, funnel, svg, time
from assize.render.charts.sizes import FRAMES, Size
from assize.render.charts.small import draw_span, draw_trend
from assize.render.icons import icon

__all__ = ["Drawings", "Size", "draw", "draw_span", "draw_trend", "icon"]

_KINDS = {
    ChartKind.CONTROL: time.draw,
    ChartKind.LINE: time.draw,
    ChartKind.BARS: bars.draw,
    ChartKind.FUNNEL: funnel.draw,
    ChartKind.SLOPE: time.draw,
    ChartKind.FLOW: time.draw,
}


def draw(chart: Chart, size: Size) -> str:
    """A chart as SVG text: a viewBox in px, `role="img"` with a title and the alternative text, labels as real text.

    A number printed in it is a `tspan` of exactly its text with `data-figure`, `data-aspect` and `data-value`. The ids
    are made of the chart's own id and the size. All sizes are as `FRAMES` has them; bars grow taller with their number.
    """
    width, height, parts = _KINDS[chart.kind](chart, FRAMES[size])
    return svg.picture(chart, size.value, width, height, parts)


class Drawings:
    """Drawings of one pack, each made once, whichever thread asks first."""

    def __init__(self) -> None:
        self._kept: dict[object, str] = {}
        self._drawing = Lock()

    def chart(self, chart: Chart, size: Size) -> str:
        """`draw`, once."""
        return self._keep((chart, size), lambda: draw(chart, size))

    def trend(self, trend: Trend) -> str:
        """`draw_trend`, once."""
        return self._keep(trend, lambda: draw_trend(trend))

    def span(self, span: Span, board: bool = False) -> str:
        """`draw_span`, once."""
        return self._keep((span, board), lambda: draw_span(span, board))

    def icon(self, which: Icon) -> str:
        """`icon`: a constant."""
        return icon(which)

    def _keep(self, key: object, make: Callable[[], str]) -> str:
        with self._drawing:
            made = self._kept.get(key)
            if made is None:
                made = self._kept[key] = make()
        return made
