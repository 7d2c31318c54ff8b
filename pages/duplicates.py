"""Dup."""

from pages.parts import menu

menu.links("data", "changes")
