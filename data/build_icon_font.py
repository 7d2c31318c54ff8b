"""Build the icon font that pages load in place of Streamlit's: the same glyphs, but only those that anything draws.

python data/build_icon_font.py
Needs fonttools and brotli. The file keeps the name of Streamlit's, whose middle part is a hash of its content; where
Streamlit has another font, pages load that one until this script has run again.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

DATA = Path(__file__).parent
sys.path.insert(0, str(DATA.parent))

from geo.web import streamlit_files  # noqa: E402  the project itself, from a script beside it

ICON = re.compile(r":material/(\w+):", re.ASCII)
# A name is a ligature of these; a name without an icon is then drawn as text, and not as boxes.
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_ "


def main() -> None:
    original = streamlit_files.streamlit_icon_font()
    font = TTFont(original, recalcTimestamp=False)
    ligatures = ligature_glyphs(font)
    _keep_only(font, [ligatures[name] for name in sorted(used_icons() & ligatures.keys())])
    for outdated in DATA.glob(streamlit_files.ICON_FONTS):
        outdated.unlink()
    font.flavor = "woff2"
    font.save(DATA / original.name)


def used_icons() -> set[str]:
    """The names of icons in Streamlit's scripts and modules and in ours."""
    return {name for path in _sources() for name in ICON.findall(path.read_text(encoding="utf-8"))}


def ligature_glyphs(font: TTFont) -> dict[str, str]:
    """The glyph of each ligature of a font, by the letters that it replaces."""
    letters = {glyph: chr(code).lower() for code, glyph in font.getBestCmap().items()}
    return {
        "".join(letters[glyph] for glyph in (first, *ligature.Component)): ligature.LigGlyph
        for table in _ligature_tables(font)
        for first, ligatures in table.ligatures.items()
        for ligature in ligatures
    }


def _sources() -> Iterator[Path]:
    streamlit = streamlit_files.static_dir()
    yield from (streamlit / "static" / "js").glob("*.js")
    yield from streamlit.parent.rglob("*.py")
    for folder in ("geo", "pages"):
        yield from (DATA.parent / folder).rglob("*.py")


def _ligature_tables(font: TTFont) -> Iterator:
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            if hasattr(table, "ligatures"):
                yield table


def _keep_only(font: TTFont, glyphs: Iterable[str]) -> None:
    options = Options(layout_features=["*"], layout_closure=False, name_IDs=["*"], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(glyphs=list(glyphs), text=LETTERS)
    subsetter.subset(font)


if __name__ == "__main__":
    main()
