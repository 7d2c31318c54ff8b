"""Words that tell, beside a capitalised word, whether it is a place: prepositions, titles, institutions."""

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
