"""Long tables of one figure a line, csv or workbook alike: read without passing through Python where large, and checked."""
