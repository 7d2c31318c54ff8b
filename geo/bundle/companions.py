"""The claims, publications and links of a selection's incidents."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.query.engine import ResultSet
from geo.storage.atlas import Atlas


@dataclass(frozen=True, eq=False)
class Companions:
    """The tables beside the incidents, with the columns of the schema."""

    claims: pd.DataFrame
    publications: pd.DataFrame
    links: pd.DataFrame

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """The tables by the names of their files."""
        return {"claims": self.claims, "publications": self.publications, "links": self.links}


def select_companions(atlas: Atlas, results: ResultSet) -> Companions:
    """The companions of the selected incidents; a link belongs to both of its ends."""
    links = atlas.links
    is_linked = is_selected(results, links["incident_id"]) | is_selected(results, links["to_incident_id"])
    return Companions(
        claims=atlas.claims[is_selected(results, atlas.claims["incident_id"])],
        publications=atlas.publications[is_selected(results, atlas.publications["incident_id"])],
        links=links[is_linked],
    )


def is_selected(results: ResultSet, incident_ids: pd.Series) -> NDArray[np.bool_]:
    """Whether each of these incidents is selected; one that the table has not is not."""
    codes, distinct = pd.factorize(incident_ids.astype("str"))
    is_in = results.contains(results.engine.find([str(name) for name in distinct]))
    selected: NDArray[np.bool_] = np.append(is_in, False)[codes]  # a missing identifier has the code -1
    return selected
