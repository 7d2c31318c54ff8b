"""What is only our own CSV's: the guard before formulas."""

from geo.core.csv_injection import unescape_formula
from geo.core.csv_table import to_csv_bytes
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.ingest.providers.faultline import Faultline
from geo.ingest.readers import read_table

HEADER = ["incident_id", "date_start", "latitude", "longitude"]
CELLS = ["=1+1", "'=1+1", "'quoted'", "'", "", "-5", "@x", "plain", "'Ayn al-Asad", "\t=x", "''=1"]


def test_cells_are_disarmed_as_each_would_be_alone() -> None:
    rows = [["a", "2024-01-16", "1", "2", cell] for cell in CELLS]
    sheet = read_table(to_csv_bytes([[*HEADER, "own"], *rows]))
    cells = Faultline().crosswalk(sheet, ImportOptions()).cells["own"].fillna("")
    assert cells.tolist() == CELLS
    assert cells.tolist() == [unescape_formula(cell) for cell in sheet.cells["own"].fillna("")]


def test_names_are_disarmed_unless_two_would_become_one() -> None:
    one = importing.read(to_csv_bytes([[*HEADER, "=own"], ["a", "2024-01-16", "1", "2", "x"]]))
    assert one.accepted["=own"].tolist() == ["x"]
    content = b'"incident_id","date_start","latitude","longitude","=own","\'=own"\n"a","2024-01-16","1","2","x","y"\n'
    two = importing.read(content)
    assert two.accepted[["=own", "'=own"]].to_numpy().tolist() == [["x", "y"]]


def test_another_format_is_taken_as_it_stands() -> None:
    feature = (
        '{"type":"Feature","geometry":null,"properties":{"incident_id":"a","date_start":"2024-01-16","own":"\'=x"}}'
    )
    content = f'{{"type":"FeatureCollection","features":[{feature}]}}'.encode()
    assert importing.read(content).accepted["own"].tolist() == ["'=x"]
