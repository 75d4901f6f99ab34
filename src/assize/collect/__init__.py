"""What people give: the words of a board's officers and partners (and, later, partners' returns)."""
