"""The evidence bundle: the rows of a selection, and beside them all that a reader needs to check and to cite them."""
