import pytest

from geo.core.web_address import MAX_ADDRESS, parse_address


@pytest.mark.parametrize(
    ("text", "href", "host"),
    [
        ("https://www.dawn.com/news/1?a=b#c", "https://www.dawn.com/news/1?a=b#c", "www.dawn.com"),
        ("HTTP://EXAMPLE.ORG", "HTTP://EXAMPLE.ORG", "example.org"),
        ("www.dawn.com/news", "https://www.dawn.com/news", "www.dawn.com"),
        ("https://bücher.de/x", "https://bücher.de/x", "xn--bcher-kva.de"),
        ("https://аpple.com", "https://аpple.com", "xn--pple-43d.com"),  # the first letter is Cyrillic
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x", "2001:db8::1"),
        ("http://192.0.2.1:8080/a", "http://192.0.2.1:8080/a", "192.0.2.1"),
    ],
)
def test_an_address_of_the_web_is_a_link_with_its_host(text: str, href: str, host: str) -> None:
    address = parse_address(text)
    assert address is not None
    assert (address.href, address.host) == (href, host)


@pytest.mark.parametrize(
    "text",
    ["", "report-1", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://example.org",
     "//example.org", "https://", "https:///x", "https://a b", "https://dawn.com@example.org", "https://example.org\\@dawn.com",
     "https://example.org/\u202ehtml", "https://exa\nmple.org", "https://example.org:port", "https://[::1",
     'https://example.org/"onclick="x', "https://example.org/<b>", "https://" + "a" * 64 + ".org",
     "https://example.org/" + "a" * MAX_ADDRESS, "dawn.com/news", "www.", "mailto:a@example.org", "https://ex*mple.org"],
)  # fmt: skip
def test_any_other_text_is_no_link(text: str) -> None:
    assert parse_address(text) is None
