"""Wordings that say that nobody knows where exactly: “several villages in Idlib”, “Kunduz, exact location unknown”."""

import re
from dataclasses import replace

from geo.places.derived_shapes import derive_with_reason
from geo.places.disambiguation import Context, context_from_hints, country_by_name
from geo.places.district_lookup import lookup_district
from geo.places.gazetteer.gazetteer import entries_by_name
from geo.places.gazetteer.name_normalization import normalize_name
from geo.places.lookup import lookup_exact
from geo.places.place import GUESSES, Place
from geo.places.relative import parse_near
from geo.places.sides import find_area

COUNTS = (
    r"(?:a|an|one|two|three|four|five|some|several|various|multiple|many|numerous|different|other|few|certain"
    r"|unspecified|unknown|unidentified|undisclosed|unnamed|remote|rural|nearby|small|number of|couple of|series of)"
)
SPOTS = (
    r"(?:villages?|hamlets?|towns?|settlements?|communit(?:y|ies)|locations?|places?|sites?|spots?|points?|areas?"
    r"|positions?|localit(?:y|ies)|parts?|districts?|camps?|farms?|fields?|houses?|homes?|roads?|targets?|checkpoints?)"
)
LAND = (
    r"(?:deserts?|mountains?|hills?|forests?|woods|jungle|bush|steppes?|plains?|marsh(?:es)?|swamps?|farmlands?"
    r"|orchards?|fields|valleys?|highlands|wilderness|badia)"
)
LINK = r"(?:in|near|around|outside|across|throughout|within|inside)"
BEFORE = re.compile(
    rf"^(?:in |at |on )?(?:(?:the )?(?:{COUNTS} )+{SPOTS} (?:of|{LINK})|(?:the |a |an )?(?:{COUNTS} )*{LAND} {LINK}"
    rf"|(?:the )?(?:mountains|hills|deserts?|parts) of|(?:the )?(?:villages|hamlets|towns|locations|places|sites|areas"
    rf"|parts) {LINK}"
    rf"|(?:somewhere|elsewhere|unknown|unspecified|undisclosed) {LINK}) (?:the )?(?P<rest>.+)$",
    re.IGNORECASE,
)
ALL_OVER = re.compile(r"^(?:somewhere|throughout|across|all over|all across) (?:the )?(?P<rest>.+)$", re.IGNORECASE)
SPOT = r"(?:location|place|site|spot|village|town|area|position|locality|coordinates|point|whereabouts)s?"
UNKNOWN = (
    r"(?:(?:is |was |are )?(?:not (?:known|specified|stated|given|reported|clear|identified|disclosed|confirmed)"
    r"|un(?:known|specified|identified|clear|disclosed|named|stated|confirmed|certain)|approximate|general))"
)
NOTE = (
    rf"(?:(?:the )?(?:exact |precise |specific )?{SPOT} {UNKNOWN}|{UNKNOWN}(?: (?:exact |precise )?{SPOT})?"
    rf"|(?:exact|precise) {SPOT} {UNKNOWN}|no (?:exact|precise|specific) {SPOT}|somewhere|approximately|approx\.?)"
)
BEHIND = re.compile(rf"^(?P<rest>.+?)(?:\s*[,;:–—-]\s*{NOTE}|\s*[(\[]\s*{NOTE}\s*[)\]])\s*$", re.IGNORECASE)
GREATER = re.compile(r"^(?:the )?greater (?P<rest>.+?)(?: area| region)?$", re.IGNORECASE)
BESIDE = re.compile(r"\b(?:near|around|outside) (?:the )?$", re.IGNORECASE)
WORDINGS = (BEFORE, BEHIND, ALL_OVER, GREATER)
WEAK = (*GUESSES, "elsewhere")  # evidence that a wording does not make better
REASON = "the words say that it is somewhere in or near {}"


def parse_inexact(name: str, context: Context) -> Place | None:
    """The area that such a wording names, or the surroundings of its town; None for other names.

    What bears the whole wording as its name is left to it: “Greater Accra”.
    """
    match = next(filter(None, (wording.match(name) for wording in WORDINGS)), None)
    if match is None or _is_name(name):
        return None
    rest = match["rest"]
    if match.re is GREATER and not _is_town(rest):
        return None
    if match.re is GREATER or BESIDE.search(name[: match.start("rest")]):
        return parse_near(f"near {rest}", context)
    place = lookup_district(rest, context) or _find_inside(rest, context) or find_area(rest, context)
    return _surround(place) if place else None


def _find_inside(name: str, context: Context) -> Place | None:
    """“London, Ontario”: what stands behind the comma says where a town is."""
    town, comma, area = (part.strip() for part in name.partition(","))
    if not comma or context.stated_country or context.is_province_stated:
        return None
    country = country_by_name(area)
    inside = context_from_hints(country or None, None if country else area, ())
    return lookup_exact(town, inside) if inside.stated_country or inside.is_province_stated else None


def _is_town(name: str) -> bool:
    """Whether a name is rather a town's, which may have suburbs, than a region's: “Greater Antilles”."""
    bearers = entries_by_name(normalize_name(name))
    return bool(bearers) and bearers[0].kind in ("town", "province")


def _is_name(name: str) -> bool:
    """Whether something is called so as a whole."""
    return bool(entries_by_name(normalize_name(name)))


def _surround(place: Place) -> Place | None:
    """An area as it is, a point as its surroundings, with the evidence of a wording."""
    because = REASON.format(place.name)
    if place.precision == "exact":
        near = derive_with_reason(f"near:{place.place_id}", because)
        return near and replace(near, alternatives=place.alternatives)
    evidence = place.evidence if place.evidence in WEAK else "rewording"
    return replace(place, because=because, evidence=evidence, is_supported=False)
