"""Describe the links between incidents."""

from geo.storage.incident_record import Link

# The relation of a later incident to an earlier one, as seen from the earlier one.
LATER_LABELS = {
    "retaliation for": "Retaliation",
    "response to": "Response",
    "same operation as": "Same operation",
    "follows": "Followed by",
}


def describe_earlier(link: Link) -> str:
    """A link to an earlier incident, such as “Response to: Strike on X”; plain text, as hostile as the title."""
    return f"{link.phrase.capitalize()}: {link.title}"


def describe_later(link: Link) -> str:
    """A link to a later incident, such as “Response: Recall of an ambassador”; plain text, as hostile as the title."""
    return f"{LATER_LABELS.get(link.phrase, 'Later')}: {link.title}"
