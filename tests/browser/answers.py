"""Answers that a test gives in place of the server, while the browser's cache serves all else.

Playwright's own routes turn that cache off for the whole page, which then asks for and compiles Streamlit's three
megabytes of scripts again: some 3 s of processor.
"""

import base64
import json
from typing import Any

from playwright.sync_api import CDPSession, Page


class Answers:
    """What the requests to some addresses get, until it ends; in an address, * stands for any characters."""

    def __init__(self, page: Page, address: str) -> None:
        self.requests: list[str] = []
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.on("Fetch.requestPaused", self._record)
        self._session.send("Fetch.enable", {"patterns": [{"urlPattern": address}]})

    def end(self) -> None:
        """Let the server answer again, those too that wait."""
        self._session.send("Fetch.disable")
        self._session.detach()

    def _record(self, event: dict[str, Any]) -> None:
        self.requests.append(event["request"]["url"])
        self._answer(event["requestId"])

    def _answer(self, request: str) -> None:
        """Nothing is ever answered."""


class Fulfilment(Answers):
    """The same answer to each request."""

    def __init__(
        self, page: Page, address: str, status: int, body: bytes = b"", content_type: str = "text/plain"
    ) -> None:
        self._status, self._body, self._content_type = status, body, content_type
        super().__init__(page, address)

    @classmethod
    def of_json(cls, page: Page, address: str, status: int, content: object) -> "Fulfilment":
        """The same JSON to each request."""
        return cls(page, address, status, json.dumps(content).encode(), "application/json")

    def _answer(self, request: str) -> None:
        answer = {
            "requestId": request,
            "responseCode": self._status,
            "responseHeaders": [{"name": "Content-Type", "value": self._content_type}],
            "body": base64.b64encode(self._body).decode("ascii"),
        }
        self._session.send("Fetch.fulfillRequest", answer)


class LostConnection(Answers):
    """The connection fails for each request."""

    def _answer(self, request: str) -> None:
        self._session.send("Fetch.failRequest", {"requestId": request, "errorReason": "Failed"})
