"""The dialect that fits the first lines of a text file best."""

import re
from collections.abc import Iterable
from dataclasses import replace

from geo.ingest.options import ImportOptions
from geo.ingest.readers.csv_records import records_of, usual_width
from geo.ingest.readers.dialects import SEVERAL_BLANKS, UNIT, Dialect

USUAL = (",", ";", "\t", "|")
UNUSUAL = ("\x1f", "\x01", "\x1e", "~", "^", "¦", "§", "!", "*", "&", "#", "$", "%", ":", "/")
SEP = re.compile(r'"?sep=(.)"?[\r\n]*', re.IGNORECASE)
NUMBER = re.compile(r"[+-]?[\d.,]+")
LEAST_SHARE = 0.3  # of the lines that must have one width; below it nothing sets cells apart


def detect_dialect(sample: str, whole: bool, options: ImportOptions) -> Dialect:
    """The dialect of a file by its beginning; `whole` where that is all of it."""
    sep = SEP.fullmatch(sample.split("\n", 1)[0].split("\r", 1)[0])
    named = options.delimiter or (sep.group(1) if sep else "")
    body = sample if sep is None else re.sub(r"\A[^\r\n]*(\r\n|\r|\n)", "", sample)
    if named:
        fits = _fits(body, whole, (named,))
    else:
        fits = _fits(body, whole, USUAL) or _fits(body, whole, (*UNUSUAL, SEVERAL_BLANKS), surely=True)
    dialect = max(fits, key=lambda fit: fit[0])[1] if fits else Dialect(named or ",")
    return replace(dialect if named else _widened(dialect, body), sep_line=sep is not None)


def _fits(sample: str, whole: bool, delimiters: Iterable[str], surely: bool = False) -> list[tuple[float, Dialect]]:
    fits = []
    for delimiter in delimiters:
        plain = 0.0
        for dialect in _variants(delimiter, sample):
            score, share = _score(sample, whole, dialect)
            plain = max(plain, share if dialect.quote else 0.0)
            needless = not dialect.quote and share <= plain
            if not needless and (share == 1 if surely else share >= LEAST_SHARE):
                fits.append((score, dialect))
    return fits


def _variants(delimiter: str, sample: str) -> list[Dialect]:
    """The plainest first; the others only where something in the text speaks for them."""
    if delimiter not in sample:
        return []
    if delimiter == SEVERAL_BLANKS:
        return [Dialect(delimiter, quote="")]
    plain = Dialect(delimiter)
    variants = [plain]
    apart = re.escape(delimiter)
    if re.search(rf'{apart} +"', sample):
        variants.append(replace(plain, after_blanks=True))
    if '\\"' in sample and not re.search(r'\\[^"\\\r\n' + apart + "]", sample):
        variants.append(replace(plain, escape="\\"))
    if re.search(rf"(^|{apart})'.*'({apart}|$)", sample, re.MULTILINE):
        variants.append(replace(plain, quote="'"))
    if delimiter == "\t" and '"' in sample:
        variants.append(replace(plain, quote=""))
    return variants


def _score(sample: str, whole: bool, dialect: Dialect) -> tuple[float, float]:
    """How well the lines fit together, and the share that has the usual width."""
    found, failed = records_of(sample, whole, dialect)
    records = [cells for _, cells in found]
    width = usual_width(records)
    if width < 2:
        return 0.0, 0.0
    share = sum(len(cells) == width for cells in records) / (len(records) + failed)
    cells = [cell for record in records[:500] for cell in record]
    clean = sum(_is_clean(cell, dialect) for cell in cells) / len(cells)
    return round(share * (1 - 1 / width) * clean, 9), share


def _is_clean(cell: str, dialect: Dialect) -> bool:
    """Whether the cell looks like one: no other delimiter stands within it, and no quotes around it."""
    if len(cell) > 1 and cell[0] == cell[-1] and cell[0] in "\"'":
        return False
    if not any(each in cell for each in USUAL) or NUMBER.fullmatch(cell):
        return True
    if cell[0] in "{[" and cell[-1] in "}]":
        return True
    return not any(re.search(rf"{re.escape(each)}\S", cell) for each in USUAL if each != dialect.delimiter)


def _widened(dialect: Dialect, sample: str) -> Dialect:
    """The delimiter with what always stands around it: “||”, “-|-”; or with the blank that always follows."""
    delimiter, lines = dialect.delimiter, sample.splitlines()
    number = sample.count(delimiter)
    if dialect.stands_in or number < 2 or len(lines) < 2 or UNIT in sample:
        return dialect
    if delimiter != "," and sample.count(delimiter * 2) * 2 == number:
        return replace(dialect, delimiter=delimiter * 2)
    around = re.findall(r"([^\w\s\"'])" + re.escape(delimiter) + r"([^\w\s\"'])", sample)
    if len(around) == number and len(set(around)) == 1 and around[0][0] == around[0][1]:
        return replace(dialect, delimiter=f"{around[0][0]}{delimiter}{around[0][1]}")
    if delimiter != "\t" and len(re.findall(re.escape(delimiter) + r" (?=\S)", sample)) == number:
        return replace(dialect, after_blanks=True)
    return dialect
