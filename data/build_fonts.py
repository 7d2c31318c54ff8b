"""Build the fonts of pictures: Noto Sans and Noto Sans Arabic, without what no picture uses.

python data/build_fonts.py --fetch     downloads the two packages that carry them
python data/build_fonts.py FOLDER      reads them, unpacked, from a folder
Needs fonttools. Weights from regular to semibold stay variable; widths and other scripts go.
"""

import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from source_packages import check_file, fetch_wheels

FONTS = Path(__file__).parent / "fonts"
WEIGHTS = (400, 600)
# Latin with all its accents, Greek and Cyrillic; punctuation, currencies, letter-like signs, arrows and mathematics.
LATIN = (
    *range(0x20, 0x530), *range(0x1E00, 0x2000), *range(0x2000, 0x2070), *range(0x20A0, 0x20C0),
    *range(0x2100, 0x2150), *range(0x2190, 0x2194), *range(0x2200, 0x2300), 0x25CC, 0xFFFD,
)  # fmt: skip
# All forms of Arabic letters, with which Persian, Urdu, Kurdish and Pashto are written too, and what stands among them.
ARABIC = (
    *range(0x20, 0x7F), *range(0xA0, 0xC0), *range(0x600, 0x700), *range(0x750, 0x780), *range(0x870, 0x900),
    *range(0x2000, 0x2070), 0x25CC, *range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00),
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A font of a package: the package, the file in it with its SHA-256, our name of it, and what stays in it."""

    wheel: str
    path: str
    sha256: str
    name: str
    characters: tuple[int, ...]


SOURCES = (
    Source(
        "fontpkg-noto-sans==2.15",
        "fontpkg_noto_sans/files/NotoSans[wdth,wght].ttf",
        "bfb7bb691513f12e734dc346c03a03f784912432d7e3fa8e56efcf906fe86b3d",
        "NotoSans",
        LATIN,
    ),
    Source(
        "fontpkg-noto-sans-arabic==2.12",
        "fontpkg_noto_sans_arabic/files/NotoSansArabic[wdth,wght].ttf",
        "63111b5b2e074dd48cc67692e0a2726d86ee94c1c37fe8598257b7b4e87e869e",
        "NotoSansArabic",
        ARABIC,
    ),
)


def main(argument: str) -> None:
    folder = _fetch() if argument == "--fetch" else Path(argument)
    FONTS.mkdir(exist_ok=True)
    for source in SOURCES:
        original = folder / source.path
        check_file(original, source.sha256)
        _write(original, source)
        shutil.copy(original.parent.parent / "LICENSE", FONTS / f"{source.name}.LICENCE.txt")


def _fetch() -> Path:
    folder = Path(tempfile.mkdtemp())
    fetch_wheels([source.wheel for source in SOURCES], folder)
    return folder


def _write(original: Path, source: Source) -> None:
    font = TTFont(original, recalcTimestamp=False)
    subsetter = Subsetter(Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True, hinting=False))
    subsetter.populate(unicodes=source.characters)
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wdth": 100, "wght": WEIGHTS})
    font.save(FONTS / f"{source.name}.ttf")


if __name__ == "__main__":
    main(sys.argv[1])
