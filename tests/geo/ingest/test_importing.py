"""A bug in a reader or a provider is reported as one, with a number that the log has, and no cell of the file."""

import logging
from pathlib import Path

import pytest

from geo.errors import IncidentsInvalid, ReadingFailed
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.ingest.provider import Crosswalk, Provider
from geo.ingest.readers import RawTable

SECRET = "CANARY-52b1"
FILE = f"name,day\n{SECRET},2024-01-16\n".encode()


class Failing(Provider):
    """A provider that fails with a cell of the table in the message."""

    name = "Failing"
    prefix = "failing"
    error: type[Exception] = KeyError

    def recognises(self, table: RawTable) -> bool:
        return True

    def crosswalk(self, table: RawTable, options: ImportOptions) -> Crosswalk:
        try:
            int(table.cells["name"].iloc[0])
        except ValueError as error:
            raise self.error(str(error)) from error
        raise AssertionError


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    provider = Failing()
    monkeypatch.setattr(importing, "PROVIDERS", (provider,))
    return provider


@pytest.mark.usefixtures("failing")
def test_the_number_is_in_message_and_log_and_the_cell_in_neither(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(ReadingFailed) as failure:
        importing.read(FILE, name="mine.csv")
    message, log = str(failure.value), caplog.text
    assert message.startswith(f"mine.csv: Faultline failed here (error {failure.value.failure_id}).")
    assert failure.value.failure_id in log
    assert "builtins.ValueError" in log
    assert "builtins.KeyError" in log
    assert "in crosswalk" in log
    assert SECRET not in message + log


def test_a_provider_out_of_memory_is_no_bug(failing: Failing, caplog: pytest.LogCaptureFixture) -> None:
    failing.error = MemoryError
    with pytest.raises(IncidentsInvalid, match="more memory than this machine has") as refusal:
        importing.read(FILE)
    assert SECRET not in str(refusal.value) + caplog.text


def test_a_file_that_is_not_there_is_no_bug(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        importing.read(tmp_path / "nothing.csv")


def test_an_unknown_provider_is_refused_with_the_known_ones() -> None:
    with pytest.raises(IncidentsInvalid, match=r"Unknown provider 'ACLUD'\. Accepted: Faultline, ACLED"):
        importing.read(FILE, options=ImportOptions(provider="ACLUD"))
