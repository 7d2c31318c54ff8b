"""Print the figures that the issues ask for: `make bench`. Nothing here is asserted; machines are shared and noisy."""

from tests.bench import first_view

for figure in first_view.figures():
    print(figure.line(), flush=True)
