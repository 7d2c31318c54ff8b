"""Districts: second- and third-level divisions with their outlines, from geoBoundaries (data/README.md has terms)."""
