"""The generalisations that an address may ask for."""

from geo.errors import ValueRefused
from geo.exports.generalisation.administrative import Administrative
from geo.exports.generalisation.divisions import COUNTRY, DISTRICT, PROVINCE
from geo.exports.generalisation.generalisation import EXACT, Generalisation
from geo.exports.generalisation.grid import Grid

TO_DISTRICT = Administrative((DISTRICT, PROVINCE, COUNTRY))
TO_PROVINCE = Administrative((PROVINCE, COUNTRY))
# What a menu offers. The sizes of the grid are chosen by judgement: about a town with its surroundings, a district
# and a province; an address may name any other.
CHOICES: tuple[Generalisation, ...] = (EXACT, TO_DISTRICT, TO_PROVINCE, Grid(10), Grid(50), Grid(100))
CHOICE: dict[str, Generalisation] = {choice.code: choice for choice in CHOICES}
GRID = "grid-"
MAX_GRID_KM = 1_000  # larger than all but a few countries; chosen by judgement
ACCEPTED = f"exact, {DISTRICT}, {PROVINCE} or {GRID} and a whole number of kilometres from 1 to {MAX_GRID_KM}"


def parse_generalisation(text: str) -> Generalisation:
    """The generalisation of a text such as province or grid-10; raises ValueRefused."""
    if text in CHOICE:
        return CHOICE[text]
    digits = text.removeprefix(GRID)
    is_number = digits.isascii() and digits.isdigit() and not digits.startswith("0") and len(digits) < 5
    if not text.startswith(GRID) or not is_number or int(digits) > MAX_GRID_KM:
        raise ValueRefused(text, accepted=ACCEPTED)
    return Grid(int(digits))
