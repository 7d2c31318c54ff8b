"""Describe the links between incidents."""

from geo.storage.incident_record import Link


def describe_link(link: Link) -> str:
    """What an incident is to another, such as “Answered by: Recall of an envoy”; plain text, hostile as the title."""
    return f"{link.phrase.capitalize()}: {link.title}"
