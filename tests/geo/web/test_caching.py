"""If-None-Match as RFC 9110 has it, and the Cache-Control of answers."""

import pytest
from starlette.datastructures import Headers

from geo.web.caching import cache_control, is_not_modified

ETAG = '"3f2a"'


def headers_with(*fields: str) -> Headers:
    return Headers(raw=[(b"if-none-match", field.encode("latin-1")) for field in fields])


@pytest.mark.parametrize(
    "field",
    ['"3f2a"', 'W/"3f2a"', '"other", "3f2a"', 'W/"other",W/"3f2a"', '  "3f2a"  ', "*", " * ", '"a,b", "3f2a"',
     '"","3f2a"'],
)  # fmt: skip
def test_a_client_that_has_the_answer_is_recognised(field: str) -> None:
    assert is_not_modified(headers_with(field), ETAG)


@pytest.mark.parametrize(
    "field",
    ["", "3f2a", '"3f2"', '"x3f2a"', '"3f2a', 'w/"other"', '"a","b"', '"*"', '"3F2A"', '"x,3f2a"', '"é"'],
)
def test_any_other_tag_is_not_taken_for_it(field: str) -> None:
    assert not is_not_modified(headers_with(field), ETAG)


def test_a_client_that_names_no_tag_gets_the_answer() -> None:
    assert not is_not_modified(headers_with(), ETAG)


def test_tags_may_be_spread_over_several_fields() -> None:
    assert is_not_modified(headers_with('"other"', 'W/"3f2a"'), ETAG)


def test_only_an_answer_for_everybody_is_public_and_only_an_immutable_one_lasts() -> None:
    assert cache_control(immutable=False) == "private, max-age=0, must-revalidate"
    assert cache_control(immutable=True) == "private, max-age=31536000, immutable"
    assert cache_control(immutable=True, public=True) == "public, max-age=31536000, immutable"
