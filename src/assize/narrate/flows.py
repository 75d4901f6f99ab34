"""The flow of cases behind a count of open ones, for `explain`: what each number of its page is made of."""

from __future__ import annotations

from assize.core.flows import CaseFlow
from assize.core.nouns import Figure
from assize.core.wording import date_words, period_words


def explain_flow(flow: CaseFlow | None, figure: Figure) -> list[str]:
    """How receipts, disposals and open cases hang together; nothing for a figure that is not the latest open count."""
    if flow is None or figure.reference != flow.latest.open.reference:
        return []
    last, end = flow.latest, flow.projected[-1]
    lines = [f"  Flow          {last.receipts.value} came in, {last.disposals.value} finished ({last.receipts.reference}, "
             f"{last.disposals.reference})"]  # fmt: skip
    if last.residual is not None:
        lines.append(
            f"    residual    {last.residual:,.0f}: open as counted, less the quarter before + came in - finished"
        )
    if last.clearance is not None and last.months is not None:
        lines.append(
            f"    ratios      clearance {last.clearance:.0%}; {last.months:.1f} months of work at the quarter's pace"
        )
    reach = f", {flow.confidence:.0%} interval {end.lower:,.0f} to {end.upper:,.0f}" if end.lower is not None else ""
    lines.append(
        f"    projection  open + quarters x mean change of the last four ({flow.net:+,.1f}): {end.value:,.0f} by the end of "
        f"{period_words(end.period)}{reach}"
    )
    if flow.past is not None:
        lines.append(
            f"    back-test   {flow.past.trials} past projections {flow.past.ahead} quarters on: root mean square error "
            f"{flow.past.error:,.0f}, mean error {flow.past.bias:+,.0f}; the interval is 1.28 x the first, from eight on"
        )
    if flow.needed is not None:
        lines.append(
            f"    level       {flow.needed.level:,} by {date_words(flow.needed.by)}: mean receipts of the last year + what is "
            f"over it / {flow.needed.quarters} quarters = {flow.needed.disposals:,.0f} disposals a quarter"
        )
    return lines
