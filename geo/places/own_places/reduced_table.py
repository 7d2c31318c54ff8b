"""A table of own places without some of the rows that it was learnt from: only what they touch is learnt anew."""

import pyarrow as pa
import pyarrow.compute as pc

from geo.places.own_places.own_table import SCHEMA, OwnTable, form_of
from geo.places.own_places.point_counts import subtract_counts

POINT = ("longitude", "latitude")
ORDER = [("form", "ascending"), ("n_rows", "descending"), ("longitude", "ascending"), ("latitude", "ascending")]


def add_forms(counts: pa.Table) -> pa.Table:
    """Counted points with the normalized name as `form`."""
    names = counts["place_name"].combine_chunks().dictionary_encode()
    names = names.combine_chunks() if isinstance(names, pa.ChunkedArray) else names
    forms = pa.array([form_of(name) for name in names.dictionary.to_pylist()], pa.string())
    return counts.append_column("form", forms.take(names.indices))


def reduce_table(table: OwnTable, counts: pa.Table, removed: pa.Table) -> OwnTable:
    """The places of `counts` (see `add_forms`), of which `table` is, without the rows counted in `removed`.

    It is the table of the other rows, but for names that `table` left out because it has too many.
    """
    if not removed.num_rows:
        return table
    forms = pc.unique(counts.filter(_is_at(counts, removed))["form"])  # with those of a point that stood for none
    is_affected = pc.is_in(counts["form"], forms)
    beside = counts.filter(_is_at(counts, counts.filter(is_affected)))  # how many names a point has is of all its names
    learnt = OwnTable.from_counts(subtract_counts(beside.drop_columns(["form"]), removed)).rows
    rows = [
        table.rows.filter(pc.invert(pc.is_in(table.rows["form"], forms))),
        learnt.filter(pc.is_in(learnt["form"], forms)),
    ]
    joined = pa.concat_tables(rows).cast(SCHEMA).unify_dictionaries()
    return OwnTable(joined.sort_by(ORDER).combine_chunks())


def _is_at(counts: pa.Table, points: pa.Table) -> pa.ChunkedArray:
    """Whether counted points have a longitude and a latitude of others, perhaps of two of them."""
    one, other = (pc.is_in(counts[name], pc.unique(points[name])) for name in POINT)
    return pc.and_(one, other)
