"""What a row rests on: the publications that a provider's own columns, or a table's columns of sources, name."""
