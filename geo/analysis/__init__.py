"""Numbers from the rows of a selection."""
