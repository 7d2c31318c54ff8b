"""Print all figures: `make bench`. Nothing is asserted, because machines are shared and noisy."""

from tests.bench import (
    basemap,
    brush,
    engines,
    first_view,
    imports,
    layout_shift,
    names,
    pack,
    reruns,
    scale,
    segments,
    servers,
    toponyms,
    transfer,
)

for figure in names.figures():
    print(figure.format(), flush=True)
for line in toponyms.lines():
    print(line, flush=True)
for figure in first_view.figures():
    print(figure.format(), flush=True)
for figure in basemap.figures():
    print(figure.format(), flush=True)
for figure in layout_shift.figures():
    print(figure.format(), flush=True)
for line in reruns.lines():
    print(line, flush=True)
for line in transfer.lines():
    print(line, flush=True)
for line in imports.lines():
    print(line, flush=True)
for line in brush.lines():
    print(line, flush=True)
for line in scale.lines():
    print(line, flush=True)
for line in segments.lines():
    print(line, flush=True)
for figure in servers.figures():
    print(figure.format(), flush=True)
for line in pack.lines():
    print(line, flush=True)
for line in engines.lines():
    print(line, flush=True)
