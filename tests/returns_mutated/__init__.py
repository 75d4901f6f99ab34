"""Return forms filled in, damaged as people damage them, and read back: the intended figures are known before the damage."""
