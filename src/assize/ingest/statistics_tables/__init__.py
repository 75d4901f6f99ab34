"""Workbooks of statistics tables as the Government Analysis Function asks for: found, understood, checked, read."""
