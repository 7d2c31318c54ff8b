"""What is checked once rows are read: coordinates, countries, and rows without coordinates."""
