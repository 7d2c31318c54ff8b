"""One selection compared with another, its baseline."""
