"""The dialect that fits the first lines of a text file best."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from geo.ingest.options import ImportOptions
from geo.ingest.readers.csv_records import modal_width, read_sample
from geo.ingest.readers.dialects import BLANKS, UNIT_SEPARATOR, Dialect

USUAL = (",", ";", "\t", "|")
# Tried only where none of the usual ones fits most lines, and taken only if every line has one width: they stand in
# prose, too.
DOUBLED = ("::", "||", ";;", "~~", "^^", "##", "@@")
UNUSUAL = (
    *("\x1f", "\x01", "\x1e", "~", "^", "¦", "§", "!", "*", "&", "#", "@", "$", "%", ":", "/", BLANKS),
    *DOUBLED,
)
SEP_LINE = re.compile(r'"?sep=(.)"?[\r\n]*', re.IGNORECASE)
NUMBER = re.compile(r"[+-]?[\d.,]+")
# The share of lines that must have one width. Low, by judgement: the rest may be another table, and each line that
# does not fit is listed among the rejected.
MIN_SHARE = 0.3
# From this share on a usual delimiter needs no rival: commas of prose give lines of many widths (docs/decisions/0024).
SURE_SHARE = 0.9
CLEAN_RECORDS = 500  # records whose cells are looked into, by judgement: more change no choice and cost time


@dataclass(frozen=True)
class _Candidate:
    """A dialect and how well it fits.

    `share`: of lines that have the usual width. `score`: how many columns it gives, and how much their cells look like
    cells (0 to 1). `first`: where the first record of the usual width stands. `is_regular`: all that follow have it.
    """

    dialect: Dialect
    share: float = 0.0
    score: float = 0.0
    first: int = 0
    is_regular: bool = False

    @property
    def rank(self) -> tuple[bool, float]:
        """Sort key, the best last: commas of prose may be as regular as delimiters, but they stand in no header."""
        return self.share == 1, self.score

    def rivals(self, other: "_Candidate") -> bool:
        """Whether its delimiter would make as good a table as the other, from as high up in the file."""
        differs = self.dialect.delimiter != other.dialect.delimiter
        return differs and self.is_regular and self.first <= other.first


def detect_dialect(sample: str, is_whole: bool, options: ImportOptions) -> Dialect:
    """The dialect of a file by its beginning; `is_whole` where that is all of it."""
    sep_line = SEP_LINE.fullmatch(sample.split("\n", 1)[0].split("\r", 1)[0])
    body = sample if sep_line is None else re.sub(r"\A[^\r\n]*(\r\n|\r|\n)", "", sample)
    delimiter = options.delimiter or (sep_line.group(1) if sep_line else "")
    if delimiter:
        dialect = _best(_candidates(body, is_whole, (delimiter,)), Dialect(delimiter))
    else:
        dialect = _widen(_best(_search(body, is_whole), Dialect()), body)
    return replace(dialect, has_sep_line=sep_line is not None)


def _search(sample: str, is_whole: bool) -> list[_Candidate]:
    """The dialects that fit: those with usual delimiters, unless only an unusual one makes every line as wide."""
    usual = _candidates(sample, is_whole, USUAL)
    if any(candidate.share >= SURE_SHARE for candidate in usual):
        return usual
    unusual = [candidate for candidate in _candidates(sample, is_whole, UNUSUAL) if candidate.share == 1]
    return unusual or usual


def _best(candidates: Sequence[_Candidate], default: Dialect) -> Dialect:
    """The dialect that fits best, with the first delimiter that rivals it."""
    if not candidates:
        return default
    best = max(candidates, key=lambda candidate: candidate.rank)
    rivals = (candidate.dialect.delimiter for candidate in candidates if candidate.rivals(best))
    return replace(best.dialect, rival=next(rivals, ""))


def _candidates(sample: str, is_whole: bool, delimiters: Iterable[str]) -> list[_Candidate]:
    candidates = []
    for delimiter in delimiters:
        quoted_share = 0.0
        for dialect in _variants(delimiter, sample):
            candidate = _rate(sample, is_whole, dialect)
            quoted_share = max(quoted_share, candidate.share if dialect.quote else 0.0)
            # Quotes are text only where that lets more lines fit.
            if candidate.share >= MIN_SHARE and (dialect.quote or candidate.share > quoted_share):
                candidates.append(candidate)
    return candidates


def _variants(delimiter: str, sample: str) -> list[Dialect]:
    """The plainest first; the others only where something in the text speaks for them."""
    if delimiter not in sample:
        return []
    if delimiter == BLANKS:
        return [Dialect(delimiter, quote="")]
    plain = Dialect(delimiter)
    variants = [plain]
    mark = re.escape(delimiter)
    if re.search(rf'{mark} +"', sample):
        variants.append(replace(plain, skips_blanks=True))
    if '\\"' in sample and not re.search(r'\\[^"\\\r\n' + mark + "]", sample):
        variants.append(replace(plain, escape="\\"))
    if re.search(rf"(^|{mark})'.*'({mark}|$)", sample, re.MULTILINE):
        variants.append(replace(plain, quote="'"))
    if delimiter == "\t" and '"' in sample:
        variants.append(replace(plain, quote=""))
    return variants


def _rate(sample: str, is_whole: bool, dialect: Dialect) -> _Candidate:
    numbered, n_failed = read_sample(sample, is_whole, dialect)
    records = [cells for _, cells in numbered]
    width = modal_width(records)
    if width < 2:
        return _Candidate(dialect)
    fits = [len(cells) == width for cells in records]
    first = fits.index(True)
    is_regular = all(fits[first:]) and not n_failed
    share = sum(fits) / (len(records) + n_failed)
    cells = [cell for record in records[:CLEAN_RECORDS] for cell in record]
    clean = sum(_is_clean(cell, dialect) for cell in cells) / len(cells)
    # More columns are better, each one by less: 1 - 1/width. Rounded, so that equal dialects tie and the first wins.
    return _Candidate(dialect, share, round(share * (1 - 1 / width) * clean, 9), first, is_regular)


def _is_clean(cell: str, dialect: Dialect) -> bool:
    """Whether the text looks like one whole cell.

    It has no quotes around it, no blank before it, as what follows a comma of prose has, and no other delimiter within.
    """
    if cell[:1] == " " or (len(cell) > 1 and cell[0] == cell[-1] and cell[0] in "\"'"):
        return False
    if not any(delimiter in cell for delimiter in USUAL) or NUMBER.fullmatch(cell):
        return True
    if cell[0] in "{[" and cell[-1] in "}]":
        return True
    others = (delimiter for delimiter in USUAL if delimiter != dialect.delimiter)
    return not any(re.search(rf"{re.escape(delimiter)}\S", cell) for delimiter in others)


def _widen(dialect: Dialect, sample: str) -> Dialect:
    """The delimiter with what always stands around it: “||”, “-|-”; or with the blank that always follows."""
    delimiter = dialect.delimiter
    count = sample.count(delimiter)
    if dialect.is_multichar or count < 2 or len(sample.splitlines()) < 2 or UNIT_SEPARATOR in sample:
        return dialect
    if delimiter != "," and sample.count(delimiter * 2) * 2 == count:
        return replace(dialect, delimiter=delimiter * 2)
    around = re.findall(r"([^\w\s\"'])" + re.escape(delimiter) + r"([^\w\s\"'])", sample)
    if len(around) == count and len(set(around)) == 1 and around[0][0] == around[0][1]:
        return replace(dialect, delimiter=f"{around[0][0]}{delimiter}{around[0][1]}")
    if delimiter != "\t" and len(re.findall(re.escape(delimiter) + r" (?=\S)", sample)) == count:
        return replace(dialect, skips_blanks=True)
    return dialect
