"""The scripts of the pages, as they are served."""

import json
import re
from collections.abc import Callable

import pytest

from geo.mapping import bundle
from geo.web.page_scripts import STATIC, filters_script, filters_url, incidents_script
from tests.geo.web.addresses import make_client


def test_the_parts_are_one_module_with_its_style() -> None:
    script = filters_script().decode()
    assert not re.search(r"^import ", script, re.MULTILINE)
    assert re.findall(r"^export .*$", script, re.MULTILINE) == [
        "export default function render({ data, parentElement, setStateValue }) {"
    ]
    assert script.startswith('const STYLE = ".filters {')
    for path in STATIC.glob("*.js"):
        for name in re.findall(r"^export (?:const|function) (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE):
            assert len(re.findall(rf"^(?:const|function) {name}\b", script, re.MULTILINE)) == 1


@pytest.mark.parametrize("script", [filters_script, incidents_script])
def test_names_of_the_parts_do_not_meet(script: Callable[[], bytes]) -> None:
    names = re.findall(r"^(?:const|let|(?:async )?function) (\w+)", script().decode(), re.MULTILINE)
    assert len(names) == len(set(names))


def test_it_is_kept_for_good_under_the_address_of_its_content() -> None:
    answer = make_client().get(filters_url())
    assert answer.content == filters_script()
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]


def test_the_axis_of_a_toll_looks_alike_in_the_map_and_on_the_pages() -> None:
    """Its shape stands in one file; the sheets say their own columns and colours."""
    for own in (bundle.STATIC / "atlas.css", STATIC / "incidents" / "incidents.css"):
        assert ".toll-dot" not in own.read_text(encoding="utf-8")
    shape = bundle.TOLL_AXIS_STYLE.read_text(encoding="utf-8")
    assert shape in bundle.build_stylesheet().decode()
    assert json.dumps(shape)[1:-1] in incidents_script().decode()
