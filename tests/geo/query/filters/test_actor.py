import duckdb
import geopandas as gpd
import pandas as pd
import pytest

from geo.core import actors
from geo.core.actor import Actor
from geo.query import facets
from geo.query.filters import FILTER
from geo.query.index import Index
from geo.query.selection import Selection
from tests.tables import incident_table

COLUMNS = "actor_a,actor_b,other_actors,country"


@pytest.fixture(name="rows", scope="module")
def _rows() -> gpd.GeoDataFrame:
    return incident_table(
        "guard,2024-01-16,27,62,Military Forces of Iran (1989-) Islamic Revolutionary Guard Corps,Jaysh al Adl,,Iran",
        "persian,2024-01-16,27,62,جیش العدل,سپاه پاسداران,,Iran",
        "acled,2024-01-16,27,62,Police Forces of Pakistan (2022-2024),BLA: Baloch Liberation Army,,Pakistan",
        "india,2024-01-16,27,62,PLA,,,India",
        "china,2024-01-16,27,62,Foo,,Bar; PLA,China",
        "nowhere,2024-01-16,27,62,PLA,,,Chile",
        "blank,2024-01-16,27,62,,,,Iran",
        "said,2024-01-16,27,62,Not stated,,,Iran",
        "civilians,2024-01-16,27,62,Civilians (Iran),IRGC,,Iran",
        "norway,2024-01-16,27,62,Police Forces of Norway (2013-),,,Norway",
        "isi,2010-01-16,27,62,ISI,,,Iraq",
        "named,2024-01-16,27,62,People's Liberation Army (China),,,Taiwan",
        "shabab,2015-01-16,27,62,Al-Shabaab,,,Somalia",
        "shabab mozambique,2021-01-16,27,62,al-Shabaab,,,Mozambique",
        "shabab early,2012-01-16,27,62,Al Shabab,,,Mozambique",
        "shabab full,2021-01-16,27,62,Harakat al-Shabaab al-Mujahidin,,,Mozambique",
        "shabab anywhere,2021-01-16,27,62,,Alshabaab; al-Shabaab,,",
        "jundallah,2012-01-16,27,62,Jundallah,,,Pakistan",
        "jundallah iran,2009-01-16,27,62,Jundullah,,,Iran",
        "sdf,2019-01-16,27,62,SDF,,,Syria",
        "qsd,2019-01-16,27,62,QSD,,,Syria",
        "kinshasa,2001-01-16,27,62,Government of Congo (1997-),,,Democratic Republic of the Congo",
        "brazzaville,2001-01-16,27,62,Congo,,,Republic of the Congo",
        "isi late,2020-01-16,27,62,ISI,,,Iraq",
        columns=COLUMNS,
    )


def select_both(rows: gpd.GeoDataFrame, query: str) -> set[str]:
    """The identifiers of the selected rows, in memory, by the index and on DuckDB alike."""
    selection = Selection.from_query(query)
    assert selection.problems == ()
    in_memory = set(selection.apply(rows)["incident_id"])
    assert set(Index.from_table(rows).select(selection).rows()["incident_id"]) == in_memory
    with duckdb.connect() as connection:
        relation = connection.from_df(pd.DataFrame(rows.drop(columns="geometry")))
        assert set(selection.apply(relation).df()["incident_id"]) == in_memory
    return in_memory


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("actor=Iran", {"guard", "persian", "civilians"}),
        ("actor=Jaish al-Adl", {"guard", "persian"}),
        ("actor=جيش العدل", {"guard", "persian"}),
        ("actor=BLA", {"acled"}),
        ("actor=Pakistan", {"acled"}),
        ("actor=Norway", {"norway"}),
        ("actor=not stated", {"blank", "said"}),
        ("actor=NOT STATED&actor=BLA", {"blank", "said", "acled"}),
        ('actor="IRGC"', {"civilians"}),
        ('actor="pla"', {"india", "china", "nowhere"}),
        ("actor=PLA", {"india", "china", "nowhere", "named"}),
        ("actor=People's Liberation Army of Manipur", {"india"}),
        ("actor=Military Forces of China", {"china", "named"}),
        ("actor=China", {"china", "named"}),
        ("actor=Islamic State of Iraq", {"isi"}),
        ("actor=Islamic State", {"isi", "shabab mozambique"}),
        ("actor=Islamic State Mozambique", {"shabab mozambique"}),
        ("actor=Al-Shabaab", {"shabab", "shabab early", "shabab full", "shabab anywhere"}),
        ("actor=al-Qaeda", {"shabab", "shabab early", "shabab full", "shabab anywhere"}),
        ("actor=Jundullah", {"jundallah iran"}),
        ("actor=Jundallah (Pakistan)", {"jundallah"}),
        ("actor=SDF", {"sdf", "qsd"}),
        ("actor=sdf", {"sdf", "qsd"}),
        ('actor="SDF"', {"sdf"}),
        ("actor=ISI", {"isi", "isi late"}),
        ("actor=Democratic Republic of the Congo", {"kinshasa"}),
        ("actor=Republic of the Congo", {"brazzaville"}),
        ("actor=Congo", {"kinshasa", "brazzaville"}),
        ("actor=Nobody", set()),
    ],
)
def test_an_actor_is_selected_by_any_name(rows: gpd.GeoDataFrame, query: str, expected: set[str]) -> None:
    assert select_both(rows, query) == expected


def test_the_facet_counts_what_each_choice_leaves(rows: gpd.GeoDataFrame) -> None:
    filter_ = FILTER["actor"]
    counts = facets.facet_counts(Index.from_table(rows), Selection(), filter_)
    assert {"not stated", "PLA", "China", "Military Forces of China", "Islamic State of Iraq"} <= set(counts.index)
    assert {"SDF", "QSD"}.isdisjoint(counts.index)
    for name, count in counts.items():
        choice = Selection().with_filter("actor", filter_.parse((str(name),)))
        assert len(choice.apply(rows)) == count, name


def test_incidents_without_an_actor_have_a_label_and_a_sentence() -> None:
    filter_ = FILTER["actor"]
    assert filter_.display("not stated") == "Not stated"
    assert Selection.from_query("actor=Not stated").describe() == "Incidents without a stated actor."
    mixed = Selection.from_query("actor=Not stated&actor=Hamas")
    assert mixed.describe() == "Incidents involving Hamas or without a stated actor."


def test_every_spelling_writes_one_address() -> None:
    written = {Selection.from_query(f"actor={name}").to_query() for name in ("BLA", "Baluch Liberation Army", "bla")}
    assert written == {"actor=Baloch+Liberation+Army"}
    assert Selection.from_query('actor="BLA"').to_query() == Selection.from_query("actor=“BLA”").to_query()


def test_own_aliases_are_taken(rows: gpd.GeoDataFrame) -> None:
    try:
        actors.use_own_actors([Actor("Foo Brigade", "", "", "Iran", ("Foo",))])
        assert select_both(rows, "actor=Foo Brigade") == {"china"}
    finally:
        actors.use_own_actors(())
    assert select_both(rows, "actor=Foo Brigade") == set()
