"""The words around a name in running text that say which part of a place is meant, or of what kind it is."""

import re
from dataclasses import dataclass

from geo.places.disambiguation import Context
from geo.places.district_lookup import DISTRICT, DISTRICT_WORDS, OFFICES, PROVINCE, PROVINCE_WORDS, lookup_district
from geo.places.gazetteer import gazetteer
from geo.places.gazetteer.name_normalization import normalize_name
from geo.places.lookup import KINDS, lookup_exact
from geo.places.place import Place
from geo.places.relative import parse_beside, parse_coast, parse_countryside, parse_near
from geo.places.sides import COMPASS, PARTS, parse_side

LEAD_LENGTH, TAIL_LENGTH = 60, 40  # characters around a name that are read; the longest of these wordings have 45
ARTICLE_LENGTH = 5  # with what stands before it
SIDE = rf"(?:{COMPASS}(?:ern)?|central)"
# “northern parts of”, “the north of”, “the countryside of eastern”, “rural”, “south of”
LEAD = re.compile(
    rf"(?<![\w-])(?:(?:the )?(?:countryside (?:of|in) )?(?:the )?(?:rural )?{SIDE}(?: rural)?"
    rf"(?: {PARTS} (?:of|in)| of)?(?: the)?(?: countryside of)?(?: rural)?"
    r"|(?:the )?countryside of(?: the)?|rural|(?:off )?(?:the )?(?:coast|shores?) of(?: the)?"
    r"|(?:the )?(?:outskirts|suburbs|vicinity) of(?: the)?) $",
    re.IGNORECASE,
)
# “’s northern countryside”, “ province”, “ district”, “ governorate’s north”, “ countryside”, “ (north)”
# Without offices: “the Dallas department”, “the Boston division”.
KIND = rf"(?: (?:provinces|{'|'.join(word for word in (*DISTRICT_WORDS, *PROVINCE_WORDS) if word not in OFFICES)}))"
TAIL = re.compile(
    rf"^(?:{KIND}?['’]s (?:rural )?{SIDE}(?: (?:rural )?{PARTS})?(?![\w-])"
    rf"|{KIND}?(?: countryside)?(?![\w-])(?: \({SIDE}\))?)"
)
JOINTS_OF_ENDS = "-–"
ROUTE_START = re.compile(rf"[A-Z][\w'’]+(?: [A-Z]\w+)?[{JOINTS_OF_ENDS}]$")
ROUTE_END = re.compile(rf"(?:[{JOINTS_OF_ENDS}][A-Z][\w'’]+(?: [A-Z]\w+)?)? (?:high|motor|rail)?(?:way|road)\b")
ARTICLE = re.compile(r"(?<![\w-])(?:A[ldnrstz]|Ash|El|E[zsdr])[ -]$")  # “northern Ar Raqqah”


@dataclass(frozen=True)
class Wording:
    """A name with the words around it that say which part or kind of a place is meant, or the road that ends there."""

    phrase: str
    is_route: bool = False


def find_wording(text: str, start: int, end: int, *, is_town: bool) -> Wording | None:
    """The wording around the name text[start:end]; None where nothing is said beside the name."""
    article = ARTICLE.search(text[max(0, start - ARTICLE_LENGTH) : start])
    start -= len(article.group()) if article else 0
    lead = LEAD.search(text[max(0, start - LEAD_LENGTH) : start])
    tail = TAIL.match(text[end : end + TAIL_LENGTH])
    if is_town and _is_route(text, start, end):
        return Wording(f"near {text[start:end]}", is_route=True)
    before, behind = lead.group() if lead else "", tail.group() if tail else ""
    is_called_area = is_town and PROVINCE.match(text[start:end])  # “Kursk Oblast”
    if not before and not behind and not is_called_area:
        return None
    return Wording(f"{before}{text[start:end]}{behind}")


def place_as_worded(wording: Wording, place: Place, context: Context) -> Place:
    """The place that a name of this place means in a wording; the place itself where the other words add nothing.

    What they lead to must lie in the country of the place.
    """
    if wording.is_route:
        return parse_near(wording.phrase, context) or place
    attempts = (_lookup_whole, parse_beside, parse_side, parse_coast, parse_countryside, parse_near, _lookup_kind)
    answers = (attempt(wording.phrase, context) for attempt in attempts)
    return next((answer for answer in answers if answer and answer.country in (None, place.country)), place)


def _is_route(text: str, start: int, end: int) -> bool:
    """Whether a name is one end of a road that is called by both: “the Aleppo-Damascus highway”."""
    starts = ROUTE_START.search(text[max(0, start - LEAD_LENGTH) : start]) is not None
    return ROUTE_END.match(text[end : end + TAIL_LENGTH]) is not None and (starts or text[end] in JOINTS_OF_ENDS)


def _lookup_whole(phrase: str, context: Context) -> Place | None:
    """“Damascus countryside”: a name of its own."""
    return lookup_exact(phrase, context) if gazetteer.entries_by_name(normalize_name(phrase)) else None


def _lookup_kind(phrase: str, context: Context) -> Place | None:
    """“Kandahar province”, “Quetta district”: the area that the word behind the name says."""
    if DISTRICT.match(phrase) or PROVINCE.match(phrase):
        return lookup_district(phrase, context)
    return lookup_exact(phrase, context) if KINDS["province"].search(phrase) else None
