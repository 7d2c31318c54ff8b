"""A person's own imports on disk, what was decided about them, and whose they are."""
