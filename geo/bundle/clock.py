"""The time at which a bundle is made: the only thing in it that two answers to one question do not share."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The time now, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def format_time(moment: datetime) -> str:
    """A time in UTC as ISO 8601 writes it, such as 2026-11-29T10:55:00Z."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
