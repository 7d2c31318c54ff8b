"""Words that tell, beside a capitalised word, whether it is a place: prepositions, titles, institutions."""

from functools import cache
from pathlib import Path

DATA = Path(__file__).parent.parent.parent / "data"

LOCATIVE = frozenset(
    ["in", "at", "near", "outside", "around", "across", "toward", "towards", "into", "throughout", "inside"]
)
LOCATIVE_WEAK = frozenset(
    [
        "from",
        "to",
        "of",
        "between",
        "through",
        "via",
        "for",
        "off",
        "over",
        "and",
        "leaving",
        "visiting",
        "visited",
        "entered",
        "reached",
    ]
)
# “the city of Quetta”, “Quetta airport”
GEOGRAPHIC = frozenset(
    [
        *(
            "city",
            "town",
            "village",
            "province",
            "district",
            "region",
            "state",
            "county",
            "governorate",
            "area",
            "areas",
        ),
        *(
            "suburb",
            "suburbs",
            "capital",
            "port",
            "border",
            "coast",
            "valley",
            "river",
            "mountains",
            "airport",
            "island",
        ),
        *("downtown", "central", "northern", "southern", "eastern", "western", "northeast", "northwest", "southeast"),
        *(
            "southwest",
            "north",
            "south",
            "east",
            "west",
            "northeastern",
            "northwestern",
            "southeastern",
            "southwestern",
        ),
        *("upstate", "rural", "nearby", "neighboring", "neighbouring", "greater", "mainland", "resident", "residents"),
    ]
)
TITLES = frozenset(
    [
        *(
            "mr",
            "mrs",
            "ms",
            "miss",
            "dr",
            "prof",
            "professor",
            "sir",
            "lady",
            "lord",
            "dame",
            "king",
            "queen",
            "prince",
        ),
        *("princess", "president", "chancellor", "premier", "minister", "secretary", "senator", "sen", "rep", "gov"),
        *("governor", "congressman", "congresswoman", "representative", "ambassador", "judge", "justice", "sheriff"),
        *("general", "gen", "colonel", "col", "major", "maj", "captain", "capt", "lieutenant", "lt", "sergeant", "sgt"),
        *(
            "corporal",
            "cpl",
            "private",
            "admiral",
            "adm",
            "commander",
            "officer",
            "constable",
            "detective",
            "inspector",
        ),
        *(
            "superintendent",
            "supt",
            "deputy",
            "chief",
            "coach",
            "father",
            "sister",
            "brother",
            "pastor",
            "rev",
            "bishop",
        ),
        *(
            "pope",
            "imam",
            "sheikh",
            "sheik",
            "mullah",
            "maulana",
            "mufti",
            "ayatollah",
            "mayor",
            "councillor",
            "councilman",
        ),
        *("spokesman", "spokeswoman", "spokesperson", "director", "actor", "actress", "singer", "author", "analyst"),
    ]
)
# After a place's name these make an institution of that place, not a person.
INSTITUTIONS = frozenset(
    [
        *("police", "airport", "university", "hospital", "council", "court", "school", "college", "fire", "department"),
        *("museum", "zoo", "park", "station", "stadium", "cathedral", "mosque", "church", "bridge", "tower", "square"),
        *("road", "street", "avenue", "highway", "bay", "river", "lake", "valley", "mountains", "coast", "island"),
        *("islands", "border", "international", "state", "county", "city", "town", "province", "district", "region"),
        *("area", "health", "public", "regional", "general", "metropolitan", "medical", "crown", "supreme", "high"),
        *("embassy", "consulate", "times", "mayor", "gov", "governor", "sheriff", "sen", "senator", "attorney"),
        *("prime", "president", "foreign", "minister", "ambassador", "army", "force", "royal", "national", "prison"),
        *("gallery", "market", "bazaar", "camp", "base", "airbase", "refinery", "plant", "dam", "square", "checkpoint"),
        *("jail", "central", "east", "west", "north", "south", "heights", "beach", "peninsula", "governorate"),
    ]
)
# After a name of a place these make a name of something else: a paper, a club, a company.
BORROWERS = frozenset(
    [
        *("liberation", "workers", "democratic", "front", "movement", "party", "brigade", "brigades", "militia"),
        *(
            "resistance",
            "mujahideen",
            "republican",
            "united",
            "rovers",
            "wanderers",
            "hotspur",
            "villa",
            "rangers",
            "albion",
            "athletic",
            "fc",
            "times",
            "post",
        ),
        *(
            "globe",
            "tribune",
            "herald",
            "gazette",
            "journal",
            "telegraph",
            "star",
            "sun",
            "news",
            "airlines",
            "airways",
        ),
        *(
            "bank",
            "group",
            "inc",
            "corp",
            "ltd",
            "llc",
            "company",
            "raptors",
            "patriots",
            "cowboys",
            "yankees",
            "lakers",
        ),
        *("giants", "jets", "bears", "bulls", "knicks", "celtics", "maple", "oilers", "flames", "canucks", "jones"),
    ]
)
# “Bank of England”, “University of Cambridge”: a name of an institution with a place in it.
NAMED_AFTER = frozenset(
    ["bank", "university", "bishop", "archbishop", "duke", "duchess", "earl", "prince", "church", "voice"]
)
# “the Tehran government” acts; nothing happens there.
ACTING = frozenset(
    [
        "government",
        "regime",
        "administration",
        "leadership",
        "authorities",
        "deal",
        "accord",
        "accords",
        "agreement",
        "syndrome",
    ]
)
SPEAKING = frozenset(["speaking", "language", "speak", "speaks", "spoke", "dialect"])
JOINERS = frozenset(
    [
        *("of", "the", "and", "de", "del", "la", "las", "los", "le", "les", "du", "da", "do", "dos", "al", "el", "an"),
        *("ad", "ar", "as", "az", "ash", "ez", "et", "en", "on", "upon", "sur", "der", "van", "den", "am", "im", "bei"),
        *("e", "o", "va", "i", "ul"),
    ]
)
GRAFTED = frozenset(["al", "el", "an", "ad", "ar", "as", "az", "ash", "ez", "es", "at", "ul"])


# Generic words that a name in running text may be found without.
DROPPED = frozenset(["province", "governorate", "city", "oblast", "prefecture", "district", "municipality"])
NO_PLACES = (
    *("Hamas", "Hezbollah", "Hizbullah", "Taliban", "Fatah", "Houthi", "Houthis", "Al Qaeda", "Al-Qaida", "Daesh"),
    *("Boko Haram", "Al Shabaab", "Islamic State", "Hashd al-Shaabi", "Quds Force", "Mossad", "Basij", "Jundallah"),
    *(
        "Islamic State of Iraq and Syria",
        "Islamic State of Iraq and the Levant",
        "Islamic State in Iraq and the Levant",
    ),
    *(
        "Islamic State in Iraq and Syria",
        "Liwa al-Quds",
        "White House",
        "Olympic",
        "Olympics",
        "Xinhua",
        "Reuters",
        "University",
        "Central",
        "Eta",
    ),
)
# Words that are no place's name in English, whatever hamlet bears it.
NEVER = frozenset(
    [
        *("the", "a", "an", "i", "he", "she", "it", "we", "they", "you", "this", "that", "these", "those"),
        *("but", "and", "or", "if", "in", "on", "at", "as", "of", "to", "by", "for", "from", "with", "not"),
        *("no", "so", "his", "her", "its", "our", "their", "my", "your", "all", "some", "any", "one", "two"),
        *("many", "most", "more", "such", "what", "when", "where", "who", "why", "how", "there", "here"),
        *("then", "than", "now", "yes", "mr", "mrs", "ms", "dr", "monday", "tuesday", "wednesday", "thursday"),
        *("friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july"),
        *("august", "september", "october", "november", "december", "christmas", "god", "us", "me", "him"),
        *("them", "was", "is", "are", "be", "been", "has", "had", "have", "do", "did", "will", "can"),
        *("facebook", "twitter", "google", "islam", "muslim", "allah", "christian", "democrat", "republican"),
        *("bbc", "cnn", "ap", "afp", "reuters", "isis", "isil", "nato", "un", "eu", "tv", "ceo", "pm", "am"),
        *("fbi", "cia", "st", "mt"),
    ]
)


@cache
def ordinary() -> frozenset[str]:
    """English words that are also the name of some place."""
    return _words("ordinary_words.txt")


@cache
def given_names() -> frozenset[str]:
    """What people are called."""
    return _words("given_names.txt") | frozenset(REGIONAL_GIVEN_NAMES)


def _words(name: str) -> frozenset[str]:
    return frozenset((DATA / name).read_text(encoding="utf-8").split())


REGIONAL_GIVEN_NAMES = (
    *("mohammed", "mohammad", "muhammad", "mohamed", "mohamad", "ahmed", "ahmad", "mahmoud", "mehmet", "mustafa"),
    *("ali", "hassan", "hasan", "hussein", "hossein", "hussain", "husain", "abbas", "abdul", "abdullah", "abdallah"),
    *("abdel", "abdelfattah", "abu", "ibrahim", "ismail", "ismael", "yusuf", "youssef", "yousef", "khaled", "khalid"),
    *("omar", "umar", "osman", "uthman", "bashar", "hafez", "saddam", "nouri", "haider", "haidar", "qasem", "qassem"),
    *("qasim", "kassim", "javad", "jawad", "reza", "mehdi", "mahdi", "amir", "ameer", "saeed", "said", "sayed", "syed"),
    *("imran", "nawaz", "shehbaz", "asif", "bilawal", "asim", "anwar", "anwaar", "faisal", "fahad", "salman", "sultan"),
    *("tariq", "tarek", "zahid", "rashid", "rasheed", "hamid", "hameed", "majid", "masoud", "massoud", "mansour"),
    *("nasser", "naser", "nasir", "karim", "kareem", "rahim", "ashraf", "hamza", "bilal", "yasser", "yasir", "ziad"),
    *("walid", "waleed", "samir", "sami", "salah", "saleh", "salih", "suleiman", "soleiman", "suleyman", "recep"),
    *("tayyip", "ahmet", "murat", "kemal", "fatih", "hakan", "binali", "devlet", "mevlut", "abdullah", "masoud"),
    *("nechirvan", "barham", "jalal", "fatima", "fatemeh", "zahra", "zainab", "zaynab", "maryam", "mariam", "aisha"),
    *("ayesha", "khadija", "leila", "layla", "noor", "nour", "malala", "benazir", "vladimir", "sergei", "sergey"),
    *("dmitry", "dmitri", "andrei", "mikhail", "boris", "volodymyr", "petro", "xi", "narendra", "benjamin", "binyamin"),
    *(
        "moshe",
        "yitzhak",
        "avigdor",
        "ehud",
        "jean",
        "pierre",
        "francois",
        "emmanuel",
        "angela",
        "ursula",
        "kofi",
        "ban",
    ),
)
