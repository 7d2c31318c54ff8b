"""What the comparison concludes, and where it concludes nothing."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.storage import atlas_cache
from tests.pages.opening import open_page


@pytest.fixture(autouse=True)
def two_datasets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each with an incident every four days: one until the end of 2022, one since."""
    days = [date(2021, 1, 1) + timedelta(days=4 * number) for number in range(270)]
    lines = [f"i{day},{day},27,62,{'*Old*' if day.year < 2023 else 'New'},Battles" for day in days]
    path = tmp_path / "table.csv"
    path.write_text(
        "\n".join(["incident_id,date_start,latitude,longitude,dataset,event_type", *lines]), encoding="utf-8"
    )
    monkeypatch.setenv("INCIDENTS", str(path))
    atlas_cache.base_atlas.cache_clear()
    yield
    atlas_cache.base_atlas.cache_clear()


def open_comparison(**query: str) -> AppTest:
    return open_page("compare.py", **query)


def texts(app: AppTest) -> str:
    return "\n".join(text.value for text in app.text)


def test_one_dataset_on_both_sides_gives_a_difference() -> None:
    app = open_comparison(**{"from": "2022-01-01", "to": "2022-12-31"})
    assert "The period before" in texts(app)
    assert "conclusion" not in texts(app)
    assert {"difference", "ratio"} <= set(app.dataframe[0].value.columns)
    assert len(app.get("vega_lite_chart")) == 2


def test_two_datasets_give_counts_and_no_conclusion() -> None:
    app = open_comparison(**{"from": "2023-01-01", "to": "2023-12-15"})
    assert "The dataset “*Old*” ends on 30 December 2022 and covers none of this period." in texts(app)
    assert "So no conclusion is drawn from the difference." in texts(app)
    assert "times as many" not in texts(app)
    assert {"selection", "baseline"} <= set(app.dataframe[0].value.columns)
    assert not {"difference", "ratio", "too_few"} & set(app.dataframe[0].value.columns)
    assert len(app.get("vega_lite_chart")) == 1  # over time, where the break is seen


def test_nothing_to_compare_says_why_and_what_to_do() -> None:
    app = open_comparison(country="Chad")
    assert "Neither this period nor the period before has an incident, so there is nothing to compare." in texts(app)
    assert not app.dataframe
    assert "compare until" not in [button.key for button in app.button]
