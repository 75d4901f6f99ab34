"""Relative rates against what they must be."""

from __future__ import annotations

import pytest

from assize.core.errors import AssizeError
from assize.statistics.disparity import relative_rate, wald_risk_ratio


def test_what_cannot_be_compared_is_refused():
    for counts in ((1, 0, 1, 1), (-1, 2, 1, 1), (1, 2, 1, 0)):
        with pytest.raises(AssizeError):
            wald_risk_ratio(*counts)
        with pytest.raises(AssizeError):
            relative_rate(*counts)
