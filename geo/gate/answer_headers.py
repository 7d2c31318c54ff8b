"""What the gate adds to answers that it lets through."""

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

from geo.gate.session_owners import cookie_header

# What a browser has asked for its own page is no answer to another page's question, not even how quick it comes.
VARY = "Sec-Fetch-Site"
VARY_FOR_PEOPLE = f"Cookie, Authorization, {VARY}"


def finish_answer(send: Send, new_visitor: str, *, is_encrypted: bool, is_for_people: bool) -> Send:
    """Send on an answer, with a cookie where a browser has none; such an answer is for that browser alone.

    `is_for_people`: whether only people who are known get it, so that no proxy may keep it for others.
    """
    cookie = cookie_header(new_visitor, is_encrypted=is_encrypted) if new_visitor else b""

    async def send_finished(message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.accept"):
            headers = list(message.get("headers", []))
            message = {**message, "headers": [*headers, (b"set-cookie", cookie)] if cookie else headers}
            if message["type"] == "http.response.start":
                _adapt(MutableHeaders(raw=message["headers"]), is_for_people=is_for_people, is_for_one=bool(cookie))
        await send(message)

    return send_finished


def _adapt(headers: MutableHeaders, *, is_for_people: bool, is_for_one: bool) -> None:
    control = headers.get("cache-control", "private, no-cache" if is_for_people else "")
    if "no-store" not in control:
        headers.add_vary_header(VARY_FOR_PEOPLE if is_for_people else VARY)
    if control:
        is_private = is_for_people or is_for_one
        headers["cache-control"] = control.replace("public", "private") if is_private else control
