"""CSV and workbook as LibreOffice opens them: `python -m tests.bench.libreoffice`, which needs `soffice` (Calc).

Hostile texts as title, notes, actor and as the name of a column: none may become a formula or a link. Not in the suite,
for LibreOffice would have to be installed for every run. A control file shows that a formula would be seen.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import lxml.etree
import pandas as pd

from geo import exports
from geo.core.formatting import pluralize
from tests.contracts.test_exporters import LIVE
from tests.contracts.test_exporters_peers import NAUGHTY
from tests.tables import incident_table, select

STARTS = (
    "=", "+", "-", "@", "|", "%", "\t=", "\r=", "\n=", "\x00=", " =", "\xa0=", "\u200b=", "\u202e=", "\ufeff=",
    "＝", "＋", "－", "＠", "'=", "''=", '"=', "\t", "\r", "\n",
)  # fmt: skip
BODIES = ("1+1", "SUM(A1:A9)", "cmd|' /C calc'!A0", 'HYPERLINK("http://x.example","y")', 'DDE("soffice";"a";"b")')
TEXTS = (*NAUGHTY, *LIVE, *(start + body for start in STARTS for body in BODIES))
CONTROL = b'"a","b"\r\n"=1+1","+1+1"\r\n'
# Comma, quote, UTF-8 or Windows-1252, from line 1; the last asks for formulas to be evaluated.
UTF8, WINDOWS = (f"CSV:44,34,{code},1,,0,false,true,false,false,false,0,true" for code in (76, 1))
SECONDS = 300  # for LibreOffice's first start, which makes a profile; by judgement
NAMES = {"t": "urn:oasis:names:tc:opendocument:xmlns:table:1.0", "x": "urn:oasis:names:tc:opendocument:xmlns:text:1.0"}


def lines() -> Iterator[str]:
    """What of each file is a formula or a link, of how many cells with a text."""
    rows = incident_table(
        *(f"i{number:03},2024-01-16,,,{number}" for number in range(len(TEXTS))), columns="killed_best"
    )
    texts = pd.Series(TEXTS, dtype="str")
    own = {text: texts for text in LIVE}
    rows = rows.assign(title=texts, notes=texts, actor_a=texts.astype("category"), **own)
    made = {end: exports.download(select(rows), exports.EXPORTER[end], data_version="v") for end in ("csv", "xlsx")}
    with tempfile.TemporaryDirectory() as folder:
        for name, content, reading in (
            ("workbook", made["xlsx"].content, ""),
            ("CSV", made["csv"].content, UTF8),
            ("CSV in a wrong encoding", made["csv"].content, WINDOWS),
            ("control", CONTROL, UTF8),
        ):
            yield f"{name}: {_describe(_convert(Path(folder), content, reading))}"


def _convert(folder: Path, content: bytes, reading: str) -> lxml.etree._Element:
    """The file as flat OpenDocument."""
    path = folder / ("x.csv" if reading else "x.xlsx")
    path.write_bytes(content)
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "fods"]
    options = [f"--infilter={reading}"] if reading else []
    subprocess.run(
        [*command, *options, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=SECONDS
    )
    return lxml.etree.parse(folder / "x.fods", lxml.etree.XMLParser(huge_tree=True)).getroot()


def _describe(sheet: lxml.etree._Element) -> str:
    kinds = {
        "formula": ".//*[@t:formula]",
        "link": ".//x:a",
        "DDE link": ".//{*}dde-link",
        "text": ".//t:table-cell/x:p",
    }
    return ", ".join(pluralize(len(sheet.findall(path, NAMES)), kind) for kind, path in kinds.items())


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
