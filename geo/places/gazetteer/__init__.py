"""Which names are known, and which places bear each of them."""
