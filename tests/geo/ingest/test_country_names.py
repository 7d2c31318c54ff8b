"""What providers with a vocabulary of their own call countries."""

import pytest

from geo.ingest.country_names import canonical_country, country_of_fips


@pytest.mark.parametrize(
    ("wording", "country"),
    [("Syria", "Syria"), ("Russia (Soviet Union)", "Russia"), ("Bosnia-Herzegovina", "Bosnia and Herzegovina"),
     ("Congo", "Republic of the Congo"), ("DR Congo (Zaire)", "Democratic Republic of the Congo"),
     ("Soviet Union", None), ("International", None), ("Atlantis", "Atlantis"), ("Korea", "Korea")],
)  # fmt: skip
def test_wordings(wording: str, country: str | None) -> None:
    assert canonical_country(wording) == country


def test_codes_of_gdelt() -> None:
    assert [country_of_fips(code) for code in ("IZ", "iz", "OS", "??")] == ["Iraq", "Iraq", None, None]
