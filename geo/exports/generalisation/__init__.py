"""Coordinates made coarser before rows leave: to the district, the province or a stated grid; never by chance.

What stays, what goes and why: docs/decisions/0050. To add a kind, write its Generalisation in a file of its own.
"""

from geo.exports.generalisation.choices import CHOICES, parse_generalisation
from geo.exports.generalisation.generalisation import EXACT, Generalisation
from geo.exports.generalisation.generalised_rows import GeneralisedRows, with_words

__all__ = ["CHOICES", "EXACT", "Generalisation", "GeneralisedRows", "parse_generalisation", "with_words"]
