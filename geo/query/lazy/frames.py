"""What an engine of data frames does for itself: it opens files and collects answers within limits."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import narwhals as nw
import pyarrow as pa

Frame = nw.LazyFrame[Any]


class Frames(ABC):
    """The frames of one engine.

    A frame belongs to the thread that asked for it. What fails is raised as EngineFailed, or as QueryTimedOut,
    QueryCancelled or PackInvalid where that is what happened; there is no answer in part.
    """

    @abstractmethod
    def scan(self, paths: Sequence[Path]) -> Frame:
        """The rows of Parquet files that have the same columns; there is at least one path."""

    @abstractmethod
    def frame(self, table: pa.Table) -> Frame:
        """A small table as a frame, to be joined with one of `scan`."""

    @abstractmethod
    def collect(self, frame: Frame) -> pa.Table:
        """The rows of a frame."""
