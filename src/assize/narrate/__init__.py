"""Judgements to findings: what the figures say, in words that claim no more than the rules allow."""
