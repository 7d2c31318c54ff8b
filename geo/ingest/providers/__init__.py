"""One provider a file: how its tables become incidents."""
