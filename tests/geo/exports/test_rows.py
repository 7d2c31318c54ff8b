"""A selection and the same rows as a table are one source of rows; cells do not depend on a batch's own categories."""

from collections.abc import Iterator

import geopandas as gpd
import pandas as pd
import pytest

from geo.exports import EXPORTERS, GEOJSON_WITH_AREAS, Exporter
from geo.exports.exporter import ExportJob
from geo.exports.rows import SelectedRows, TableRows
from geo.query.selection import Selection
from tests.tables import incident_table, select

EACH_EXPORTER = pytest.mark.parametrize(
    "exporter", [*EXPORTERS, GEOJSON_WITH_AREAS], ids=lambda exporter: exporter.content_kind + exporter.extension
)
QUERIES = pytest.mark.parametrize("query", ["", "country=Pakistan", "country=Nepal", "from=2024-01-15"])
# The second and third are known to an area, and have no point.
AREAS = incident_table(
    "a,2024-01-16,30.2,67.0,Pakistan,Balochistan,admin1",
    "b,2024-01-17,,,Pakistan,Balochistan,admin1",
    "c,2024-01-18,,,Pakistan,,country",
    "d,2024-01-19,,,Pakistan,Balochistan,exact",
    "e,2024-01-20,,,,,",
    columns="country,admin1,place_precision",
)


@QUERIES
def test_a_selection_is_the_table_of_its_rows(small: gpd.GeoDataFrame, query: str) -> None:
    for table in (small, AREAS):
        selected = SelectedRows(select(table, query))
        rows = TableRows(Selection.from_query(query).apply(table))
        assert selected.bounds == rows.bounds
        pd.testing.assert_series_equal(
            selected.area_counts(), rows.area_counts(), check_names=False, check_index_type=False
        )
        pd.testing.assert_frame_equal(pd.DataFrame(selected.head), pd.DataFrame(rows.head))
        batches = [[part["incident_id"].tolist() for part in source.batches(1, 2)] for source in (selected, rows)]
        assert batches[0] == batches[1]


@pytest.mark.parametrize(
    ("first", "size", "expected"), [(2, 2, [2, 2, 1]), (1, 3, [1, 3, 1]), (5, 2, [5]), (9, 1, [5]), (4, 1, [4, 1])]
)
def test_batches_are_cut_as_asked(first: int, size: int, expected: list[int]) -> None:
    assert [len(part) for part in TableRows(AREAS).batches(first, size)] == expected
    assert [len(part) for part in TableRows(AREAS.head(0)).batches(first, size)] == []


def test_areas_count_rows_without_a_point() -> None:
    assert SelectedRows(select(AREAS)).area_counts().to_dict() == {"ne0:PAK": 1, "ne1:PAK-1108": 2}


class OwnCategories(TableRows):
    """Rows that state the categories of each batch anew."""

    def batches(self, first: int, size: int) -> Iterator[gpd.GeoDataFrame]:
        for part in super().batches(first, size):
            categorical = [name for name in part if isinstance(part[name].dtype, pd.CategoricalDtype)]
            yield part.assign(**{name: part[name].cat.remove_unused_categories() for name in categorical})


@EACH_EXPORTER
def test_the_bytes_do_not_depend_on_a_batchs_categories(
    small: gpd.GeoDataFrame, exporter: Exporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = exporter.to_bytes(ExportJob(TableRows(small), Selection(), "v"))
    monkeypatch.setattr("geo.exports.exporter.FIRST_BATCH_ROWS", 2)
    monkeypatch.setattr("geo.exports.exporter.BATCH_ROWS", 3)
    assert exporter.to_bytes(ExportJob(OwnCategories(small), Selection(), "v")) == whole
