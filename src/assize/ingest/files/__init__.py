"""A received file opened safely: is it whole and what it says, and its rows one after the other."""
