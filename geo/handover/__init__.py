"""A selection as one HTML file that works from a disk, without a server or a network (docs/decisions/0052)."""
