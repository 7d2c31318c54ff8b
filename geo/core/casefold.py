"""Names that differ in case only, as one: the same rule for a text and for a column of any engine."""

import narwhals as nw

# Python lowers İ to two characters and a final Σ to ς; pandas and DuckDB lower each character by itself.
REPLACEMENTS = (("i\u0307", "i"), ("ς", "σ"))


def casefold(text: str) -> str:
    """The text in the form that all its spellings share."""
    text = text.lower()
    for given, usual in REPLACEMENTS:
        text = text.replace(given, usual)
    return text


def casefold_expr(name: str) -> nw.Expr:
    """The column with every text as `folded` would have it."""
    texts: nw.Expr = nw.col(name).cast(nw.String).str.to_lowercase()
    for given, usual in REPLACEMENTS:
        texts = texts.str.replace_all(given, usual, literal=True)
    return texts
