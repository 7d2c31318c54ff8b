"""What an actor's name is matched by in an expression: patterns over folded texts that mean what the vocabulary reads.

An expression has no data, so a pattern spells out every name of the actor and of its bodies in every spelling. The
patterns match a text exactly where `ActorVocabulary.names_actor` holds of it, as property tests check.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from geo.core.actor import Actor
from geo.core.actor_spelling import SEPARATOR, initials, normalize_actor, spelling_pattern
from geo.core.actor_vocabulary import PART_SEPARATOR, PREFIX, STATE, UNKNOWN, ActorVocabulary
from geo.core.state_form import FORCES, GOVERNMENT, YEARS, StateForm

EDGE = f"{SEPARATOR}*"
SEPARATOR_IN_PART = SEPARATOR.replace(PART_SEPARATOR, "")
TRAILING_YEARS = r"\d{4}(?: +\d{4})?"
# A pattern longer than this is split: RE2 gives a program 8 MB, and a character of a pattern takes up to 20 bytes.
MAX_PATTERN = 80_000


IN_PLACE = "~"  # what an excluded text gives way to: no mark between words, and in no name


@dataclass(frozen=True)
class ActorPatterns:
    """A folded text names the actor if a pattern matches it after all `excluded` steps: a pattern, its replacement."""

    patterns: tuple[str, ...]
    excluded: tuple[tuple[str, str], ...] = ()


def actor_patterns(vocabulary: ActorVocabulary, name: str) -> ActorPatterns:
    """The patterns of an actor, known or not, and of its bodies."""
    family = vocabulary.family(name)
    if not family:
        return ActorPatterns((_unknown_pattern(vocabulary, name),))
    items = [_name_pattern(vocabulary, actor) for actor in family if actor.kind == STATE]
    parts = [_name_pattern(vocabulary, actor) for actor in family if actor.kind != STATE]
    parts += _state_forms(vocabulary, family)
    patterns = [*_join([*items, *parts], ";"), *_join(map(_without_commas, parts), ";,")]
    return ActorPatterns(tuple(patterns), tuple(_excluded(vocabulary, family)))


def spelling_of_several_pattern(spelling: str) -> str:
    """The pattern of a text that has the spelling among its actors."""
    return _enclose(_unknown_form(normalize_actor(spelling)), ";")


def _without_commas(pattern: str) -> str:
    """The pattern of a part of an item: a comma ends it, so none stands between its words."""
    return pattern.replace(SEPARATOR, SEPARATOR_IN_PART)


def _join(alternatives: Iterable[str], edges: str) -> Iterable[str]:
    """Few patterns that match what any of the alternatives does between two edges."""
    group: list[str] = []
    for alternative in alternatives:
        if group and sum(map(len, group)) + len(alternative) > MAX_PATTERN:
            yield _enclose("|".join(group), edges)
            group = []
        group.append(alternative)
    if group:
        yield _enclose("|".join(group), edges)


def _enclose(pattern: str, edges: str) -> str:
    return f"(?:^|[{edges}]){EDGE}(?:{pattern}){EDGE}(?:[{edges}]|$)"


def _name_pattern(vocabulary: ActorVocabulary, actor: Actor) -> str:
    """An actor's own names, with an acronym before a colon, or with years, a second name or its country behind."""
    own = [form for form in map(normalize_actor, actor.names) if vocabulary.has_form(form, actor.name)]
    names = "|".join(map(spelling_pattern, dict.fromkeys(own))) or "[^\\s\\S]"
    return f"(?:{PREFIX})?{EDGE}(?:{names}){_behind_pattern(vocabulary, actor.name)}"


def _state_forms(vocabulary: ActorVocabulary, family: tuple[Actor, ...]) -> list[str]:
    """The forces of states among the family, and its other actors as bodies of a state's force."""
    bodies = vocabulary.bodies_by_form()
    members = {actor.name for actor in family}
    patterns = [_force_pattern(vocabulary, actor.name, FORCES) for actor in family if actor.kind == STATE]
    for actor in family:
        state = vocabulary.state_of(actor)
        if actor.kind == STATE:
            continue
        patterns += [
            _force_pattern(vocabulary, form.state, [form.force])
            for form in map(vocabulary.read_state_form, vocabulary.cleaned_names(actor))
            if form is not None and not form.body and form.force != GOVERNMENT
        ]
        if state:
            forms = [form for form in map(normalize_actor, actor.names) if vocabulary.has_form(form, actor.name)]
            patterns.append(_known_body_pattern(vocabulary, StateForm("", state, ""), actor.name, forms))
    patterns += [
        _known_body_pattern(vocabulary, form, name, [form.body]) for form, name in bodies.items() if name in members
    ]
    return patterns


def _force_pattern(vocabulary: ActorVocabulary, state: str, forces: Iterable[str]) -> str:
    return f"{_force_head(vocabulary, state, forces)}(?:(?: ?{YEARS}| ?:)[^;,]*)?"


def _body_pattern(vocabulary: ActorVocabulary, state: str, force: str, forms: list[str]) -> str:
    head = _force_head(vocabulary, state, [force] if force else FORCES)
    return f"{head}(?: ?{YEARS}| ?:){EDGE}(?:{'|'.join(map(spelling_pattern, forms))})"


def _known_body_pattern(vocabulary: ActorVocabulary, form: StateForm, name: str, bodies: list[str]) -> str:
    return _body_pattern(vocabulary, form.state, form.force, bodies) + _behind_pattern(vocabulary, name)


def _behind_pattern(vocabulary: ActorVocabulary, name: str) -> str:
    """The years, the second name or the country that may stand behind a name of a known actor."""
    behind = [TRAILING_YEARS, *map(spelling_pattern, sorted(vocabulary.brackets[name]))]
    return f"(?:{SEPARATOR}+(?:{'|'.join(behind)}))?"


def _force_head(vocabulary: ActorVocabulary, state: str, forces: Iterable[str]) -> str:
    names_of_forces = set(forces)
    words = [words for words, force in FORCES.items() if words in names_of_forces or force in names_of_forces]
    names = [form for form in map(normalize_actor, vocabulary.actors[state].names) if vocabulary.has_form(form, state)]
    return f"(?:{'|'.join(words)}) of (?:the )?(?:{'|'.join(map(spelling_pattern, dict.fromkeys(names)))})"


def _unknown_pattern(vocabulary: ActorVocabulary, name: str) -> str:
    """A name that nobody knows; or a force or body that is known by its form alone."""
    identity = vocabulary.identity(name).removeprefix(UNKNOWN)
    form = vocabulary.read_unknown_form(name)
    if form is None:
        return _enclose(_unknown_form(identity), ";")
    if form.body:
        return _enclose(_body_pattern(vocabulary, form.state, form.force, [form.body]), f";{PART_SEPARATOR}")
    return _enclose(_force_pattern(vocabulary, form.state, [form.force]), f";{PART_SEPARATOR}")


def _unknown_form(form: str) -> str:
    acronyms = "|".join(map(spelling_pattern, sorted(initials(form))))
    behind = f"(?:{SEPARATOR}+(?:{TRAILING_YEARS}{'|' + acronyms if acronyms else ''}))?"
    return f"(?:{PREFIX})?{EDGE}{spelling_pattern(form)}{behind}"


def _names_before_states(vocabulary: ActorVocabulary, family: tuple[Actor, ...]) -> Iterable[str]:
    """Patterns of other actors' names of one word with a state of the family behind a colon: “Hezbollah: Lebanon”."""
    members = {actor.name for actor in family}
    states = {normalize_actor(name) for actor in family if actor.kind == STATE for name in actor.names}
    for actor in vocabulary.actors.values():
        countries = vocabulary.brackets[actor.name] & states if actor.name not in members else ()
        words = [form for form in map(normalize_actor, actor.names) if vocabulary.has_form(form, actor.name)]
        heads = [spelling_pattern(form) for form in dict.fromkeys(words) if " " not in form]
        if countries and heads:
            behind = "|".join(map(spelling_pattern, sorted(countries)))
            yield f"(?:{'|'.join(heads)}) ?:{EDGE}(?:{behind}){_behind_pattern(vocabulary, actor.name)}"


def _excluded(vocabulary: ActorVocabulary, family: tuple[Actor, ...]) -> Iterable[tuple[str, str]]:
    """What reads like an actor of the family, but is another: a body that is not the state's, a name with a comma, a
    name with its country behind a colon, which is no acronym before the state's name.

    A body ends where its part or item does, and the mark there stays: one with more words behind it is unknown. A name
    with a comma is a whole item: with more behind it, its parts are read one by one.
    """
    members = {actor.name for actor in family}
    states = members | {vocabulary.state_of(actor) for actor in family}  # a force is written with its state
    bodies = [
        _known_body_pattern(vocabulary, form, name, [form.body])
        for form, name in vocabulary.bodies_by_form().items()
        if name not in members and form.state in states and not vocabulary.is_body_of_state(form, name)
    ]
    names = [
        spelling_pattern(normalize_actor(alias)) + _behind_pattern(vocabulary, actor.name)
        for actor in vocabulary.actors_with_commas
        if actor.name not in members
        for alias in actor.names
        if PART_SEPARATOR in alias
    ]
    names += _names_before_states(vocabulary, family)
    if bodies:
        yield f"(?:{'|'.join(bodies)})[ :()]*{PART_SEPARATOR}", IN_PLACE + PART_SEPARATOR
        yield f"(?:{'|'.join(bodies)})[ :()]*(?:;|$)", f"{IN_PLACE};"
    if names:
        item = f"{EDGE}(?:{PREFIX})?{EDGE}(?:{'|'.join(names)}){EDGE}(?:;|$)"
        yield f"^{item}", f"{IN_PLACE};"
        # Twice: an item whose mark in front was the end of the one before it is passed over at first.
        yield f";{item}", f";{IN_PLACE};"
        yield f";{item}", f";{IN_PLACE};"
