from geo.storage.incident_record import Link
from pages.parts.tables.related import describe_link


def test_a_link_reads_as_a_line() -> None:
    assert describe_link(Link("answered by", "a", "Recall of an envoy")) == "Answered by: Recall of an envoy"
