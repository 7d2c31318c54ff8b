"""A small hand-written table that holds every kind of row, and the bundled one."""

import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import geopandas as gpd
import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from geo.settings import bundled_incidents
from geo.storage import atlas_loader
from geo.storage.atlas import Atlas
from tests.thoroughness import count

# Tests write tens of thousands of small files, which a disk takes ten to thirty times longer for than memory does.
IN_MEMORY, ENOUGH_BYTES = Path("/dev/shm"), 4 * 2**30  # by judgement; a container has 64 MB, and uses its disk
OWN_FOLDER: Path | None = None
if "PYTEST_XDIST_WORKER" not in os.environ and IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ENOUGH_BYTES:
    OWN_FOLDER = Path(tempfile.mkdtemp(prefix="faultline-", dir=IN_MEMORY))
    OWN_FOLDER.chmod(0o711)  # PostgreSQL runs as somebody else, in a folder of theirs below
    os.environ["TMPDIR"] = tempfile.tempdir = str(OWN_FOLDER)

# Nobody's own data take part in a test; servers and other processes that a test starts inherit it.
os.environ["WORKSPACE"] = tempfile.mkdtemp(prefix="faultline-tests-")

# Hundreds of processes import the same modules: who is first keeps what it compiled for the others, which a variable of
# this name forbids in many containers. Without that, compiling is a quarter of how a child that reads a file begins.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# What a shell without job control starts in the background ignores an interrupt, and hands that on to all children:
# tests of what an interrupt does would wait for it in vain.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# No wall clock decides. A gate must not fall by chance either; at the desk the search goes on from run to run, so that
# 25 examples a run do, of Hypothesis's 100: most of these read a file or build an index for each.
EXAMPLES = count(25, 100)
settings.register_profile("desk", deadline=None, max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("gate", settings.get_profile("desk"), derandomize=True)
settings.load_profile("gate" if os.environ.get("CI") else "desk")

SMALL = """incident_id,dataset,title,date_start,date_end,date_precision,event_type,sub_event_type,actor_a,actor_b,other_actors,place_name,place_id,country,admin1,latitude,longitude,place_precision,radius_km,killed_low,killed_best,killed_high,injured_low,injured_best,injured_high,zero_means_unknown,contested,contested_on,chain,tags,corrected,notes
day,one,A strike,2024-01-16,2024-01-16,day,Explosions/Remote violence,Air/drone strike,Iran,Jaish al-Adl,Islamic Revolutionary Guard Corps; Civilians (Pakistan),Panjgur,,,,26.97,64.09,exact,,2,2,2,,3,,,true,who; how many,day,to check; (a.*,true,
days,one,A clash,2024-01-10,2024-01-14,days,Battles,Armed clash,Army of Justice,Police Forces of Iran,,Rask,,,,26.24,61.4,near,25,11,11,11,8,8,8,,false,,day,To check,,
week,one,A march,2023-06-05,2023-06-11,week,Protests,Peaceful protest,,,,Quetta,,,,30.18,67.0,admin2,30,,0,,,,,true,,how many,,,,
month,two,A riot,2023-12-01,2023-12-31,month,Riots,Mob violence,JAISH AL-ADL,,,Balochistan,ne1:PAK-1108,Pakistan,Balochistan,28.3175,65.8686,admin1,,91,,,,,,,,whether,,seen,false,
year,two,A bombing,2019-01-01,2019-12-31,year,Explosions/Remote violence,Suicide bomb,Jaish al-Adl,IRGC,,southeastern Iran,part:southeast:ne0:IRN,Iran,,29.5776,58.0071,region,,27,27,30,,,,,,,,,,
undated,two,A summons,,,unknown,Diplomatic,Summons,Pakistan,Iran,,Islamabad,,,,33.69,73.07,exact,,,,,,,,,false,,,,,
unplaced,two,A founding,2012-01-01,2012-12-31,year,Strategic developments,Change to group/activity,Jaish al-Adl,,Jundullah,,,,,,,unknown,,,,,,,,,,,,,,
east,,Far east,2024-01-17,,,Battles,,Nobody,,,,,,,-17.5,179.5,exact,,1,,,,,,,,,,,,
west,,Far west,2024-01-17,,,Battles,,Nobody,,,,,,,-17.5,-179.5,exact,,,4,9,,,,,,,,,,
"{{7*191}} <b>","=cmd","'=quoted",2024-01-15,,,,,"+actor","@actor","-1; =2","![x](http://192.0.2.1)",,,,0,0,country,,,,,,,,,,,,,,"two
lines"
"""  # noqa: E501

CLAIMS = """incident_id,claimant,stance,claim,killed_best
day,Iran,claims,Hit bases.,
day,Pakistan,disputes,Two children died.,2
"""
LINKS = """incident_id,relation,to_incident_id
undated,response to,day
day,follows,days
"""
PUBLICATIONS = """incident_id,reference,paragraph
day,report-1,1
"""


# Two halves of the browser's tests, by their seconds when measured: up to this file, and from it on. Each has a browser
# and a server of its own; two at once would wait for each other.
SECOND_HALF = "tests/browser/test_i"
# In this order, so that neither process waits at the end for a long file of the other's: while one has the first half
# of the browser's tests the other has the contracts, and whoever is ready first takes the second half.
ORDER = (
    "tests/browser/1",
    "tests/contracts/",
    "tests/browser/2",
    "tests/test_package.py",
    "tests/properties/",
    "tests/geo/ingest/",
)


def scope_of(nodeid: str) -> str:
    """What one process takes whole: a file, because its tests share a server, or half of those with a browser."""
    file, _, _ = nodeid.partition("::")
    return f"tests/browser/{1 + (file >= SECOND_HALF)}" if file.startswith("tests/browser/") else file


def rank_of(item: pytest.Item) -> int:
    scope = scope_of(item.nodeid)
    return next((rank for rank, start in enumerate(ORDER) if scope.startswith(start)), len(ORDER))


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out tests by `scope_of`."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=rank_of)
    for item in items:  # many examples run the same lines, and counting those took half as long again
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("no_cover")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(exitstatus: int) -> None:
    if OWN_FOLDER is not None and exitstatus == 0:  # or somebody wants to see what a test left
        shutil.rmtree(OWN_FOLDER, ignore_errors=True)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    config.option.loadscopereorder = False  # by number of tests: the browser's are few, and take the longest
    return ByFile(config, log)


@pytest.fixture(scope="session")
def small_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    for name, text in (("", SMALL), (".claims", CLAIMS), (".links", LINKS), (".publications", PUBLICATIONS)):
        (folder / f"small{name}.csv").write_text(text, encoding="utf-8")
    return folder / "small.csv"


@pytest.fixture(scope="session")
def small_atlas(small_path: Path) -> Atlas:
    return atlas_loader.load_atlas(small_path)


@pytest.fixture
def small(small_atlas: Atlas) -> gpd.GeoDataFrame:
    return small_atlas.incidents.copy()


@pytest.fixture(scope="session")
def bundled() -> Atlas:
    return atlas_loader.load_atlas(bundled_incidents())
