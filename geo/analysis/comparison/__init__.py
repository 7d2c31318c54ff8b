"""One selection against another."""
