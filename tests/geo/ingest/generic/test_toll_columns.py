"""Which columns hold the tolls: totals, bounds and parts, by header, values and the columns beside."""

from collections.abc import Mapping

import pandas as pd
import pytest

from geo.ingest.generic.casualties import Casualties, parse_casualties
from geo.ingest.generic.toll_columns import TollColumns, assign_tolls
from geo.ingest.generic.toll_partitions import NO_PARTS, TOLL_PARTS
from geo.ingest.import_result import COLUMN, Guess
from geo.ingest.options import ImportOptions

Triple = tuple[int | None, int | None, int | None]  # low, best, high
# Names of columns, a row below them, and its killed and injured.
HEADERS: list[tuple[list[str], list[float], Triple, Triple]] = [
    (["Total Death", "Total Injured"], [5, 7], (None, 5, None), (None, 7, None)),
    (["Total deaths"], [5], (None, 5, None), (None, None, None)),
    (["low_death", "best_death", "high_death"], [1, 2, 3], (1, 2, 3), (None, None, None)),
    (["Death toll"], [5], (None, 5, None), (None, None, None)),
    (["Fatalities (total)"], [5], (None, 5, None), (None, None, None)),
    (["ndeath"], [5], (None, 5, None), (None, None, None)),
    (["nkill", "nwound"], [5, 6], (None, 5, None), (None, 6, None)),
    (["Deaths (Total)"], [5], (None, 5, None), (None, None, None)),
    (["killed_total", "injured_total"], [5, 6], (None, 5, None), (None, 6, None)),
    (["No. killed", "No. injured"], [5, 6], (None, 5, None), (None, 6, None)),
    (["# dead"], [5], (None, 5, None), (None, None, None)),
    (["Dead", "Wounded"], [5, 6], (None, 5, None), (None, 6, None)),
    (["KIA", "WIA"], [5, 6], (None, 5, None), (None, 6, None)),
    (["Casualties"], [5], (None, None, None), (None, None, None)),
    (["killed_or_injured"], [5], (None, None, None), (None, None, None)),
    (["Killed or injured"], [5], (None, None, None), (None, None, None)),
    (["Killed and wounded"], [5], (None, None, None), (None, None, None)),
    (["total_casualties"], [5], (None, None, None), (None, None, None)),
    (["victims"], [5], (None, None, None), (None, None, None)),
    (["Total Died Min", "Total Died Mix"], [12, 13], (12, None, 13), (None, None, None)),
    (["Killed Min", "Killed Mas"], [12, 13], (12, None, 13), (None, None, None)),
    (["Aid Workers Killed", "Male Aid Workers Killed"], [5, 1], (None, 5, None), (None, None, None)),
    (["Killed", "Women killed", "Children killed"], [5, 1, 2], (None, 5, None), (None, None, None)),
    (["Men killed", "Women killed"], [5, 1], (None, 6, None), (None, None, None)),
    (["Civilians killed", "Soldiers killed", "Terrorists killed"], [5, 1, 2], (None, 8, None), (None, None, None)),
    (
        [
            "Total killed",
            "National killed",
            "International killed",
            "Male killed",
            "Female killed",
            "Gender unknown killed",
        ],
        [6, 5, 1, 4, 2, 0],
        (None, 6, None),
        (None, None, None),
    ),
    (["Muertos", "Heridos"], [5, 6], (None, 5, None), (None, 6, None)),
    (["Total de muertos", "Total de heridos"], [5, 6], (None, 5, None), (None, 6, None)),
    (["Nombre de morts", "Nombre de blessés"], [5, 6], (None, 5, None), (None, 6, None)),
    (["Total des morts"], [5], (None, 5, None), (None, None, None)),
    (["عدد القتلى", "عدد الجرحى"], [5, 6], (None, 5, None), (None, 6, None)),
    (["مجموع القتلى"], [5], (None, 5, None), (None, None, None)),
    (["تعداد کشته\u200cها", "تعداد زخمی\u200cها"], [5, 6], (None, 5, None), (None, 6, None)),
    (["Minimum killed", "Maximum killed"], [3, 8], (3, None, 8), (None, None, None)),
    (["Deaths (low)", "Deaths (high)"], [3, 8], (3, None, 8), (None, None, None)),
    (["Killed (est.)"], [5], (None, 5, None), (None, None, None)),
    (["Cumulative deaths"], [500], (None, None, None), (None, None, None)),
    (["Deaths per 100k"], [5], (None, None, None), (None, None, None)),
    (["Death rate"], [5], (None, None, None), (None, None, None)),
    (["% killed"], [5], (None, None, None), (None, None, None)),
    (["killed", "killed_prev"], [5, 9], (None, 5, None), (None, None, None)),
    (["killed", "cumulative killed"], [5, 90], (None, 5, None), (None, None, None)),
    (["Number of people killed", "Number of people injured"], [5, 6], (None, 5, None), (None, 6, None)),
    (["People killed"], [5], (None, 5, None), (None, None, None)),
    (["Fatalities Min", "Fatalities Max"], [3, 8], (3, None, 8), (None, None, None)),
    (["Dead (confirmed)"], [5], (None, 5, None), (None, None, None)),
    (["Tot. Killed", "Tot. Wounded"], [5, 6], (None, 5, None), (None, 6, None)),
    (["Fatalities", "Of which civilians"], [5, 2], (None, 5, None), (None, None, None)),
    (["Security forces killed", "Militants killed", "Total killed"], [1, 2, 3], (None, 3, None), (None, None, None)),
    (["Livestock killed", "killed"], [40, 2], (None, 2, None), (None, None, None)),
    (["Houses destroyed", "Deaths"], [40, 2], (None, 2, None), (None, None, None)),
    (["Women killed", "Children killed"], [2, 5], (None, None, None), (None, None, None)),
    (["Civilians killed", "Police killed", "Security forces killed"], [2, 1, 3], (None, 5, None), (None, None, None)),
    (["Male killed", "Female killed", "Children killed"], [4, 2, 1], (None, 6, None), (None, None, None)),
    (["Killed", "Male killed", "Female killed"], [5, 4, 2], (None, 5, None), (None, None, None)),
    (
        ["Aid Workers Killed", "Aid Workers Injured", "Aid Workers Kidnapped"],
        [3, 4, 1],
        (None, 3, None),
        (None, 4, None),
    ),
    (
        [
            "Total killed",
            "Total wounded",
            "Total kidnapped",
            "Total affected",
            "Nationals killed",
            "Internationals killed",
        ],
        [3, 4, 1, 8, 2, 1],
        (None, 3, None),
        (None, 4, None),
    ),
    (
        ["Killed - Men", "Killed - Women", "Injured - Men", "Injured - Women"],
        [3, 4, 1, 8],
        (None, 7, None),
        (None, 9, None),
    ),
    (["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"], [3, 4, 1, 0], (None, 8, None), (None, None, None)),
    (["Muertes totales", "Heridos totales"], [3, 4], (None, 3, None), (None, 4, None)),
    (["Total de víctimas"], [3], (None, None, None), (None, None, None)),
    (["Muertos y heridos"], [3], (None, None, None), (None, None, None)),
    (["Bilan (morts)", "Bilan (blessés)"], [3, 4], (None, 3, None), (None, 4, None)),
    (["Morts ou blessés"], [3], (None, None, None), (None, None, None)),
    (["الحد الأدنى للقتلى", "الحد الأقصى للقتلى"], [3, 5], (3, None, 5), (None, None, None)),
    (["إجمالي الضحايا"], [3], (None, None, None), (None, None, None)),
    (["حداقل کشته", "حداکثر کشته"], [3, 5], (3, None, 5), (None, None, None)),
    (["killedMin", "killedMax"], [3, 5], (3, None, 5), (None, None, None)),
    (["fatalities_best", "fatalities_low", "fatalities_high"], [4, 3, 5], (3, 4, 5), (None, None, None)),
    (
        ["Deaths (lower bound)", "Deaths (upper bound)", "Deaths (best estimate)"],
        [3, 5, 4],
        (3, 4, 5),
        (None, None, None),
    ),
    (["Death rate per 100,000", "Deaths"], [3.2, 5], (None, 5, None), (None, None, None)),
    (["Deaths last year", "Deaths"], [33, 5], (None, 5, None), (None, None, None)),
    (["Change in deaths"], [3], (None, None, None), (None, None, None)),
    (["Age of deceased"], [33], (None, None, None), (None, None, None)),
    (["Days since last fatality"], [33], (None, None, None), (None, None, None)),
    (["Fatal incidents"], [1], (None, None, None), (None, None, None)),
    (["Dead/Missing"], [33], (None, None, None), (None, None, None)),
    (["Dead", "Missing"], [33, 4], (None, 33, None), (None, None, None)),
    (["Killed (civilians)", "Killed (military)", "Killed (total)"], [3, 4, 7], (None, 7, None), (None, None, None)),
    (["Killed Low", "Killed Hgih"], [3, 4], (3, None, 4), (None, None, None)),
    (["Min. deaths", "Max. deaths", "Avg. deaths"], [3, 5, 4], (3, 4, 5), (None, None, None)),
    (["FATALITIES"], [4], (None, 4, None), (None, None, None)),
    (["Persons Dead", "Persons Hurt"], [4, 5], (None, 4, None), (None, 5, None)),
    (["Killed/Captured"], [4], (None, None, None), (None, None, None)),
    (["casualties_killed", "casualties_injured"], [4, 5], (None, 4, None), (None, 5, None)),
    (["Casualties: dead", "Casualties: wounded"], [4, 5], (None, 4, None), (None, 5, None)),
    (["Nb de tués", "Nb de blessés"], [4, 5], (None, 4, None), (None, 5, None)),
    (["Nombre total de décès"], [4], (None, 4, None), (None, None, None)),
    (["Víctimas fatales", "Lesionados"], [4, 5], (None, 4, None), (None, 5, None)),
    (["Suicide bombers killed", "Others killed"], [1, 4], (None, 5, None), (None, None, None)),
]


def assign(texts: Mapping[str, object], **answers: object) -> TollColumns:
    cells = pd.DataFrame(texts).astype("str")
    guesses = tuple(Guess(name, "", 0.0, "") for name in cells)
    return assign_tolls(cells, guesses, ImportOptions(**answers))  # type: ignore[arg-type]


def targets(tolls: TollColumns) -> dict[str, str]:
    return {guess.column: guess.target for guess in tolls.guesses if guess.target}


def casualties(columns: Mapping[str, object], **answers: object) -> Casualties:
    tolls = assign(columns, **answers)
    mapping: dict[str, list[str]] = {}
    for name, target in targets(tolls).items():
        mapping.setdefault(target, []).append(name)
    parts = {guess.column for guess in tolls.guesses if guess.is_part}
    return parse_casualties(pd.DataFrame(columns).astype("str"), mapping, parts)


def killed(columns: Mapping[str, object], **answers: object) -> list[int | None]:
    cells = casualties(columns, **answers).cells
    return [None if pd.isna(number) else int(number) for number in cells.get("killed_best", [])]


@pytest.mark.parametrize(("names", "row", "killed", "injured"), HEADERS, ids=lambda value: str(value)[:60])
def test_a_header_is_read_for_what_it_says(names: list[str], row: list[float], killed: Triple, injured: Triple) -> None:
    cells = casualties({name: [value] * 8 for name, value in zip(names, row, strict=True)}).cells
    for outcome, figures in (("killed", killed), ("injured", injured)):
        for bound, figure in zip(("low", "best", "high"), figures, strict=True):
            values = cells.get(f"{outcome}_{bound}", pd.Series([None], dtype="Int32"))
            is_bound_of_best = bound != "best" and figures[1] is not None
            if not is_bound_of_best or figure is not None:
                assert (None if pd.isna(values.iloc[0]) else int(values.iloc[0])) == figure


def test_a_total_stays_the_total_where_one_of_its_cells_is_no_number() -> None:
    columns = {"Aid Workers Killed": [*[5] * 11, "see notes"], "Male Aid Workers Killed": [1] * 12}
    assert killed(columns) == [*[5] * 11, None]


def test_parts_of_two_kinds_are_not_added_but_asked_about_once() -> None:
    columns = {
        "National killed": [5, 2],
        "International killed": [1, 0],
        "Male killed": [4, 2],
        "Female killed": [1, 1],
    }
    assert targets(assign(columns)) == {}
    (question,) = assign(columns).questions
    assert (question.topic, question.column, question.n_rows) == (TOLL_PARTS, "Male killed", 2)
    assert [answer for answer, _ in question.choices] == ["sex", "nation", NO_PARTS]
    assert question.proposal in ("sex", "nation")
    for answer, figures in (("sex", [5, 3]), ("nation", [6, 2]), (NO_PARTS, [])):
        answered = ((TOLL_PARTS, "Male killed", answer),)
        assert killed(columns, answers=answered) == figures
        assert assign(columns, answers=answered).questions == ()


def test_parts_of_two_kinds_that_agree_need_no_question() -> None:
    columns = {
        "National killed": [5, 2],
        "International killed": [1, 0],
        "Male killed": [4, 1],
        "Female killed": [2, 1],
    }
    assert killed(columns) == [6, 2]
    assert assign(columns).questions == ()


def test_parties_that_nobody_knows_are_asked_about() -> None:
    columns = {"Israelis killed": [5, 3], "Palestinians killed": [4, 2]}
    (question,) = assign(columns).questions
    assert (question.topic, question.proposal) == (TOLL_PARTS, "party")
    assert killed(columns) == []
    assert killed(columns, answers=((TOLL_PARTS, "Israelis killed", "party"),)) == [9, 5]


def test_people_whom_two_parts_count_are_counted_once() -> None:
    assert killed({"Civilians killed": [2], "Police killed": [1], "Security forces killed": [3]}) == [5]


@pytest.mark.parametrize("attackers", ["Attackers killed", "Suspects Killed", "Assailants dead"])
def test_victims_and_attackers_are_sides_that_are_added(attackers: str) -> None:
    assert killed({"Victims killed": [3, 2], attackers: [1, 0]}) == [4, 2]
    assert killed({"Victims killed": [3, 2], attackers: [1, 0], "Total killed": [5, 2]}) == [5, 2]
    assert killed({"Victims killed": [3, 2]}) == [3, 2]


@pytest.mark.parametrize(
    "names", [("ANA killed", "ANP killed", "INS killed"), ("ISF killed", "INS killed"), ("Friendly KIA", "Enemy KIA")]
)
def test_the_short_names_of_forces_are_sides(names: tuple[str, ...]) -> None:
    columns: dict[str, list[object]] = {name: [3, 1] for name in names}
    assert killed(columns) == [3 * len(names), len(names)]
    assert assign(columns).questions == ()


def test_parts_that_are_more_than_the_total_are_said() -> None:
    tolls = assign({"Killed": [5, 3, 2], "Men killed": [4, 2, 1], "Women killed": [2, 1, 1]})
    assert targets(tolls) == {"Killed": "killed_best"}
    (finding,) = tolls.findings
    assert (list(finding.rows), finding.text) == (
        [0],
        "Men killed + Women killed are more than Killed in 1 row; Killed is taken",
    )


def test_a_column_only_called_total_is_one_where_it_is_the_sum() -> None:
    parties = {"Civilians": [5, 3, 2], "Security Forces": [4, 2, 1]}
    assert targets(assign({**parties, "Total": [9, 5, 3]})) == {"Total": "killed_best"}
    assert targets(assign({**parties, "Total": [19, 15, 13]})) == dict.fromkeys(parties, "killed_best")


def test_a_column_of_a_party_that_nobody_knows_is_the_toll_with_a_finding() -> None:
    tolls = assign({"Houthis killed": [3, 2]})
    assert targets(tolls) == {"Houthis killed": "killed_best"}
    (finding,) = tolls.findings
    assert "“houthis” may mean that it counts some only" in finding.text
    assert targets(assign({"Houthis killed": [3, 2], "Civilians killed": [4, 1]})) == {}


def test_two_totals_that_differ_are_said() -> None:
    tolls = assign({"Killed": [5, 3, 2], "Total killed": [5, 4, 2]})
    assert targets(tolls) == {"Total killed": "killed_best"}
    assert [list(finding.rows) for finding in tolls.findings] == [[1]]
    assert assign({"Killed": [5, 3], "Deaths": [5, 3]}).findings == ()


def test_a_table_of_nothing_but_tolls_is_read_in_time() -> None:
    columns = {f"Killed mix{number}": [number] for number in range(1_000)}
    assert len(assign(columns).guesses) == 1_000


def test_a_misspelt_bound_is_understood_by_the_other_and_said() -> None:
    tolls = assign({"Total Died Min": [12, 2], "Total Died Mix": [13, 2]})
    assert targets(tolls) == {"Total Died Min": "killed_low", "Total Died Mix": "killed_high"}
    assert [finding.column for finding in tolls.findings] == ["Total Died Mix"]
    assert "killed_high" not in targets(assign({"Total Died Min": [12, 9], "Total Died Mix": [3, 2]})).values()


@pytest.mark.parametrize("name", ["Victims", "Víctimas", "victimes", "الضحايا", "قربانیان"])
def test_victims_are_asked_about(name: str) -> None:
    (question,) = assign({name: [3, 2]}).questions
    assert (question.topic, question.column, question.proposal) == (COLUMN, name, "")
    assert [answer for answer, _ in question.choices] == ["killed_best", "injured_best", ""]
    assert assign({name: [3, 2], "Killed": [1, 1]}).questions == ()


@pytest.mark.parametrize("name", ["Casualties", "Killed or injured", "Muertos y heridos", "Killed/Wounded", "تلفات"])
def test_killed_and_injured_in_one_number_make_neither_known_and_are_said(name: str) -> None:
    tolls = assign({name: [3, 2]})
    assert targets(tolls) == {}
    assert [finding.column for finding in tolls.findings] == [name]


def test_the_killed_and_injured_of_a_party_in_one_number_are_said() -> None:
    tolls = assign({"Civilian casualties minimum": [3, 2], "Civilian casualties maximum": [4, 2]})
    assert targets(tolls) == {}
    assert [finding.column for finding in tolls.findings] == [
        "Civilian casualties minimum",
        "Civilian casualties maximum",
    ]


@pytest.mark.parametrize(("name", "outcome"), [("Civilian injuries", "injured"), ("Soldiers killed", "killed")])
def test_the_least_of_a_part_is_the_least_of_all_and_is_said(name: str, outcome: str) -> None:
    tolls = assign({f"{name} minimum": [3, 2], f"{name} maximum": [4, 2]})
    assert targets(tolls) == {f"{name} minimum": f"{outcome}_low"}
    assert [finding.column for finding in tolls.findings] == [f"{name} minimum"]
    total = {"Killed": [9, 9], "Injured": [9, 9]}
    assert f"{outcome}_low" not in targets(assign({f"{name} minimum": [3, 2], **total})).values()


@pytest.mark.parametrize(
    ("low", "best", "high"),
    [("Reported Minimum", "", "Reported Maximum"), ("Low estimate", "Best estimate", "High estimate")],
)
def test_bounds_that_name_nobody_are_of_the_killed_and_said(low: str, best: str, high: str) -> None:
    columns: dict[str, list[object]] = {low: [1, 2, 0], high: [3, 2, 5], **({best: [2, 2, 1]} if best else {})}
    tolls = assign(columns)
    expected = {low: "killed_low", high: "killed_high", **({best: "killed_best"} if best else {})}
    assert targets(tolls) == expected
    (finding,) = tolls.findings
    assert (list(finding.rows), "taken for the killed" in finding.text) == ([0, 1, 2], True)


@pytest.mark.parametrize(
    "columns",
    [
        {"Reported Minimum": [3, 4], "Reported Maximum": [1, 2]},  # the least is the most
        {"Low estimate": [100_000, 5_000], "High estimate": [200_000, 9_000]},  # money
        {"Min": [1, 2], "Max": [3, 4]},
        {"Price minimum": [1, 2], "Price maximum": [3, 4]},
    ],
)
def test_other_bounds_are_no_tolls(columns: dict[str, list[object]]) -> None:
    assert targets(assign(columns)) == {}


def test_an_answer_is_not_overruled() -> None:
    columns = {"Casualties": [3, 2], "Civilians killed": [1, 1]}
    tolls = assign(columns, columns=(("Casualties", "killed_best"),))
    assert targets(tolls) == {}  # the answer itself stands in the guesses that are given


def test_words_in_a_column_that_is_named_like_a_toll_make_it_none() -> None:
    assert targets(assign({"Killed": ["Ahmed", "Maryam", "Yusuf"]})) == {}
