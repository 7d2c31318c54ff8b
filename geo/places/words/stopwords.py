"""Words that are known to be something else than a place: ordinary words, given names, organisations."""

from functools import cache

from geo.settings import data_dir

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
    return frozenset((data_dir() / name).read_text(encoding="utf-8").split())


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
