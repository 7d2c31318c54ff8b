"""Selections that a person has saved under a name, and what changed in them since the last visit."""
