"""What may stand in a log: nothing that came from a reader, whichever library writes it.

Each record of Python's logging is made here, before any handler sees it. A message of ours says what its call says.
One of a library keeps its text only where that text is a constant of the library's code; what is put into it is left
out, but for whole numbers. An exception is its kind and its places in the code.
"""

import logging
import sys
import threading
import warnings
from types import FrameType, TracebackType
from typing import Any

from geo.core.failure_log import code_place, describe_failure, log_failure

OWN = ("faultline", "geo", "pages")
LEFT_OUT = "message left out, for it is not a constant of the code"
MAX_DEPTH = 12  # frames between a call of logging and the making of its record; by judgement twice what there are


def make_private_record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    """The record of a call of logging, without what a library was given to log."""
    record = logging.LogRecord(*args, **kwargs)
    if record.name is None:  # a copy of a record
        return record
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    if record.name.partition(".")[0] not in OWN:
        record.place = f"{code_place(record.pathname)}:{record.lineno}"
        if not _is_constant(record):
            record.msg, record.args = LEFT_OUT, ()
        elif not _has_numbers_alone(record.args):
            record.args = ()  # the text as it stands in the code
    if error is not None:
        record.trace = describe_failure(error)
    record.exc_info = record.stack_info = None
    return record


def keep_logs_private() -> None:
    """Make every record of this process a private one, warnings and exceptions that nobody caught among them."""
    logging.setLogRecordFactory(make_private_record)
    logging.raiseExceptions = False  # it would print a line that cannot be written as it came
    warnings.showwarning = _log_warning
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda uncaught: _log_error(uncaught.exc_value, "running a thread")
    sys.unraisablehook = lambda uncaught: _log_error(uncaught.exc_value, "letting go of something")


def _is_constant(record: logging.LogRecord) -> bool:
    """Whether the text is written in the code that logs it."""
    frame: FrameType | None = sys._getframe(2)
    for _ in range(MAX_DEPTH):
        if frame is None:
            return False
        if frame.f_lineno == record.lineno and frame.f_code.co_filename == record.pathname:
            return isinstance(record.msg, str) and record.msg in frame.f_code.co_consts
        frame = frame.f_back
    return False


def _has_numbers_alone(args: object) -> bool:
    return isinstance(args, tuple) and all(isinstance(arg, int) for arg in args)


def _log_warning(
    message: object, category: type[Warning], filename: str, lineno: int, file: object = None, line: str | None = None
) -> None:
    """Log a warning of Python's by its kind and place, in place of what it says and shows."""
    del message, file, line
    logging.getLogger("faultline.warnings").warning("%s at %s:%d", category.__name__, code_place(filename), lineno)


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        _log_error(error, "running the server")


def _log_error(error: BaseException | None, doing: str) -> None:
    if error is not None and not isinstance(error, SystemExit):
        log_failure(error, doing=doing)
