"""The names that are known, and the places that bear them."""
