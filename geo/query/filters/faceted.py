"""What choices a filter has in a table, and which rows match them."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.query.filters.facet_choice import FacetChoice, count_texts, row_weights


class Faceted:
    """The choices of a filter: none by default."""

    def facet_values(self, frame: pd.DataFrame) -> pd.Series:
        """The choices that each row matches: one name an entry, indexed by row label; none by default.

        It reads only `facet_columns` and, if there is one, ROW_WEIGHT. With `matches_regions`, the choices that a row
        matches only by where it lies are not included.
        """
        counts = self.fold_texts(count_texts(self.facet_texts(frame), row_weights(frame)))
        return self.facet_matches(frame, self.facet_choices(counts))

    def facet_texts(self, frame: pd.DataFrame) -> pd.Series:
        """The texts of each row that decide on choices, by row label; none where rows name theirs themselves."""
        return pd.Series(dtype="str")

    def fold_texts(self, counts: pd.Series) -> pd.Series:
        """How many incidents have what is read in these texts, by a text for that; by default these texts."""
        return counts

    def facet_choices(self, counts: pd.Series) -> frozenset[FacetChoice]:
        """The choices of a table, by how many incidents have each of the folded texts; these are sorted."""
        return frozenset()

    def facet_matches(self, frame: pd.DataFrame, choices: Collection[FacetChoice]) -> pd.Series:
        """Those of the choices that each row matches, as in `facet_values`, and what rows name themselves.

        Whether a row matches a choice depends on these two alone, whatever other rows and choices there are.
        """
        return pd.Series(dtype="str")

    def may_match(
        self, frame: pd.DataFrame, choices: Collection[FacetChoice], texts: Iterable[str]
    ) -> NDArray[np.bool_]:
        """Whether each row may match one of these choices; `texts`: all folded ones, once."""
        return np.ones(len(frame), dtype=np.bool_)

    def further_choices(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The choices that rows with these folded texts can match by more than `facet_columns`."""
        return ()

    def read_texts(self, counts: pd.Series) -> dict[str, Any]:
        """What the gazetteer says of the texts that decide on choices, in plain values: reading it takes long."""
        return {}

    def remember_texts(self, readings: Mapping[str, Any]) -> None:
        """Know what `read_texts` gave, as a cache has it, without reading the gazetteer again."""
