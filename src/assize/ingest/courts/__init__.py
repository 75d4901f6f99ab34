"""What files of the courts have in common: quarters, types of court, records behind pivot tables and their totals."""
