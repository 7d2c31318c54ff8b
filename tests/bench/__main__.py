"""Print all figures: `make bench`. Nothing is asserted, because machines are shared and noisy."""

from collections.abc import Callable, Iterable

from tests.bench import (
    basemap,
    brush,
    bundle,
    chances,
    country_file,
    engines,
    first_view,
    formats,
    handover,
    imports,
    layout_shift,
    load,
    names,
    own_places,
    pack,
    reading,
    reruns,
    run_cost,
    saved,
    scale,
    segments,
    servers,
    toponyms,
    transfer,
)
from tests.bench.figures import Figure

REPORTS: tuple[Callable[[], Iterable[Figure | str]], ...] = (
    names.figures, country_file.figures, own_places.figures, toponyms.lines, chances.lines, first_view.figures,
    basemap.figures, layout_shift.figures, reruns.lines, transfer.lines, imports.lines, brush.lines, scale.lines,
    segments.lines, servers.figures, pack.lines, bundle.lines, handover.lines, formats.lines, reading.lines,
    saved.lines, engines.lines, run_cost.lines, load.lines,
)  # fmt: skip

for report in REPORTS:
    for line in report():
        print(line.format() if isinstance(line, Figure) else line, flush=True)
