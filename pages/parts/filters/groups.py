"""The groups in which the sidebar shows the filters, and their order: by the question that each answers."""

# The label of a group with the keys of its filters; the search at the top is the filter `q`.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Dates", ("from", "to")),
    ("What", ("type", "min_killed")),
    ("Who", ("actor",)),
    ("Where", ("country", "admin1", "admin2", "place", "bbox", "area", "around", "inside")),
    ("Evidence", ("contested", "contested_on", "chain", "tag", "corrected")),
    ("Quality", ("precision", "date_precision", "dataset", "once")),
)
