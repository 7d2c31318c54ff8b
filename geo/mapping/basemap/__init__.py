"""The map beneath the incidents: outlines, lakes, rivers, relief and names, in tiles drawn from data/."""
