"""The incident table and its companions, column by column: the data dictionary as code."""

from dataclasses import dataclass

CRS = "EPSG:4326"
LIST_SEPARATOR = "; "
MAX_RADIUS_KM = 20_038.0  # half of the equator: no two points on the globe are farther apart

EVENT_TYPES: dict[str, tuple[str, ...]] = {
    # ACLED's six types and their sub-types (codebook, table 2) …
    "Battles": (
        "Government regains territory",
        "Non-state actor overtakes territory",
        "Armed clash",
    ),
    "Explosions/Remote violence": (
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    ),
    "Violence against civilians": (
        "Sexual violence",
        "Attack",
        "Abduction/forced disappearance",
    ),
    "Protests": (
        "Excessive force against protesters",
        "Protest with intervention",
        "Peaceful protest",
    ),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Strategic developments": (
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    ),
    # … and one that ACLED does not have, for the diplomacy around incidents.
    "Diplomatic": (
        "Recall of envoy",
        "Summons",
        "Protest note",
        "Mediation",
        "Talks",
        "Statement",
    ),
}

# The codes of a vocabulary stand in files and addresses, each with its definition; readers see its label.
DATE_PRECISIONS: dict[str, str] = {
    "day": "the day is known",
    "days": "a span of two to six days",
    "week": "known to the week",
    "month": "known to the month",
    "year": "known to the year",
    "unknown": "the source gives no date; the dates are blank",
}
DATE_PRECISION_LABELS: dict[str, str] = {
    "day": "known to the day",
    "days": "known to a few days",
    "week": "known to the week",
    "month": "known to the month",
    "year": "known to the year",
    "unknown": "unknown",
}

PLACE_PRECISIONS: dict[str, str] = {
    "exact": "a named town or site",
    "near": "near, or within about 25 km of, a named place",
    "admin2": "known to the district",
    "admin1": "known to the province",
    "region": "part of a country or of a province, such as “northern Iraq”",
    "country": "known to the country",
    "sea_air": "at sea or in the air",
    "unknown": "the source names no place that can be drawn",
}
PLACE_PRECISION_LABELS: dict[str, str] = {
    "exact": "exact",
    "near": "approximate, within about 25 km",
    "admin2": "known to the district",
    "admin1": "known to the province",
    "region": "known to the region",
    "country": "known to the country",
    "sea_air": "at sea or in the air",
    "unknown": "unknown",
}

POINT_PRECISIONS = ("exact", "near")  # what may be drawn and counted as a point; all others are areas or unknown
PLACE_NAMES = ("place_name", "admin2", "admin1", "country")  # the columns that name a place, from small to large
RECORD_KINDS: dict[str, str] = {
    "incident": "one event",
    "report": "one report of an event (GDELT counts these)",
}
STANCES: dict[str, str] = {
    "claims": "states it as its own act or its own finding",
    "confirms": "agrees with another party's statement",
    "denies": "says that it did not happen, or not like this",
    "disputes": "agrees that it happened, but not on what or whom it hit",
    "withdrawn": "stated it, then withdrew the statement",
    "reports": "a provider's or a publication's estimate, which contests nothing by itself",
}
# What parties can disagree on, in the order in which it is written.
CONTESTED_ON: dict[str, str] = {
    "who": "who did it",
    "what": "what or whom it hit, where or when",
    "how many": "how many people were killed or injured",
    "whether": "whether it happened",
}
RELATIONS: dict[str, str] = {
    "retaliation for": "an attack in retaliation for the other event",
    "response to": "a step other than an attack, taken in response to the other event",
    "same operation as": "part of the same operation",
    "follows": "reported as a consequence of the other event",
}


@dataclass(frozen=True)
class Column:
    """One column of a table: its name, type, meaning and unit.

    `dtype` is the pandas dtype; `allowed` the closed vocabulary, if there is one; `warning` the most common
    misreading; `required` columns must not be blank; `prose` keeps its outer blanks, which names lose. `is_list`: it
    holds several values with LIST_SEPARATOR between them, each of which must be allowed. `is_own`: worked out or set by
    this program, so that no column of another's table is taken to hold it.
    """

    name: str
    title: str
    dtype: str
    meaning: str
    unit: str = ""
    allowed: tuple[str, ...] = ()
    warning: str = ""
    required: bool = False
    prose: bool = False
    is_list: bool = False
    is_own: bool = False

    @property
    def tooltip(self) -> str:
        """The meaning, unit and warning as one line of text."""
        unit = f" In {self.unit}." if self.unit else ""
        return " ".join(part for part in (self.meaning + unit, self.warning) if part)


KILLED_CLAIMED = "killed_claimed"
TEXT = "str"
CATEGORY = "category"  # text that many rows share: stored as small integers once the table is complete
DATE = "datetime64[us]"
COUNT = "Int32"
DECIMAL = "float64"
FLAG = "boolean"


def _casualty_columns(outcome: str) -> tuple[Column, ...]:
    warning = "Blank is unknown, never zero."
    return (
        Column(f"{outcome}_low", f"{outcome.capitalize()}, low", COUNT,
               f"The lowest number of people {outcome} that the sources support.", "people", warning=warning),
        Column(f"{outcome}_best", f"{outcome.capitalize()}, best", COUNT,
               f"The most credible number of people {outcome}, where a source gives one.", "people", warning=warning),
        Column(f"{outcome}_high", f"{outcome.capitalize()}, high", COUNT,
               f"The highest number of people {outcome} that a source gives.", "people", warning=warning),
    )  # fmt: skip


INCIDENT_COLUMNS: tuple[Column, ...] = (
    Column("incident_id", "Incident", TEXT, "Identifier, unique in the table and stable between versions.", required=True),
    Column("dataset", "Dataset", CATEGORY, "The collection that the row comes from."),
    Column("source_id", "Source identifier", TEXT, "The identifier that the provider uses for the row."),
    Column("record_kind", "Kind of record", CATEGORY, "Whether the row is an event or a report of one.", allowed=tuple(RECORD_KINDS),
           warning="Reports must not be added up as if they were events."),
    Column("title", "Title", TEXT, "What happened, in a line.", prose=True),
    Column("summary", "Summary", TEXT, "What happened, in our own or the provider's words.", prose=True),
    Column("date_start", "From", DATE, "First day on which it may have happened.", required=True,
           warning="Read it with the date precision: a month is not its first day."),
    Column("date_end", "To", DATE, "Last day on which it may have happened; the same as the first where the day is known."),
    Column("date_precision", "Date precision", CATEGORY, "How precisely the source gives the date.", allowed=tuple(DATE_PRECISIONS)),
    Column("event_type", "Type", CATEGORY, "ACLED's six event types, and Diplomatic.", allowed=tuple(EVENT_TYPES)),
    Column("sub_event_type", "Sub-type", CATEGORY, "ACLED's sub-types, and those of Diplomatic.",
           allowed=tuple(sub for subs in EVENT_TYPES.values() for sub in subs)),
    Column("actor_a", "Actor A", CATEGORY, "The first actor, as the provider orders them.",
           warning="Actor A acted on actor B only where the provider says so; ACLED and UCDP do not."),
    Column("actor_b", "Actor B", CATEGORY, "The second actor, as the provider orders them."),
    Column("other_actors", "Other actors", CATEGORY, f"Further actors, separated by “{LIST_SEPARATOR.strip()}”."),
    Column("place_name", "Place", CATEGORY, "The place, in the source's words."),
    Column("place_id", "Place identifier", CATEGORY, "The place in our gazetteer: a town, a province, a country or a part of one."),
    Column("country", "Country", CATEGORY, "Natural Earth's English name of the country.",
           warning="Natural Earth draws borders de facto: by who holds the land, not by claim."),
    Column("admin1", "Province", CATEGORY, "First-level division: province, governorate or region."),
    Column("admin2", "District", CATEGORY, "Second-level division."),
    Column("latitude", "Latitude", DECIMAL, "Latitude of the place, or of a point inside it (WGS 84).", "degrees north",
           warning="Read it with the place precision: a province's point is not where it happened."),
    Column("longitude", "Longitude", DECIMAL, "Longitude of the place, or of a point inside it (WGS 84).", "degrees east"),
    Column("place_precision", "Place precision", CATEGORY, "How precisely the source gives the place.", allowed=tuple(PLACE_PRECISIONS)),
    Column("radius_km", "Radius", DECIMAL, "Radius of the circle that the place lies in.", "kilometres"),
    *_casualty_columns("killed"),
    *_casualty_columns("injured"),
    Column("zero_means_unknown", "Zero may mean unknown", FLAG, "The provider also writes 0 where nothing was reported (ACLED does)."),
    Column("contested", "Contested", FLAG, "The parties disagree on what happened, to whom or by whom: see the claims.",
           warning="Where there are claims it follows from them; where there are none it is as the table has it."),
    Column("contested_on", "Contested on", CATEGORY, f"What the parties disagree on, separated by “{LIST_SEPARATOR.strip()}”: "
           "who did it, what it hit, how many were killed or injured, whether it happened.", allowed=tuple(CONTESTED_ON),
           is_list=True, is_own=True),
    Column(KILLED_CLAIMED, "Killed, by the claims", CATEGORY, "The least and the greatest number of people killed that "
           "parties claim, where they contradict each other on it: “2–11”, or “2–11 or more” without an upper end.",
           warning="It widens totals; the row's own numbers stay as they are.", is_own=True),
    Column("chain", "Chain", CATEGORY, "The chain of linked incidents that it belongs to, by the smallest identifier in it; "
           "blank where it is linked to none.", is_own=True),
    Column("duplicate_of", "Duplicate of", TEXT, "The incident that this row repeats, where a person has marked it as a duplicate."),
    Column("n_publications", "Publications", COUNT, "How many publications the row is based on.", "publications"),
    Column("notes", "Notes", TEXT, "What a careful reader should know about how the row was coded.", prose=True),
    Column("tags", "Tags", CATEGORY, f"Words that a person has put on the row, separated by “{LIST_SEPARATOR.strip()}”.",
           is_list=True),
    Column("corrected", "Corrected", FLAG, "A person has changed the row; the original is kept beside the change.",
           warning="Blank means that nobody has.", is_own=True),
    Column("licence", "Licence", CATEGORY, "The terms under which the row may be redistributed."),
    Column("last_modified", "Last modified", DATE, "Day on which the row was last changed."),
)  # fmt: skip

CLAIM_COLUMNS: tuple[Column, ...] = (
    Column("incident_id", "Incident", TEXT, "The incident that the claim is about.", required=True),
    Column("claimant", "Claimant", TEXT, "The party that makes the claim.", required=True),
    Column("stance", "Stance", TEXT, "The claimant's stance on the event.", allowed=tuple(STANCES)),
    Column("claim", "Claim", TEXT, "What the claimant says, in our own words.", prose=True),
    Column("actor", "Alleged actor", TEXT, "The actor that the claimant names."),
    Column("target", "Alleged target", TEXT, "What or whom the claimant says was hit."),
    Column("place", "Alleged place", TEXT, "Where the claimant says it happened, in the source's words."),
    Column("date", "Alleged date", DATE, "The day on which the claimant says it happened."),
    *_casualty_columns("killed"),
    *_casualty_columns("injured"),
    Column("reference", "Publication", TEXT, "The publication that carries the claim."),
    Column("paragraph", "Paragraph", TEXT, "Where in the publication to find it."),
)  # fmt: skip

PUBLICATION_COLUMNS: tuple[Column, ...] = (
    Column("incident_id", "Incident", TEXT, "The incident that the publication reports.", required=True),
    Column("publisher", "Publisher", TEXT, "Who published it; blank if the copy does not say."),
    Column("date", "Date", DATE, "Day of publication; blank if the copy does not say."),
    Column("title", "Title", TEXT, "The title of the publication.", prose=True),
    Column("reference", "Reference", TEXT, "Identifier or address of the publication.", required=True),
    Column("paragraph", "Paragraph", TEXT, "The paragraphs that the row is based on, counted from the first after headline and caption."),
)  # fmt: skip

LINK_COLUMNS: tuple[Column, ...] = (
    Column("incident_id", "Incident", TEXT, "The later event.", required=True),
    Column("relation", "Relation", TEXT, "How it relates to the earlier event.", allowed=tuple(RELATIONS), required=True),
    Column("to_incident_id", "To incident", TEXT, "The earlier event.", required=True),
    Column("reference", "Publication", TEXT, "The publication that says so."),
    Column("paragraph", "Paragraph", TEXT, "Where in the publication to find it."),
)  # fmt: skip

GEOMETRY_IS, AREA_ID = "geometry_is", "area_id"
# In a file with two kinds of features, incidents and then the areas that they are known to.
FEATURE_KIND, INCIDENT_KIND, AREA_KIND = "feature_kind", "incident", "area"
FEATURE_KINDS = "feature_kinds"  # the key at the head of such a file: the kinds, where the exporter added them
OUTLINE_SOURCE = "outline_source"  # whose an outline is, and under which licence
AREA_PROPERTIES = (FEATURE_KIND, AREA_ID, "name", "incidents", OUTLINE_SOURCE)
# Written into every download and computed anew each time, so that a download that is read again has each once.
EXPORT_COLUMNS: tuple[Column, ...] = (
    Column(GEOMETRY_IS, "Geometry is", TEXT, "What the coordinates are: the place, one point that stands for a whole district, province, region or country, or none.",
           allowed=("point", "representative_point", "none"), warning="A representative point is not where it happened."),
    Column(AREA_ID, "Area", TEXT, "The district, province, region or country that the place is known to; its outline is in the file of areas."),
)  # fmt: skip

GENERALISED_TO = "generalised_to"
# Only in downloads whose coordinates were made coarser (docs/decisions/0050).
GENERALISED_COLUMN = Column(
    GENERALISED_TO, "Generalised to", TEXT,
    "What the row’s coordinates were made coarser to: district, province, country, the grid’s name, area (that it is known to anyway) or none, where they were left out.",
)  # fmt: skip

COMPANION_TABLES: dict[str, tuple[Column, ...]] = {
    "claims": CLAIM_COLUMNS,
    "publications": PUBLICATION_COLUMNS,
    "links": LINK_COLUMNS,
}

COLUMN: dict[str, Column] = {column.name: column for column in INCIDENT_COLUMNS}
REQUIRED = (*(column.name for column in INCIDENT_COLUMNS if column.required), "latitude", "longitude")

# The lowest, the best and the highest number of people.
KILLED = ("killed_low", "killed_best", "killed_high")
INJURED = ("injured_low", "injured_best", "injured_high")
