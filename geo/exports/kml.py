"""KML 2.2 (OGC 07-147r2) for Google Earth: a placemark for each incident, with all its columns as typed data."""

from collections.abc import Iterator
from functools import partial
from xml.sax.saxutils import quoteattr

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.exports.about import describe_file
from geo.exports.cells import GEOMETRY, TEXT, CellEncoder, CellFormat, join_rows, wrap
from geo.exports.exporter import Exporter, ExportJob
from geo.exports.geometry_kind import REPRESENTED

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
NOT_XML = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{fffe}\x{ffff}]"  # XML 1.0, section 2.2: what no document can hold
PIN, AREA, ROUGH = "point", "area", "rough"
# Drawn by precision: the place itself as a dot, a rough one as a ring, an area without any mark, by its name alone.
STYLES = (
    (PIN, "<IconStyle><scale>0.6</scale></IconStyle>"),
    (ROUGH, "<IconStyle><color>80ffffff</color><scale>0.9</scale></IconStyle>"),
    (AREA, "<IconStyle><scale>0</scale><Icon/></IconStyle><LabelStyle><color>b3ffffff</color></LabelStyle>"),
)
STYLE_OF_PRECISION = {"exact": PIN} | dict.fromkeys(REPRESENTED, AREA)


class KML(Exporter):
    """A document of placemarks; rows without coordinates have no geometry, and unknown values are left out."""

    label = "KML"
    extension = "kml"
    media_type = "application/vnd.google-earth.kml+xml"
    purpose = "For Google Earth: points over time, areas by their name and without a pin."
    losses = (
        f"Control characters, which XML cannot hold, become {REPLACEMENT}.",
        "Only points are drawn: what is known to an area has a name at one point of it, and no pin.",
    )

    def iter_chunks(self, job: ExportJob) -> Iterator[bytes]:
        encoder = CellEncoder(job.head, CELL_FORMAT)
        yield _head(job, self).encode(errors="replace")
        yield from map(partial(_placemarks, encoder), job.batches())
        yield b"</Document>\n</kml>\n"


def _head(job: ExportJob, exporter: Exporter) -> str:
    lines = "\n".join(f"{title}: {text}" for title, text in describe_file(job, exporter).items())
    names = [str(name) for name in job.head.columns if name != GEOMETRY]
    fields = "".join(
        f"<SimpleField name={_attribute(name)} type={quoteattr(_kml_type(job.head[name]))}/>\n" for name in names
    )
    styles = "".join(f'<Style id="{name}">{style}</Style>\n' for name, style in STYLES)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
        f"<name>Faultline incidents</name>\n<description>{_escape(lines)}</description>\n{styles}"
        f'<Schema id="incident" name="incident">\n{fields}</Schema>\n'
    )


def _placemarks(encoder: CellEncoder, rows: gpd.GeoDataFrame) -> bytes:
    """Some rows as placemarks, a column of a batch at a time."""
    cells = dict(zip(encoder.names, encoder.encode(rows), strict=True))
    data = [_element(cells[name], f"<SimpleData name={_attribute(name)}>", "</SimpleData>") for name in encoder.names]
    name = pc.if_else(pc.equal(cells["title"], ""), cells["incident_id"], cells["title"])
    styles = rows["place_precision"].astype("str").map(STYLE_OF_PRECISION).fillna(ROUGH)
    return join_rows(
        _scalar("<Placemark><name>"),
        name,
        _scalar("</name>"),
        _time_spans(cells["date_start"], cells["date_end"]),
        _scalar("<styleUrl>#"),
        pa.array(styles.tolist(), TEXT),
        _scalar('</styleUrl><ExtendedData><SchemaData schemaUrl="#incident">'),
        *data,
        _scalar("</SchemaData></ExtendedData>"),
        _points(cells["longitude"], cells["latitude"]),
        _scalar("</Placemark>\n"),
    )


def _time_spans(start: pa.Array, end: pa.Array) -> pa.Array:
    ends = _element(end, "<end>", "</end>")
    spans = pc.binary_join_element_wise(_element(start, "<begin>", "</begin>"), ends, _scalar(""))
    return _element(spans, "<TimeSpan>", "</TimeSpan>")


def _points(longitude: pa.Array, latitude: pa.Array) -> pa.Array:
    pairs = pc.binary_join_element_wise(longitude, latitude, _scalar(","))
    return _element(pc.if_else(pc.equal(longitude, ""), "", pairs), "<Point><coordinates>", "</coordinates></Point>")


def _element(texts: pa.Array, start: str, end: str) -> pa.Array:
    """The texts within an element, nothing where they are blank."""
    return pc.if_else(pc.equal(texts, ""), pa.scalar("", TEXT), wrap(start, end)(texts))


def _escape_texts(texts: pa.Array) -> pa.Array:
    for old, new in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")):
        texts = pc.replace_substring(texts, old, new)
    return pc.replace_substring_regex(texts, NOT_XML, REPLACEMENT)


def _escape(text: str) -> str:
    return str(_escape_texts(pa.array([text.encode(errors="replace").decode()], TEXT))[0].as_py())


def _attribute(name: str) -> str:
    """The name as an attribute, whose line breaks and tabs would become blanks."""
    text = _escape(name).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return f'"{text}"'


def _kml_type(values: pd.Series) -> str:
    kinds = (
        (pd.api.types.is_bool_dtype, "bool"),
        (pd.api.types.is_integer_dtype, "int"),
        (pd.api.types.is_float_dtype, "double"),
    )
    return next((name for is_kind, name in kinds if is_kind(values.dtype)), "string")


def _scalar(text: str) -> pa.Scalar:
    return pa.scalar(text, TEXT)


CELL_FORMAT = CellFormat(text=_escape_texts, day=lambda texts: texts, plain=lambda texts: texts, unknown="")
