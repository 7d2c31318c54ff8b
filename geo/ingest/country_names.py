"""Natural Earth's English names of countries, from what providers with a vocabulary of their own call or code them."""

from geo.places import country_names
from geo.places.country_names import FIPS, read_country

# The one wording of two countries that the vocabularies of ISO 3166-1, the UN and UCDP have, beside another for the
# other country. A hand-made table may mean either by it.
_CONGO, _REPUBLIC_OF_THE_CONGO = "congo", "Republic of the Congo"


def canonical_country(wording: str) -> str | None:
    """Return a country's name on our map; None for states that are no more, the wording itself if it is unknown."""
    wording = " ".join(wording.split())
    if wording.lower() == _CONGO:
        return _REPUBLIC_OF_THE_CONGO
    reading = read_country(wording)
    return reading.country or (wording if reading.names or not reading.is_known else None)


def country_of_fips(code: str) -> str | None:
    """Return the country of a FIPS 10-4 code, as GDELT has them; None for seas and for states that are no more."""
    return country_names.country_of_code(FIPS, code)
