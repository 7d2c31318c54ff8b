"""Settings are read when they are asked for, and nothing of a person's own lies in site-packages."""

from pathlib import Path

import pytest

from geo import settings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def site_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder laid out as an installed package is, with `geo` imported from it."""
    (tmp_path / "faultline" / "data").mkdir(parents=True)
    monkeypatch.setattr(settings, "__file__", str(tmp_path / "geo" / "settings.py"))
    monkeypatch.setattr(settings, "user_data_path", lambda name, **_: tmp_path / "home" / name)
    for setting in settings.SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)
    return tmp_path


@pytest.mark.parametrize("setting", settings.SETTINGS, ids=lambda setting: setting.name)
def test_a_blank_setting_is_the_default(setting: settings.Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(setting.name, "")
    assert setting.value() == setting.default
    monkeypatch.setenv(setting.name, "other")
    assert setting.value() == "other"


def test_a_clone_keeps_everything_in_its_own_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in settings.SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)
    assert not settings.is_installed()
    assert settings.data_dir() == ROOT / "data"
    assert settings.workspace_dir() == ROOT / "workspace"
    assert settings.gazetteer_dir() == ROOT / "data" / "gazetteer"
    assert settings.incidents_path() == str(ROOT / "data" / "incidents.csv")


def test_an_installed_package_keeps_what_is_a_persons_own_in_their_data_folder(site_packages: Path) -> None:
    assert settings.is_installed()
    assert settings.app_dir() == site_packages / "faultline"
    assert settings.incidents_path() == str(site_packages / "faultline" / "data" / "incidents.csv")
    own = [settings.workspace_dir(), settings.gazetteer_dir()]
    assert own == [site_packages / "home" / "faultline" / name for name in ("workspace", "gazetteer")]


@pytest.mark.usefixtures("site_packages")
def test_the_environment_decides_wherever_the_package_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKSPACE", "mine")
    monkeypatch.setenv("GAZETTEER", "names")
    monkeypatch.setenv("INCIDENTS", "*.csv")
    assert (settings.workspace_dir(), settings.gazetteer_dir()) == (Path("mine"), Path("names"))
    assert settings.incidents_path() == "*.csv"


@pytest.mark.parametrize(
    ("value", "shared"),
    [
        *((word, True) for word in ("1", "yes", "True", " 1 ", "perhaps")),
        *((word, False) for word in ("0", "", "no", "False", "OFF")),
    ],
)
def test_a_server_is_shared_unless_it_says_no(value: str, shared: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHARED", value)
    assert settings.is_shared() is shared


def test_a_child_process_imports_the_same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKSPACE", "mine")
    environment = settings.child_environment(OMP_NUM_THREADS="1")
    assert environment["PYTHONPATH"] == str(ROOT)
    assert (environment["WORKSPACE"], environment["OMP_NUM_THREADS"]) == ("mine", "1")
