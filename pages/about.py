"""The About page."""

from pages.parts.frame import about, cache

about.show_about(cache.get_atlas())
