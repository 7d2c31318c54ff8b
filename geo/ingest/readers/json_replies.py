"""The replies in which a server says that it has no data."""

from typing import Any

from geo.ingest.readers.json_cells import to_text

ERROR_KEYS = ("error", "errors", "message", "detail", "fault", "exception", "error_description", "reason")
MAX_LEVELS = 3  # of objects and lists around the text of an error, by judgement


def find_error_message(value: dict[str, Any]) -> str:
    """What a server says instead of data, empty where it is no error."""
    status = value.get("status", value.get("code"))
    is_error = value.get("success") is False or (isinstance(status, int) and status >= 400)
    texts = [_first_text(value[key]) for key in ERROR_KEYS if value.get(key)]
    if texts:
        return next(filter(None, texts), "error")
    return f"status {status}" if is_error else ""


def _first_text(value: Any) -> str:
    """The first text in a value that is an error message or holds one."""
    for _ in range(MAX_LEVELS):
        if isinstance(value, list) and value:
            value = value[0]
        elif isinstance(value, dict) and value:
            value = next((value[key] for key in (*ERROR_KEYS, "title") if value.get(key)), to_text(value))
    return value if isinstance(value, str) else to_text(value) or ""
