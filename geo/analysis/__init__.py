"""Numbers computed from the rows of a selection."""
