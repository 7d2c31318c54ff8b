"""The table that is polluted: 84 rows of 9 columns, some with the characters that structure a CSV."""

from tests.scorecard.pollock.polluted_file import Rows

N_ROWS = 84
NAMES = ("DAY", "HOUR", "Number", "CODE", "Cost", "Kind", "Account", "Link", "Remarks")
KINDS = ("Road blocked", "Bridge, wooden", 'Well 24" wide', "Men's shelter", "School", "Clinic, mobile")
ACCOUNTS = (
    "Two outlets report it; a third, later, does not.", "It was seen from afar, by night, and nobody else was there.",
    "Closed since spring. The owner says that it'll open again.", "Nothing more is known",
)  # fmt: skip


def make_source() -> Rows:
    """The header and the rows."""
    return (NAMES, *(_make_row(number) for number in range(N_ROWS - 1)))


def _make_row(number: int) -> tuple[str, ...]:
    code = f"{chr(65 + number % 26)}{chr(65 + number * 7 % 26)}-{1000 + number * 97 % 9000}"
    return (
        f"{13 + number % 15}/{1 + number % 12:02}/2018", f"{number % 24:02}:{number * 15 % 60:02}", str(number % 34),
        code, f"${number * 13 % 90}.{number * 7 % 100:02}", KINDS[number % len(KINDS)],
        f"{ACCOUNTS[number % len(ACCOUNTS)]} ({code})", f"https://www.example.org/{code.replace('-', '_')}.html", "",
    )  # fmt: skip
