"""Words that speak for or against a place beside them."""
