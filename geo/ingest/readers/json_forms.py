"""The forms that tables have in JSON: features, records under some key, arrays, columns, and replies that are none.

To add one, write its JSONForm and put it into FORMS, before those that would take it for theirs.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from geo.errors import IncidentsInvalid
from geo.ingest.readers.esri_dates import with_iso_dates
from geo.ingest.readers.feature_positions import Shape
from geo.ingest.readers.json_arrays import find_arrays, to_object
from geo.ingest.readers.json_cells import flatten_record, is_geometry, unwrap_record
from geo.ingest.readers.json_geometry import feature_error, parse_esri_geometry, parse_geojson_geometry
from geo.ingest.readers.json_replies import find_error_message

GEOJSON, JSON = "GeoJSON", "JSON"
ACCEPTED = "Accepted are a list of objects, an object with such a list, one object a line, and GeoJSON."
# Lists beside the records that describe them: of CKAN, Socrata, Esri, Elasticsearch and JSON:API.
DESCRIPTIONS = frozenset(["fields", "columns", "links", "facets", "schema", "meta", "metadata"])
MAX_LEVELS = 3  # of objects around the list of records: Elasticsearch has two, SPARQL as well
MIN_NAMES = 3  # of an object that is a record by itself, by judgement: when, where and what
MAX_SHOWN = 300  # characters of a server's reply that the refusal repeats


@dataclass(frozen=True, eq=False)
class JSONRecords:
    """The records of a file in their order, the reference system that it states (empty for none), and its other keys.

    `path` is the key that the records stand under, empty where the file is their list.
    """

    items: Iterable[Any]
    system: str = ""
    path: str = ""
    envelope: tuple[Mapping[str, Any], ...] = ()


class JSONForm(ABC):
    """One form of a table in JSON: how it is recognised, where its records are, and what a record is."""

    format = JSON

    @abstractmethod
    def matches(self, value: Any) -> bool:
        """Whether a value has this form."""

    @abstractmethod
    def find_records(self, value: Any) -> JSONRecords:
        """The records of a value of this form; raises IncidentsInvalid where it has none."""

    def parse_record(self, record: Any) -> tuple[dict[str, str | None], Shape]:
        """A record's cells and its geometry; raises FeatureParseError."""
        if not isinstance(record, dict):
            raise feature_error(record, "is no object of names and values")
        own = unwrap_record(record)
        name = next((name for name, value in own.items() if is_geometry(value)), None)
        shape = parse_geojson_geometry(own.pop(name)) if name is not None else None
        return flatten_record(own), shape


class TopoJSON(JSONForm):
    """Topologies, whose lines are shared between shapes: not read."""

    def matches(self, value: Any) -> bool:
        return isinstance(value, dict) and value.get("type") == "Topology"

    def find_records(self, value: Any) -> JSONRecords:
        raise IncidentsInvalid("is TopoJSON. Convert it to GeoJSON, with QGIS, mapshaper or topo2geo.")


class FeatureForm(JSONForm):
    """GeoJSON (RFC 7946): a collection of features, a list of them, or one."""

    format = GEOJSON

    def matches(self, value: Any) -> bool:
        if isinstance(value, list):
            return bool(value) and all(isinstance(item, dict) and item.get("type") == "Feature" for item in value)
        return isinstance(value, dict) and (value.get("type") in ("FeatureCollection", "Feature") or is_geometry(value))

    def find_records(self, value: Any) -> JSONRecords:
        if isinstance(value, list):
            return JSONRecords(value)
        if is_geometry(value):
            raise IncidentsInvalid("is a GeoJSON geometry without properties, so it says nothing of an incident.")
        if value["type"] == "Feature":
            return JSONRecords([value], _parse_crs(value))
        if not isinstance(value.get("features"), list):
            raise IncidentsInvalid("has no list of features.")
        return JSONRecords(value["features"], _parse_crs(value), "features", (value,))

    def parse_record(self, record: Any) -> tuple[dict[str, str | None], Shape]:
        if not isinstance(record, dict) or record.get("type") != "Feature":
            raise feature_error(record, "is not a GeoJSON Feature")
        properties = record.get("properties")
        if not isinstance(properties, dict | None):
            raise feature_error(properties, "its properties are not an object of names and values")
        identifier = {"id": record["id"]} if "id" in record else {}
        return flatten_record(identifier | (properties or {})), parse_geojson_geometry(record.get("geometry"))


class EsriForm(JSONForm):
    """A feature set of ArcGIS: attributes and a geometry; its fields say which numbers are dates."""

    def matches(self, value: Any) -> bool:
        features = value.get("features") if isinstance(value, dict) else None
        return isinstance(features, list) and all(
            isinstance(feature, dict) and "attributes" in feature for feature in features[:1]
        )

    def find_records(self, value: Any) -> JSONRecords:
        dates = {
            field.get("name")
            for field in _list_of_objects(value.get("fields"))
            if field.get("type") == "esriFieldTypeDate"
        }
        items = [with_iso_dates(feature, dates) for feature in value["features"]]
        return JSONRecords(items, _parse_spatial_reference(value), "features", (value,))

    def parse_record(self, record: Any) -> tuple[dict[str, str | None], Shape]:
        if not isinstance(record, dict) or not isinstance(record.get("attributes"), dict):
            raise feature_error(record, "has no attributes")
        return flatten_record(record["attributes"]), parse_esri_geometry(record.get("geometry"))


class ArrayForm(JSONForm):
    """Rows as arrays under names: a list of lists, or “columns” and “data”, as pandas and Socrata write them."""

    def matches(self, value: Any) -> bool:
        return find_arrays(value) is not None

    def find_records(self, value: Any) -> JSONRecords:
        names, rows = find_arrays(value) or ([], [])
        return JSONRecords([to_object(names, row) for row in rows], path="data" if isinstance(value, dict) else "")


class ColumnForm(JSONForm):
    """Columns as lists, or objects by row or by column, as pandas writes them."""

    def matches(self, value: Any) -> bool:
        if not isinstance(value, dict) or len(value) < 2:
            return False
        columns = list(value.values())
        are_lists = all(isinstance(column, list) for column in columns)
        are_objects = all(isinstance(column, dict) and len(column) > 1 for column in columns)
        return (are_lists or are_objects) and len({len(column) for column in columns}) == 1 and len(columns[0]) > 0

    def find_records(self, value: Any) -> JSONRecords:
        columns = list(value.values())
        if isinstance(columns[0], list):
            return JSONRecords([dict(zip(value, row, strict=True)) for row in zip(*columns, strict=True)])
        if all(key.isdigit() for key in columns[0]):  # numbers of rows inside, so columns outside
            rows = [{name: column.get(key) for name, column in value.items()} for key in columns[0]]
            return JSONRecords(rows)
        return JSONRecords([{"id": key} | row for key, row in value.items()])


class ArticleForm(JSONForm):
    """The news articles that GDELT finds for words: reports, each with the day on which it was seen."""

    def matches(self, value: Any) -> bool:
        articles = value.get("articles") if isinstance(value, dict) else None
        return bool(_list_of_objects(articles)) and all("seendate" in article for article in _list_of_objects(articles))

    def find_records(self, value: Any) -> JSONRecords:
        raise IncidentsInvalid(
            "is a list of news articles of GDELT, not of incidents: it says neither when nor where something happened. "
            "GDELT's table of events is read."
        )


class SingleRecordForm(JSONForm):
    """One record alone, as JSON Lines of one line are: an object of three texts and numbers or more."""

    def matches(self, value: Any) -> bool:
        if not isinstance(value, dict) or len(value) < MIN_NAMES or find_error_message(value):
            return False
        return not any(isinstance(inner, dict | list) for inner in value.values())

    def find_records(self, value: Any) -> JSONRecords:
        return JSONRecords([value])


class RecordForm(JSONForm):
    """A list of objects, or an object with one under any key: what most programs and APIs write."""

    def matches(self, value: Any) -> bool:
        return _find_records(value) is not None

    def find_records(self, value: Any) -> JSONRecords:
        return _find_records(value) or JSONRecords([])


class NoTable(JSONForm):
    """Everything else: the error reply of a server, an empty answer, settings."""

    def matches(self, value: Any) -> bool:
        return True

    def find_records(self, value: Any) -> JSONRecords:
        if isinstance(value, dict) and (message := find_error_message(value)):
            raise IncidentsInvalid(
                f"is no data but the reply of a server that could not give any: “{message[:MAX_SHOWN]}”. "
                "Ask the server again and give its new answer."
            )
        if value == [] or (isinstance(value, dict) and [] in value.values()):
            raise IncidentsInvalid("is JSON with an empty list of records: the question to the server found no rows.")
        if isinstance(value, dict) and value.get("type") == "gdal_streamed_alg":
            raise IncidentsInvalid("is a command for GDAL, which is not run. Give its result as GeoJSON.")
        raise IncidentsInvalid(f"is JSON that holds no list of records. {ACCEPTED}")


FORMS: tuple[JSONForm, ...] = (
    TopoJSON(),
    FeatureForm(),
    EsriForm(),
    ArrayForm(),
    ArticleForm(),
    RecordForm(),
    ColumnForm(),
    SingleRecordForm(),
    NoTable(),
)


def find_form(value: Any) -> JSONForm:
    """The form of a file's value."""
    return next(form for form in FORMS if form.matches(value))


def _parse_crs(value: dict[str, Any]) -> str:
    """The reference system of a collection by name, empty for none; a link to one is never followed."""
    crs = value.get("crs")
    if crs is None:
        return ""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name", properties.get("code")) if isinstance(properties, dict) else None
    if not isinstance(name, str | int) or isinstance(name, bool):
        raise IncidentsInvalid(
            "names a coordinate system in a way that is not read (a link is never followed). "
            "Save it in WGS 84 (longitude, latitude)."
        )
    return str(name)


def _parse_spatial_reference(value: dict[str, Any]) -> str:
    reference = value.get("spatialReference")
    if not isinstance(reference, dict):
        return ""
    return str(next((reference[key] for key in ("latestWkid", "wkid", "wkt") if reference.get(key)), ""))


def _list_of_objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _find_records(value: Any) -> JSONRecords | None:
    """The longest list of objects in a value, at most three objects deep."""
    if isinstance(value, list):
        return JSONRecords(value) if any(isinstance(item, dict) for item in value) else None
    lists = list(_iter_lists(value, (), ()))
    if not lists:
        return None
    path, envelope, items = max(lists, key=lambda entry: (entry[0][-1].casefold() not in DESCRIPTIONS, len(entry[2])))
    return JSONRecords(items, path=".".join(path), envelope=envelope)


def _iter_lists(
    value: Any, path: tuple[str, ...], envelope: tuple[Mapping[str, Any], ...]
) -> Iterable[tuple[tuple[str, ...], tuple[Mapping[str, Any], ...], list[Any]]]:
    if not isinstance(value, dict) or len(path) >= MAX_LEVELS:
        return
    for name, inner in value.items():
        if name.casefold() in ("errors", "warnings"):
            continue  # what a server says beside its records, or instead of them
        if isinstance(inner, list) and any(isinstance(item, dict) for item in inner):
            yield (*path, name), (*envelope, value), inner
        else:
            yield from _iter_lists(inner, (*path, name), (*envelope, value))
