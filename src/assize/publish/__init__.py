"""Documents to a pack on disk, whole or not at all, with a manifest that says what it was made from."""
