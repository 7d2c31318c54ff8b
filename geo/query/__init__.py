"""What to show, answered fast: the selection, its filters, and an index over the table."""
