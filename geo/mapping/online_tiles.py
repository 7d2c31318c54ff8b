"""The optional online map: the only thing a page may fetch from another server, and only when the user turns it on."""

ONLINE_TILES_ORIGIN = "https://tile.openstreetmap.org"
ONLINE_TILES_URL = f"{ONLINE_TILES_ORIGIN}/{{z}}/{{x}}/{{y}}.png"
ONLINE_TILES_CREDIT = "© OpenStreetMap contributors"
