"""An office's own history: what its workbook says is proposed, confirmed by a person, and only then read."""
