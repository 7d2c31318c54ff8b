"""What changed between two downloads of a living dataset."""

from pages.parts import menu

menu.links("data", "duplicates")
