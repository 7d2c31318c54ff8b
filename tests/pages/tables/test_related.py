import pytest

from geo.core.schema import RELATIONS
from geo.storage.incident_record import Link
from pages.parts.tables.related import describe_earlier, describe_later


@pytest.mark.parametrize("relation", RELATIONS)
def test_every_relation_reads_from_both_sides(relation: str) -> None:
    link = Link(relation, "a", "Strike on X")
    assert describe_earlier(link) == f"{relation.capitalize()}: Strike on X"
    assert describe_later(link).endswith(": Strike on X")


def test_a_later_incident_is_the_response_and_not_the_cause() -> None:
    assert describe_later(Link("response to", "a", "Recall")) == "Response: Recall"
