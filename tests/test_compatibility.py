"""What version 0.4 stored, handed over and answered is still opened, read and answered: tests/fixtures/v0_4."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests import compatibility as now
from tests.compatibility import FIXTURE, Address


def addresses() -> list[Address]:
    """All lines of addresses.csv; a digest has a token a line."""
    with (FIXTURE / "addresses.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    return [Address(x["address"], x["server"], int(x["status"]), x["digest"].splitlines()) for x in lines]


def expectations() -> dict[str, Any]:
    """What the fixture must hold, as version 0.4 read it."""
    facts: dict[str, Any] = json.loads((FIXTURE / "expectations.json").read_text(encoding="utf-8"))
    return facts


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the workspace for the tests that only look."""
    return now.copy_to(tmp_path_factory.mktemp("v0_4"))


def test_imports_labels_visibility_and_decisions_are_there(folder: Path) -> None:
    with now.environment(folder):
        assert now.facts_of_workspace(now.own()) == expectations()["workspace"]


def test_rows_are_those_that_were_stored_and_are_not_read_anew(tmp_path: Path) -> None:
    copy, rows = now.copy_to(tmp_path), expectations()["rows"]
    for entry in all_entries():
        (copy / "files" / entry["digest"]).unlink()
    with now.environment(copy):
        assert {import_id: now.facts_of_rows(now.own().read(import_id)) for import_id in rows} == rows


def test_the_files_that_rows_came_from_are_there(folder: Path) -> None:
    with now.environment(folder):
        for entry in all_entries():
            arrival = now.own().add_upload(original(entry), entry["file_name"])
            assert [known.import_id for known in arrival.existing] == [entry["import_id"]]


def test_answers_are_remembered_for_the_next_file(folder: Path) -> None:
    with now.environment(folder):
        for case in expectations()["remembered"]:
            assert now.facts_of_answers(now.own().last_options(tuple(case["names"]))) == case["answers"]


def test_what_was_hidden_deleted_or_decided_can_be_taken_back(tmp_path: Path) -> None:
    with now.environment(now.copy_to(tmp_path)):
        workspace = now.own()
        for entry in all_entries():
            workspace.show(entry["import_id"])
            workspace.restore(entry["import_id"])
        for pair in expectations()["workspace"]["decisions"]:
            workspace.decide(pair["incident_id"], pair["duplicate_of"], "")
        assert all(entry.is_visible for entry in workspace.imports())
        assert len(workspace.imports()) == len(all_entries())
        assert now.facts_of_atlas()["links"] == {}


def test_the_atlas_shows_what_it_showed(folder: Path) -> None:
    with now.environment(folder):
        assert now.facts_of_atlas() == expectations()["atlas"]


@pytest.mark.parametrize("name", ["answers.json", "answers_of_every_kind.json"])
def test_saved_answers_are_read(name: str) -> None:
    assert now.facts_of_answers(now.answers_in(name)) == expectations()["answers"][name]


def test_saved_answers_answer_all_questions_about_their_file() -> None:
    entry = next(entry for entry in all_entries() if entry["answers"] == expectations()["answers"]["answers.json"])
    assert now.import_of(original(entry), entry["file_name"]).questions
    reading = now.import_of(original(entry), entry["file_name"], now.answers_in("answers.json"))
    assert (reading.questions, len(reading.accepted)) == ((), entry["accepted"])


@pytest.mark.parametrize("extension", now.FORMATS)
def test_exports_are_read_back_whole(extension: str) -> None:
    assert now.export_facts(extension) == expectations()["exports"][extension]


@pytest.mark.parametrize("extension", now.FORMATS)
def test_new_exports_have_the_same_columns_and_incidents(folder: Path, extension: str) -> None:
    old = (FIXTURE / f"incidents.{extension}").read_bytes()
    with now.environment(folder), now.client() as browser:
        new = browser.get(f"/api/incidents.{extension}?{expectations()['query']}").content
    columns = list(now.columns_of(new, extension))
    of_both = [name for name in columns if name not in now.ADDED_COLUMNS]
    assert of_both == [name for name in now.columns_of(old, extension) if "." not in name or name in columns]
    ids = [now.import_of(content, f"incidents.{extension}").accepted["incident_id"] for content in (new, old)]
    assert ids[0].tolist() == ids[1].tolist()


@pytest.mark.parametrize("name", now.TABLES)
def test_new_tables_are_the_same(folder: Path, name: str) -> None:
    with now.environment(folder), now.client() as browser:
        new = browser.get(expectations()["tables"][name]).content
    expected = now.rows_of_csv((FIXTURE / f"{name}.csv").read_bytes())
    if name == "crosstab":
        now.check_actors_cover_no_less(now.rows_of_csv(new), expected)
    else:
        assert now.rows_of_csv(new) == (now.comparison_rows(expected) if name == "compare" else expected)


@pytest.mark.parametrize("line", addresses(), ids=lambda line: line.address[:60])
def test_an_address_answers_as_it_did(folder: Path, line: Address) -> None:
    with now.environment(folder, line.server):
        status, digest = now.answer_to(line.address)
    assert status == line.status
    expected = now.comparison_digest(line.digest) if line.address.startswith("/api/compare.") else line.digest
    digest = now.without_added_columns(digest)
    expected, digest = now.without_own_columns(expected), now.without_own_columns(digest)
    if now.has_region(line.address):
        expected, digest = now.names_of(expected), now.names_of(digest)
    missing = [token for token in expected if token not in digest and not token.startswith(now.ACTOR_FACET)]
    assert missing == list(now.CHANGES.get(line.address, ()))


def all_entries() -> list[dict[str, Any]]:
    """What is noted of every import, the deleted ones too."""
    whole = expectations()["workspace"]
    return [*whole["imports"], *whole["deleted"]]


def original(entry: dict[str, Any]) -> bytes:
    """The file that an import came from."""
    return (FIXTURE / "workspace" / "files" / str(entry["digest"])).read_bytes()
