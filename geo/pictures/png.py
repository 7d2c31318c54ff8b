"""An SVG picture as PNG, with what it shows and rests on in its metadata."""

import io
import subprocess
import sys
from pathlib import Path

import defusedxml.ElementTree
from PIL import PngImagePlugin

from geo.errors import PictureFailed
from geo.pictures import rasterizer
from geo.pictures.sheet import DUBLIN_CORE
from geo.pictures.svg import SVG
from geo.settings import __version__

TIMEOUT_S = 60  # by judgement: the largest picture takes some 3 s on the machine that it was measured on
SIGNATURE_AND_HEADER_BYTES = 8 + 25  # of every PNG (W3C PNG 3, §5.2 and §11.2.1); text may stand behind them


def to_png(svg: bytes, texts: dict[str, str]) -> bytes:
    """Draw an SVG and add texts by their keyword, such as Title; raises PictureFailed."""
    command = [sys.executable, "-I", str(Path(rasterizer.__file__))]
    try:
        process = subprocess.run(command, input=svg, capture_output=True, timeout=TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        raise PictureFailed(f"The picture was not drawn within {TIMEOUT_S} seconds. Ask for a smaller one.") from None
    if process.returncode or not process.stdout:
        raise PictureFailed("The picture could not be drawn as PNG. Ask for a smaller one, or for SVG.")
    return add_texts(process.stdout, texts)


def texts_of(svg: bytes) -> dict[str, str]:
    """What an SVG picture says of itself, by the keywords of PNG (W3C PNG 3, §11.3.3.1)."""
    root = defusedxml.ElementTree.fromstring(svg)
    metadata = {element.tag.removeprefix(f"{{{DUBLIN_CORE}}}"): element.text or "" for element in root.iter()}
    description = root.findtext(f"{{{SVG}}}desc") or ""
    texts = {
        "Title": metadata.get("title", ""),
        "Description": description,
        "Source": metadata.get("source", ""),
        "URL": metadata.get("identifier", ""),
        "Software": f"Faultline {__version__}",
    }
    return {keyword: text for keyword, text in texts.items() if text}


def add_texts(png: bytes, texts: dict[str, str]) -> bytes:
    """A PNG with texts in it (iTXt, UTF-8)."""
    info, file = PngImagePlugin.PngInfo(), io.BytesIO()
    for keyword, text in texts.items():
        info.add_itxt(keyword, text)
    file.write(png[:SIGNATURE_AND_HEADER_BYTES])
    for chunk, content, *_ in info.chunks:
        PngImagePlugin.putchunk(file, chunk, content)
    file.write(png[SIGNATURE_AND_HEADER_BYTES:])
    return file.getvalue()
