"""Numbers in, numbers out: intervals, comparisons of two periods or places, and control charts. Knows no justice."""
