"""JSON tables: records of APIs and programs, JSON Lines, feature sets of ArcGIS, arrays under names."""

import pandas as pd

from geo.errors import FeatureParseError, IncidentsInvalid
from geo.ingest.options import ImportOptions
from geo.ingest.readers.area_features import has_computed_kinds, without_kind
from geo.ingest.readers.feature_table import Features, build_table
from geo.ingest.readers.json_documents import JSONDocuments, is_json, parse_documents
from geo.ingest.readers.json_forms import GEOJSON, JSONForm, JSONRecords, find_form
from geo.ingest.readers.json_geometry import feature_error
from geo.ingest.readers.json_objects import AmbiguousObject, find_ambiguous_object
from geo.ingest.readers.json_pages import find_missing_pages
from geo.ingest.readers.raw_table import RawTable
from geo.ingest.readers.reader import Reader


class JSONReader(Reader):
    """Objects as rows, nested names with dots; the number of a row is that of its object, or of its line."""

    name = "JSON"
    extensions = (".json", ".jsonl", ".ndjson")

    def matches(self, content: bytes) -> bool:
        return is_json(content)

    def read(self, content: bytes, options: ImportOptions) -> RawTable:
        return read_json(content, options)


def read_json(content: bytes, options: ImportOptions) -> RawTable:
    """A JSON file of any form as a raw table; raises IncidentsInvalid where it holds no table."""
    documents = parse_documents(content, options)
    form, records, numbers = _find_records(documents)
    features = Features()
    for number, text, reason in documents.rejected:
        features.reject(number, text, reason)
    has_kinds = has_computed_kinds(records.envelope)
    for number, record in zip(numbers, records.items, strict=True):
        try:
            if documents.has_ambiguous_objects:
                _refuse_ambiguity(record)
            cells, shape = form.parse_record(record)
            features.add(number, without_kind(cells) if has_kinds else cells, shape)
        except FeatureParseError as error:
            features.reject(number, error.feature, error.reason)
    is_geojson = form.format == GEOJSON
    findings = find_missing_pages(records.envelope, pd.Index(features.cells, dtype="int64"))
    return build_table(
        form.format, features, options, system=records.system, has_geometry=is_geojson, findings=findings
    )


def _find_records(documents: JSONDocuments) -> tuple[JSONForm, JSONRecords, list[int]]:
    """The form of a file, its records, and the number of each."""
    if documents.is_single:
        if isinstance(documents.single, AmbiguousObject):
            raise IncidentsInvalid(f"{documents.single.explain()}. Leave one out.")
        form = find_form(documents.single)
        records = form.find_records(documents.single)
        return form, records, list(range(1, len(list(records.items)) + 1))
    lines = list(documents.values.values())
    form = find_form(lines[0] if lines and _is_feature(lines[0]) else lines)
    records = JSONRecords(lines) if form.format == GEOJSON else form.find_records(lines)
    numbers = list(documents.values)
    return form, records, numbers[len(numbers) - len(list(records.items)) :]  # arrays have their names in the first


def _refuse_ambiguity(record: object) -> None:
    ambiguous = find_ambiguous_object(record)
    if ambiguous is not None:
        raise feature_error(record, ambiguous.explain())


def _is_feature(value: object) -> bool:
    return isinstance(value, dict) and value.get("type") == "Feature"
