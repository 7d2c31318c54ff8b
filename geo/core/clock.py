"""What time it is, in one place that a test can stop."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The time in UTC, to the second; called as `clock.utc_now()`, so that a test can put another in its place."""
    return datetime.now(UTC).replace(microsecond=0)


def format_time(moment: datetime) -> str:
    """A time in UTC as ISO 8601 writes it, such as 2026-11-29T10:55:00Z."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
