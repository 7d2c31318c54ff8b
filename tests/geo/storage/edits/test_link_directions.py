import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse.csgraph import shortest_path

from geo.storage.edits.link_directions import Directions

NAMES = "abcdef"
LINKS = st.lists(st.tuples(st.sampled_from(NAMES), st.just("follows"), st.sampled_from(NAMES)), max_size=14)


@given(LINKS, st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_a_way_is_a_shortest_one(links: list[tuple[str, str, str]], later: str, earlier: str) -> None:
    way = Directions.from_links(links).find_way(later, earlier)
    steps = np.zeros((len(NAMES), len(NAMES)))
    for one, _, other in links:
        steps[NAMES.index(one), NAMES.index(other)] = 1
    length = shortest_path(steps, unweighted=True)[NAMES.index(later), NAMES.index(earlier)]
    if later == earlier or np.isinf(length):
        assert way == ()
    else:
        assert (way[0], way[-1], len(way)) == (later, earlier, length + 1)
        assert all(steps[NAMES.index(one), NAMES.index(other)] for one, other in itertools.pairwise(way))


def test_what_belongs_to_one_operation_has_no_direction() -> None:
    assert Directions.from_links([("a", "same operation as", "b")]).find_way("a", "b") == ()
