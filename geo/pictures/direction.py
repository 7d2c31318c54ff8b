"""The order in which the letters of a line are drawn: runs of one direction, by the Unicode bidirectional algorithm."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from bidi import algorithm, mirror

# Joiners, which draw nothing but decide how letters are joined.
JOINERS = frozenset({"BN"})
# What the algorithm leaves out (UAX #9, rule X9), isolates, which the library does not know, and unassigned letters.
LEFT_OUT = JOINERS | {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", ""}
# Brackets that open, by the ones that close them.
BRACKETS = {
    letter: other
    for letter, other in mirror.MIRRORED.items()
    if unicodedata.category(letter) == "Ps" and unicodedata.category(other) == "Pe"
}
MAX_OPEN_BRACKETS = 63  # at a time (UAX #9, BD16)


@dataclass(frozen=True)
class Run:
    """Letters of one direction: from `start` up to `stop` in the text."""

    start: int
    stop: int
    is_rtl: bool


def is_rtl(text: str) -> bool:
    """Whether a text begins at the right: by its first letter that has a direction."""
    return bool(algorithm.get_base_level(text))


def visual_runs(text: str) -> list[Run]:
    """The runs of a line from left to right as they are drawn."""
    levels = _levels(text)
    return [
        Run(positions[0], positions[-1] + 1, bool(levels[positions[0]] % 2))
        for positions in _reorder(_level_runs(levels), levels)
    ]


def _levels(text: str) -> list[int]:
    """The embedding level of each letter; a letter that the algorithm leaves out has that of the one before it."""
    positions = [number for number, letter in enumerate(text) if unicodedata.bidirectional(letter) not in LEFT_OUT]
    storage = algorithm.get_empty_storage()
    storage["base_level"] = algorithm.get_base_level(text)
    storage["base_dir"] = "LR"[storage["base_level"]]
    algorithm.get_embedding_levels("".join(text[number] for number in positions), storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    _resolve_brackets(storage["chars"], storage["base_level"])
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    resolved = dict(zip(positions, (letter["level"] for letter in storage["chars"]), strict=True))
    levels: list[int] = []
    for number in range(len(text)):
        levels.append(resolved.get(number, levels[-1] if levels else storage["base_level"]))
    return levels


def _resolve_brackets(letters: list[dict[str, Any]], base_level: int) -> None:
    """Give a pair of brackets the direction of what it holds (rule N0), which the library does not.

    `letters` are changed in place, as the library's own steps do.
    """
    own = "LR"[base_level]
    for opening, closing in _bracket_pairs(letters):
        inside = {_strong(letter["type"]) for letter in letters[opening + 1 : closing]}
        before = next((kind for letter in letters[:opening][::-1] if (kind := _strong(letter["type"]))), own)
        if own in inside:
            letters[opening]["type"] = letters[closing]["type"] = own
        elif inside - {""}:
            other = "RL"[base_level]
            letters[opening]["type"] = letters[closing]["type"] = other if before == other else own


def _bracket_pairs(letters: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """The positions of opening and closing brackets that belong together, in the order of the opening ones (BD16)."""
    pairs: list[tuple[int, int]] = []
    open_brackets: list[tuple[str, int]] = []
    for position, letter in enumerate(letters):
        if letter["type"] != "ON":
            continue
        if letter["ch"] in BRACKETS:
            open_brackets.append((BRACKETS[letter["ch"]], position))
            if len(open_brackets) > MAX_OPEN_BRACKETS:
                break
            continue
        depths = range(len(open_brackets) - 1, -1, -1)
        depth = next((depth for depth in depths if open_brackets[depth][0] == letter["ch"]), None)
        if depth is not None:
            pairs.append((open_brackets[depth][1], position))
            del open_brackets[depth:]
    return sorted(pairs)


def _strong(kind: str) -> str:
    """L or R for a letter with a direction, R for a number, else blank."""
    return kind if kind == "L" else "R" if kind in ("R", "EN", "AN") else ""


def _level_runs(levels: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for position, level in enumerate(levels):
        if runs and levels[runs[-1][-1]] == level:
            runs[-1].append(position)
        else:
            runs.append([position])
    return runs


def _reorder(runs: list[list[int]], levels: list[int]) -> list[list[int]]:
    """Reverse, from the highest level down to the lowest odd one, every sequence of runs at it or above (rule L2)."""
    order = list(runs)
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            stop = start
            while stop < len(order) and levels[order[stop][0]] >= level:
                stop += 1
            order[start:stop] = order[start:stop][::-1]
            start = max(stop, start + 1)
    return order
