"""What the data of whoever looks at a page know of places."""

from geo.places.own_places import OwnPlaces
from pages.parts.frame import cache, notices


def read_own_places(*, without: str = "") -> OwnPlaces:
    """The places of the atlas that is shown; what of it could not be read is said on the next page.

    `without`: the digest of a file that is read now.
    """
    own_places = cache.get_atlas().own_places(without=without)
    for note in own_places.notes:
        notices.notify(f"Some of your data could not be asked where places are: {note}")
    return own_places
