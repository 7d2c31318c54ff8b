"""Parts of a table of own places: without some rows, or of some names, learnt from no more points than these touch."""

from collections.abc import Collection

import pyarrow as pa
import pyarrow.compute as pc

from geo.places.own_places.own_table import OwnTable, form_of
from geo.places.own_places.point_counts import subtract_counts

POINT = ("longitude", "latitude")
ORDER = [("form", "ascending"), ("n_rows", "descending"), ("longitude", "ascending"), ("latitude", "ascending")]


def add_forms(counts: pa.Table) -> pa.Table:
    """Counted points with the normalized name as `form`."""
    names = counts["place_name"].combine_chunks().dictionary_encode()
    names = names.combine_chunks() if isinstance(names, pa.ChunkedArray) else names
    forms = pa.array([form_of(name) for name in names.dictionary.to_pylist()], pa.string())
    return counts.append_column("form", forms.take(names.indices))


def learn_names(counts: pa.Table, names: Collection[str], *, source: str = "") -> OwnTable:
    """The places of some names alone, as the table of all counted points has them; of `source` without a dataset."""
    points = counts.filter(pc.is_in(counts["place_name"], pa.array(names, pa.string())))
    # Whether a point stands for no place is to be seen of all its names.
    table = OwnTable.from_counts(counts.filter(_is_at(counts, points)), source=source)
    return _restrict(table, pa.array(sorted({form_of(name) for name in names}), pa.string()))


def reduce_table(table: OwnTable, counts: pa.Table, removed_counts: pa.Table) -> OwnTable:
    """The places of `counts` (see `add_forms`), of which `table` is, without the rows counted in `removed_counts`.

    It is the table of the other rows, but for names that `table` left out because it has too many.
    """
    if not removed_counts.num_rows:
        return table
    # With those of a point that stood for none, and perhaps stands for them now.
    forms = pc.unique(counts.filter(_is_at(counts, removed_counts))["form"])
    points = counts.filter(pc.is_in(counts["form"], forms))
    beside = counts.filter(_is_at(counts, points)).drop_columns(["form"])
    fresh = _restrict(OwnTable.from_counts(subtract_counts(beside, removed_counts)), forms)
    rest = table.rows.filter(pc.invert(pc.is_in(table.rows["form"], forms)))
    rows = pa.concat_tables([rest, fresh.rows]).unify_dictionaries()
    return OwnTable(rows.sort_by(ORDER).combine_chunks())


def _restrict(table: OwnTable, forms: pa.Array) -> OwnTable:
    return OwnTable(table.rows.filter(pc.is_in(table.rows["form"], forms)).combine_chunks())


def _is_at(counts: pa.Table, points: pa.Table) -> pa.ChunkedArray:
    """Whether counted points have a longitude and a latitude of others, perhaps of two of them."""
    one, other = (pc.is_in(counts[name], pc.unique(points[name])) for name in POINT)
    return pc.and_(one, other)
