"""Names of places in running text, each read in the light of the others."""
