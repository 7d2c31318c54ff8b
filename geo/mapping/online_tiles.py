"""The optional online map: the only thing that a page may fetch from elsewhere, and only when asked to."""

ONLINE_TILES_ORIGIN = "https://tile.openstreetmap.org"
ONLINE_TILES_URL = f"{ONLINE_TILES_ORIGIN}/{{z}}/{{x}}/{{y}}.png"
ONLINE_TILES_CREDIT = "© OpenStreetMap contributors"
