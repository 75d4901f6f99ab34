"""Official files damaged on purpose, and the right figures of each: what a reader must give, or refuse."""
