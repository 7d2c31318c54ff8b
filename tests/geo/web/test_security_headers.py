"""Which Content-Security-Policy an answer has: whatever a browser opens as a page has the whole one."""

import re

import pytest

from geo.web.security_headers import FILE_POLICY, POLICY, policy


@pytest.mark.parametrize(
    "content_type",
    ["", "text/html", "text/html; charset=utf-8", "TEXT/HTML", "image/svg+xml", "application/xml", "text/xml",
     "application/xhtml+xml", "text/plain", "application/json", "application/pdf", "image/svg+xml;charset=utf-8"],
)  # fmt: skip
def test_what_may_be_opened_as_a_page_has_the_whole_policy(content_type: str) -> None:
    assert policy(content_type) == POLICY
    assert "connect-src 'self'" in POLICY


@pytest.mark.parametrize(
    "content_type", ["text/javascript; charset=utf-8", "application/javascript", "text/css", "font/woff2", "image/png"]
)
def test_a_file_that_pages_are_made_of_has_a_short_policy_that_allows_no_more(content_type: str) -> None:
    assert policy(content_type) == FILE_POLICY
    assert FILE_POLICY in POLICY
    assert len(FILE_POLICY) < len(POLICY) / 10


def test_only_a_frame_that_says_so_may_evaluate_text() -> None:
    assert "'unsafe-eval'" not in policy("text/html")
    assert "'wasm-unsafe-eval'" not in policy("text/html", evaluates=True)
    assert "script-src 'self' 'unsafe-eval' blob:;" in policy("text/html", evaluates=True)


def test_a_script_within_a_page_runs_by_its_hash_alone() -> None:
    text = policy("text/html", ("https://example.org",), ["alert(1)"])
    # By openssl: printf 'alert(1)' | openssl dgst -sha256 -binary | base64
    assert "script-src 'self' 'wasm-unsafe-eval' blob: 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=';" in text
    assert "frame-ancestors 'self' https://example.org" in text
    (scripts,) = re.findall("script-src [^;]*", text)
    assert "unsafe-inline" not in scripts
