"""Names in another case than the gazetteer has them: “Донецком” is Донецк, “Сум” is Сумы."""

from collections.abc import Iterator

from geo.places.disambiguation import Context
from geo.places.gazetteer import gazetteer
from geo.places.gazetteer.gazetteer import prior
from geo.places.gazetteer.name_normalization import MAX_NAME_LENGTH
from geo.places.geoparsing.scripts import INFLECTED_COST, CyrillicScript, Script, script_of
from geo.places.lookup import lookup_exact
from geo.places.place import Place

MIN_WEIGHT = 3.5  # of a place that is not called as it is written: a town of three thousand, as in a text
PLURAL = "ы"  # a plural name has no ending in the genitive: “Сум”, “Черкасс”
MIN_PLURAL_WEIGHT = 4.5  # any word could be one, so that only towns of thirty thousand are; by judgement


def lookup_inflected(name: str, context: Context) -> Place | None:
    """The place of a name that is known in another case."""
    nominative = _nominative(name)
    return lookup_exact(nominative, context) if nominative else None


def uninflect(name: str) -> str:
    """A name as the gazetteer has it, if that is in another case; else the name as it is."""
    return (not gazetteer.candidates(name) and _nominative(name)) or name


def _nominative(name: str) -> str:
    """The likeliest name that is known of which this may be another case; empty where there is none."""
    script = script_of(name) if 0 < len(name) <= MAX_NAME_LENGTH else None
    if script is None:
        return ""
    known = [
        (prior(entries[0]), reading)
        for reading, least in _readings(name, script)
        if (entries := gazetteer.candidates(reading)) and prior(entries[0]) >= least
    ]
    return max(known)[1] if known else ""


def _readings(name: str, script: Script) -> Iterator[tuple[str, float]]:
    """What a name may be in the nominative, and what its place must weigh at least."""
    for reading in script.readings(name):
        if reading.cost == INFLECTED_COST:
            yield reading.name, MIN_WEIGHT
    if isinstance(script, CyrillicScript):
        yield name + PLURAL, MIN_PLURAL_WEIGHT
