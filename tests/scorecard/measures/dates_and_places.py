"""S19: what dates and coordinates mean in any time zone: as expected, or asked about, and never guessed."""

from tests.geo.ingest.parsers.test_coordinates import NO_PAIRS, NORTH, PAIRS, REFUSED, SOUTH, WEST
from tests.geo.ingest.parsers.test_dates import FORMS
from tests.scorecard.inputs import Inputs
from tests.scorecard.pytest_runs import run_tests
from tests.scorecard.row import Measurement

# Ahead of UTC and behind it, with half hours, a day that was left out, and the earliest day of all.
ZONES = ("UTC", "Asia/Kabul", "America/St_Johns", "Pacific/Apia", "Pacific/Kiritimati")
DATE_TESTS = "tests/geo/ingest/parsers/test_dates.py"
DATES = (
    f"{DATE_TESTS}::test_each_form_is_read_no_closer_than_it_tells",
    f"{DATE_TESTS}::test_what_is_no_certain_day_is_refused_with_a_reason",
    f"{DATE_TESTS}::test_what_says_unknown_is_unknown",
)
COORDINATES = ("tests/geo/ingest/parsers/test_coordinates.py", "tests/geo/ingest/checks")
MIN_FORMS, MIN_COORDINATES = 200, 60
N_COORDINATES = len(NORTH) + len(SOUTH) + len(WEST) + len(PAIRS) + len(REFUSED) + len(NO_PAIRS)


def measure_dates_and_places(_inputs: Inputs) -> Measurement:
    """S19: each form of a date in a process of each zone, and each form of a coordinate."""
    runs = {zone: run_tests(DATES, {"TZ": zone}) for zone in ZONES}
    places = run_tests(COORDINATES)
    failures = [f"{name} in {zone}" for zone, run in runs.items() for name in run.failures]
    n_expected = len(FORMS) * len(ZONES)
    text = (
        f"{n_expected - len(failures):,} of {n_expected:,} ({len(FORMS)} dates × {len(ZONES)} zones) and "
        f"{N_COORDINATES} coordinates as expected or asked about, {places.describe()} of coordinates"
        f"{': ' + '; '.join(failures[:3]) if failures else ''}"
    )
    is_enough = len(FORMS) >= MIN_FORMS and N_COORDINATES >= MIN_COORDINATES
    return Measurement(text, places.is_good and all(run.is_good for run in runs.values()) and is_enough)
