"""Log unexpected failures under an identifier: their type and place in the code, never the data."""

import logging
import secrets
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

from geo.settings import import_dir

ID_BYTES = 4  # 8 hex digits: short enough to read out, and unlikely to collide in one log

logger = logging.getLogger("faultline")


def log_failure(error: BaseException, *, doing: str) -> str:
    """Log an unexpected failure and return its identifier; `doing` must not contain a user's data."""
    return log_description(describe_failure(error), doing=doing)


def log_description(description: str, *, doing: str) -> str:
    """Log what `describe_failure` returned, perhaps in another process, and return the identifier in the log."""
    failure_id = secrets.token_hex(ID_BYTES)
    extra = {"failure": failure_id, "trace": description}
    logger.error("failure %s while %s\n%s", failure_id, doing, description, extra=extra)
    return failure_id


def describe_failure(error: BaseException) -> str:
    """The chain of exceptions with their kinds and places in the code, the first cause first.

    Messages are left out, for they may hold cells of a file, a query or a key.
    """
    return "\n".join(line for link in _chain(error) for line in _describe_link(link))


def _chain(error: BaseException) -> list[BaseException]:
    """An exception and what led to it, the first cause first."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.insert(0, link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return chain


def _describe_link(error: BaseException) -> Iterator[str]:
    yield f"{type(error).__module__}.{type(error).__qualname__}"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {code_place(frame.filename)}:{frame.lineno} in {frame.name}"


def code_place(filename: str) -> str:
    """A file of code as Python's own folders name it, without where those lie; elsewhere its name alone."""
    path = Path(filename)
    folders = [folder for folder in (import_dir(), *map(Path, sys.path)) if path.is_relative_to(folder)]
    return path.relative_to(max(folders, key=lambda folder: len(folder.parts))).as_posix() if folders else path.name
