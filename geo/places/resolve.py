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
    r"^(?P<distance>[0-9]{1,4}(?:\.[0-9]{1,3})?) ?(?:(?:km|kilomet(?:er|re)s?)|(?P<miles>mi|miles?)) "
    r"(?P<direction>(?:north|south)?[ -]?(?:east|west)?) of (?P<rest>.+)$",
    re.IGNORECASE,
)
BORDER_OF_TWO = re.compile(
    r"^(?:near |along |on )?(?:the )?(?:border (?:between|of) (?P<one>.+?) and (?P<two>.+)"
    r"|(?P<first>[^-–—/]+?) ?[-–—/] ?(?P<second>[^-–—/]+?) border)$",
    re.IGNORECASE,
)
BORDER = re.compile(
    r"^(?:near |along |on )?(?:the |its )?(?P<name>.+?)(?:['’]s)?(?: (?P<direction>\S+?)(?:ern))? border$",
    re.IGNORECASE,
)
BORDER_OF_HINTED = re.compile(
    r"^(?:near |along |on )?(?:the |its )(?:(?P<direction>\S+?)(?:ern) )?border$", re.IGNORECASE
)
# “Pakistan's restive southwestern Balochistan”: an owner, and up to three words that describe.
OWNED = re.compile(r"^(?:the )?(?P<owner>[^'’]{2,40})['’]s?\s(?P<rest>.+)$", re.IGNORECASE)
NEAR = re.compile(r"^(?:near|around|close to|outside|in the area of) (?:the )?(?P<rest>.+)$", re.IGNORECASE)
WITHIN = re.compile(r"^(?:.+? in )(?P<rest>.+)$|^[^(]+\((?P<brackets>[^)]+)\)$", re.IGNORECASE)
KM_PER_MILE = 1.609344
# A word that says which of the places of one name is meant: “Kerman province” is not the town.
KINDS = {
    "town": re.compile(r"\b(?:city|town)\b", re.IGNORECASE),
    "province": re.compile(
        r"\b(?:provinces?|governorates?|ostan|wilayat|velayat|muhafazat)\b|ostan-e\b", re.IGNORECASE
    ),
}
# “Middle East”, “Northern District”: no part of a province called East or Northern.
DIRECTION_NAME = re.compile(r"(?:north|south|east|west|central|northern|southern|eastern|western| )+")
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
    place = understood(name, country=country, admin1=admin1, beside=beside, text=text)
    if place is None:
        wanted = " ".join(name.split())
        raise PlaceNotFound(wanted[:60], nearest=_nearest(wanted) if len(wanted) <= LONGEST else ())
    return place


def understood(
    name: str,
    *,
    country: str | None = None,
    admin1: str | None = None,
    beside: Iterable[str] = (),
    text: str | None = None,
) -> Place | None:
    """As `resolve`, but None where the name means no place; without the search for near spellings."""
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > LONGEST:
        return None
    hints = _hints(country, admin1, beside, text)
    return next(filter(None, (attempt(wanted, hints) for attempt in (_known, _with_context, *WAYS))), None)


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
    entries = _of_kind(gazetteer.index().get(normal(name), ()), name)
    if not entries:
        return None
    chosen, because = _fitting(entries, hints)
    place = gazetteer.place_of(chosen.place_id)
    others = tuple(entry.place_id for entry in entries if entry is not chosen)
    return None if place is None else _explained(place, others, because)


def _of_kind(entries: tuple[Entry, ...], name: str) -> tuple[Entry, ...]:
    """The entries, those of the kind that the name states before the others."""
    stated = {kind for kind, word in KINDS.items() if word.search(name)}
    return tuple(sorted(entries, key=lambda entry: entry.kind not in stated)) if stated else entries


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
    if match is None or parent is None or parent.shape is None or DIRECTION_NAME.fullmatch(normal(match["rest"])):
        return None
    direction = CENTRE if match["centre"] else _direction(match["direction"])
    part = "middle" if direction == CENTRE else f"{direction}ern"
    because = f"the {part} 40 % of the area of {parent.name}"
    return _derived(f"part:{direction}:{parent.place_id}", because) if direction else None


def _offset(name: str, hints: Hints) -> Place | None:
    match = OFFSET.match(name)
    origin = _known(match["rest"], hints) if match else None
    direction = _direction(match["direction"]) if match else None
    if match is None or origin is None or direction is None:
        return None
    km = float(match["distance"]) * (KM_PER_MILE if match["miles"] else 1)
    because = f"{km:.4g} km {direction} of {origin.name}"
    return _derived(f"offset:{km:.4g}:{BEARINGS[direction]}:{origin.place_id}", because)


def _border_of_two(name: str, hints: Hints) -> Place | None:
    match = BORDER_OF_TWO.match(name)
    if match is None:
        return None
    names = (match["one"] or match["first"], match["two"] or match["second"])
    one, two = sorted(_country_code(each) or "" for each in names)
    side = next((code for code in map(_country_code, hints) if code in (one, two)), None)
    if side:
        return _derived(f"border:{one}:{two}:side:{side}", "the side of the country named with it")
    return _derived(f"border:{one}:{two}", "the border that both share")


def _border_of_one(name: str, hints: Hints) -> Place | None:
    match = BORDER.match(name)
    code = _country_code(match["name"]) if match else None
    if match is None or code is None:
        return None
    direction = _direction(match["direction"] or "")
    if direction:
        return _derived(f"border:{code}:part:{direction}", "that part of its land border")
    for side in filter(None, map(_country_code, hints)):
        one, two = sorted((side, code))
        because = "its land border, on the side of the country named with it"
        place = _derived(f"border:{one}:{two}:side:{side}", because) if side != code else None
        if place:
            return place
    return _derived(f"border:{code}", "all of its land border")


def _border_of_hinted(name: str, hints: Hints) -> Place | None:
    """“its southeastern border”: that of the country said with it."""
    match = BORDER_OF_HINTED.match(name)
    code = next(filter(None, map(_country_code, hints)), None) if match else None
    if match is None or code is None:
        return None
    direction = _direction(match["direction"] or "")
    part = f":part:{direction}" if direction else ""
    return _derived(f"border:{code}{part}", "the land border of the country named with it")


def _owned(name: str, hints: Hints) -> Place | None:
    """“Pakistan's Balochistan province”: a place of the country that owns it.

    In “Pakistan's southwestern Balochistan province” the direction tells where the province lies.
    """
    match = OWNED.match(name)
    owner = _known(match["owner"], ()) if match else None
    if match is None or owner is None or owner.kind != "country":
        return None
    rest, told = match["rest"], (normal(owner.name), *hints)
    whole = (_known,) if KINDS["province"].search(rest) else (_known, _part)
    found = (attempt(phrase, told) for phrase in _undescribed(rest) for attempt in whole)
    return next((place for place in found if place is not None and place.country == owner.name), None)


def _undescribed(phrase: str) -> Iterable[str]:
    """The phrase, then without its first, first two and first three words where those are in lower case."""
    words = phrase.split()
    for skipped in range(min(4, len(words))):
        if all(word[0].islower() for word in words[:skipped]):
            yield " ".join(words[skipped:])


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
    _offset, _border_of_two, _border_of_hinted, _border_of_one, _near, _owned, _part, _within,
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
