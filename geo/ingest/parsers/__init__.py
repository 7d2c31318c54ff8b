"""Dates, coordinates and numbers as people write them, in any script; what is not certain is asked, never guessed."""
