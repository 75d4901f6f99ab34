"""What an audience may see: decided here, before a word is written."""
