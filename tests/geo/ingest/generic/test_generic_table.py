"""Any table: what its columns hold is guessed and corrected, and no row is lost or changed silently."""

import io
from collections.abc import Sequence

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import IncidentsInvalid
from geo.ingest.generic.column_inference import infer_columns
from geo.ingest.generic.column_targets import mapping_table
from geo.ingest.generic.generic_table import GenericTable
from geo.ingest.importing import Import, build_import
from geo.ingest.options import ImportOptions
from geo.ingest.readers.raw_table import RawTable
from geo.ingest.row_identity import DIFFERENT, REPEATED_ROWS, SAME
from tests.geo.ingest.handmade_tables import ARABIC, FRENCH, PERSIAN, RAND, SATP, SPANISH


def sheet(header: Sequence[str], *rows: Sequence[str | None]) -> RawTable:
    cells = pd.DataFrame(list(rows), columns=list(header), dtype="str")
    cells.index = pd.RangeIndex(2, 2 + len(rows))
    return RawTable("CSV", cells, 1)


def of_text(text: str) -> RawTable:
    mark = ";" if ";" in text.splitlines()[0] else ","
    cells = pd.read_csv(io.StringIO(text), sep=mark, dtype="str", keep_default_na=False).replace("", None)
    return sheet(list(cells.columns), *cells.itertuples(index=False))


def read(table: RawTable, **answers: object) -> Import:
    imported = build_import(table, GenericTable(), ImportOptions(**answers))  # type: ignore[arg-type]
    assert imported.rows_in == table.n_rows
    return imported


def targets_of(table: RawTable) -> dict[str, str]:
    return {guess.column: guess.target for guess in infer_columns(table)}


def days(imported: Import) -> list[str]:
    return list(imported.accepted["date_start"].dt.strftime("%Y-%m-%d"))


def numbers(column: pd.Series) -> list[int | None]:
    return [None if pd.isna(value) else int(value) for value in column]


def test_a_table_as_rand_lays_it_out() -> None:
    table = of_text(RAND)
    assert targets_of(table) == {
        **{"Date": "date_start", "City": "place_name", "Country": "country", "Perpetrator": "actor_a", "Weapon": ""},
        **{"Injuries": "injured_best", "Fatalities": "killed_best", "Description": "summary"},
    }
    imported = read(table)
    assert days(imported) == ["1968-02-09", "1972-03-12", "2009-12-01"]
    assert numbers(imported.accepted["killed_best"]) == [0, 1, 3]
    assert numbers(imported.accepted["injured_best"]) == [0, 2, None]
    assert list(imported.accepted["place_name"]) == ["Buenos Aires", "Santo Domingo", "Quetta"]
    assert list(imported.accepted["table.Weapon"]) == ["Firearms", "Explosives", "Remote-detonated explosive"]


def test_a_table_as_satp_lays_it_out() -> None:
    table = of_text(SATP)
    parts = {guess.column for guess in infer_columns(table) if guess.is_part}
    assert parts == {"Civilians", "SFs", "Terrorists", "Not Specified"}
    assert targets_of(table)["Incident"] == "summary"
    imported = read(table)
    rows = imported.accepted
    assert days(imported)[:3] == ["2024-01-03", "2024-01-13", "2024-02-02"]
    # The column that is only called a total is that of the parties, whose sum it is.
    assert numbers(rows["killed_best"])[:3] == [3, 4, None]
    assert numbers(rows["injured_best"])[:3] == [5, None, None]
    assert "Total: the source says “several”" in rows["notes"].iloc[2]
    # Without it, the sum where all parts are known; else the known ones are the least that it can be.
    rows = read(of_text("\n".join(line.replace("Total", "Row") for line in SATP.splitlines()[:4]))).accepted
    assert numbers(rows["killed_best"])[:3] == [3, None, None]
    assert numbers(rows["killed_low"])[:3] == [None, 4, 0]
    assert "sum of Civilians, SFs, Terrorists, Not Specified" in rows["notes"].iloc[0]
    assert "Civilians: the source says “several”" in rows["notes"].iloc[2]


def test_each_note_on_a_row_is_a_sentence_of_its_own() -> None:
    imported = read(of_text("Date,Town,Country,Killed,Title\n2024-01-16,Quetta,Pakistan,many,One\n"))
    (note,) = imported.accepted["notes"]
    assert note.startswith("Killed: the source says “many”. Placed by its name (almost certain, ")
    assert note.endswith(" of 100 such names are right); the source gives no coordinates.")


def test_a_french_sheet() -> None:
    imported = read(of_text(FRENCH))
    rows = imported.accepted
    assert days(imported) == ["2024-01-16", "2024-02-03", "2024-03-01"]
    assert list(rows["source_id"]) == ["A-1", "A-2", "A-3"]
    assert list(rows["latitude"]) == [16.2717, 15.9182, 18.4411]
    assert list(rows["longitude"]) == [-0.0447, 2.4022, 1.4078]
    assert list(rows["sub_event_type"]) == ["Suicide bomb", "Abduction/forced disappearance", "Armed clash"]
    assert numbers(rows["killed_low"]) == [12, None, 4]
    assert numbers(rows["killed_high"]) == [None, None, 6]
    assert "plusieurs" in rows["notes"].iloc[2]
    assert any("not plain decimals" in note for note in imported.notes)
    assert any("day first" in note for note in imported.notes)


def test_a_spanish_sheet() -> None:
    imported = read(of_text(SPANISH))
    rows = imported.accepted
    assert days(imported) == ["2024-01-16", "2010-08-07", "2011-03-01"]
    assert list(rows["date_precision"]) == ["day", "day", "month"]
    assert list(rows["latitude"]) == [2.9531, 1.8067, 8.6480]
    assert list(rows["longitude"]) == [-76.2694, -78.7647, -72.7344]
    assert list(rows["event_type"]) == ["Violence against civilians", "Explosions/Remote violence", "Protests"]
    assert numbers(rows["killed_best"]) == [0, 2, 0]
    assert list(rows["admin2"]) == ["Toribío", "Tumaco", "Tibú"]


def test_an_arabic_sheet() -> None:
    imported = read(of_text(ARABIC))
    rows = imported.accepted
    assert days(imported) == ["2024-01-16", "2019-02-05", "2024-03-02"]
    assert list(rows["country"]) == ["Syria", "Iraq", "Yemen"]
    assert numbers(rows["killed_best"]) == [3, 3, None]
    assert numbers(rows["injured_low"]) == [None, 5, None]
    assert list(rows["sub_event_type"]) == ["Air/drone strike", "Remote explosive/landmine/IED", "Armed clash"]
    assert pd.isna(rows["actor_a"].iloc[0])
    assert rows["table.الفاعل"].iloc[0] == "مجهول"


def test_a_persian_sheet() -> None:
    imported = read(of_text(PERSIAN))
    rows = imported.accepted
    assert days(imported) == ["2024-01-16", "2024-04-03", "2021-08-15"]
    assert list(rows["latitude"]) == [29.4963, 25.2919, 34.5260]
    assert list(rows["country"]) == ["Iran", "Iran", "Afghanistan"]
    assert numbers(rows["killed_low"]) == [None, 10, None]
    # “Armed attack” may be a battle or violence against civilians: it is not decided here.
    assert list(rows["event_type"].isna()) == [False, True, False]
    assert any("Persian calendar" in note for note in imported.notes)


@pytest.mark.parametrize("text", [RAND, SATP, FRENCH, SPANISH, ARABIC, PERSIAN])
def test_every_cell_is_kept_as_it_stood(text: str) -> None:
    table = of_text(text)
    rows = read(table).accepted
    for name in table.column_names:
        assert rows[f"table.{name}"].equals(table.cells.loc[rows.index, name].astype("str").rename(f"table.{name}")), (
            name
        )


@pytest.mark.parametrize("text", [RAND, SATP, FRENCH, SPANISH, ARABIC, PERSIAN])
def test_no_two_columns_hold_one_thing_but_the_parts_of_a_toll(text: str) -> None:
    targets = [guess.target for guess in infer_columns(of_text(text)) if guess.target and not guess.is_part]
    assert len(targets) == len(set(targets))
    assert all(0 <= guess.confidence < 1 for guess in infer_columns(of_text(text)))


def test_an_unclear_order_is_asked_once_for_the_column() -> None:
    table = sheet(["Date", "City"], ["03/04/2024", "Kabul"], ["05/06/2024", "Quetta"], ["2024-01-16", "Gao"])
    imported = read(table)
    assert days(imported) == ["2024-01-16"]
    assert [(question.column, question.examples) for question in imported.questions] == [
        ("Date", ("03/04/2024", "05/06/2024"))
    ]
    assert set(imported.rejected["reason"].str.contains("day stands before the month")) == {True}
    answered = read(table, day_first=(("Date", True),))
    assert days(answered) == ["2024-04-03", "2024-06-05", "2024-01-16"]
    assert answered.questions == ()
    assert days(read(table, day_first=(("Date", False),)))[0] == "2024-03-04"


@pytest.mark.parametrize(
    ("name", "day"),
    [("Date (DD/MM/YYYY)", "2024-04-03"), ("Date MM/DD/YYYY", "2024-03-04"), ("Date (jj/mm/aaaa)", "2024-04-03"), ("date_mdy", "2024-03-04")],
)  # fmt: skip
def test_a_name_may_tell_the_order(name: str, day: str) -> None:
    table = sheet([name, "City"], ["03/04/2024", "Kabul"])
    assert days(read(table)) == [day]
    assert days(read(table, day_first=((name, day != "2024-04-03"),))) != [day]


def test_coordinates_in_a_column_named_location() -> None:
    table = sheet(["Date", "Location"], ["2024-01-16", "34.5281, 69.1723"], ["2024-01-17", "29.4963, 60.8629"])
    assert targets_of(table)["Location"] == "coordinates"
    assert list(read(table).accepted["latitude"]) == [34.5281, 29.4963]


def test_typed_cells_of_a_parquet_file_are_taken_as_they_are() -> None:
    table = sheet(["Date", "City", "Lat", "Lon", "Killed"])
    cells = pd.DataFrame(
        {
            "Date": pd.to_datetime(["2024-01-16 10:00"]),
            "City": ["Kabul"],
            "Lat": [1e-5],
            "Lon": [69.25],
            "Killed": [3.0],
        }
    )
    row = read(RawTable("GeoParquet", cells.set_axis(pd.RangeIndex(2, 3)), table.header_row)).accepted.iloc[0]
    assert (row["latitude"], row["longitude"], row["killed_best"], row["table.Lat"]) == (1e-5, 69.25, 3, "1e-05")


def test_the_column_of_last_days_has_the_order_of_the_first() -> None:
    table = sheet(["Start date", "End date", "City"], ["16/01/2024", "02/03/2024", "Kabul"], ["01/02/2024", "x", "Gao"])
    imported = read(table)
    assert list(imported.accepted["date_end"].dt.strftime("%Y-%m-%d")) == ["2024-03-02", "2024-02-01"]
    assert list(imported.accepted["date_precision"]) == ["year", "day"]
    assert "“x”" in imported.accepted["notes"].iloc[1]
    assert imported.questions == ()


def test_year_month_and_day_apart() -> None:
    table = sheet(
        ["Year", "Month", "Day", "City"],
        ["2019", "3", "5", "Quetta"], ["2019", "March", "0", "Quetta"], ["2019", None, None, "Kech"], ["2019", "13", "1", "Gao"],
    )  # fmt: skip
    imported = read(table)
    assert days(imported) == ["2019-03-05", "2019-03-01", "2019-01-01"]
    assert list(imported.accepted["date_precision"]) == ["day", "month", "year"]
    assert imported.rejected[["column", "value"]].to_numpy().tolist() == [["Year", "2019-13-1"]]


def test_a_date_that_cannot_be_read_is_named_and_loses_no_other_row() -> None:
    imported = read(sheet(["Date", "City"], ["sometime", "Kabul"], ["16/01/2024", "Gao"], [None, "Quetta"]))
    assert imported.rejected[["row", "column", "value"]].to_numpy().tolist() == [[2, "Date", "sometime"]]
    assert list(imported.accepted["date_precision"]) == ["day", "unknown"]


def test_what_is_optional_loses_no_row() -> None:
    header = ["Date", "City", "Killed", "Type"]
    imported = read(sheet(header, ["2024-01-16", "Kabul", "x5?", "Gizmo"], ["2024-01-17", "Gao", "1.200", "IED blast"]))
    assert numbers(imported.accepted["killed_best"]) == [None, 1200]
    assert "Killed, written “x5?”, is no number" in imported.accepted["notes"].iloc[0]
    assert "the type is written “Gizmo”" in imported.accepted["notes"].iloc[0]
    assert list(imported.accepted["table.Killed"]) == ["x5?", "1.200"]


def test_identifiers_are_the_files_own_where_they_identify() -> None:
    rows = [["INC-7", "2024-01-16"], ["INC-9", "2024-01-17"]]
    assert [
        incident_id.split(":")[-1] for incident_id in read(sheet(["ID", "Date"], *rows)).accepted["incident_id"]
    ] == [
        "INC-7",
        "INC-9",
    ]
    blank = read(sheet(["ID", "Date"], ["INC-7", "2024-01-16"], [None, "2024-01-17"])).accepted
    assert blank["incident_id"].is_unique
    assert blank["source_id"].isna().all()


def test_a_count_of_rows_is_no_identifier_and_keeps_equal_rows_apart() -> None:
    imported = read(sheet(["No", "Date", "City"], ["1", "2024-01-16", "Kabul"], ["2", "2024-01-16", "Kabul"]))
    assert len(imported.accepted) == 2
    assert imported.accepted["incident_id"].is_unique
    # One row more above does not rename the others.
    again = read(sheet(["No", "Date", "City"], ["1", "2024-01-15", "Gao"], ["2", "2024-01-16", "Kabul"]))
    assert again.accepted["incident_id"].iloc[1] == imported.accepted["incident_id"].iloc[0]


REPEATED = sheet(["Date", "City"], ["2024-01-16", "Kabul"], ["2024-01-17", "Gao"], ["2024-01-16", "Kabul"])


def test_the_same_row_again_is_kept_and_asked_about_once() -> None:
    imported = read(REPEATED)
    assert (len(imported.accepted), len(imported.duplicates)) == (3, 0)
    first, second = imported.accepted["incident_id"].loc[[2, 4]]
    assert second == f"{first}-2"
    (question,) = imported.questions
    assert (question.topic, question.proposal, question.n_rows) == (REPEATED_ROWS, DIFFERENT, 1)
    assert question.text.startswith("1 row repeats an earlier row in every cell")
    assert question.examples == ("row 4 repeats row 2",)


def test_a_person_says_that_repeated_rows_are_the_same() -> None:
    same = read(REPEATED, answers=((REPEATED_ROWS, "", SAME),))
    assert same.duplicates[["row", "reason"]].to_numpy().tolist() == [[4, "repeats row 2 in every cell"]]
    assert (len(same.accepted), same.questions) == (2, ())
    different = read(REPEATED, answers=((REPEATED_ROWS, "", DIFFERENT),))
    assert (len(different.accepted), different.questions) == (3, ())


def test_a_repeated_row_that_is_refused_is_counted_once() -> None:
    imported = read(sheet(["Date", "City"], ["x", "Kabul"], ["x", "Kabul"], [None, None]))
    assert (len(imported.accepted), imported.rejected["row"].nunique(), len(imported.duplicates)) == (0, 3, 0)


def test_a_person_corrects_the_guesses() -> None:
    table = sheet(["When", "Foo", "Bar", "City"], ["2024-01-16", "3", "the army", "Kabul"])
    imported = read(table, columns=(("Foo", "killed_best"), ("Bar", "actor_b"), ("City", "")))
    assert numbers(imported.accepted["killed_best"]) == [3]
    assert list(imported.accepted["actor_b"]) == ["the army"]
    assert imported.accepted["place_name"].isna().all()
    assert list(imported.accepted["table.City"]) == ["Kabul"]
    moved = mapping_table(table, ImportOptions(columns=(("Foo", "date_start"),))).set_index("column")
    assert list(moved["holds"]) == ["", "date_start", "", "place_name"] or moved.loc["When", "holds"] == ""
    assert moved.loc["Foo", "confidence"] == 1.0


def test_the_mapping_shows_every_column_with_examples() -> None:
    shown = mapping_table(of_text(RAND))
    assert list(shown.columns) == ["column", "holds", "confidence", "reason", "examples"]
    assert list(shown["column"]) == list(of_text(RAND).column_names)
    assert "9-Feb-68" in shown["examples"].iloc[0]


@pytest.mark.parametrize(
    ("columns", "message"),
    [((("City", "moon"),), "no column can hold moon"), ((("City", "admin1"), ("Note", "admin1")), "cannot all hold admin1")],
)  # fmt: skip
def test_an_answer_that_cannot_be_is_refused(columns: tuple[tuple[str, str], ...], message: str) -> None:
    with pytest.raises(IncidentsInvalid, match=message):
        read(sheet(["Date", "City", "Note"], ["2024-01-16", "Kabul", "x"]), columns=columns)


def test_a_table_without_date_and_place_is_refused_with_its_columns() -> None:
    imported = read(sheet(["Item", "Price"], ["apple", "3.5"]))
    assert (len(imported.accepted), list(imported.rejected["row"])) == (0, [2])
    assert "no column looks like a date, a place or coordinates" in imported.rejected["reason"].iloc[0]
    assert [guess.column for guess in imported.guesses] == ["Item", "Price"]


def test_countries_by_code_have_the_names_of_the_map() -> None:
    rows = [["2024-01-16", code] for code in ("MLI", "PSE", "SSD", "Mali", "XQZ")]
    imported = read(sheet(["Date", "Country"], *rows))
    assert list(imported.accepted["country"]) == ["Mali", "Palestine", "South Sudan", "Mali", "XQZ"]
    assert list(imported.accepted["table.Country"]) == ["MLI", "PSE", "SSD", "Mali", "XQZ"]


def test_answers_of_another_file_are_not_in_the_way() -> None:
    assert len(read(sheet(["Date", "City"], ["2024-01-16", "Kabul"]), columns=(("Gone", "admin1"),)).accepted) == 1


def test_columns_without_telling_names_are_known_by_their_values() -> None:
    table = sheet(
        ["a", "b", "c", "d"],
        ["2024-01-16", "Pakistan", "34.5231", "69.1233"],
        ["2024-01-17", "Iran", "35.1231", "121.5231"],
    )
    assert targets_of(table) == {"a": "date_start", "b": "country", "c": "latitude", "d": "longitude"}
    swapped = sheet(["a", "b", "c", "d"], ["2024-01-16", "Pakistan", "121.5231", "34.5231"])
    assert targets_of(swapped)["c"] == "longitude"


@pytest.mark.parametrize(
    ("name", "value", "target", "part"),
    [
        ("Date of Incident (DD/MM/YYYY)", "03/04/2024", "date_start", False),
        ("# of deaths", "2", "killed_best", False),
        ("Deaths (civilian)", "2", "killed_best", True),
        ("Wounded - militants", "2", "injured_best", True),
        ("Killed / Wounded", "3 / 5", "", False),
        ("LATITUDE/LONGITUDE", "34°31'N 69°11'E", "coordinates", False),
        ("Lieu-dit / village", "Gao", "place_name", False),
        ("Lugar (municipio)", "Cali", "admin2", False),
        ("الضحايا القتلى", "٢", "killed_best", False),
        ("تعداد مجروحین", "۳", "injured_best", False),
        ("incidentType", "IED", "event_type", False),
        ("Group_Responsible", "TTP", "actor_a", False),
        ("Number of actors", "10-100", "", False),
        ("Date of strike", "2024-01-16", "date_start", False),
        ("Notes", "6/22/2017", "date_start", False),
        ("Notes", "2017", "notes", False),
    ],
)
def test_names_that_say_more_than_the_known_wording(name: str, value: str, target: str, part: bool) -> None:
    guess = infer_columns(sheet([name], [value]))[0]
    assert (guess.target, guess.is_part) == (target, part)


def test_half_of_a_point_is_no_point() -> None:
    assert targets_of(sheet(["Date", "Latitude"], ["2024-01-16", "34.5"]))["Latitude"] == ""


def test_names_do_not_overrule_values() -> None:
    table = sheet(["Date", "City", "Killed", "Event date"], ["Kabul", "Kabul", "the mayor", "2024-01-16"])
    assert targets_of(table) == {"Date": "", "City": "place_name", "Killed": "", "Event date": "date_start"}


def test_dates_and_coordinates_of_which_none_can_be_read_are_refused_and_not_left_out() -> None:
    imported = read(sheet(["Date", "Latitude", "Longitude"], ["16th", "1", "2"], ["2024-01-16", "north", "2"]))
    assert imported.rejected[["row", "column"]].to_numpy().tolist() == [[2, "Date"], [3, "Latitude"]]
    assert len(read(sheet(["Date", "City"], ["sometime", "Kabul"])).rejected) == 1


@pytest.mark.parametrize(
    ("latitude", "longitude", "precision"),
    [("34.5281", "69.1723", "exact"), ("34.53", "69.17", "exact"), ("34.5", "69.2", "near"), ("34.5", "69.17", "exact"), ("34", "69", "unknown"), (None, None, None)],
)  # fmt: skip
def test_a_point_is_no_closer_than_its_decimals(latitude: str, longitude: str, precision: str | None) -> None:
    imported = read(
        sheet(["Date", "Lat", "Lon"], ["2024-01-16", latitude, longitude], ["2024-01-16", "1.2345", "2.3456"])
    )
    inferred = imported.accepted["place_precision"].iloc[0]
    assert inferred == precision if precision else pd.isna(inferred)


def test_one_point_for_many_places_is_no_places_own() -> None:
    rows = [["2024-01-16", name, "34.5281", "69.1723"] for name in ("Kabul", "Khost", "Herat")]
    assert set(read(sheet(["Date", "Place", "Lat", "Lon"], *rows)).accepted["place_precision"]) == {"unknown"}


def test_coordinates_that_cannot_be_read_are_named() -> None:
    imported = read(
        sheet(["Date", "Coordinates"], ["2024-01-16", "34°61'N 69°12'E"], ["2024-01-16", "34°31'N 69°12'E"])
    )
    assert imported.rejected[["row", "column"]].to_numpy().tolist() == [[2, "Coordinates"]]
    assert imported.accepted["latitude"].iloc[0] == pytest.approx(34 + 31 / 60)


HOSTILE = [
    "{{7*7}}",
    "<script>alert(1)</script>",
    "=1+1",
    "\u202eetad",
    "date" * 5000,
    "a\nb",
    "🙂",
    "' OR 1=1 --",
    "table.Date",
    "geometry",
    "__class__",
]


def test_hostile_names_are_only_names() -> None:
    table = sheet(["Date", "City", *HOSTILE], ["2024-01-16", "Kabul", *HOSTILE])
    imported = read(table)
    assert [imported.accepted[f"table.{name}"].iloc[0] for name in HOSTILE] == HOSTILE
    assert list(mapping_table(table)["column"]) == list(table.column_names)


def test_ten_thousand_columns() -> None:
    header = ["Date", "City", *(f"column {number}" for number in range(9_998))]
    table = sheet(header, ["2024-01-16", "Kabul", *(["x"] * 9_998)])
    guesses = infer_columns(table)
    assert [guess.target for guess in guesses[:3]] == ["date_start", "place_name", ""]
    assert len(guesses) == 10_000


def test_no_rows_and_one_row() -> None:
    assert read(sheet(["Date", "City"])).rows_in == 0
    assert read(sheet(["Date", "City"], ["2024-01-16", "Kabul"])).rows_in == 1


CELL = st.one_of(
    st.none(),
    st.sampled_from(["2024-01-16", "03/04/2024", "Kabul", "34.5", "x", "3", "dozens", "IED"]),
    st.text(max_size=12),
)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(CELL, CELL, CELL, CELL, CELL), max_size=8))
def test_every_row_is_accounted_for(rows: list[tuple[str | None, ...]]) -> None:
    header = ["Date", "City", "Latitude", "Longitude", "Killed"]
    answers = (("Date", "date_start"), ("Latitude", "latitude"), ("Longitude", "longitude"), ("Killed", "killed_best"))
    imported = read(sheet(header, *rows), columns=answers)
    assert len(imported.accepted) + imported.rejected["row"].nunique() + len(imported.duplicates) == len(rows)
    assert imported.accepted["incident_id"].is_unique


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("min_people_killed", "killed_low"),
        ("Max. no. of people killed", "killed_high"),
        ("Total Died Min", "killed_low"),
        ("lowest number injured", "injured_low"),
        ("Muertos (máximo)", "killed_high"),
        ("حداقل تعداد کشته‌ها", "killed_low"),
        ("Civilians Min", ""),
        ("max_civil_killed", ""),
        ("militants_avg", ""),
        ("killed average", "killed_best"),
        ("Children killed", ""),
        ("leaders_killed", ""),
        ("killed (min-max)", "killed_best"),
    ],
)
def test_the_least_and_the_most_of_a_toll_are_no_best_figure(name: str, target: str) -> None:
    assert targets_of(sheet(["Date", name], ["2024-01-16", "2"]))[name] == target


def test_bounds_in_columns_of_their_own() -> None:
    header = ["Date", "min_killed", "max_killed", "min_civil_killed", "max_civil_killed", "Injured Min", "Injured Max"]
    day = "2024-01-16"
    imported = read(sheet(header, [day, "6", "8", "2", "2", "1", "1"], [day, None, "3", None, "1", "4", None]))
    assert numbers(imported.accepted["killed_low"]) == [6, None]
    assert numbers(imported.accepted["killed_high"]) == [8, 3]
    assert numbers(imported.accepted["killed_best"]) == [None, None]
    # Where the least and the most are one number, it is the toll.
    assert numbers(imported.accepted["injured_best"]) == [1, None]
    assert numbers(imported.accepted["injured_low"]) == [1, 4]


def test_the_toll_of_one_party_is_the_least_that_the_whole_can_be() -> None:
    table = sheet(["Date", "Civilians killed"], ["2024-01-16", "4"], ["2024-01-17", None])
    imported = read(table)
    assert numbers(imported.accepted["killed_low"]) == [4, None]
    assert imported.accepted["killed_best"].isna().all()
    assert imported.accepted["notes"].fillna("").tolist() == ["of the killed only Civilians killed are stated", ""]
    answered = read(table, columns=(("Civilians killed", "killed_best"),))
    assert numbers(answered.accepted["killed_best"]) == [4, None]


def test_a_table_made_from_acled_keeps_its_types() -> None:
    header = ["EVENT_DATE", "EVENT_TYPE", "SUB_EVENT_TYPE", "COUNTRY"]
    kinds = [
        ("Remote violence", None, "Explosions/Remote violence", None),
        ("Strategic development", None, "Strategic developments", None),
        ("Battle-Government regains territory", None, "Battles", "Government regains territory"),
        ("Battle-No change of territory", None, "Battles", "Armed clash"),
        ("Violence against civilians", "Attack", "Violence against civilians", "Attack"),
        ("Riots", "Mob violence", "Riots", "Mob violence"),
        ("Riots/Protests", None, None, None),
    ]
    imported = read(sheet(header, *(["2019-01-16", kind, sub, "Algeria"] for kind, sub, _, _ in kinds)))
    types = imported.accepted[["event_type", "sub_event_type"]].astype("object")
    assert types.where(types.notna(), None).to_numpy().tolist() == [list(kind[2:]) for kind in kinds]


@pytest.mark.parametrize("wording", ["Attack", "Attack on an army convoy", "Militant attack"])
def test_an_attack_on_nobody_knows_whom_has_no_type(wording: str) -> None:
    row = read(sheet(["Date", "Type"], ["2024-01-16", wording])).accepted.iloc[0]
    assert pd.isna(row["event_type"])
    assert row["notes"] == f"the type is written “{wording}”"


def test_an_identifier_may_be_called_after_what_it_identifies() -> None:
    table = sheet(["strike_id", "date", "admin_id"], ["B1", "2004-06-17", "7"], ["Ob2", "2009-01-23", "7"])
    assert targets_of(table) == {"strike_id": "incident_id", "date": "date_start", "admin_id": ""}
    assert read(table).accepted["source_id"].tolist() == ["B1", "Ob2"]


@pytest.mark.parametrize("name", ["", "Unnamed: 0", "X"])
def test_the_numbers_that_r_and_pandas_give_rows_identify_none(name: str) -> None:
    rows = [["2024-01-16", "Kabul"], ["2024-01-17", "Herat"], ["2024-01-17", "Herat"]]
    numbered = read(sheet([name, "Date", "City"], *([str(n), *row] for n, row in enumerate(rows))))
    again = read(sheet([name, "Date", "City"], *([str(n), *row] for n, row in enumerate([*rows[1:], rows[0]]))))
    assert numbered.duplicates.empty
    assert set(numbered.accepted["incident_id"]) == set(again.accepted["incident_id"])


def test_countries_as_rand_and_gtd_word_them() -> None:
    names = ["Zaire", "West Bank/Gaza", "West Germany (FRG)", "Serbia-Montenegro", "Korea, South", "Nowhereland"]
    imported = read(sheet(["Date", "Country"], *(["1994-01-16", name] for name in names)))
    countries = ["Democratic Republic of the Congo", "Palestine", "Germany", None, "South Korea", "Nowhereland"]
    assert [None if pd.isna(name) else name for name in imported.accepted["country"]] == countries


def test_other_is_no_actor() -> None:
    rows = ["Other", "Others", "None", "Other Invented Front"]
    imported = read(sheet(["Date", "Perpetrator"], *(["1994-01-16", name] for name in rows)))
    assert imported.accepted["actor_a"].fillna("").tolist() == ["", "", "", "Other Invented Front"]
    assert imported.accepted["table.Perpetrator"].tolist() == rows


def test_sentences_identify_no_row() -> None:
    rows = [["2023-01-05", "An invented gun battle"], ["2023-01-06", "Another invented one"]]
    assert targets_of(sheet(["Date", "Incident"], *rows))["Incident"] != "incident_id"
    numbered = [["2023-01-05", "INC 2023 / 001"], ["2023-01-06", "INC 2023 / 002"]]
    assert targets_of(sheet(["Date", "Incident"], *numbered))["Incident"] == "incident_id"


def test_the_name_of_the_perpetrator_goes_before_its_kind() -> None:
    table = sheet(["Date", "Reported Perpetrator", "Reported Perpetrator Name"], ["2023-01-05", "State", "An Army"])
    assert targets_of(table)["Reported Perpetrator Name"] == "actor_a"


def test_a_year_of_its_own_completes_the_dates_that_lack_one() -> None:
    rows: list[list[str | None]] = [
        ["2010", "January 1", "Tank"],
        ["2010", "30-Jan", "Khar"],
        ["2011", "28/2", "Wana"],
        [None, "1 May", "Swat"],
    ]
    table = sheet(["Year", "Date", "Place"], *rows)
    assert targets_of(table) == {"Year": "year", "Date": "date_start", "Place": "place_name"}
    imported = read(table)
    assert days(imported) == ["2010-01-01", "2010-01-30", "2011-02-28"]
    assert imported.rejected[["row", "column", "value"]].to_numpy().tolist() == [[5, "Date", "1 May"]]
    assert imported.rejected["reason"].iloc[0].startswith("has no year; write it with the date")
    whole = sheet(["Year", "Date", "Place"], ["2010", "2010-01-05", "Tank"])
    assert targets_of(whole)["Year"] == ""


def test_a_row_without_a_title_is_called_by_what_and_where() -> None:
    header = ["Date", "District", "Type", "Title"]
    rows = [["2019-01-03", "Panjgur", "Armed clash", ""], ["2019-01-04", "Quetta", "", "A bomb in a market"]]
    imported = read(sheet(header, *rows, ["2019-01-05", "Kech", "", ""]))
    assert list(imported.accepted["title"]) == ["Armed clash in Panjgur", "A bomb in a market", "Incident in Kech"]


def of_one_year() -> RawTable:
    rows = [["January 3", "January 4"], ["5 March", ""], ["2-Apr", "2-Apr"], ["12/07/2018", ""]]
    return sheet(["Date", "End date", "Place"], *([*row, "Quetta"] for row in rows))


def test_where_most_dates_name_no_year_it_is_asked_once_and_rows_wait() -> None:
    imported = read(of_one_year())
    question = imported.questions[0]
    assert (question.topic, question.column, question.examples) == ("year", "Date", ("January 3", "5 March", "2-Apr"))
    assert "3 dates have no year" in question.text
    assert len(imported.accepted) <= 1


def test_a_year_that_is_said_completes_the_dates_that_lack_it() -> None:
    answers = {"years": (("Date", 2019), ("End date", 2019)), "day_first": (("Date", True),)}
    imported = read(of_one_year(), **answers)
    assert imported.questions == ()
    assert days(imported) == ["2019-01-03", "2019-03-05", "2019-04-02", "2018-07-12"]
    assert list(imported.accepted["date_end"].dt.strftime("%Y-%m-%d")) == [
        "2019-01-04",
        "2019-03-05",
        "2019-04-02",
        "2018-07-12",
    ]


def test_a_single_date_without_a_year_is_refused_and_nothing_is_asked() -> None:
    imported = read(sheet(["Date", "Place"], ["2019-01-03", "Quetta"], ["2019-01-04", "Khash"], ["January 5", "Rask"]))
    assert imported.questions == ()
    assert imported.rejected["reason"].iloc[0].startswith("has no year")


def test_rows_that_tell_only_a_year_are_not_one_incident_because_they_say_the_same() -> None:
    imported = read(sheet(["nkill", "country_txt", "iyear"], *([["1", "Iraq", "2012"]] * 3)))
    assert imported.duplicates.empty
    assert imported.accepted["incident_id"].nunique() == 3
    dated = read(sheet(["nkill", "country_txt", "Date"], *([["1", "Iraq", "2012-01-16"]] * 3)))
    assert [question.topic for question in imported.questions] == []
    assert [question.n_rows for question in dated.questions] == [2]


def test_a_part_of_the_world_is_no_province() -> None:
    header = ["date", "country", "Region"]
    imported = read(sheet(header, ["2024-01-16", "Pakistan", "South Asia"], ["2024-01-17", "Pakistan", "Balochistan"]))
    provinces = imported.accepted["admin1"]
    assert provinces.isna().tolist() == [True, False]
    assert "“Region” names parts of the world, which are no provinces, in 1 row: left out" in imported.notes


@pytest.mark.parametrize("codes", [["geo_precision", "time_precision"], ["geo_precision"], []])
def test_beside_the_codes_of_acled_a_toll_of_0_may_be_unknown(codes: list[str]) -> None:
    header = ["date", "place", "country", "fatalities", *codes]
    imported = read(sheet(header, ["2024-01-16", "Quetta", "Pakistan", "0", *("1" for _ in codes)]))
    is_unknown = imported.accepted["zero_means_unknown"].iloc[0]
    assert (not pd.isna(is_unknown) and bool(is_unknown)) == (len(codes) == 2)


SITE = ["2024-01-16", "Helmand", "31.5912", "64.3612"]


@pytest.mark.parametrize(
    ("header", "stated", "expected"),
    [
        ("Location precision", "(1) Precise location", "exact"),
        ("place precision", "exact", "exact"),
        ("Geo accuracy", "near", "near"),
        ("Location precision", "(3) Province", "admin1"),
        ("Location precision", "", "admin1"),
    ],
)
def test_a_stated_precision_goes_before_a_bare_province(header: str, stated: str, expected: str) -> None:
    words = [stated, stated, "(3) Province"] if stated else ["", "", "(1) Precise location"]
    rows = [[*SITE, word, str(number)] for number, word in enumerate(words)]
    imported = read(sheet(["date", "Admin 1", "Latitude", "Longitude", header, "Killed"], *rows))
    assert list(imported.accepted["place_precision"])[:2] == [expected] * 2


def test_the_finding_on_a_shared_point_counts_only_rows_without_a_precision_of_their_own() -> None:
    header = ["date", "place", "Latitude", "Longitude", "Location precision"]
    rows = [["2024-01-16", f"{name}abad Kalan", "31.5912", "64.3612", "exact"] for name in ("Ox", "Ul", "Yp", "Ez")]
    stated = read(sheet(header, *rows))
    assert set(stated.accepted["place_precision"]) == {"exact"}
    assert not any("names of places or more" in finding.text for finding in stated.concerns)
    mixed = read(sheet(header, *rows, [*rows[0][:4], ""]))
    assert list(mixed.accepted["place_precision"])[-1] == "unknown"
    (finding,) = [finding for finding in mixed.concerns if "names of places or more" in finding.text]
    assert (finding.n_rows, finding.text.startswith("1 row lies at")) == (1, True)
