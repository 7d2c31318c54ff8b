"""Models of spaCy, where a reader has installed it: spaCy is no dependency, and no model is downloaded."""

import importlib
from collections.abc import Callable, Iterator
from typing import Any

from geo.errors import RecogniserInvalid

SPACY = "spacy"
# Labels of OntoNotes (English, Chinese) and of WikiNER (most other languages): https://spacy.io/models.
PLACE_LABELS = frozenset(["GPE", "LOC", "FAC"])
NO_VOTE_LABELS = frozenset(["NORP", "MISC", "LANGUAGE"])  # peoples and what may hold a place: ours to judge


def load_spacy_model(name: str) -> Callable[[str], Any]:
    """The model of this name that is installed; raises RecogniserInvalid."""
    try:
        model: Callable[[str], Any] = importlib.import_module(SPACY).load(name)
    except ModuleNotFoundError as error:
        missing = "spaCy" if error.name == SPACY else f"{error.name}, which spaCy or the model needs,"
        raise RecogniserInvalid(
            f"{SPACY}:{name}", f"{missing} is not installed; install it, or leave this out"
        ) from error
    except OSError as error:  # spaCy's answer to a model that it does not have
        reason = f"spaCy has no model {name!r}; install it, for none is downloaded from here"
        raise RecogniserInvalid(f"{SPACY}:{name}", reason) from error
    except Exception as error:  # of a model of another version, and whatever a model's own code raises
        reason = f"spaCy cannot load {name!r}: {type(error).__name__}: {error}"
        raise RecogniserInvalid(f"{SPACY}:{name}", reason) from error
    return model


def spacy_spans(document: Any) -> Iterator[tuple[int, int, bool]]:
    """Start, end and whether it is a place of each entity of a spaCy document whose label says which."""
    for entity in document.ents:
        if entity.label_ not in NO_VOTE_LABELS:
            yield entity.start_char, entity.end_char, entity.label_ in PLACE_LABELS
