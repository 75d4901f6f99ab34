"""What is measured, from whom it comes and what a report shows: data files, read and checked as a whole."""
