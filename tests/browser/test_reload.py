"""What a browser stores of the atlas has the same policy when it asks again, and the page works as at first."""

import httpx2
from playwright.sync_api import Response, expect

from tests.browser.conftest import Visitor

POLICY = "content-security-policy"


def test_a_page_asked_for_again_runs_its_scripts(visitor: Visitor) -> None:
    page = visitor.open_map()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.reload()
    visitor.idle()
    visitor.wait_for_map()
    page.locator(".skip-link").focus()
    expect(page.get_by_role("link", name="Skip to the map")).to_be_focused()
    assert not [message for message in messages if "Content Security Policy" in message]


def test_what_has_not_changed_has_the_policy_of_what_is_stored(visitor: Visitor) -> None:
    answers: dict[str, Response] = {}

    def record(answer: Response) -> None:
        answers.setdefault(answer.url, answer)

    visitor.page.on("response", record)
    visitor.open_map()
    tags = {url: tag for url, answer in answers.items() if (tag := answer.headers.get("etag"))}
    types = {answers[url].headers["content-type"].partition(";")[0] for url in tags}
    assert {"text/html", "text/javascript", "text/css", "application/json"} <= types
    for url, tag in tags.items():
        again = httpx2.get(url, headers={"If-None-Match": tag})
        assert again.status_code == 304, url
        assert again.headers[POLICY] == answers[url].headers[POLICY], url
        is_page = answers[url].headers["content-type"].startswith("text/html")
        assert ("sha256-" in again.headers[POLICY]) == is_page, url


def test_no_text_becomes_script_in_a_page(visitor: Visitor) -> None:
    page = visitor.open("/about")
    for text in ("eval('1')", "new Function('return 1')()"):
        # Later, for what a test asks of the browser itself is allowed what the page is not.
        attempt = f"try {{ resolve({text}); }} catch (error) {{ resolve(error.name); }}"
        assert page.evaluate(f"new Promise((resolve) => setTimeout(() => {{ {attempt} }}, 0))") == "EvalError"
