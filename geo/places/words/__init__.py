"""Word lists: which words around a name, or in it, say whether it is a place."""
