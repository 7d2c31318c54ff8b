"""The groups in which the sidebar shows the filters."""

from geo.query.filters import FILTERS, Control
from pages.parts.filters.groups import GROUPS


def test_every_filter_but_the_search_stands_in_one_group() -> None:
    grouped = [key for _, keys in GROUPS for key in keys]
    assert sorted(grouped) == sorted(filter_.key for filter_ in FILTERS if filter_.control is not Control.TEXT)
