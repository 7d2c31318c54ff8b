"""The link of an evidence bundle: whoever opens it is told whether the data have changed since."""

from collections.abc import Mapping

from geo.bundle.comparison import compare_data
from geo.bundle.stamp import Stamp
from geo.errors import EngineFailed, ValueRefused
from geo.query.parameters import BUNDLE
from geo.query.selection import MAX_REPEATED, Problem, Selection
from geo.storage import atlas_cache
from pages.parts.frame import notices


def adopt_bundle(values: Mapping[str, str], selection: Selection, data_key: str) -> tuple[Problem, ...]:
    """Notify the reader of what has become of the data, if the address is a bundle's; or return what is wrong with it.

    The page does not write this part of the address again: it is said once.
    """
    if BUNDLE not in values:
        return ()
    try:
        stamp = Stamp.parse(values[BUNDLE])
        atlas = atlas_cache.current_atlas(data_key)
        notices.notify(compare_data(atlas, atlas.select(selection), stamp).describe())
    except ValueRefused as refusal:
        return (Problem(BUNDLE, refusal.value[:MAX_REPEATED], refusal.accepted),)
    except EngineFailed as failure:
        notices.notify(failure.for_readers)
    return ()
