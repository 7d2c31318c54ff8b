"""Files to checked rows: read, recognised, parsed and accounted for."""
