"""A label of a total is known in any language and with any marks; a word that only begins like one is none."""

import pytest

from geo.ingest.readers import read_table
from geo.ingest.readers.total_labels import is_total_label

LABELS = [
    "Total",
    "TOTAL:",
    "Grand total",
    "Sub-total",
    "Balochistan Total",
    "Total 2024",
    "Total for May",
    "Sum",
    "Overall",
]
LABELS += [
    "Somme",
    "Total général",
    "Sous-total",
    "Suma total",
    "المجموع",
    "الإجمالي",
    "مجموع",
    "جمع کل",
    "جمع",
    "Average",
]
NO_LABELS = [
    "Totalán",
    "Summit",
    "Sumar",
    "جمعه",
    "",
    "Quetta",
    "7",
    "Totally destroyed house",
    "Sumatra",
    "x" * 100 + " total",
]


@pytest.mark.parametrize("label", LABELS)
def test_labels_in_five_languages(label: str) -> None:
    assert is_total_label(label)
    text = f"Date,Province,Killed\n2024-01-14,Gao,5\n{label},,9\n2024-01-15,Gao,2\n2024-01-16,Gao,2\n"
    assert read_table(text.encode()).rejected[["row", "reason"]].to_numpy().tolist() == [
        [3, f"is labelled “{label}”: a total, not a data row."]
    ]


@pytest.mark.parametrize("text", NO_LABELS)
def test_what_is_no_label(text: str) -> None:
    assert not is_total_label(text)
