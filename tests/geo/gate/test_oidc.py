"""A server that lets in whom a provider of accounts knows: a provider of another project's making plays its part."""

import html
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from geo.errors import GateInvalid, LoginFailed
from geo.gate import login_attempts, oidc_provider, role_rules
from geo.gate.access import check_access
from geo.gate.login_attempts import add_attempt, take_attempt
from geo.gate.oidc_provider import ClientSettings, Provider, is_safe_address
from geo.gate.person import account_of
from geo.gate.role_rules import RoleRules, read_role_rules
from geo.gate.roles import Role
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.storage.workspace.sessions import open_workspace, person_key
from tests.geo.gate.oidc_house import ROLES, House, approve, come_back, log_in, run_house, run_provider, set_out
from tests.geo.gate.raw_requests import ask
from tests.geo.gate.test_login import HTML, hidden_fields, send_form

# The provider's own, not ours: it is written for an older Authlib.
pytestmark = [
    pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:authlib.jose module:DeprecationWarning"),
]

OWN_FILE = b"incident_id,date_start,latitude,longitude,title\nmine,2024-01-16,33,65,A canary\n"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with run_provider() as address:
        yield address


@pytest.fixture(scope="module")
def house(issuer: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with run_house(issuer, tmp_path_factory.mktemp("house")) as house:
        yield house


def test_somebody_whom_the_provider_knows_is_let_in_and_sent_on(house: House) -> None:
    reader, answer = log_in(house, "ana", "/timeline?country=Iran")
    assert (answer.status, answer.headers["location"]) == (303, "/timeline?country=Iran")
    assert ask(house.server, "/api/facets.json", reader.cookie_header).status == 200
    page = ask(house.server, "/login", reader.cookie_header | HTML)
    assert "You are logged in as Ana <b>Çelik</b>." in html.unescape(page.content.decode())
    assert b"<b>" not in page.content


def test_the_way_there_has_all_that_proves_the_way_back(house: House) -> None:
    _, address = set_out(house)
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert address.startswith(house.issuer)
    assert (query["response_type"], query["client_id"], query["code_challenge_method"]) == ("code", "faultline", "S256")
    assert query["redirect_uri"] == f"{house.server}/login/callback"
    assert set(query["scope"].split()) == {"openid", "email", "profile"}
    assert all(len(query[name]) >= 43 for name in ("state", "nonce", "code_challenge"))


@pytest.mark.parametrize(("person", "status"), [("ana", 204), ("ben", 204)])
def test_roles_come_from_the_file_by_address_and_by_group(house: House, person: str, status: int) -> None:
    reader, _ = log_in(house, person)
    session = reader.connect()
    assert reader.upload(session, b"a").status == status
    reader.leave()


@pytest.mark.parametrize("person", ["eve", "mallory"])
def test_who_is_in_no_rule_is_not_let_in(house: House, person: str) -> None:
    reader, answer = log_in(house, person)
    assert answer.status == 403
    assert b"not let in here" in answer.content
    assert "set-cookie" not in answer.headers
    assert ask(house.server, "/api/facets.json", reader.cookie_header).status == 401


def test_nobody_comes_back_twice_or_from_another_browser_or_without_having_set_out(house: House) -> None:
    reader, address = set_out(house)
    back = approve(address, "ana")
    thief, _ = set_out(house)
    assert come_back(house, thief, back).status == 403
    assert come_back(house, reader, back).status == 403, "who was robbed begins anew"
    reader, address = set_out(house)
    back = approve(address, "ana")
    assert come_back(house, reader, back).status == 303
    reader, _ = set_out(house)
    assert come_back(house, reader, back).status == 403
    assert come_back(house, reader, "http://x/login/callback?code=x&state=y").status == 403
    assert come_back(house, reader, "http://x/login/callback").status == 403


def test_a_code_of_another_attempt_is_refused(house: House) -> None:
    """An attacker's own code, put into a victim's way back: the verifier and the nonce are others."""
    _, attackers = set_out(house)
    code = parse_qs(urlsplit(approve(attackers, "eve")).query)["code"][0]
    victim, address = set_out(house)
    state = parse_qs(urlsplit(address).query)["state"][0]
    answer = come_back(house, victim, f"http://x/login/callback?{urlencode({'code': code, 'state': state})}")
    assert answer.status in (403, 502)
    assert "faultline_login" not in answer.headers.get("set-cookie", "")


def test_a_no_at_the_provider_is_a_refusal_with_its_reason(house: House) -> None:
    reader, address = set_out(house)
    state = parse_qs(urlsplit(address).query)["state"][0]
    back = f"http://x/login/callback?{urlencode({'error': '<i>access_denied', 'state': state})}"
    answer = come_back(house, reader, back)
    assert answer.status == 403
    assert b"&lt;i&gt;access_denied" in answer.content


def test_each_has_data_of_their_own_and_no_header_opens_anothers(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKSPACE", str(house.workspace))
    key = person_key(account_of(house.issuer, "ana"))
    workspace = open_workspace(key)
    workspace.save_import(workspace.add_upload(OWN_FILE, "own.csv"), importing.read(OWN_FILE), ImportOptions())
    ana, ben = (log_in(house, person)[0] for person in ("ana", "ben"))
    forged = {"X-Faultline-Account": account_of(house.issuer, "ana")}
    answers = {
        "own": ask(house.server, "/api/incidents.csv?data=own&q=canary", ana.cookie_header),
        "house": ask(house.server, "/api/incidents.csv?q=canary", ana.cookie_header),
        "another": ask(house.server, "/api/incidents.csv?data=own&q=canary", ben.cookie_header),
        "forged": ask(house.server, "/api/incidents.csv?data=own&q=canary", ben.cookie_header | forged),
    }
    assert {answer.status for answer in answers.values()} == {200}
    assert [name for name, answer in answers.items() if b"A canary" in answer.content] == ["own"]
    assert "private" in answers["own"].headers["cache-control"]
    assert ask(house.server, f"/api/incidents.csv?data={key}", ben.cookie_header).status == 400


def test_whoever_comes_next_in_a_browser_gets_no_session_of_who_was_there(house: House) -> None:
    reader, _ = log_in(house, "ana")
    before = reader.cookies["faultline_visitor"]
    page = ask(house.server, "/logout", reader.cookie_header | HTML)
    reader.take_cookies(send_form(reader, "/logout", hidden_fields(page)))
    assert reader.cookies["faultline_visitor"] != before


def test_a_server_with_accounts_has_no_keys(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in house.environment.items():
        monkeypatch.setenv(name, value)
    check_access()
    monkeypatch.setenv("SHARED", "1")
    with pytest.raises(GateInvalid, match="exclude each other"):
        check_access()


def test_logging_out_does_not_log_in_again(house: House) -> None:
    reader, _ = log_in(house, "ana")
    page = ask(house.server, "/logout", reader.cookie_header | HTML)
    answer = send_form(reader, "/logout", hidden_fields(page))
    assert (answer.status, answer.headers["location"]) == (303, "/login?bye=1")
    reader.take_cookies(answer)
    after = ask(house.server, "/login?bye=1", reader.cookie_header | HTML)
    assert (after.status, b"You are logged out" in after.content) == (200, True)
    assert ask(house.server, "/api/facets.json", reader.cookie_header).status == 401


def test_nothing_secret_is_in_the_database_of_logins(house: House, tmp_path: Path) -> None:
    reader, _ = log_in(house, "ana")
    cookie = re.search(r"faultline_login=([\w-]{32})", reader.cookie_header["Cookie"])
    assert cookie is not None
    content = b"".join(path.read_bytes() for path in tmp_path.parent.glob("house*/gate.sqlite*"))
    assert content
    assert cookie[1].encode() not in content


KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
CLIENT = ClientSettings("http://localhost:1", "faultline", "a secret of the client")
NOW = 1_700_000_000
CLAIMS = {"iss": CLIENT.issuer, "aud": "faultline", "sub": "ana", "exp": NOW + 600, "iat": NOW, "nonce": "n"}


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Provider:
    """A provider without a server; its clock is ours."""
    answers: dict[str, Any] = {
        f"{CLIENT.issuer}/.well-known/openid-configuration": {
            "issuer": CLIENT.issuer,
            "jwks_uri": f"{CLIENT.issuer}/keys",
        },
        f"{CLIENT.issuer}/keys": KeySet([KEY]).as_dict(private=False),
    }
    monkeypatch.setattr(Provider, "_download", lambda _self, address: answers[address])
    validate = CodeIDToken.validate
    monkeypatch.setattr(CodeIDToken, "validate", lambda self, leeway: validate(self, NOW, leeway))
    return Provider(CLIENT)


def test_a_token_of_the_provider_for_us_is_believed(provider: Provider) -> None:
    token = jwt.encode({"alg": "RS256", "kid": "one"}, CLAIMS, KEY)
    assert provider._verify(token, "", "n")["sub"] == "ana"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example"}, {"iss": None}, {"aud": "another"}, {"aud": None}, {"aud": ["another"]},
        {"aud": ["faultline", "another"], "azp": "another"}, {"exp": NOW - 61}, {"exp": None}, {"nonce": "other"},
        {"nonce": None}, {"sub": None}, {"iat": None}, {"iat": NOW + 3600}, {"nbf": NOW + 3600}, {"at_hash": "x"},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_for_somebody_else_or_of_another_time_is_not(provider: Provider, changes: dict[str, object]) -> None:
    claims = {name: value for name, value in (CLAIMS | changes).items() if value is not None}
    token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, KEY)
    with pytest.raises(LoginFailed):
        provider._verify(token, "an access token", "n")


@pytest.mark.parametrize("way", ["none", "shared secret", "public key as secret", "another key", "cut", "changed", ""])
def test_a_signature_that_anybody_could_make_is_none(provider: Provider, way: str) -> None:
    good = jwt.encode({"alg": "RS256", "kid": "one"}, CLAIMS, KEY)
    head, payload, signature = good.split(".")
    tokens = {
        "none": f"eyJhbGciOiJub25lIn0.{payload}.",
        "shared secret": jwt.encode({"alg": "HS256", "kid": "one"}, CLAIMS, OctKey.import_key(CLIENT.secret * 2)),
        "public key as secret": jwt.encode(
            {"alg": "HS256", "kid": "one"}, CLAIMS, OctKey.import_key(KEY.as_pem(private=False)[27:])
        ),
        "another key": jwt.encode({"alg": "RS256", "kid": "one"}, CLAIMS, RSAKey.generate_key(2048)),
        "cut": f"{head}.{payload}",
        "changed": f"{head}.{payload[:-4]}AAAA.{signature}",
        "": "",
    }
    with pytest.raises(LoginFailed):
        provider._verify(tokens[way], "", "n")


def test_new_keys_are_looked_for_and_not_all_the_time(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    download = Provider._download

    def count(self: Provider, address: str) -> Any:
        asked.append(address)
        return download(self, address)

    monkeypatch.setattr(Provider, "_download", count)
    unknown = jwt.encode({"alg": "RS256", "kid": "two"}, CLAIMS, RSAKey.generate_key(2048))
    for _ in range(5):
        with pytest.raises(LoginFailed):
            provider._verify(unknown, "", "n")
    assert len(asked) == 2, "the configuration and the keys, once"
    monkeypatch.setattr(oidc_provider, "MIN_KEEP_SECONDS", 0)
    with pytest.raises(LoginFailed):
        provider._verify(unknown, "", "n")
    assert len(asked) == 3


def test_a_provider_that_calls_itself_otherwise_or_is_away_lets_nobody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LoginFailed, match="cannot be reached"):
        Provider(CLIENT).login_address("http://x", state="s", nonce="n", verifier="v" * 43)
    monkeypatch.setattr(Provider, "_download", lambda _self, _address: {"issuer": "https://evil.example"})
    with pytest.raises(LoginFailed, match="cannot be reached"):
        Provider(CLIENT).login_address("http://x", state="s", nonce="n", verifier="v" * 43)
    configuration = {"issuer": CLIENT.issuer, "authorization_endpoint": "http://evil.example/authorize"}
    monkeypatch.setattr(Provider, "_download", lambda _self, _address: configuration)
    with pytest.raises(LoginFailed, match="cannot be reached"):
        Provider(CLIENT).login_address("http://x", state="s", nonce="n", verifier="v" * 43)


@pytest.mark.parametrize(
    ("address", "is_safe"),
    [
        ("https://login.example.org/realms/x", True), ("http://localhost:8080", True), ("http://[::1]:80/x", True),
        ("http://login.example.org", False), ("ftp://localhost", False), ("login.example.org", False), ("", False),
        ("https://", False), ("https://a@b", False), ("http://[", False),
    ],
)  # fmt: skip
def test_addresses_are_safe_where_nobody_on_the_way_can_change_them(address: str, *, is_safe: bool) -> None:
    assert is_safe_address(address) == is_safe


def test_attempts_are_few_and_short(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WORKSPACE", str(tmp_path))
    monkeypatch.setattr(login_attempts, "MAX_ATTEMPTS", 3)
    attempts = [add_attempt("visitor", f"/{number}") for number in range(5)]
    returns = [take_attempt(attempt.state, "visitor") for attempt in attempts]
    assert [attempt.target if attempt else "" for attempt in returns][2:] == ["/2", "/3", "/4"]
    assert take_attempt(attempts[4].state, "visitor") is None
    monkeypatch.setattr(login_attempts, "ATTEMPT_SECONDS", -1)
    assert take_attempt(add_attempt("visitor", "/").state, "visitor") is None


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"sub": "x", "email": "ANA@example.org"}, Role.EDIT), ({"sub": "x", "teams": ["desk"]}, Role.IMPORT),
        ({"sub": "x", "teams": "desk"}, Role.IMPORT),
        ({"sub": "x", "email": "ana@example.org", "teams": ["desk"]}, Role.EDIT),
        ({"sub": "x", "groups": ["desk"]}, None), ({"sub": "x"}, None), ({}, None), ({"sub": "x", "teams": None}, None),
        ({"sub": "x", "email": "ana@example.org", "email_verified": False}, None),
        ({"sub": "x", "teams": [["desk"]]}, None),
    ],
)  # fmt: skip
def test_the_most_that_a_rule_says_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, claims: dict[str, object], role: Role | None
) -> None:
    (tmp_path / "roles.toml").write_text(ROLES)
    monkeypatch.setenv("ROLES_FILE", str(tmp_path / "roles.toml"))
    assert read_role_rules().find(claims) == role


def test_without_a_file_everybody_whom_the_provider_knows_may_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLES_FILE", "")
    assert read_role_rules() == RoleRules(default=Role.READ)
    assert read_role_rules().find({"sub": "anybody"}) is Role.READ


@pytest.mark.parametrize(
    "text", ["[people", "[people]\na = 'owner'", "default = 'all'", "people = 1", "persons = {}", "[groups]\na = 1"]
)
def test_a_file_of_roles_that_cannot_be_read_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str
) -> None:
    (tmp_path / "roles.toml").write_text(text)
    monkeypatch.setenv("ROLES_FILE", str(tmp_path / "roles.toml"))
    with pytest.raises(GateInvalid, match=r"ROLES_FILE .*Accepted: TOML"):
        read_role_rules()


def test_the_example_in_the_message_is_toml() -> None:
    assert 'default = "read"' in role_rules.ACCEPTED
    assert tomllib.loads('default = "read"') == {"default": "read"}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({}, "needs OIDC_ISSUER and OIDC_CLIENT_ID"), ({"OIDC_ISSUER": "https://a.example"}, "needs OIDC_ISSUER"),
        ({"OIDC_ISSUER": "http://a.example", "OIDC_CLIENT_ID": "x"}, "no address with https"),
        (
            {"OIDC_ISSUER": "https://a.example", "OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET_FILE": "/none"},
            "cannot be read",
        ),
    ],
)  # fmt: skip
def test_a_start_states_which_setting_is_missing(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], message: str
) -> None:
    for name in ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET_FILE"):
        monkeypatch.setenv(name, settings.get(name, ""))
    monkeypatch.setenv("ACCESS", "oidc")
    with pytest.raises(GateInvalid, match=message):
        check_access()
