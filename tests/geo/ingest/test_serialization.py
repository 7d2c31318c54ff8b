"""An import survives its way to disk and back, under the names that version 0.4 gave its parts."""

import json
from dataclasses import fields, replace

import msgspec
import pandas as pd
import pyarrow as pa
import pytest

from geo.core.incidents import check_companion
from geo.core.schema import CLAIM_COLUMNS
from geo.ingest import importing
from geo.ingest.import_result import Concern, Guess, Import, Question, make_companion, make_warnings
from geo.ingest.serialization import META, PARTS, deserialize, read_companion, serialize, to_arrow

FILE = b"incident_id,date_start,latitude,longitude,doubt,kind\na,2024-01-16,27,64,x,y\nb,2024-13-01,1,2,,\n"


@pytest.fixture
def imported() -> Import:
    return replace(
        importing.read(FILE),
        warnings=make_warnings([(2, "place", "Rask", "place", "two places", "ne1:X", False)]),
        questions=(Question("day", "Which?", ("03/04/2024",), "year"),),
        notes=("cp1252",),
        guesses=(Guess("Dead", "killed_best", 0.5, "it is named “dead”", ("1",), True),),
        concerns=(Concern("Two cells are blank.", "day", ("",), 2, 7),),
    )


def test_an_import_is_read_back_whole(imported: Import) -> None:
    restored = deserialize(serialize(imported))
    for field in fields(Import):
        before, after = getattr(imported, field.name), getattr(restored, field.name)
        if isinstance(before, pd.DataFrame):
            assert list(after.columns) == list(before.columns)
            pd.testing.assert_frame_equal(after, before, check_dtype=field.name == "accepted")
        else:
            assert after == before


def test_names_on_disk_are_those_of_version_0_4(imported: Import) -> None:
    parts = serialize(imported)
    assert set(parts) == set(PARTS) == {"accepted", "rejected", "duplicates", "doubts", "told"}
    meta = json.loads(parts["told"])
    assert set(meta) == {"provider", "header_row", "questions", "told", "names", "guesses", "concerns"}
    assert set(meta["guesses"][0]) == {"column", "target", "confidence", "because", "examples", "part"}
    assert set(meta["questions"][0]) >= {"column", "text", "examples", "about"}
    doubts = pa.ipc.open_file(parts["doubts"]).read_all()
    assert doubts.column_names[:7] == ["row", "column", "value", "doubt", "reason", "proposal", "sure"]


def test_equal_imports_give_equal_bytes(imported: Import) -> None:
    assert serialize(imported) == serialize(deserialize(serialize(imported)))


@pytest.mark.parametrize("meta", [b"", b"{}", b"[]", b'{"provider": 1}', b"\xff"])
def test_a_damaged_part_is_an_error(imported: Import, meta: bytes) -> None:
    with pytest.raises(ValueError, match=r".") as error:
        deserialize(serialize(imported) | {META: meta})
    assert isinstance(error.value, msgspec.DecodeError | UnicodeError)


def test_a_missing_part_is_an_error(imported: Import) -> None:
    parts = serialize(imported)
    del parts["doubts"]
    with pytest.raises(KeyError):
        deserialize(parts)


def test_an_import_without_companions_has_no_part_for_them_and_one_with_them_has(imported: Import) -> None:
    claims = check_companion(pd.DataFrame([{"incident_id": "a", "claimant": "A", "killed_low": "2"}]), CLAIM_COLUMNS)
    parts = serialize(replace(imported, claims=claims.accepted))
    assert set(parts) == {*PARTS, "claims"}
    pd.testing.assert_frame_equal(deserialize(parts).claims, claims.accepted)
    assert deserialize(serialize(imported)).claims.columns.tolist() == [column.name for column in CLAIM_COLUMNS]


def test_claims_of_an_earlier_release_get_the_columns_of_today() -> None:
    earlier = pd.DataFrame({"incident_id": ["a"], "claimant": ["A"], "no such column": ["x"]}, dtype="str")
    claims = read_companion("claims", to_arrow(earlier))
    assert claims.dtypes.astype("str").to_dict() == make_companion("claims").dtypes.astype("str").to_dict()
    assert claims.iloc[0].dropna().to_dict() == {"incident_id": "a", "claimant": "A"}
