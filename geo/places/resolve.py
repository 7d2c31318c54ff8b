"""A name to a place: known names first, then the ways in which people say roughly where."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from difflib import get_close_matches

from geo.errors import PlaceNotFound
from geo.places import gazetteer
from geo.places.gazetteer import Entry
from geo.places.names import normal
from geo.places.place import Place
from geo.places.regions import BEARINGS, CENTRE, derived

LONGEST = 200  # characters
DIRECTION = r"(?P<direction>(?:north|south)?[ -]?(?:east|west|north|south)?)(?:ern)?|(?P<centre>central|middle)"
PART = re.compile(rf"^(?:the )?(?:(?:{DIRECTION})) (?:part of )?(?P<rest>.+)$", re.IGNORECASE)
OFFSET = re.compile(
    r"^(?P<km>\d{1,4}(?:\.\d+)?) ?(?:km|kilomet(?:er|re)s?) "
    r"(?P<direction>(?:north|south)?[ -]?(?:east|west)?) of (?P<rest>.+)$",
    re.IGNORECASE,
)
BORDER_OF_TWO = re.compile(
    r"^(?:near |along |on )?(?:the )?(?:border (?:between|of) (?P<one>.+?) and (?P<two>.+)"
    r"|(?P<first>[^-–—]+?) ?[-–—] ?(?P<second>[^-–—]+?) border)$",
    re.IGNORECASE,
)
BORDER = re.compile(
    r"^(?:near |along |on )?(?:the |its )?(?P<name>.+?)(?:['’]s)?(?: (?P<direction>\S+?)(?:ern))? border$",
    re.IGNORECASE,
)
NEAR = re.compile(r"^(?:near|around|close to|outside|in the area of) (?:the )?(?P<rest>.+)$", re.IGNORECASE)
WITHIN = re.compile(r"^(?:.+? in )(?P<rest>.+)$|^[^(]+\((?P<brackets>[^)]+)\)$", re.IGNORECASE)
# Only where they locate a border; a demonym is no place by itself.
DEMONYMS = {
    "afghan": "Afghanistan", "armenian": "Armenia", "azerbaijani": "Azerbaijan", "chinese": "China",
    "egyptian": "Egypt",
    "indian": "India", "iranian": "Iran", "iraqi": "Iraq", "israeli": "Israel", "jordanian": "Jordan",
    "kuwaiti": "Kuwait",
    "lebanese": "Lebanon", "omani": "Oman", "pakistani": "Pakistan", "saudi": "Saudi Arabia", "syrian": "Syria",
    "tajik": "Tajikistan", "turkish": "Turkey", "turkmen": "Turkmenistan", "uzbek": "Uzbekistan", "yemeni": "Yemen",
}  # fmt: skip


def resolve(
    name: str,
    *,
    country: str | None = None,
    admin1: str | None = None,
    beside: Iterable[str] = (),
    text: str | None = None,
) -> Place:
    """What a name means, in the light of the country or province said with it, the names beside it and the passage.

    Raises PlaceNotFound with the nearest spellings.
    """
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > LONGEST:
        raise PlaceNotFound(name[:60])
    hints = _hints(country, admin1, beside, text)
    for attempt in (_known, _with_context, *WAYS):
        place = attempt(wanted, hints)
        if place is not None:
            return place
    raise PlaceNotFound(wanted, nearest=_nearest(wanted))


def place_from_id(place_id: str) -> Place:
    """The place that an identifier means; raises PlaceNotFound."""
    place = gazetteer.place_of(place_id) or derived(place_id)
    if place is None:
        raise PlaceNotFound(place_id[:60])
    return place


Hints = tuple[str, ...]  # countries and provinces in normal form, the strongest first


def _hints(country: str | None, admin1: str | None, beside: Iterable[str], text: str | None) -> Hints:
    said = [admin1, country, *beside]
    told = [normal(each) for each in said if each]
    passage = f" {normal(text[:5000])} " if text else ""
    return (*told, *(known for known in map(normal, DEMONYMS.values()) if f" {known} " in passage))


def _known(name: str, hints: Hints) -> Place | None:
    entries = gazetteer.index().get(normal(name), ())
    if not entries:
        return None
    chosen, because = _fitting(entries, hints)
    place = gazetteer.place_of(chosen.place_id)
    others = tuple(entry.place_id for entry in entries if entry is not chosen)
    return None if place is None else _explained(place, others, because)


def _fitting(entries: tuple[Entry, ...], hints: Hints) -> tuple[Entry, str]:
    for hint in hints:
        for entry in entries:
            if hint in (normal(entry.country), normal(entry.admin1)):
                return (
                    entry,
                    f"because {entry.admin1 if hint == normal(entry.admin1) else entry.country} is named with it",
                )
    only = "the only place of that name that is known" if len(entries) == 1 else "the likeliest place of that name"
    return entries[0], only


def _with_context(name: str, hints: Hints) -> Place | None:
    """A name with its province or country behind a comma."""
    head, comma, tail = name.partition(",")
    return _known(head, (normal(tail), *hints)) if comma and tail.strip() else None


def _part(name: str, hints: Hints) -> Place | None:
    match = PART.match(name)
    parent = _known(match["rest"], hints) if match else None
    if match is None or parent is None or parent.shape is None:
        return None
    direction = CENTRE if match["centre"] else _direction(match["direction"])
    because = f"the outermost part of {parent.name} in that direction"
    return _derived(f"part:{direction}:{parent.place_id}", because) if direction else None


def _offset(name: str, hints: Hints) -> Place | None:
    match = OFFSET.match(name)
    origin = _known(match["rest"], hints) if match else None
    direction = _direction(match["direction"]) if match else None
    if match is None or origin is None or direction is None:
        return None
    because = f"{match['km']} km {direction} of {origin.name}"
    return _derived(f"offset:{match['km']}:{BEARINGS[direction]}:{origin.place_id}", because)


def _border_of_two(name: str, _hints: Hints) -> Place | None:
    match = BORDER_OF_TWO.match(name)
    if match is None:
        return None
    names = (match["one"] or match["first"], match["two"] or match["second"])
    one, two = (_country_code(each) for each in names)
    return _derived(f"border:{one}:{two}", "the border that both share") if one and two else None


def _border_of_one(name: str, hints: Hints) -> Place | None:
    match = BORDER.match(name)
    code = _country_code(match["name"]) if match else None
    if match is None or code is None:
        return None
    direction = _direction(match["direction"] or "")
    if direction:
        return _derived(f"border:{code}:part:{direction}", "that part of its land border")
    sides = [side for side in map(_country_code, hints) if side and side != code]
    because = "its land border, on the side of the country named with it" if sides else "all of its land border"
    return _derived(f"border:{sides[0]}:{code}:side:{sides[0]}" if sides else f"border:{code}", because)


def _near(name: str, hints: Hints) -> Place | None:
    match = NEAR.match(name)
    place = _known(match["rest"], hints) if match else None
    return _derived(f"near:{place.place_id}", f"near {place.name}") if place else None


def _within(name: str, hints: Hints) -> Place | None:
    """“a police station in southeastern Iran”: what is known of it is the part behind “in”."""
    match = WITHIN.match(name)
    rest = (match["rest"] or match["brackets"]) if match else None
    if not rest:
        return None
    return next(filter(None, (attempt(rest, hints) for attempt in (_known, *WAYS[:-1]))), None)


WAYS: tuple[Callable[[str, Hints], Place | None], ...] = (
    _offset, _border_of_two, _border_of_one, _near, _part, _within,
)  # fmt: skip


def _direction(text: str) -> str | None:
    plain = text.lower().replace("-", "").replace(" ", "").removesuffix("ern")
    return plain if plain in BEARINGS else None


def _country_code(name: str) -> str | None:
    usual = DEMONYMS.get(normal(name), name)
    entries = gazetteer.index().get(normal(usual), ())
    return next((entry.place_id.removeprefix("ne0:") for entry in entries if entry.kind == "country"), None)


def _derived(place_id: str, because: str) -> Place | None:
    place = derived(place_id)
    if place is None or place.shape is None or place.shape.is_empty:
        return None
    return _explained(place, (), because)


def _explained(place: Place, alternatives: tuple[str, ...], because: str) -> Place:
    return replace(place, alternatives=alternatives, because=because)


def _nearest(name: str) -> tuple[str, ...]:
    wanted = normal(name)
    alike = [known for known in gazetteer.index() if known[:1] == wanted[:1] and abs(len(known) - len(wanted)) < 6]
    matches = get_close_matches(wanted, alike, n=3, cutoff=0.7)
    return tuple(dict.fromkeys(gazetteer.index()[match][0].name for match in matches))
