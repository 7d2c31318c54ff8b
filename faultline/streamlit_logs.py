"""Streamlit's loggers, and those that it sets up, write through ours; what it takes of Streamlit's private parts.

tests/faultline/test_logs.py fails where a new version has them otherwise.
"""

import logging

import streamlit.logger

from geo.core.log_setup import adopt_loggers, configure_logs, log_level

UVICORN = ("uvicorn", "uvicorn.error", "uvicorn.asgi")
ACCESS = "uvicorn.access"  # each request with its address, which our own lines leave out
# What Streamlit says of a page that failed; ours says it with a number (pages/parts/frame/page_failure.py).
PAGE_FAILED = "Uncaught app execution"
PAGE_LOGGER = "streamlit.error_util"


def configure_server_logs() -> None:
    """Let all that this process logs look as the settings say, whenever a logger is made; raises ServeFailed."""
    configure_logs()
    streamlit.logger.set_log_level(log_level())
    streamlit.logger.setup_formatter = _adopt
    for logger in (*streamlit.logger._loggers.values(), *map(logging.getLogger, (*UVICORN, ACCESS))):
        _adopt(logger)
    logging.getLogger(PAGE_LOGGER).addFilter(lambda record: record.msg != PAGE_FAILED)


def _adopt(logger: logging.Logger) -> None:
    adopt_loggers([logger])
    if logger.name == ACCESS:
        logger.propagate = False  # with nobody to write it, uvicorn makes no such line
