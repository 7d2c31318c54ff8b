"""How surely an incident must lie inside: it selects nothing itself, but says how the filters by region select."""

from geo.errors import ValueRefused
from geo.query.filters.extents import Inside
from geo.query.filters.filter import Clause, Control, Filter, single_value

INSIDE = "inside"
PHRASES = {Inside.CERTAIN: "certainly", Inside.POSSIBLE: "certainly or possibly"}


class InsideFilter(Filter[Inside]):
    """Certainly inside: all that is known of where an incident lies is inside. Possibly: a part of it is."""

    key, label = INSIDE, "Possibly inside"
    control = Control.DRAWN
    help = "certain or possible: possible adds incidents whose area lies inside only in part"
    default = Inside.CERTAIN

    def parse(self, texts: tuple[str, ...]) -> Inside:
        accepted = " or ".join(inside.value for inside in Inside)
        text = single_value(texts, accepted=accepted)
        try:
            return Inside(text.lower())
        except ValueError:
            raise ValueRefused(text, accepted=accepted) from None

    def write(self, value: Inside) -> tuple[str, ...]:
        return (value.value,)

    def clauses(self, value: Inside) -> tuple[Clause, ...]:
        return ()

    def describe(self, value: Inside) -> str:
        return PHRASES[value]


INSIDE_FILTERS: tuple[Filter[Inside], ...] = (InsideFilter(),)
