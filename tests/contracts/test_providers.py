"""Every registered provider keeps the same promises: rows accounted for, its own columns kept, unknown left unknown."""

from dataclasses import dataclass

import pandas as pd
import pytest

from geo.core.schema import COLUMN, REQUIRED
from geo.ingest.importing import PROVIDERS, find_provider
from geo.ingest.options import ImportOptions
from geo.ingest.readers import RawTable
from geo.ingest.row_identity import REPEATED_ROWS
from tests.geo.ingest.crosswalks import Row, read, sheet
from tests.geo.ingest.provider_rows import (
    ACLED_2019,
    ACLED_FIRST,
    ACLED_NOW,
    AWSD_ROW,
    GDELT_FIRST,
    GDELT_ROW,
    GTD_ROW,
    ICEWS_ROW,
    UCDP_17,
    UCDP_23,
)

OURS = {"incident_id": "a", "date_start": "2024-01-16", "latitude": "27.5", "longitude": "62.7", "title": "x"}


@dataclass(frozen=True, eq=False)
class Sample:
    """A row of a provider's table, and the column of its identifier."""

    provider: str
    key: str
    row: Row

    @property
    def prefix(self) -> str:
        return next(provider.prefix for provider in PROVIDERS if provider.name == self.provider)

    @property
    def latitude(self) -> str:
        return next(name for name in self.row if name.casefold() in ("latitude", "actiongeo_lat"))

    @property
    def read(self) -> Row:
        """The cells that must be of some form, as they are."""
        return {column: text for column, text in self.row.items() if any(part in column.casefold() for part in FORMED)}


FORMED = ("date", "year", "month", "day", "prec", "type", "latitude", "longitude", "best", "low", "high", "fatal",
          "_lat", "_long", "kill", "wound", "specificity")  # fmt: skip
SAMPLES = [
    Sample("Faultline", "incident_id", OURS),
    Sample("ACLED", "event_id_cnty", ACLED_NOW),
    Sample("ACLED", "event_id_cnty", ACLED_2019),
    Sample("ACLED", "EVENT_ID_CNTY", ACLED_FIRST),
    Sample("UCDP", "id", UCDP_23),
    Sample("UCDP", "id", UCDP_17),
    Sample("GTD", "eventid", GTD_ROW),
    Sample("GDELT", "GLOBALEVENTID", GDELT_ROW),
    Sample("GDELT", "GLOBALEVENTID", GDELT_FIRST),
    Sample("ICEWS", "Event ID", ICEWS_ROW),
    Sample("AWSD", "Incident ID", AWSD_ROW),
]
EVERY_SAMPLE = pytest.mark.parametrize(
    "sample", SAMPLES, ids=[f"{sample.provider}-{len(sample.row)}" for sample in SAMPLES]
)
# The last one takes whatever is left over.
SPECIFIC = [provider for provider in PROVIDERS[:-1] if provider.prefix]
UNKNOWN = ("date_start", "date_end", "latitude", "longitude", "actor_a", "actor_b", "country", "event_type",
           "killed_low", "killed_best", "killed_high", "injured_best", "n_publications", "contested")  # fmt: skip
# {{…}} would run in a template, a leading = or + in a spreadsheet, the rest in a browser or a terminal.
HOSTILE = ["{{7*7}}", "<script>alert(1)</script>", "=1+1", "+cmd|' /C calc'!A0", "@x", "\u202eabc", "a\nb", "x" * 9000]


def test_every_provider_with_a_prefix_has_samples() -> None:
    assert {provider.name for provider in SPECIFIC} <= {provider.provider for provider in SAMPLES}


@EVERY_SAMPLE
def test_a_table_is_recognised_by_one_provider_whatever_stands_before_it(sample: Sample) -> None:
    table = sheet(sample.row)
    assert find_provider(table, ImportOptions()).name == sample.provider
    others = [provider for provider in SPECIFIC if provider.name != sample.provider]
    assert [provider.name for provider in others if provider.recognises(table)] == []


@EVERY_SAMPLE
def test_rows_are_accounted_for(sample: Sample) -> None:
    row, key = sample.row, sample.key
    nameless = {name: "" if name in (key, "data_id") else text for name, text in row.items()}
    rows = [row, row, row | {key: "77"}, nameless, row | {key: "78", sample.latitude: "91"}]
    imported = read(sheet(*rows))
    assert (len(imported.accepted), imported.rejected["row"].nunique(), len(imported.duplicates)) == (2, 2, 1)
    assert imported.rows_in == len(rows)
    assert not set(imported.rejected["row"]) & set(imported.duplicates["row"])
    assert set(imported.rejected["column"]) == {sample.key, sample.latitude}


@EVERY_SAMPLE
def test_identifiers_are_unique_and_begin_with_the_provider(sample: Sample) -> None:
    accepted = read(sheet(sample.row, sample.row | {sample.key: "77"}, sample.row | {sample.key: "78"})).accepted
    assert accepted["incident_id"].is_unique
    assert accepted["incident_id"].str.startswith(f"{sample.provider}:").all() or sample.provider == "Faultline"


@EVERY_SAMPLE
def test_the_columns_of_the_file_are_kept_as_they_stood(sample: Sample) -> None:
    further = sample.row | {"My column": " spaced, \u202e and 007 "}
    accepted = read(sheet(further)).accepted.iloc[0]
    prefix = sample.prefix
    for column, text in further.items():
        own = accepted[f"{prefix}.{column}" if prefix else column]
        assert (own == text) if text and column not in COLUMN else True, column
        assert text or pd.isna(own), column


@EVERY_SAMPLE
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_and_breaks_nothing(sample: Sample, text: str) -> None:
    row = {column: text for column in sample.row} | sample.read | {sample.key: "1"}
    imported = read(sheet(row))
    assert (imported.rows_in, len(imported.rejected)) == (1, 0)
    accepted = imported.accepted.iloc[0]
    own = {column: accepted.get(f"{sample.prefix}.{column}") for column, value in row.items() if value}
    assert not sample.prefix or own == {column: value for column, value in row.items() if value}


@EVERY_SAMPLE
def test_what_is_blank_stays_unknown(sample: Sample) -> None:
    blank = dict.fromkeys(sample.row, "") | {sample.key: "1"}
    accepted = read(sheet(blank)).accepted
    assert len(accepted) == 1
    for column in UNKNOWN:
        assert pd.isna(accepted[column].iloc[0]), column
    assert accepted["date_precision"].iloc[0] == "unknown"


@EVERY_SAMPLE
def test_a_header_without_rows_is_an_empty_import(sample: Sample) -> None:
    empty = RawTable("CSV", sheet(sample.row).cells.iloc[:0], 1)
    imported = read(empty)
    assert (imported.provider, imported.rows_in) == (sample.provider, 0)
    assert set(REQUIRED) <= set(imported.accepted.columns)


@pytest.mark.parametrize("sample", [sample for sample in SAMPLES if sample.prefix], ids=lambda sample: sample.provider)
def test_without_its_identifiers_a_table_means_the_same(sample: Sample) -> None:
    """The rows have identifiers of their own, which do not change between two readings."""
    nameless = {name: text for name, text in sample.row.items() if name not in (sample.key, "data_id")}
    table = sheet(nameless, nameless)
    imported = read(table)
    assert imported.provider == sample.provider
    assert [question.topic for question in imported.questions] == [REPEATED_ROWS]
    assert imported.accepted["incident_id"].tolist() == read(table).accepted["incident_id"].tolist()
    ours = [name for name in COLUMN if name in imported.accepted and name not in ("incident_id", "source_id")]
    expected = read(sheet(sample.row)).accepted[ours]
    pd.testing.assert_frame_equal(
        imported.accepted[ours].iloc[:1], expected, check_categorical=False, check_dtype=False
    )


@EVERY_SAMPLE
def test_the_order_of_rows_and_columns_does_not_matter(sample: Sample) -> None:
    rows = [sample.row | {sample.key: str(number)} for number in range(9)]
    straight = read(sheet(*rows)).accepted.set_index("incident_id").sort_index()
    reversed_table = sheet(*[dict(reversed(row.items())) for row in reversed(rows)])
    imported = read(reversed_table).accepted.set_index("incident_id").sort_index()
    pd.testing.assert_frame_equal(imported[list(straight.columns)], straight)


@EVERY_SAMPLE
def test_the_given_cells_are_not_changed(sample: Sample) -> None:
    table = sheet(sample.row, sample.row)
    before = table.cells.copy(deep=True)
    read(table)
    pd.testing.assert_frame_equal(table.cells, before)


@EVERY_SAMPLE
def test_typed_columns_read_as_text_does(sample: Sample) -> None:
    """A Parquet file gives numbers as numbers, and whole ones as 2.0 where some are missing."""
    table = sheet(sample.row)
    typed = table.cells.apply(lambda column: pd.to_numeric(column).astype("float64") if numeric(column) else column)
    from_numbers = read(RawTable("GeoParquet", typed, 1)).accepted.iloc[0]
    as_text = read(table).accepted.iloc[0]
    codes = ("incident_id", "date_start", "date_end", "event_type", "killed_best", "place_precision", "date_precision")
    pd.testing.assert_series_equal(from_numbers[list(codes)], as_text[list(codes)], check_names=False)


def numeric(column: pd.Series) -> bool:
    """Whether pandas would make the column a number without losing a digit."""
    text = column.iloc[0]
    return isinstance(text, str) and text.isdigit() and len(text) < 13 and str(int(text)) == text


@pytest.mark.parametrize("blank", ["NA", "nan", "NULL", "<NA>", "None"])
@pytest.mark.parametrize("sample", [sample for sample in SAMPLES if sample.prefix], ids=lambda sample: sample.provider)
def test_a_file_that_r_or_pandas_saved_again_tells_the_same(sample: Sample, blank: str) -> None:
    gone = dict.fromkeys((name for name, text in sample.row.items() if text == ""), blank)
    again = read(sheet({"": "1"} | sample.row | gone))
    assert again.rejected.empty, again.rejected
    ours = [name for name in COLUMN if name in again.accepted]
    expected = read(sheet(sample.row)).accepted[ours]
    pd.testing.assert_frame_equal(again.accepted[ours], expected, check_categorical=False)
