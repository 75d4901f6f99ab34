"""What figures owe each other, whichever reader read them: no period is a copy of another, and places and periods
stand in the order of their table. One home for all layouts; the large csv of crimes have checks of their own beside it.
"""
