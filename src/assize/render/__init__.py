"""Documents to bytes: one function a block, one module a format."""
