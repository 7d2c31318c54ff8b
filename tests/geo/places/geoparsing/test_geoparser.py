"""Places in running text: where they are mentioned, what they mean beside each other, and what only looks like one."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.places import find, locate_mentions, resolve
from tests.thoroughness import count

STRIKE = (
    "Quetta, Pakistan (Agencies) - Gunmen killed two policemen near Khash in southeastern Iran on Tuesday, officials "
    "in Zahedan said. A Pakistani official in Panjgur denied that the men had crossed from Balochistan. Hassan Rohani, "
    "a resident of Rask, told Reuters he heard shots. Turkey and Syria condemned the attack."
)


def names(text: str, *, demonyms: bool = False) -> list[str]:
    return [mention.text for mention in find(text, demonyms=demonyms)]


def test_the_places_of_a_report_are_found_in_order() -> None:
    expected = ["Quetta", "Pakistan", "Khash", "Iran", "Zahedan", "Panjgur", "Balochistan", "Rask", "Turkey", "Syria"]
    assert names(STRIKE) == expected


def test_a_span_is_where_the_words_stand() -> None:
    for mention in find(STRIKE, demonyms=True):
        assert STRIKE[mention.start : mention.end] == mention.text


def test_demonyms_are_mentions_only_on_request() -> None:
    (official,) = [mention for mention in find(STRIKE, demonyms=True) if mention.is_demonym]
    assert (official.text, official.place.country) == ("Pakistani", "Pakistan")
    assert not [mention for mention in find(STRIKE) if mention.is_demonym]


def test_a_mention_is_resolved_in_the_light_of_the_others() -> None:
    khash = next(mention for mention in find(STRIKE) if mention.text == "Khash")
    assert khash.place.country == "Iran"
    afghan = "The Taliban in Nimroz said fighters from Khash and Zaranj had left for Kandahar in southern Afghanistan."
    assert next(mention for mention in find(afghan) if mention.text == "Khash").place.country == "Afghanistan"


# text, mention, country, province or None for any
MEANT = [
    ("EDMONTON, Ky. - Deputies of Metcalfe County came.", "EDMONTON", "United States of America", "Kentucky"),
    ("The mayor of Edmonton said Alberta would not raise taxes.", "Edmonton", "Canada", "Alberta"),
    ("Police in London, Ont., and in nearby Kitchener are looking for the man.", "London", "Canada", "Ontario"),
    ("Police in London and Manchester made arrests, the Home Office said.", "London", "United Kingdom", None),
    ("Shelling hit Tripoli in northern Lebanon, east of Beirut and Sidon.", "Tripoli", "Lebanon", None),
    ("Militias fought in Tripoli and Misrata, Libya's government said.", "Tripoli", "Libya", None),
    ("Hyderabad and Karachi, the cities of Sindh, lost power.", "Hyderabad", "Pakistan", None),
    ("A suicide bomber struck Jalalabad, the capital of Nangarhar province.", "Jalalabad", "Afghanistan", "Nangarhar"),
    ("Atlanta police said the Georgia National Guard was called.", "Georgia", "United States of America", "Georgia"),
    ("Tbilisi said that Georgia would not join; Russia and Armenia agreed.", "Georgia", "Georgia", None),
    ("The shooting in Paris, Texas, shocked Lamar County.", "Paris", "United States of America", "Texas"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "mention", "country", "admin1"), MEANT)
def test_the_text_decides_between_namesakes(text: str, mention: str, country: str, admin1: str | None) -> None:
    places = {place_mention.text: place_mention.place for place_mention in find(text)}
    assert places[mention].country == country
    assert admin1 is None or places[mention].admin1 == admin1
    assert resolve(mention, text=text).country == country


NO_PLACES = [
    ("Mr. Hassan and Dr. Reading met on Friday.", {"Hassan", "Reading"}),
    ("Paris Hilton and Jack London were quoted; Kennedy won.", {"Paris", "London"}),
    ("The White House said the Bank of England had agreed with Manchester United.", {"England", "Manchester"}),
    ("The Tehran government rejected the offer of Hamas.", {"Tehran", "Hamas"}),
    ("Nice work, he said. Of course. Police came. Hope remains.", {"Nice", "Of", "Police", "Hope"}),
    ("The Balochistan Liberation Army and the Kurdistan Workers' Party claimed it.", {"Balochistan", "Kurdistan"}),
    ("President Lincoln and General Washington were on the list.", {"Lincoln", "Washington"}),
    ("He shouted in Turkish and spoke Spanish; Turkish-speaking men replied.", {"Turkish-speaking"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), NO_PLACES)
def test_what_only_looks_like_a_place_is_ignored(text: str, words: set[str]) -> None:
    assert words.isdisjoint(names(text))


def test_a_name_means_one_place_throughout_a_text() -> None:
    text = "London, Ont. - A man died in London on Sunday. London police said they knew him."
    assert {mention.place.country for mention in find(text) if mention.text == "London"} == {"Canada"}


def test_the_publisher_says_where_it_is_read() -> None:
    text = "Two men died in Hyderabad on Sunday."
    assert resolve("Hyderabad", text=text).country == "India"
    assert resolve("Hyderabad", text=text, publisher="www.dawn.com").country in ("Pakistan", "India")
    richmond = "Fire crews were called to Newcastle."
    assert resolve("Newcastle", text=richmond, publisher="www.smh.com.au").country == "Australia"


def test_given_spans_are_located_in_order() -> None:
    text = "From Khash to Zahedan, then Blorptown."
    spans = [(5, 10), (14, 21), (28, 37)]
    khash, zahedan, unknown = locate_mentions(text, spans)
    assert khash is not None
    assert zahedan is not None
    assert (khash.country, zahedan.country, unknown) == ("Iran", "Iran", None)


@pytest.mark.parametrize("text", ["", " ", "\n", "\x00", "a", "😀 " * 100, "(((", "Al-", "The The The", "U.S.", "al-"])
def test_awkward_texts_are_read_without_harm(text: str) -> None:
    find(text, demonyms=True)


@settings(deadline=None, max_examples=count(50, 150))
@given(st.text(max_size=400))
def test_any_text_is_read_and_every_span_is_true(text: str) -> None:
    mentions = find(text, demonyms=True)
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
    spans = [(mention.start, mention.end) for mention in mentions]
    assert spans == sorted(spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@pytest.mark.parametrize("text", ["Quetta " * 15_000, "A" * 100_000, "Al " * 30_000, "a. " * 30_000])
def test_a_long_text_is_read_to_its_end(text: str) -> None:
    find(text)  # no time is asserted: what is not bounded here takes hours


def test_a_name_that_a_text_repeats_is_explained_once() -> None:
    text = "Paris is big. London is bigger. Memphis, Egypt, is old. Memphis is not. " * 20
    places = [(mention.text, mention.place) for mention in find(text)]
    assert len({id(place) for _, place in places}) == len({(name, place.country) for name, place in places})
