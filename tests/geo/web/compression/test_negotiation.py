"""Accept-Encoding by RFC 9110 §12.5.3: its examples, those of browsers, and whatever a stranger sends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.web.compression.codings import CODINGS
from geo.web.compression.negotiation import preferred_coding


def name_of(*fields: str) -> str:
    coding = preferred_coding(fields)
    return coding.name if coding else "identity"


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("compress, gzip", "gzip"),  # the examples of RFC 9110
        ("", "identity"),
        ("*", "br"),
        ("compress;q=0.5, gzip;q=1.0", "gzip"),
        ("gzip;q=1.0, identity; q=0.5, *;q=0", "gzip"),
        ("gzip, deflate, br, zstd", "br"),  # browsers over HTTPS and on this machine
        ("gzip, deflate", "gzip"),  # browsers over HTTP elsewhere
        ("identity", "identity"),
        ("zstd", "identity"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0.5, gzip;q=0.5", "br"),
        ("br;q=0, *", "gzip"),
        ("br;q=0, gzip;q=0, *", "identity"),
        ("identity;q=0", "identity"),  # there is nothing else to send
        ("identity;q=0, *", "br"),
        ("identity;q=0, gzip;q=0.001", "gzip"),
        ("identity;q=1, gzip;q=0.5", "identity"),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("*;q=0", "identity"),
        ("*;q=0, br", "br"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("x-gzip;q=0", "identity"),
        (" gzip ; q=0.7 ,, br ; Q=0.8 ", "br"),
        ("gzip;q=0.0", "identity"),
        ("gzip;q=0.000", "identity"),
        ("gzip;q=1.000", "gzip"),
    ],
)
def test_the_coding_of_the_highest_weight_is_preferred(field: str, name: str) -> None:
    assert name_of(field) == name


@pytest.mark.parametrize(
    "parameter", ["q=2", "q=-1", "q=", "q", "=1", "q=nan", "q=1.1", "q=0.1234", "q=١", "level=9", "q=1;q=0"]
)
def test_a_coding_with_a_weight_that_is_none_is_not_used(parameter: str) -> None:
    assert name_of(f"gzip;{parameter}") == "identity"
    assert name_of(f"gzip;{parameter}, br;q=0.1") == "br"


def test_a_client_that_states_nothing_gets_a_plain_answer() -> None:
    assert name_of() == "identity"


def test_several_fields_count_as_one() -> None:
    assert name_of("gzip;q=0.5", "br") == "br"


names = st.sampled_from(["br", "gzip", "x-gzip", "identity", "*", "zstd", "deflate", "Gzip"])
weights = st.sampled_from(["", ";q=0", ";q=0.3", ";q=1", "; q=0.75", ";q=x"])
fields = st.lists(st.builds("".join, st.tuples(names, weights)), max_size=6).map(",".join)


@given(fields)
def test_what_a_client_does_not_name_or_refuses_is_never_chosen(field: str) -> None:
    coding = preferred_coding([field])
    items = [item.partition(";")[0].strip().lower() for item in field.split(",")]
    assert coding is None or {coding.name, *coding.aliases, "*"} & set(items)
    assert preferred_coding([field, "br;q=0", "gzip;q=0", "x-gzip;q=0"]) is None


@given(st.text(max_size=60))
def test_any_text_is_an_answer(field: str) -> None:
    assert preferred_coding([field]) in (None, *CODINGS)


def test_a_long_field_is_cut() -> None:
    assert name_of("x," * 1_000_000 + "gzip") == "identity"
