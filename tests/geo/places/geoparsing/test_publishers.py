"""The country and the home of a publisher, by the labels of its web domain."""

from pathlib import Path

import pytest

from geo.errors import PlacesInvalid
from geo.places import Hints, resolve_or_none
from geo.places.disambiguation import Context
from geo.places.gazetteer import gazetteer
from geo.places.geoparsing import publishers
from geo.places.geoparsing.geoparser import parse_document
from geo.places.geoparsing.publishers import publisher_country, publisher_home
from geo.places.geoparsing.surrounded import most_surrounded


@pytest.mark.parametrize(
    ("domain", "country"),
    [
        ("www.dawn.com", "Pakistan"),
        ("WWW.SMH.COM.AU", "Australia"),
        ("news.bbc.co.uk", "United Kingdom"),
        ("www.bbc.com.", "United Kingdom"),
        ("rudaw.net", "Iraq"),
        ("example.com", ""),
        ("dawn.example.com", ""),  # whose domain it is decides, not what it calls a part of it
        ("nation.co.ke", "Kenya"),
        ("www.thestar.com.my", "Malaysia"),
        ("dailynews.co.tz", "United Republic of Tanzania"),
        ("thedailystar.net", "Bangladesh"),
        ("dawn", ""),  # a top-level domain decides only by country
        ("", ""),
        (None, ""),
    ],
)
def test_a_domain_tells_the_country(domain: str | None, country: str) -> None:
    assert publisher_country(domain) == country


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("label,country_code\npk,PAK\n", "columns"),
        ("label,kind,country_code,source\npk,domains,PAK,IANA\ndawn,papers,PAK,us\n", "line 3"),
        ("label,kind,country_code,source\npk,domains,XXX,IANA\n", "line 2"),
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, reason: str) -> None:
    (tmp_path / "publishers.csv").write_text(content, encoding="utf-8")
    monkeypatch.setattr(publishers, "data_dir", lambda: tmp_path)
    publishers._countries_by_label.cache_clear()
    with pytest.raises(PlacesInvalid, match=reason):
        publisher_country("www.dawn.com")
    publishers._countries_by_label.cache_clear()


@pytest.mark.parametrize(
    ("domain", "town", "admin1"),
    [
        ("www.carmitimes.com", "Carmi", "Illinois"),
        ("denverpost.com", "Denver", "Colorado"),
        ("www.mysanantonio.com", "San Antonio", "Texas"),
        ("themoscowtimes.com", "Moscow", "Moscow"),
        ("www.chron.com", "Houston", "Texas"),
        ("post-gazette.com", "Pittsburgh", "Pennsylvania"),
        ("cleveland.com.au", None, ""),
        ("www.carmi.com", None, ""),  # any company may be called so
        ("www.times.com", None, ""),
        ("", None, ""),
    ],
)
def test_a_paper_is_at_home_in_the_town_in_its_name(domain: str, town: str | None, admin1: str) -> None:
    home = publisher_home(domain, Context())
    assert (home.town and home.town.name, home.admin1) == (town, admin1)


def test_the_home_of_a_paper_decides_between_towns_of_a_name() -> None:
    text = "Police in Enfield and Norris City said that Carmi was safe."
    place = resolve_or_none("Enfield", Hints(text=text, publisher="www.carmitimes.com"))
    assert place is not None
    assert place.admin1 == "Illinois"


@pytest.mark.parametrize("label", sorted(publishers.publisher_homes()))
def test_the_home_of_each_paper_is_a_town_that_is_known(label: str) -> None:
    town, admin1, country = publishers.publisher_homes()[label]
    home = publishers._home_of_paper(label if "." in label else f"www.{label}.com", "")
    assert home is not None
    assert (home.country, home.admin1) == (country, admin1)
    assert (home.town is None) == (town == "*")


@pytest.mark.parametrize(
    ("domain", "text", "town", "admin1"),
    [
        (
            "lebanontribune.com",
            "Watertown is in Wilson County, near Mt. Juliet.",
            "Lebanon",
            "Tennessee",
        ),
        ("www.lebanontribune.com", "Palmyra and Annville share a bus.", "Lebanon", "Pennsylvania"),
        ("lebanontribune.com", "Beirut and Tripoli were calm.", None, ""),
        ("peruherald.com", "Roads are shut in Kokomo, Wabash and Logansport.", "Peru", "Indiana"),
        ("sunburynews.com", "Selinsgrove and Lewisburg lost to Shamokin.", "Sunbury", "Pennsylvania"),
        ("yukonok.com", "", "Yukon", "Oklahoma"),
        ("enidoklahoma.com", "", "Enid", "Oklahoma"),
        ("starheraldonline.com", "Boise was quiet.", None, ""),  # no word of newspapers is a town
        ("example.com", "Boise was quiet.", None, ""),
    ],
)
def test_the_home_of_a_paper_lies_where_its_text_is(domain: str, text: str, town: str | None, admin1: str) -> None:
    document = parse_document(f"{text} It was dry.", domain)
    assert (document.home.town and document.home.town.name, document.home.admin1) == (town, admin1)


@pytest.mark.parametrize(
    ("domain", "town", "country"),
    [
        ("thedailystar.net", None, "Bangladesh"),
        ("inquirer.net", None, "Philippines"),
        ("dailynews.co.tz", None, "United Republic of Tanzania"),
        ("ohio.gov", None, ""),
        ("dailypress.com", None, ""),
        ("theintelligencer.com", None, ""),
        ("gazette.net", None, ""),
        ("dispatch.example.org", None, ""),
        ("app.powerbi.com", None, ""),
        ("newsletter.example.com", None, ""),
        ("chron.example.com", None, ""),
        ("denverpost.example.com", None, ""),
        ("www.dailypress.net", "Escanaba", "United States of America"),
        ("sports.chron.com", "Houston", "United States of America"),
        ("www.qt.com.au", "Ipswich", "Australia"),
        ("heraldcourier.com", "Bristol", "United States of America"),
    ],
)
def test_a_paper_is_at_home_by_whose_domain_it_is(domain: str, town: str | None, country: str) -> None:
    home = publisher_home(domain, Context())
    assert (home.town and home.town.name, home.country) == (town, country)


@pytest.mark.parametrize(
    ("domain", "text"),
    [
        ("worldbank.org", "The loan is for roads in Nairobi and Mombasa, Kenya."),
        ("republicworld.com", "Police in Mumbai arrested two men."),
        ("planetrugby.com", "South Africa beat Wales in Cardiff."),
        ("hornobserver.com", "A blast killed five in Mogadishu, Somalia."),
        ("myrepublica.com", "A bus fell into a river near Pokhara, Nepal."),
        ("bankmonitor.com", "It was dry."),
        ("orangereporter.com", "Fighting went on around Khartoum and Omdurman."),
    ],
)
def test_a_word_in_a_domain_is_no_town_that_the_text_does_not_speak_for(domain: str, text: str) -> None:
    home = parse_document(text, domain).home
    assert (home.country, home.town) == ("", None)


@pytest.mark.parametrize(("name", "country"), [("london", "Canada"), ("cambridge", "Canada"), ("perth", "Australia")])
def test_the_name_of_a_paper_says_nothing_of_which_bearer_is_its_home(name: str, country: str) -> None:
    everywhere = gazetteer.candidates(name)
    bearers = [entry for entry in everywhere if (entry.country, entry.kind) == (country, "town")]
    assert bearers
    assert most_surrounded(bearers, {name: everywhere}) is None


def test_papers_with_the_same_label_differ_by_their_domain() -> None:
    towns = {domain: publisher_home(domain, Context()).town for domain in ("thecourier.co.uk", "thecourier.com.au")}
    assert {domain: town and town.name for domain, town in towns.items()} == {
        "thecourier.co.uk": "Dundee",
        "thecourier.com.au": "Ballarat",
    }


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("label,town\nchron,Houston\n", "columns"),
        ("label,town,admin1,country_code,source\nchron,Houston,Texas,XXX,us\n", "country code"),
    ],
)
def test_a_damaged_file_of_homes_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, reason: str
) -> None:
    (tmp_path / "publisher_homes.csv").write_text(content, encoding="utf-8")
    monkeypatch.setattr(publishers, "data_dir", lambda: tmp_path)
    publishers.publisher_homes.cache_clear()
    with pytest.raises(PlacesInvalid, match=reason):
        publishers.publisher_homes()
    publishers.publisher_homes.cache_clear()
