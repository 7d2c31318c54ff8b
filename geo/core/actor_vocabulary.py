"""Actors by all their spellings: which of them a text names, on its own or as a body of a state's forces."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from geo.core.actor import Actor, ActorRule, merge_actors
from geo.core.actor_spelling import SEPARATOR, fold_spelling, initials, normalize_actor, normalize_folded
from geo.core.casefold import casefold
from geo.core.schema import LIST_SEPARATOR
from geo.core.state_form import FORCES, GOVERNMENT, STATE_FORM, StateForm

STATE = "State"
ITEM_SEPARATOR, PART_SEPARATOR = LIST_SEPARATOR.strip(), ","
MAX_WORDS = 40  # of a name that is read as two; the longest name in the vocabulary has about a dozen
MAX_CACHED = 200_000  # texts; a large table has some ten thousand different ones
UNKNOWN = "~"  # begins the identity of an actor that the vocabulary does not know
PREFIX = r"[^ ,:();]{1,15} ?: ?"  # an acronym before a colon; the longest in use has about ten letters
_PREFIX = re.compile(rf"{SEPARATOR}*{PREFIX}(?P<name>.+)")
_TRAILING_YEARS = re.compile(r"(?: \d{4}){1,2}$")


@dataclass(frozen=True)
class Mention:
    """An actor that a text names: what identifies it, and its name for readers."""

    identity: str
    name: str

    @property
    def is_known(self) -> bool:
        """Whether the vocabulary has it."""
        return not self.identity.startswith(UNKNOWN)


class ActorVocabulary:
    """Actors by all their spellings. A name of a later actor adds its aliases to an earlier actor of that name.

    A spelling of two actors, and one that rules decide for several, belongs to none on its own.
    """

    def __init__(self, actors: Iterable[Actor], rules: Iterable[ActorRule] = ()) -> None:
        self.actors = merge_actors(actors)
        self.rules = tuple(rule for rule in rules if rule.actor in self.actors)
        self._mentions: dict[str, tuple[Mention, ...]] = {}
        self._items: dict[str, tuple[Mention, ...]] = {}

    def canonical(self, name: str) -> str:
        """The usual name of the one actor that a text names, or the text itself."""
        mentions = self._find(fold_spelling(name), name)
        return mentions[0].name if mentions else name.strip()

    def identity(self, name: str) -> str:
        """What `mentions` identifies the actor of this name by."""
        text = fold_spelling(name)
        mentions = self._find(text, name)
        return mentions[0].identity if mentions else UNKNOWN + (_core_form(text) or casefold(name.strip()))

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """The actors that a text names and those that they are bodies of, the nearest first."""
        if text not in self._mentions:
            if len(self._mentions) >= MAX_CACHED:
                self._mentions.clear()
            self._mentions[text] = tuple(dict.fromkeys(self._read(text)))
        return self._mentions[text]

    def identities(self, text: str) -> tuple[str, ...]:
        """What identifies the actors of a text and those that they are bodies of."""
        return tuple(mention.identity for mention in self.mentions(text))

    def names_actor(self, text: str, identity: str) -> bool:
        """Whether a text names an actor or one of its bodies."""
        return any(mention.identity == identity for mention in self.mentions(text))

    def lineage(self, name: str) -> tuple[str, ...]:
        """A known actor's name and those of the actors that it is a body of; whoever would be its own parent ends it.

        An armed group is no body of a state, even where it is a faction of one of the state's forces.
        """
        is_state_body = name in self.actors and self.actors[name].kind.startswith(STATE)
        names: list[str] = []
        while name in self.actors and name not in names and (is_state_body or self.actors[name].kind != STATE):
            names.append(name)
            name = self.actors[name].parent
        return tuple(names)

    def family(self, name: str) -> tuple[Actor, ...]:
        """A known actor and its bodies, itself first; empty for an unknown one."""
        usual_name = self.canonical(name)
        bodies = (actor for actor in self.actors.values() if usual_name in self.lineage(actor.name))
        return tuple(sorted(bodies, key=lambda actor: actor.name != usual_name))

    def candidates(self, name: str) -> tuple[str, ...]:
        """The actors that a spelling of several can mean; empty for any other."""
        forms = (normalize_actor(name), _core_form(fold_spelling(name)))
        return tuple(dict.fromkeys(actor for form in forms for actor in self._shared_forms.get(form, ())))

    def rules_for(self, name: str) -> tuple[ActorRule, ...]:
        """The rules by which rows of a spelling of several belong to a known actor or to one of its bodies."""
        return tuple(rule for rule in self.rules if name in self.lineage(rule.actor))

    def exceptions_of(self, name: str) -> tuple[ActorRule, ...]:
        """The rules by which rows with the name of a known actor or its body belong to another in some countries."""
        return tuple(
            rule
            for form, rules in self.exceptions.items()
            for rule in rules
            if name in self.lineage(self._names[form]) and name not in self.lineage(rule.actor)
        )

    @cached_property
    def exceptions(self) -> dict[str, tuple[ActorRule, ...]]:
        """By normalized spelling of one actor, the rules by which it means another."""
        spelt = [(normalize_actor(rule.spelling), rule) for rule in self.rules]
        forms = dict.fromkeys(form for form, _ in spelt if form in self._names)
        return {form: tuple(rule for spelling, rule in spelt if spelling == form) for form in forms}

    def spelling_forms(self, text: str) -> tuple[str, ...]:
        """The normalized spelling of each actor in a text, without years or initials behind."""
        return tuple(_core_form(fold_spelling(item)) for item in text.split(ITEM_SEPARATOR))

    def state_of(self, actor: Actor) -> str:
        """The state that an actor is a body of, or itself; empty if there is none."""
        highest = self.lineage(actor.name)[-1]
        return highest if self.actors[highest].kind == STATE else ""

    def read_state_form(self, text: str) -> StateForm | None:
        """A force of a known state with its body, from a folded text; None for any other text."""
        match = STATE_FORM.fullmatch(text)
        state = self._names.get(normalize_folded(match["state"]), "") if match else ""
        if match is None or state not in self.actors or self.actors[state].kind != STATE:
            return None
        return StateForm(FORCES[match["force"]], state, normalize_folded(match["body"] or ""))

    def read_unknown_form(self, name: str) -> StateForm | None:
        """The force or body that a text names, if the vocabulary knows no more of it than its form."""
        form = self.read_state_form(fold_spelling(name))
        return form if form is not None and self.identity(name).startswith(UNKNOWN) else None

    def has_form(self, form: str, name: str) -> bool:
        """Whether a normalized spelling means this known actor and no other."""
        return self._names.get(form) == name

    def cleaned_names(self, actor: Actor) -> tuple[str, ...]:
        """An actor's names as `read_state_form` takes them."""
        return tuple(map(fold_spelling, actor.names))

    @cached_property
    def actors_with_commas(self) -> tuple[Actor, ...]:
        """The actors that have a comma in a name, which else parts two actors."""
        return tuple(actor for actor in self.actors.values() if any(PART_SEPARATOR in name for name in actor.names))

    def bodies_by_form(self) -> dict[StateForm, str]:
        """The actors that some provider writes as a body of a state's force, by that form."""
        return self._bodies

    @cached_property
    def _forms(self) -> dict[str, list[str]]:
        """By normalized spelling, all actors that have it."""
        forms: dict[str, list[str]] = {}
        for actor in self.actors.values():
            for form in dict.fromkeys(map(normalize_actor, actor.names)):
                forms.setdefault(form, []).append(actor.name)
        return forms

    @cached_property
    def _shared_forms(self) -> dict[str, list[str]]:
        shared = {form: names for form, names in self._forms.items() if len(names) > 1}
        for rule in self.rules:
            form = normalize_actor(rule.spelling)
            if form not in self._names:
                shared.setdefault(form, []).append(rule.actor)
        return shared

    @cached_property
    def _names(self) -> dict[str, str]:
        """By normalized spelling, the one actor that has it."""
        return {form: names[0] for form, names in self._forms.items() if len(names) == 1 and form}

    def is_body_of_state(self, form: StateForm, name: str) -> bool:
        """Whether an actor that is written as a body of a state's force is one, or belongs to one."""
        return form.state in self.lineage(name) or form.state in self.lineage(self.actors[name].parent)

    @cached_property
    def _bodies(self) -> dict[StateForm, str]:
        aliases = ((actor.name, fold_spelling(name)) for actor in self.actors.values() for name in actor.aliases)
        read = ((name, self.read_state_form(text)) for name, text in aliases if STATE_FORM.fullmatch(text))
        written = {form: name for name, form in read if form is not None and form.body}
        return dict(self._branches(written)) | written

    def _branches(self, bodies: dict[StateForm, str]) -> Iterator[tuple[StateForm, str]]:
        """The bodies of those bodies, with both names: “Popular Mobilization Forces - Badr Organization”."""
        for form, name in bodies.items():
            for actor in (actor for actor in self.actors.values() if actor.parent == name):
                own = (own for own in map(normalize_actor, actor.names) if self.has_form(own, actor.name))
                yield from ((replace(form, body=f"{form.body} {name}"), actor.name) for name in own)

    @cached_property
    def brackets(self) -> dict[str, frozenset[str]]:
        """By actor, what may stand behind its name, normalized: its other names, what they begin with, its country."""
        return {actor.name: self._brackets_of(actor) for actor in self.actors.values()}

    def _brackets_of(self, actor: Actor) -> frozenset[str]:
        country = self.actors.get(self._names.get(normalize_actor(actor.country), ""))
        countries = country.names if country is not None and country.kind == STATE else ()
        acronyms = chain.from_iterable(map(initials, actor.names))
        return frozenset(map(normalize_actor, (*actor.names, *countries))) | frozenset(acronyms)

    def _read(self, text: str) -> Iterator[Mention]:
        """The actors of every item; a table has far fewer items than lists of them, so that each is read once."""
        for item in map(str.strip, text.split(ITEM_SEPARATOR)):
            if item not in self._items:
                if len(self._items) >= MAX_CACHED:
                    self._items.clear()
                self._items[item] = tuple(self._read_item(item))
            yield from self._items[item]

    def _read_item(self, name: str) -> Iterator[Mention]:
        folded = fold_spelling(name)
        mentions = self._find(folded, name)
        if mentions:
            yield from self._with_parents(mentions)
            return
        if name:  # marks alone, such as “%”, are a name too, in one spelling
            yield Mention(UNKNOWN + (_core_form(folded) or casefold(name)), name)
        for part in folded.split(PART_SEPARATOR) if PART_SEPARATOR in folded else ():
            yield from self._with_parents(self._find(part, part, bare_states=False))

    def _with_parents(self, found: tuple[Mention, ...]) -> Iterator[Mention]:
        for mention in found:
            names = self.lineage(mention.identity) if mention.is_known else ()
            yield from (Mention(name, name) for name in names) if names else (mention,)

    def _find(self, cleaned: str, text: str, *, bare_states: bool = True) -> tuple[Mention, ...]:
        """What a folded text of one actor names, without parents; empty if that is not known."""
        form = self.read_state_form(cleaned)
        if form is not None:
            return self._find_body(form, text)
        match = _PREFIX.fullmatch(cleaned)
        for candidate in (cleaned, match["name"]) if match else (cleaned,):
            name = self._find_name(normalize_folded(candidate))
            if name and (bare_states or self.actors[name].kind != STATE):
                return (Mention(name, name),)
        return ()

    def _find_name(self, form: str) -> str:
        """The actor of a normalized spelling, alone or with years, a second name or its country behind it."""
        form = form if form in self._names else _TRAILING_YEARS.sub("", form)
        if form in self._names:
            return self._names[form]
        words = form.split()
        for stop in range(len(words) - 1, 0, -1) if len(words) <= MAX_WORDS else ():
            name = self._names.get(" ".join(words[:stop]), "")
            if name and " ".join(words[stop:]) in self.brackets[name]:
                return name
        return ""

    def _find_body(self, form: StateForm, text: str) -> tuple[Mention, ...]:
        """The body of a state's force, the force and the state; the first two under a name of ours if unknown."""
        known = self._read_body(form)
        if known and not self.is_body_of_state(form, known):  # what a provider counts to the state, but is not its body
            return (Mention(known, known),)
        state = Mention(form.state, form.state)
        force = state if form.force == GOVERNMENT else self._find_force(form)
        if known:
            return (Mention(known, known), force, state)
        if form.body:
            _, _, body = text.partition(")" if ")" in text else ":")
            name = f"{form.force_name}: {body.strip() or form.body}"
            return (Mention(f"{UNKNOWN}{normalize_actor(form.force_name)}: {form.body}", name), force, state)
        return (force, state)

    def _read_body(self, form: StateForm) -> str:
        """The known actor that the body of a force is, with years, a second name or its country behind it, or none."""
        words = form.body.split()
        for stop in range(len(words), 0, -1) if len(words) <= MAX_WORDS else ():
            body, behind = " ".join(words[:stop]), " ".join(words[stop:])
            own = self._names.get(body, "")
            is_own = own and self.state_of(self.actors[own]) == form.state
            name = self._bodies.get(replace(form, body=body), own if is_own else "")
            if name and (not behind or behind in self.brackets[name] or _TRAILING_YEARS.fullmatch(f" {behind}")):
                return name
        return ""

    def _find_force(self, form: StateForm) -> Mention:
        name = self._names.get(normalize_actor(form.force_name), "")
        return Mention(name, name) if name else Mention(UNKNOWN + normalize_actor(form.force_name), form.force_name)


def _core_form(cleaned: str) -> str:
    """A folded text of an unknown actor without an acronym before it, and without years or its initials behind it."""
    match = _PREFIX.fullmatch(cleaned)
    form = normalize_folded(match["name"] if match else cleaned) or normalize_folded(cleaned)
    form = _TRAILING_YEARS.sub("", form)
    *words, last = form.split() or [""]
    return " ".join(words) if words and last in initials(" ".join(words)) else form
