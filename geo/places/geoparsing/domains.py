"""The parts of a web domain by which a publisher is known: “chron” of “www.chron.com”, “qt” of “www.qt.com.au”."""

from collections.abc import Iterator

# Under a country's domain, these are its registry's: “co.uk”, “com.au”, “or.tz”. Public Suffix List, the common ones.
REGISTRY_LABELS = frozenset(
    [
        "ac",
        "co",
        "com",
        "edu",
        "go",
        "gob",
        "gouv",
        "gov",
        "gv",
        "ind",
        "info",
        "mil",
        "ne",
        "net",
        "nom",
        "or",
        "org",
        "press",
        "sch",
        "school",
        "web",
    ]
)
COUNTRY_LETTERS = 2  # of a country's domain: ISO 3166
GENERIC_DOMAINS = ("com", "net", "org")  # on which papers are; “ohio.gov” is none


def clean_domain(domain: str) -> str:
    """A domain in small letters, without the dot at its end."""
    return domain.lower().rstrip(".")


def publisher_label(domain: str) -> str:
    """The label before the public suffix, which is whose domain it is; empty if there is none."""
    labels = clean_domain(domain).split(".")
    return labels[-1 - suffix_length(labels)] if len(labels) > suffix_length(labels) else ""


def suffix_length(labels: list[str]) -> int:
    """How many labels are a registry's: one, or two under a country's domain."""
    is_country = len(labels[-1]) == COUNTRY_LETTERS
    return 2 if is_country and len(labels) > 2 and labels[-2] in REGISTRY_LABELS else 1


def is_on_generic_domain(domain: str) -> bool:
    """Whether a domain is on one of those that say no country and that papers have."""
    return clean_domain(domain).rpartition(".")[2] in GENERIC_DOMAINS


def is_on_country_domain(domain: str) -> bool:
    """Whether a domain is on that of a country."""
    return len(clean_domain(domain).rpartition(".")[2]) == COUNTRY_LETTERS


def domain_and_parents(domain: str) -> Iterator[str]:
    """A domain, and those that it is a part of: “www.qt.com.au”, “qt.com.au”, “com.au”."""
    labels = clean_domain(domain).split(".")
    return (".".join(labels[first:]) for first in range(len(labels) - 1))
