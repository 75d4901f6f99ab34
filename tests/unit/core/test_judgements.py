"""What is not judged says why, and every judgement is of one kind."""

from __future__ import annotations

import pytest

from assize.core.nouns import Judgement

NOT_YET = {Judgement.TOO_SHORT, Judgement.NO_FIGURE}


@pytest.mark.parametrize("judgement", Judgement)
def test_it_is_made_or_waits_or_has_a_reason(judgement):
    assert [judgement.is_made, judgement in NOT_YET, bool(judgement.reason)].count(True) == 1
    assert not judgement.cannot_be_made or judgement.reason
    assert judgement.value.startswith("not judged: ") == bool(judgement.reason)
