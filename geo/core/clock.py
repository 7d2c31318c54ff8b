"""What time it is, in one place that a test can stop."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The time in UTC, to the second; called as `clock.utc_now()`, so that a test can put another in its place."""
    return datetime.now(UTC).replace(microsecond=0)
