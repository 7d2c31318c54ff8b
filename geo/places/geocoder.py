"""Resolve a name to a place: known names first, then the ways of saying roughly where, then misspellings."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from geo.errors import PlaceNotFound
from geo.places import chances, contradictions, derived_shapes, disambiguation
from geo.places.containers import CONTAINER_PARSERS, lookup_with_container, with_container
from geo.places.direction_words import languages, translate_side
from geo.places.disambiguation import Context
from geo.places.district_lookup import lookup_district
from geo.places.gazetteer import fuzzy, gazetteer
from geo.places.gazetteer.name_normalization import MAX_NAME_LENGTH, normalize_name, strip_generic
from geo.places.gazetteer.unmistakable_names import unmistakable_forms
from geo.places.geoparsing.geoparser import parse_document
from geo.places.geoparsing.publishers import publisher_country, publisher_homes
from geo.places.geoparsing.recognisers import registered_recognisers
from geo.places.geoparsing.surroundings import is_about, place_around
from geo.places.inexact_wordings import parse_inexact
from geo.places.inflected_names import lookup_inflected
from geo.places.lookup import lookup_country, lookup_exact, lookup_fuzzy, lookup_misspelling
from geo.places.namesake_weights import namesake_weights
from geo.places.own_places import NO_OWN_PLACES, OwnPlaces, agreement
from geo.places.place import GUESSES, Place
from geo.places.relative import RELATIVE_PARSERS, lookup_demonym, lookup_site, spell_out_directions
from geo.places.words.context_words import context_words
from geo.places.words.facility_words import facility_words
from geo.places.words.name_words import name_words
from geo.places.words.stopwords import stopwords

MAX_TEXT_LENGTH = 200_000  # characters; it bounds the time that one text can take
MAX_NAME_SHOWN = 60
MAX_PROVINCES = 3  # that a name may mean which is none's usual one; chosen by judgement
SCHEMES = frozenset([*gazetteer.SCHEMES, *derived_shapes.SCHEMES])


@dataclass(frozen=True)
class Hints:
    """What was said with a name.

    `country` and `admin1` are the ones stated for this very name, `beside` other names of places said with it, `text`
    the passage that it stands in, `publisher` the web domain that it was read on; `is_exact`: the name is no
    misspelling; `own_places`: what the data of whoever asks know of places.
    """

    country: str | None = None
    admin1: str | None = None
    beside: tuple[str, ...] = ()
    text: str | None = None
    publisher: str | None = None
    is_exact: bool = False
    own_places: OwnPlaces = NO_OWN_PLACES

    @property
    def has_context(self) -> bool:
        """Whether anything was said with the name; what data know of it is apart."""
        return bool(self.country or self.admin1 or self.beside or self.text or self.publisher or self.is_exact)


NO_HINTS = Hints()


def resolve(
    name: str,
    *,
    country: str | None = None,
    admin1: str | None = None,
    beside: Iterable[str] = (),
    text: str | None = None,
    publisher: str | None = None,
    own_places: OwnPlaces = NO_OWN_PLACES,
) -> Place:
    """Resolve a name to the place that it means in the light of what was said with it, see Hints.

    Raises PlaceNotFound, which names the nearest spellings.
    """
    place = resolve_or_none(name, Hints(country, admin1, tuple(beside), text, publisher, own_places=own_places))
    if place is None:
        raise PlaceNotFound(_squeeze(name)[:MAX_NAME_SHOWN], nearest=nearest_spellings(name))
    return place


def resolve_or_none(name: str, hints: Hints = NO_HINTS) -> Place | None:
    """Resolve a name as `resolve` does; None if it means no place that is known, as far as can be said."""
    name = _squeeze(name)
    if not 0 < len(name) <= MAX_NAME_LENGTH:
        return None
    place = _resolve_in_text(name, hints) if hints.text else _resolve_with(name, hints, _context(hints))
    return _weigh_own_places(name, place, hints) if hints.own_places else place


def _weigh_own_places(name: str, place: Place | None, hints: Hints) -> Place | None:
    """The place by the gazetteer and by what the data of whoever asks know."""
    context = _context(hints)
    if hints.text:
        document = parse_document(hints.text[:MAX_TEXT_LENGTH], hints.publisher)
        context = context.with_document(document.context())
    weighed = agreement.weigh_own_places(name, place, context, hints.own_places)
    return weighed if weighed is None or weighed is place else _with_chance(weighed, hints, context)


def _context(hints: Hints, *, has_beside: bool = True) -> Context:
    context = disambiguation.context_from_hints(hints.country, hints.admin1, hints.beside if has_beside else ())
    return replace(context, is_exact=True) if hints.is_exact else context


def _resolve_in_text(name: str, hints: Hints) -> Place | None:
    """The place that a name means in a text; what was said beside it counts where the text leads to none.

    A text says more of a name than a list of others does, so that giving the list as well takes nothing away.
    """
    document = parse_document((hints.text or "")[:MAX_TEXT_LENGTH], hints.publisher)
    stated = _context(hints, has_beside=False)
    if stated.stated_country or stated.is_province_stated or stated.points:
        by_text = _resolve_with(name, hints, stated.with_document(document.context()))
        return by_text or _resolve_with(name, hints, _context(hints).with_document(document.context()))
    mentioned = document.place_by_name(normalize_name(name))
    if mentioned is not None and is_about(document, name, mentioned):
        return mentioned
    by_text = mentioned or _resolve_with(name, hints, stated.with_document(document.context()))
    if by_text is not None and is_about(document, name, by_text):
        return by_text
    return place_around(document, name) or by_text or _resolve_with(name, hints, _context(hints))


def _resolve_with(name: str, hints: Hints, context: Context) -> Place | None:
    """The place of a name in a context, with the chance that it is right."""
    wordings = () if name.isalpha() else (parse_inexact, lookup_district)  # a wording has several words
    attempts = (*wordings, lookup_exact)
    place = lookup_country(name) or next(filter(None, (attempt(name, context) for attempt in attempts)), None)
    place = place or lookup_inflected(name, context)
    place = place or _parse_name(spell_out_directions(translate_side(name)), context)
    if place is None:
        return None
    place = contradictions.doubt_contradicted(place, context)
    return _with_chance(place, hints, with_container(name, context, place))


def _with_chance(place: Place, hints: Hints, context: Context) -> Place | None:
    """The place with the chance that it is right; None for a guess at its spelling that nothing else speaks for."""
    kind = chances.kind_of_hints(place, context, has_text=hints.has_context)
    if kind == "alone" and place.evidence in GUESSES:
        return None
    return chances.with_chance(kind, place)


def _parse_name(name: str, context: Context) -> Place | None:
    """The place of a name that is not known as it stands."""
    containers = (lookup_with_container, *RELATIVE_PARSERS, *CONTAINER_PARSERS)
    attempts = (lookup_exact, *containers, lookup_demonym, lookup_site, lookup_misspelling)
    return next(filter(None, (attempt(name, context) for attempt in attempts)), None)


def known_spellings(place: Place) -> frozenset[str]:
    """The normalized names of a place by which nothing likelier in its country is called; empty for a derived place."""
    return unmistakable_forms(place.place_id, place.country or "")


def provinces_of_name(name: str) -> tuple[Place, ...]:
    """The provinces that bear a name in any spelling, the likeliest first."""
    entries = [entry for entry in gazetteer.candidates(_squeeze(name)[:MAX_NAME_LENGTH]) if entry.kind == "province"]
    usual = [entry for entry in entries if entry.is_preferred_name]
    places = (gazetteer.place_of_entry(entry) for entry in usual or entries[:MAX_PROVINCES])
    return tuple(place for place in places if place is not None)


def nearest_spellings(name: str) -> tuple[str, ...]:
    """The usual names of the up to three places that are spelt or sound most like a name that means none."""
    name = _squeeze(name)
    if not 0 < len(name) <= MAX_NAME_LENGTH:
        return ()
    likeliest = similar_place(name)
    names = ([likeliest.name] if likeliest else []) + fuzzy.nearest_names(strip_generic(name))
    return tuple(dict.fromkeys(names))[: fuzzy.N_NEAREST]


def similar_place(name: str) -> Place | None:
    """The place that a name may be a misspelling of, to be offered: without anything that speaks for it, doubtful."""
    name = _squeeze(name)
    likeliest = lookup_fuzzy(name, Context()) if 0 < len(name) <= MAX_NAME_LENGTH else None
    return likeliest and chances.with_chance("alone", likeliest)


def is_place_id(text: str) -> bool:
    """Whether a text has the form of a place's identifier."""
    return text.partition(":")[0] in SCHEMES and ":" in text


def place_from_id(place_id: str) -> Place:
    """The place that an identifier means; raises PlaceNotFound."""
    place = gazetteer.place_by_id(place_id) or derived_shapes.derive_place(place_id)
    if place is None:
        raise PlaceNotFound(place_id[:MAX_NAME_SHOWN])
    return place


def check_gazetteer() -> None:
    """Read the gazetteer, the user's own files and the word lists; raises PlacesInvalid for a damaged file."""
    gazetteer.tables()
    for load in (context_words, facility_words, name_words, stopwords, namesake_weights, chances.counts, languages):
        load()
    publisher_country("")
    publisher_homes()
    registered_recognisers()


def preload() -> None:
    """Load what the first name would wait for: the gazetteer, and the names that misspellings are compared with."""
    resolve("Zahedan")
    fuzzy.suggest("zahedaan")


def _squeeze(name: str) -> str:
    """The name without line breaks and repeated spaces."""
    return " ".join(name.split())
