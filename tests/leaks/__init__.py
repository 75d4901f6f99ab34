"""Ways in which a pack could leak, planted one at a time."""
