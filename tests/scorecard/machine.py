"""When, with what and on what the rows were measured; no name of a host and no path."""

import os
import platform
from datetime import UTC, datetime

from geo.settings import __version__


def describe_day() -> str:
    """The day in UTC and the version of Faultline."""
    return f"{datetime.now(UTC):%Y-%m-%d}, {__version__}"


def describe_machine() -> str:
    """Processors, memory, system and Python."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    processors = len(os.sched_getaffinity(0))
    return (
        f"{processors} processors, {memory_gb:.0f} GB of memory, {platform.system()} on {platform.machine()}, "
        f"Python {platform.python_version()}"
    )
