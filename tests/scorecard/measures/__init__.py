"""How the rows are measured, a file a subject."""
