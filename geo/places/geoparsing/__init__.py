"""Find the names of places in running text and say what each means in the light of the others."""
