"""What is on disk and what is served from it."""
