"""Logs of the whole server and of the commands: a line each, as text or as JSON, to standard error.

A line has no more than FIELDS; what else somebody hands to Python's logging stays out (docs/decisions/0063). Code logs
by Python's own `logging`; structlog writes the lines.
"""

import logging
import sys
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from datetime import UTC, datetime
from typing import Any

from structlog import contextvars, processors, stdlib

from geo.core.log_privacy import keep_logs_private
from geo.errors import ServeFailed
from geo.settings import LOG_FORMAT, LOG_LEVEL

FIELDS = ("place", "failure", "route", "method", "status", "duration_ms", "bytes", "trace")  # beside those of any line
FIRST_FIELDS = ("time", "level", "logger", "event", "request_id")
LEVELS = ("debug", "info", "warning", "error", "critical")

_Line = MutableMapping[str, Any]


def configure_logs() -> None:
    """Write what is logged in this process as the settings LOG_FORMAT and LOG_LEVEL say; raises ServeFailed."""
    check_log_settings()
    renderer = _RENDERERS[LOG_FORMAT.value().strip().lower()]
    keep_logs_private()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        stdlib.ProcessorFormatter(
            processors=[stdlib.ProcessorFormatter.remove_processors_meta, _order_fields, renderer],
            foreign_pre_chain=[
                stdlib.add_logger_name,
                stdlib.add_log_level,
                stdlib.ExtraAdder(FIELDS),
                contextvars.merge_contextvars,
                _add_time,
            ],
        )
    )
    logging.root.handlers = [handler]
    logging.root.setLevel(log_level())


def check_log_settings() -> None:
    """Raise ServeFailed where a setting of the log cannot be used."""
    if LOG_FORMAT.value().strip().lower() not in _RENDERERS:
        raise ServeFailed(f"LOG_FORMAT cannot be used: {LOG_FORMAT.value()[:40]!r} is neither text nor json.")
    log_level()


def log_level() -> int:
    """The least level that is logged, as logging counts them; raises ServeFailed."""
    name = LOG_LEVEL.value().strip().lower() or ("info" if is_json() else "warning")
    if name not in LEVELS:
        raise ServeFailed(f"LOG_LEVEL cannot be used: {name[:40]!r} is none of {', '.join(LEVELS)}.")
    return logging.getLevelNamesMapping()[name.upper()]


def is_json() -> bool:
    """Whether the lines are JSON."""
    return LOG_FORMAT.value().strip().lower() == "json"


def say_to_operator(message: str) -> None:
    """Tell whoever started the server how far it is: a line as it stands, or one of the log's where it is JSON."""
    if is_json():
        logging.getLogger("faultline.start").info(message)
    else:
        print(message, file=sys.stderr, flush=True)


def adopt_loggers(loggers: Sequence[logging.Logger]) -> None:
    """Let loggers that a library gave handlers of its own write through ours, from our level on."""
    for logger in loggers:
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(logging.NOTSET)


def _add_time(_logger: logging.Logger, _method: str, line: _Line) -> _Line:
    record: logging.LogRecord = line["_record"]
    moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").removesuffix("+00:00")
    return {**line, "time": f"{moment}Z"}


def _order_fields(_logger: logging.Logger, _method: str, line: _Line) -> _Line:
    """The fields in their order. An event is one line: the trace of a failure is beside it."""
    event = str(line["event"])
    line = {**line, "event": event.partition("\n")[0] if line.get("trace") else event}
    return {name: line[name] for name in (*FIRST_FIELDS, *FIELDS) if line.get(name) not in (None, "")}


def _render_text(_logger: logging.Logger, _method: str, line: Mapping[str, Any]) -> str:
    rest = {name: value for name, value in line.items() if name not in ("time", "level", "logger", "event", "trace")}
    words = [line["time"], line["level"].upper(), f"{line['logger']}:", line["event"].replace("\n", r"\n")]
    pairs = [f"{name}={value}" for name, value in rest.items()]
    return "\n".join((" ".join((*words, *pairs)), *line.get("trace", "").splitlines()))


_RENDERERS: dict[str, Callable[..., str | bytes]] = {"text": _render_text, "json": processors.JSONRenderer()}
