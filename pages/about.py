"""What this is, how precise, whose borders, what each column means and how to cite."""

from pages.parts.frame import about, cache

about.show_about(cache.served())
