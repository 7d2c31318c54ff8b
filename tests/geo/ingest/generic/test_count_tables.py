"""Tables in which rows count events are known by their columns and refused; tables of incidents are not."""

import io
from collections.abc import Sequence

import pandas as pd
import pytest

from geo.ingest import importing
from geo.ingest.generic.count_tables import COUNTS, INCIDENTS, ROW_MEANING
from geo.ingest.generic.generic_table import GenericTable
from geo.ingest.options import ImportOptions
from geo.ingest.provider import Crosswalk
from geo.ingest.readers.raw_table import RawTable

COUNTED = {
    "weekly": (
        "WEEK,COUNTRY,ADMIN1,EVENT_TYPE,EVENTS,FATALITIES\n"
        "2024-01-13,Mali,Gao,Battles,6,15\n"
        "2024-01-20,Mali,Gao,Battles,2,2\n"
        "2024-01-27,Mali,Mopti,Riots,1,0\n"
    ),
    "month_year": (
        "Country,Admin1,Month,Year,Events,Fatalities\n"
        "Mali,Gao,January,2024,14,21\n"
        "Mali,Gao,February,2024,0,0\n"
        "Mali,Mopti,January,2024,3,2\n"
    ),
    "daily": (
        "Date,Governorate,Number of events,Number of fatalities\n"
        "2024-01-14,Ninewa,5,3\n"
        "2024-01-15,Erbil,2,0\n"
        "2024-01-16,Ninewa,9,12\n"
    ),
    "hdx_hapi": (
        "location_code,admin1_name,event_type,events,fatalities,reference_period_start,reference_period_end\n"
        "COL,Cauca,political_violence,3,1,2025-01-01,2025-01-31\n"
        "COD,Ituri,civilian_targeting,12,40,2025-01-01,2025-01-31\n"
        "COD,Ituri,demonstration,0,0,2025-02-01,2025-02-28\n"
    ),
    "country_year": ("COUNTRY,YEAR,EVENTS\nMali,2020,1001\nMali,2021,900\nNiger,2020,400\nNiger,2021,410\n"),
    "country_month_year": (
        "COUNTRY,MONTH,YEAR,EVENTS\nMali,January,2020,101\nMali,February,2020,90\nNiger,January,2020,40\n"
    ),
    "fatal_only": ("COUNTRY,YEAR,FATALITIES\nMali,2020,1001\nMali,2021,900\nNiger,2020,400\nNiger,2021,410\n"),
    "gtd_yearly": (
        "Year,Number of attacks,Killed,Wounded\n"
        "2015,14965,38853,44043\n"
        "2016,13587,34871,39000\n"
        "2017,10900,26445,24000\n"
    ),
    "satp": (
        "Year,Incidents of Killing,Civilians,Security Forces,Terrorists/Insurgents/Extremists,Not Specified,Total\n"
        "2019,136,133,137,76,11,365\n"
        "2020,193,169,178,159,0,506\n"
        "2021,267,214,226,222,1,663\n"
    ),
    "pivot_months": ("Country,Jan 2024,Feb 2024,Mar 2024,Apr 2024\nMali,5,3,0,7\nNiger,1,2,3,4\nIraq,10,20,10,15\n"),
    "pivot_months2": ("Province,January,February,March,Total\nBalochistan,5,3,2,10\nSindh,1,2,0,3\nPunjab,0,1,0,1\n"),
    "prov_total": ("Province,Total incidents,Killed,Injured\nBalochistan,15,30,44\nSindh,3,2,9\nPunjab,1,1,0\n"),
    "es": (
        "Departamento,Mes,Número de eventos,Muertos\n"
        "Cauca,enero 2024,5,3\n"
        "Nariño,enero 2024,4,1\n"
        "Cauca,febrero 2024,0,0\n"
    ),
    "fr": ("Date,Région,Nombre d'incidents,Morts\n2024-01-14,Gao,5,3\n2024-01-15,Mopti,2,0\n2024-01-16,Gao,9,12\n"),
    "ar": (
        "التاريخ,المحافظة,عدد الحوادث,عدد القتلى\n2024-01-14,نينوى,5,3\n2024-01-15,أربيل,2,0\n2024-01-16,نينوى,9,12\n"
    ),
    "fa": (
        "تاریخ,استان,تعداد حملات,تعداد کشته\u200cها\n"
        "2024-01-14,تهران,5,3\n"
        "2024-01-15,سیستان و بلوچستان,2,0\n"
        "2024-01-16,تهران,9,12\n"
    ),
    "n_events": ("district,month,n_events,deaths\nKech,2024-01,5,3\nPanjgur,2024-01,2,0\nKech,2024-02,9,12\n"),
    "count": (
        "year,month,country,event_type,count\n2024,1,Mali,Battles,5\n2024,1,Niger,Battles,2\n2024,2,Mali,Riots,9\n"
    ),
    "attacks": ("Week,Country,Attacks,Killed\n2024-W02,Mali,5,3\n2024-W03,Niger,2,0\n2024-W04,Mali,9,12\n"),
    "acled_country_month": (
        "COUNTRY,MONTH,YEAR,FATALITIES\n"
        "Mali,January,2020,100\n"
        "Mali,February,2020,90\n"
        "Niger,January,2020,40\n"
        "Niger,February,2020,41\n"
    ),
    "quarter": ("Quarter,Region,Incidents,Killed\nQ1 2024,Gao,5,9\nQ2 2024,Gao,2,9\nQ1 2024,Mopti,7,3\n"),
    "type_pivot": ("Country,Year,Battles,Riots,Protests\nMali,2020,5,3,9\nNiger,2020,1,2,3\nIraq,2020,2,2,5\n"),
    "country_pivot": ("Month,Mali,Niger,Iraq\n2024-01,5,1,10\n2024-02,3,2,20\n2024-03,2,2,5\n"),
    "airstrikes_day": ("Date,Governorate,Airstrikes\n2024-01-01,Saada,5\n2024-01-02,Saada,3\n2024-01-02,Hajjah,9\n"),
    "iso_week": ("iso3,week,n,deaths\nMLI,2024-W01,4,3\nMLI,2024-W02,2,0\nNER,2024-W02,2,9\n"),
    "es_pivot": ("Departamento,Enero,Febrero,Marzo,Total\nCauca,5,3,2,10\nNariño,1,2,0,3\nMeta,0,4,1,5\n"),
    "fr_week": ("Semaine;Cercle;Attaques;Tués\n2024-01-01;Gao;4;9\n2024-01-08;Gao;1;2\n2024-01-08;Bourem;3;2\n"),
    "all_ones_weekly": (
        "WEEK,COUNTRY,ADMIN1,EVENT_TYPE,EVENTS,FATALITIES,POPULATION_EXPOSURE\n"
        "2024-01-13,Mali,Gao,Battles,1,15,12\n"
        "2024-01-20,Mali,Gao,Battles,1,2,12\n"
    ),
    "civ_target": ("COUNTRY,YEAR,EVENTS,FATALITIES\nMali,2020,41,100\nMali,2021,23,200\nNiger,2020,5,5\n"),
    "ucdp_country_year": (
        "country_id,country,year,sb_exist,sb_deaths_best,sb_deaths_low,sb_deaths_high\n"
        "432,Mali,2020,1,400,390,500\n"
        "432,Mali,2021,1,500,400,600\n"
        "436,Niger,2020,1,300,300,300\n"
        "436,Niger,2021,1,100,100,100\n"
    ),
}
SINGLE = {
    "n_sources": (
        "date,country,place,number_of_sources,killed\n"
        "2024-01-14,Mali,Gao,5,3\n"
        "2024-01-15,Mali,Mopti,2,0\n"
        "2024-01-16,Mali,Gao,9,12\n"
    ),
    "attacks_one": (
        "date,country,place,attacks,killed\n"
        "2024-01-14,Mali,Gao,1,3\n"
        "2024-01-15,Mali,Mopti,1,0\n"
        "2024-01-16,Mali,Gao,1,12\n"
    ),
    "incident_number": (
        "Incident number,date,country,killed\n1,2024-01-14,Mali,3\n2,2024-01-15,Mali,0\n3,2024-01-16,Mali,12\n"
    ),
    "number_of_attackers": (
        "date,country,place,number of attackers,killed\n"
        "2024-01-14,Mali,Gao,5,3\n"
        "2024-01-15,Mali,Mopti,2,0\n"
        "2024-01-16,Mali,Gao,9,12\n"
    ),
    "incident": (
        "date,country,incident,killed\n"
        "2024-01-14,Mali,Bomb at market,3\n"
        "2024-01-15,Mali,Shooting,0\n"
        "2024-01-16,Mali,Raid,12\n"
    ),
    "events_text": (
        "date,country,events,killed\n"
        "2024-01-14,Mali,Bomb at market,3\n"
        "2024-01-15,Mali,Shooting,0\n"
        "2024-01-16,Mali,Raid,12\n"
    ),
    "event_no": ("Event No.,Date,Country,Killed\n1,2024-01-14,Mali,3\n2,2024-01-14,Mali,0\n3,2024-01-16,Mali,12\n"),
    "year_month_day": (
        "year,month,day,country,killed,wounded\n2024,1,14,Mali,3,1\n2024,1,15,Mali,0,1\n2024,2,16,Niger,12,0\n"
    ),
    "count_col": (
        "date,country,place,description,count\n"
        "2024-01-14,Mali,Gao,Bomb at market,3\n"
        "2024-01-15,Mali,Mopti,Men shot,1\n"
        "2024-01-16,Mali,Gao,Raid,12\n"
    ),
    "strikes_num": (
        "date,country,place,strikes,killed\n"
        "2024-01-14,Mali,Gao,2,3\n"
        "2024-01-15,Mali,Mopti,1,0\n"
        "2024-01-16,Mali,Gao,1,12\n"
    ),
    "month_only": (
        "Month,Year,Country,Place,Killed\n"
        "January,2024,Mali,Gao,3\n"
        "January,2024,Mali,Mopti,0\n"
        "February,2024,Mali,Gao,12\n"
    ),
    "munitions": (
        "date,country,place,missiles,drones,killed\n2024-01-14,Ukraine,Kyiv,5,30,3\n2024-01-15,Ukraine,Odesa,2,0,0\n"
    ),
    "year_place": (
        "Year,Country,Place,Killed\n2020,Mali,Gao,5\n2021,Mali,Gao,6\n2020,Niger,Agadez,5\n2021,Niger,Agadez,5\n"
    ),
    "massacres": (
        "Year,Country,Event,Killed\n"
        "2020,Mali,Massacre of Ogossagou,5\n"
        "2021,Mali,Raid on Bankass,6\n"
        "2020,Niger,Inates,5\n"
    ),
    "dummies": (
        "date,country,place,battle,riot,protest\n"
        "2024-01-01,Mali,Gao,1,0,0\n"
        "2024-01-02,Mali,Gao,0,1,0\n"
        "2024-01-03,Mali,Mopti,0,0,1\n"
    ),
    "n_events_text": (
        "date,country,place,description,n_events\n"
        '2024-01-01,Mali,Gao,"Men on motorbikes attacked the market and left",2\n'
        '2024-01-02,Mali,Gao,"A second blast hit the convoy of the army",1\n'
        '2024-01-03,Mali,Mopti,"Protesters blocked the road to the bridge",3\n'
    ),
    "id_events": (
        "event_id_cnty,date,country,events\nMLI1,2024-01-01,Mali,2\nMLI2,2024-01-02,Mali,1\nMLI3,2024-01-03,Mali,4\n"
    ),
    "prov_day_killed": ("Date,Province,Killed\n2024-01-14,Balochistan,5\n2024-01-15,Sindh,2\n2024-01-16,Sindh,4\n"),
    "kidnap": ("date,country,place,kidnappings,killed\n2024-01-14,Mali,Gao,5,3\n2024-01-15,Mali,Mopti,2,0\n"),
    "cases": ("Case number,date,country,killed\n17,2024-01-14,Mali,3\n18,2024-01-15,Mali,0\n"),
    "year_only": ("Year,Country,Killed\n1994,Rwanda,5\n1995,Bosnia,6\n1982,Syria,5\n"),
}


def table_of(text: str) -> RawTable:
    cells = pd.read_csv(io.StringIO(text.replace(";", ",")), dtype="str", keep_default_na=False).replace("", None)
    return RawTable("CSV", cells.set_axis(pd.RangeIndex(2, 2 + len(cells)), axis=0), 1)


def crosswalk_of(text: str, **answers: object) -> Crosswalk:
    return GenericTable().crosswalk(table_of(text), ImportOptions(**answers))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", COUNTED)
def test_rows_that_count_events_are_no_incidents(name: str) -> None:
    table = table_of(COUNTED[name])
    crosswalk = crosswalk_of(COUNTED[name])
    assert crosswalk.rejected["row"].tolist() == table.cells.index.tolist()
    (question,) = crosswalk.questions
    assert (question.topic, question.proposal, question.n_rows) == (ROW_MEANING, COUNTS, len(table.cells))
    assert [answer for answer, _ in question.choices] == [COUNTS, INCIDENTS]
    assert question.column in {"", *table.column_names}
    reason = crosswalk.rejected["reason"].iloc[0]
    assert reason.startswith("Each row counts ")
    assert "Give the table of single events" in reason


@pytest.mark.parametrize("name", ["Incidents", "No. of incident", "Events #", "Number of events"])
@pytest.mark.parametrize(
    "numbers", [range(1, 13), range(12, 0, -1), range(301, 313), [1, 2, 3, 5, 6, 8, 9, 10, 12, 13, 14, 16], [1, 2, 3]]
)
def test_numbers_of_the_rows_count_no_events(name: str, numbers: Sequence[int]) -> None:
    rows = [f"{number},2024-01-{day:02d},Mali,{day % 3}\n" for day, number in enumerate(numbers, start=1)]
    crosswalk = crosswalk_of(f"{name},Date,Country,Killed\n{''.join(rows)}")
    assert (crosswalk.questions, len(crosswalk.rejected)) == ((), 0)


def series(header: str, row: str, *, areas: Sequence[str] = ("Mali", "Niger"), step: int = 1, n_days: int = 30) -> str:
    days = [date.strftime("%Y-%m-%d") for date in pd.date_range("2024-01-14", periods=n_days, freq=f"{step}D")]
    return "\n".join(
        [header, *(row.format(day=day, area=area, n=n) for area in areas for n, day in enumerate(days)), ""]
    )


@pytest.mark.parametrize(
    "text",
    [
        series("date,country,total_deaths,new_deaths", "{day},{area},{n}5,5"),
        series("date,country,deaths,injuries", "{day},{area},{n},3"),
        series("date,iso_code,deaths", "{day},{area},{n}", areas=["MLI", "NER"]),
        series("country,date,admin1,killed", "Mali,{day},{area},{n}", areas=["Gao", "Mopti"]),
        series("date,deaths", "{day},{n}", areas=[""]),
        series("week,country,killed", "{day},{area},{n}", step=7),
    ],
)
def test_tolls_of_each_day_are_no_incidents(text: str) -> None:
    crosswalk = crosswalk_of(text)
    assert len(crosswalk.rejected) == text.count("\n") - 1
    assert [question.topic for question in crosswalk.questions] == [ROW_MEANING]


@pytest.mark.parametrize(
    "text",
    [
        series("date,country,city,deaths", "{day},{area},Gao {n},{n}"),
        series("date,country,city,deaths", "{day},{area},Gao,{n}"),
        series("date,country,latitude,longitude,deaths", "{day},{area},16.{n}7,0.05,{n}"),
        series("date,country,perpetrator,deaths", "{day},{area},Group {n},{n}"),
        series("date,country,deaths", "{day},{area},{n}", areas=["Mali", "Mali"]),
        series("date,country,deaths", "{day},{area},{n}", step=3),
        series("date,country,aid workers killed", "{day},{area},5", areas=["Mali"], n_days=12),
    ],
)
def test_an_incident_every_day_is_no_series(text: str) -> None:
    assert ROW_MEANING not in [question.topic for question in crosswalk_of(text).questions]


def test_spanish_numbers_of_the_rows_count_no_events() -> None:
    text = "N.,Fecha,País,Ciudad,Muertos\n1,2024-01-14,Mali,Gao,2\n2,2024-01-17,Mali,Gao,2\n3,2024-01-19,Mali,Gao,2\n"
    assert crosswalk_of(text).rejected.empty


@pytest.mark.parametrize("numbers", [[3, 2, 5, 9], [2, 5, 9, 15, 22, 40, 60, 61, 90, 99, 120, 150]])
def test_counts_that_only_rise_are_counts_all_the_same(numbers: list[int]) -> None:
    rows = [f"{number},2024-01-{day:02d},Mali,{day % 3}\n" for day, number in enumerate(numbers, start=1)]
    assert len(crosswalk_of(f"Incidents,Date,Country,Killed\n{''.join(rows)}").rejected) == len(numbers)


@pytest.mark.parametrize("name", SINGLE)
def test_a_harmless_column_makes_no_table_of_counts(name: str) -> None:
    crosswalk = crosswalk_of(SINGLE[name])
    assert [question for question in crosswalk.questions if question.topic == ROW_MEANING] == []
    assert crosswalk.rejected.empty


def test_the_reason_names_the_column_and_what_it_counts_by() -> None:
    reason = crosswalk_of(COUNTED["weekly"]).rejected["reason"].iloc[0]
    assert reason == (
        "Each row counts events (column EVENTS) by WEEK, COUNTRY and ADMIN1, and is no single incident. Give the table"
        " of single events; to read the rows as incidents all the same, answer that each row is one incident."
    )


def test_an_answer_keeps_the_rows_out_without_asking_again() -> None:
    crosswalk = crosswalk_of(COUNTED["weekly"], answers=((ROW_MEANING, "EVENTS", COUNTS),))
    assert (len(crosswalk.rejected), crosswalk.questions) == (3, ())


def test_rows_read_as_incidents_all_the_same_are_as_wide_as_area_and_period() -> None:
    header = "WEEK,COUNTRY,ADMIN1,EVENTS,FATALITIES,CENTROID_LATITUDE,CENTROID_LONGITUDE"
    rows = "\n".join(
        [
            "2024-01-13,Mali,Gao,6,15,16.271,-0.044",
            "2024-01-20,Mali,,2,2,17.571,-3.996",
            "2024-01-27,Mali,Gao,0,0,16.271,-0.044",
        ]
    )
    options = ImportOptions(answers=((ROW_MEANING, "EVENTS", INCIDENTS),))
    imported = importing.read(f"{header}\n{rows}\n".encode(), options=options)
    accepted = imported.accepted
    assert accepted["place_precision"].tolist() == ["admin1", "country"]
    assert accepted["date_precision"].tolist() == ["week", "week"]
    assert accepted["date_end"].dt.strftime("%m-%d").tolist() == ["01-19", "01-26"]
    assert accepted["killed_best"].tolist() == [15, 2]
    assert imported.rejected[["row", "reason"]].to_numpy().tolist() == [[4, "counts no event"]]


def test_a_provider_does_not_take_counts_for_its_events() -> None:
    header = (
        "event_date,week,event_type,sub_event_type,country,admin1,events,fatalities,disorder_type,population_exposure"
    )
    row = "2024-01-13,2024-01-13,Battles,Armed clash,Mali,Gao,{},15,Political violence,113469"
    imported = importing.read("\n".join([header, row.format(6), row.format(4)]).encode())
    assert (imported.provider, len(imported.accepted), imported.rows_in) == ("Table", 0, 2)


def test_years_as_names_of_columns_are_seen_where_no_header_is() -> None:
    imported = importing.read(b"Country,2018,2019,2020,2021\nMali,5,3,0,7\nNiger,1,2,3,4\nIraq,10,20,10,15\n")
    assert len(imported.accepted) == 0
    assert [question.topic for question in imported.questions] == [ROW_MEANING]
