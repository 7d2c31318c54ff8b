import pytest

from geo.core import actors

PFLP_GC = "Popular Front for the Liberation of Palestine, Gen Cmd (PFLP-GC)"


def names(text: str) -> tuple[str, ...]:
    return tuple(mention.name for mention in actors.bundled_vocabulary().mentions(text))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("BLA: Baloch Liberation Army", "Baloch Liberation Army"),
        ("Baloch Liberation Army (BLA)", "Baloch Liberation Army"),
        ("Baloch Liberation Army - BLA", "Baloch Liberation Army"),
        ("XYZ: Baluch Liberation Army", "Baloch Liberation Army"),
        ("Jaish al-Adl (Army of Justice)", "Jaish al-Adl"),
        ("Hizbullah (Lebanon)", "Hezbollah"),
        ("Islamic Revolutionary Guards Corps (IRGC)", "Islamic Revolutionary Guard Corps"),
        ("سپاه پاسداران انقلاب اسلامی", "Islamic Revolutionary Guard Corps"),
        ("National Liberation Army of Colombia (ELN)", "National Liberation Army (Colombia)"),
        ("Government of Russia (Soviet Union)", "Russia"),
        ("Islamic State (West Africa) - Lake Chad Faction", "Islamic State West Africa Province"),
        ("Houthi extremists (Ansar Allah)", "Houthis"),
        ("Taleban", "Taliban"),
        ("Hizb-i Islami-yi Afghanistan", "Hezb-e Islami Gulbuddin"),
        ("Hay'at Tahrir al-Sham", "Hay'at Tahrir al-Sham"),
        ("Foo Front (FF)", "Foo Front (FF)"),
    ],
)
def test_the_ways_that_providers_write_a_name(text: str, first: str) -> None:
    assert names(text)[0] == first


@pytest.mark.parametrize(
    ("text", "lineage"),
    [
        (
            "Military Forces of Iran (1989-) Islamic Revolutionary Guard Corps",
            ("Islamic Revolutionary Guard Corps", "Iran", "Military Forces of Iran"),
        ),
        ("Police Forces of Norway (2013-)", ("Police Forces of Norway", "Norway")),
        (
            "Military Forces of Chad (2016-2021) Presidential Guard",
            ("Military Forces of Chad: Presidential Guard", "Military Forces of Chad", "Chad"),
        ),
        ("Military Forces of Guinea-Bissau (2020-)", ("Military Forces of Guinea-Bissau", "Guinea-Bissau")),
        ("Military Forces of Yemen (2016-) Supreme Political Council", ("Houthis",)),
        ("Military Forces of Sudan (2019-) Rapid Support Forces", ("Rapid Support Forces",)),
        ("Military Forces of Syria (2024-)", ("Military Forces of Syria", "Syria")),
        ("Government of Norway", ("Norway",)),
    ],
)
def test_forces_and_bodies_of_states(text: str, lineage: tuple[str, ...]) -> None:
    assert names(text) == lineage


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Civilians (Iran)", "Iran"),
        ("Unidentified Armed Group (Iraq)", "Iraq"),
        ("Protesters (Iran)", "Iran"),
        ("Kurdistan Democratic Party of Iran", "Iran"),
        ("Jaish-e-Mohammed", "Jaish al-Adl"),
        ("Tehrik-i-Taliban Pakistan", "Taliban"),
        ("Kata'ib Hezbollah", "Hezbollah"),
        ("Hezbollah (Turkey)", "Hezbollah"),
        ("Taliban (Pakistan)", "Taliban"),
        ("Military Forces of Niger (2023-)", "Nigeria"),
        ("Government of South Sudan", "Sudan"),
        ("Military Forces of Syria (2024-)", "Hay'at Tahrir al-Sham"),
        ("BLA: Bodo Liberation Army", "Baloch Liberation Army"),
        ("PFLP-GC", "Popular Front for the Liberation of Palestine"),
        (PFLP_GC, "Popular Front for the Liberation of Palestine"),
        ("FARC, Colombia", "Colombia"),
        ("Islamic State West Africa Province", "Islamic State Khorasan Province"),
    ],
)  # fmt: skip
def test_look_alikes_are_not_taken_for_one(text: str, other: str) -> None:
    assert other in actors.all_actors()
    assert other not in names(text)


def test_a_province_is_counted_to_its_whole() -> None:
    assert names("ISWAP") == ("Islamic State West Africa Province", "Islamic State")


def test_a_cell_of_several_actors_names_each() -> None:
    assert names("Ahrar al-Sham, Faylaq al-Sham, Rahman Corps")[1:] == (
        "Ahrar al-Sham",
        "Faylaq al-Sham",
        "Faylaq al-Rahman",
    )
    assert names("IRGC; Iran") == ("Islamic Revolutionary Guard Corps", "Iran")
    assert names(" ; ;") == ()


@pytest.mark.parametrize("spelling", ["PLA", "pla", "JUA", "SDF", "Ansar al-Sharia"])
def test_a_spelling_of_several_is_nobody_on_its_own(spelling: str) -> None:
    vocabulary = actors.bundled_vocabulary()
    assert vocabulary.canonical(spelling) == spelling
    assert vocabulary.candidates(spelling)


@pytest.mark.parametrize("text", ["x" * 100_000, "a b " * 30_000, "(" * 50_000, "a: " * 30_000, ", " * 50_000, "\x00"])
def test_a_hostile_text_is_read_once_through(text: str) -> None:
    assert len(names(text)) <= 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Military Forces of Iraq (2014-) Popular Mobilization Forces - Kataib Hezbollah",
         {"Kata'ib Hezbollah", "Popular Mobilization Forces", "Iraq"}),
        ("Military Forces of Iraq (2014-) Popular Mobilization Forces - Badr Brigades",
         {"Badr Organization", "Popular Mobilization Forces", "Iraq"}),
        ("Military Forces of Yemen (2022-) Southern Transitional Council", {"Southern Transitional Council"}),
        ("U.S. Army", {"United States Army", "United States of America"}),
        ("US Marines", {"United States Marine Corps", "United States of America"}),
        ("FARDC", {"Democratic Republic of the Congo"}),
        ("Syrian Army", {"Military Forces of Syria", "Syria"}),
        ("IS-Sinai", {"Islamic State Sinai Province"}),
        ("قسد", {"Syrian Democratic Forces"}),
        ("القسام", {"Izz ad-Din al-Qassam Brigades", "Hamas"}),
        ("تنظيم الدولة", {"Islamic State"}),
        ("الجيش الإسرائيلي", {"Military Forces of Israel", "Israel"}),
        ("الجيش السوري", {"Military Forces of Syria"}),
        ("طالبان پاکستان", {"Tehrik-i-Taliban Pakistan"}),
        ("UFF", {"Ulster Freedom Fighters", "Ulster Defence Association"}),
        ("Jaysh Khalid ibn al-Walid", {"Islamic State"}),
    ],
)  # fmt: skip
def test_what_the_press_writes_is_known(text: str, expected: set[str]) -> None:
    assert expected <= set(names(text))


@pytest.mark.parametrize("text", ["Congo", "Government of Congo (1960-)", "Korea", "ارتش", "SAA"])
def test_a_name_of_several_states_or_armies_is_nobody_without_its_country(text: str) -> None:
    assert names(text) == (text,)
    assert actors.bundled_vocabulary().candidates(text.removesuffix(" (1960-)"))
