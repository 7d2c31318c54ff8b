"""Pairs of a CSV and the rows that it has, of the kinds of csv-spectrum: our own, or those of a folder."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Record = dict[str, str]


@dataclass(frozen=True)
class Pair:
    """A CSV file and its rows by column."""

    name: str
    content: bytes
    rows: tuple[Record, ...]


def _pair(name: str, text: str, names: str, *rows: tuple[str, ...]) -> Pair:
    return Pair(name, text.encode(), tuple(dict(zip(names.split(), row, strict=True)) for row in rows))


OWN_PAIRS = (
    _pair("plain", "a,b,c\n1,2,3\n", "a b c", ("1", "2", "3")),
    _pair("plain, CRLF", "a,b,c\r\n1,2,3\r\n", "a b c", ("1", "2", "3")),
    _pair("quoted comma", 'who,at,code\nOmar,"Herat, west",0815\n', "who at code", ("Omar", "Herat, west", "0815")),
    _pair("empty cells", 'a,b,c\n1,"",""\n2,3,4\n', "a b c", ("1", "", ""), ("2", "3", "4")),
    _pair("empty cells, CRLF", 'a,b,c\r\n1,"",""\r\n2,3,4\r\n', "a b c", ("1", "", ""), ("2", "3", "4")),
    _pair("doubled quotes", 'a,b\n1,"so ""they"" said"\n3,4\n', "a b", ("1", 'so "they" said'), ("3", "4")),
    _pair("JSON in a cell", 'a,b\n1,"{""x"": [1, ""y""]}"\n2,[]\n', "a b", ("1", '{"x": [1, "y"]}'), ("2", "[]")),
    _pair("line ends in quotes", 'a,b\n"one\ntwo",2\n3,"4\n"\n', "a b", ("one\ntwo", "2"), ("3", "4\n")),
    _pair("line ends in quotes, CRLF", 'a,b\r\n"one\r\ntwo",2\r\n3,4\r\n', "a b", ("one\r\ntwo", "2"), ("3", "4")),
    _pair("quotes and line ends", 'a,b\n1,"""one""\ntwo"\n3,4\n', "a b", ("1", '"one"\ntwo'), ("3", "4")),
    _pair("beyond ASCII", "a,b,c\n1,2,3\n4,5,ʤ زابل\n", "a b c", ("1", "2", "3"), ("4", "5", "ʤ زابل")),
    _pair("coordinates", "lat,lon,at\n34.53,-69.17,Kabul\n", "lat lon at", ("34.53", "-69.17", "Kabul")),
)  # fmt: skip


def read_pairs(folder: Path | None) -> Iterator[Pair]:
    """Our own pairs; those of a folder where there is one: each .csv in it with the .json of its name."""
    if folder is None:
        yield from OWN_PAIRS
        return
    records = {path.stem: path for path in folder.rglob("*.json")}
    for path in sorted(folder.rglob("*.csv")):
        if path.stem in records:
            rows: list[Record] = json.loads(records[path.stem].read_text(encoding="utf-8"))
            yield Pair(path.stem, path.read_bytes(), tuple(rows))
