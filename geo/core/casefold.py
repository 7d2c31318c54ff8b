"""Case-insensitive names: the same rule for one text and for a column of any data-frame engine."""

import narwhals as nw

# Python lower-cases İ to two characters and a final Σ to ς; pandas and DuckDB lower-case each character by itself.
REPLACEMENTS = (("i\u0307", "i"), ("ς", "σ"))


def casefold(text: str) -> str:
    """The text in lower case, in the one form that all its spellings share; unlike str.casefold, ß stays ß."""
    text = text.lower()
    for lower, replacement in REPLACEMENTS:
        text = text.replace(lower, replacement)
    return text


def casefold_expr(name: str) -> nw.Expr:
    """The expression that applies `casefold` to every text of the column."""
    texts: nw.Expr = nw.col(name).cast(nw.String).str.to_lowercase()
    for lower, replacement in REPLACEMENTS:
        texts = texts.str.replace_all(lower, replacement, literal=True)
    return texts
