"""What is only our own CSV's: the guard before formulas."""

from geo import sources
from geo.answers import Answers
from geo.exports.delimited import written
from geo.formulas import disarmed
from geo.sheets import sheet_of
from geo.sources.faultline import Faultline

HEADER = ["incident_id", "date_start", "latitude", "longitude"]
CELLS = ["=1+1", "'=1+1", "'quoted'", "'", "", "-5", "@x", "plain", "'Ayn al-Asad", "\t=x", "''=1"]


def test_cells_are_disarmed_as_each_would_be_alone() -> None:
    rows = [["a", "2024-01-16", "1", "2", cell] for cell in CELLS]
    sheet = sheet_of(written([[*HEADER, "own"], *rows]))
    cells = Faultline().crosswalk(sheet, Answers()).cells["own"].fillna("")
    assert cells.tolist() == CELLS
    assert cells.tolist() == [disarmed(cell) for cell in sheet.cells["own"].fillna("")]


def test_names_are_disarmed_unless_two_would_become_one() -> None:
    one = sources.read(written([[*HEADER, "=own"], ["a", "2024-01-16", "1", "2", "x"]]))
    assert one.accepted["=own"].tolist() == ["x"]
    content = b'"incident_id","date_start","latitude","longitude","=own","\'=own"\n"a","2024-01-16","1","2","x","y"\n'
    two = sources.read(content)
    assert two.accepted[["=own", "'=own"]].to_numpy().tolist() == [["x", "y"]]


def test_another_format_is_taken_as_it_stands() -> None:
    feature = (
        '{"type":"Feature","geometry":null,"properties":{"incident_id":"a","date_start":"2024-01-16","own":"\'=x"}}'
    )
    content = f'{{"type":"FeatureCollection","features":[{feature}]}}'.encode()
    assert sources.read(content).accepted["own"].tolist() == ["'=x"]
