"""A provider of accounts by OpenID Connect (Core 1.0 and Discovery 1.0), by Authlib: where it is, and what it says.

Of a person only what the signed ID token has is used. What comes from the provider is fetched by its configuration,
over https or from this machine, without following redirects, and is limited in size and time.
"""

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from requests import RequestException

from geo.errors import GateInvalid, LoginFailed
from geo.gate.hosts import parse_authority
from geo.settings import OIDC_CLIENT_ID, OIDC_CLIENT_SECRET_FILE, OIDC_ISSUER

CONFIGURATION = "/.well-known/openid-configuration"  # OpenID Connect Discovery 1.0, §4
SCOPES = "openid email profile"
# Signatures that the provider alone can make. “none” and those by a shared secret prove nothing (RFC 8725, §3.1).
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
TIMEOUT_SECONDS = 10.0
MAX_BYTES = 1_000_000  # of a configuration or of keys, which have some kilobytes
KEEP_SECONDS, MIN_KEEP_SECONDS = 3_600.0, 60.0  # keys change rarely; one that is unknown is looked for once a minute
LEEWAY_SECONDS = 60  # between the clocks of provider and server
UNREACHABLE = "The provider of accounts cannot be reached, or does not answer as it should. Try again in a minute."
REFUSED = "The provider of accounts did not confirm who you are. Try again."


@dataclass(frozen=True)
class ClientSettings:
    """This server as the provider knows it. `secret`: blank for a client without one."""

    issuer: str
    client_id: str
    secret: str

    @classmethod
    def from_settings(cls) -> "ClientSettings":
        """Read the settings; raises GateInvalid, which never says the secret."""
        issuer, client_id = OIDC_ISSUER.value().strip().rstrip("/"), OIDC_CLIENT_ID.value().strip()
        if not issuer or not client_id:
            raise GateInvalid(
                "ACCESS is oidc, which needs OIDC_ISSUER and OIDC_CLIENT_ID, as the provider states them."
            )
        if not is_safe_address(issuer):
            raise GateInvalid(f"OIDC_ISSUER cannot be used: {issuer[:100]!r} is no address with https://.")
        return cls(issuer, client_id, _read_secret())


def _read_secret() -> str:
    name = OIDC_CLIENT_SECRET_FILE.value()
    if not name:
        return ""
    try:
        return Path(name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise GateInvalid(f"OIDC_CLIENT_SECRET_FILE {name} cannot be read: {reason}.") from None


def is_safe_address(text: str) -> bool:
    """Whether nobody on the way can change what comes from an address: https, or this machine."""
    with suppress(ValueError):
        parts = urlsplit(text)
        host = parse_authority(parts.netloc)
        return host is not None and (parts.scheme == "https" or (parts.scheme == "http" and host.is_loopback))
    return False


class Provider:
    """The provider of the settings. Its answers are kept for an hour; threads may use it at the same time."""

    def __init__(self, client: ClientSettings) -> None:
        self._client = client
        self._lock = Lock()
        self._fetched: dict[str, tuple[float, Mapping[str, Any]]] = {}

    @property
    def name(self) -> str:
        """The host of the provider, for readers."""
        return urlsplit(self._client.issuer).netloc

    def login_address(self, redirect_uri: str, *, state: str, nonce: str, verifier: str) -> str:
        """Where somebody logs in; raises LoginFailed."""
        endpoint = self._endpoint("authorization_endpoint")
        with self._session(redirect_uri) as session:
            address, _ = session.create_authorization_url(endpoint, state=state, nonce=nonce, code_verifier=verifier)
        return str(address)

    def fetch_claims(self, redirect_uri: str, code: str, *, nonce: str, verifier: str) -> Mapping[str, Any]:
        """What the provider says of who came back with a code, signed by it for us; raises LoginFailed."""
        endpoint = self._endpoint("token_endpoint")
        try:
            with self._session(redirect_uri) as session:
                token = session.fetch_token(
                    endpoint, code=code, code_verifier=verifier, grant_type="authorization_code",
                    timeout=TIMEOUT_SECONDS, allow_redirects=False,
                )  # fmt: skip
        except (OAuthError, RequestException, ValueError):
            raise LoginFailed(REFUSED) from None
        return self._verify(str(token.get("id_token", "")), str(token.get("access_token", "")), nonce)

    def _verify(self, id_token: str, access_token: str, nonce: str) -> Mapping[str, Any]:
        """OpenID Connect Core 1.0, §3.1.3.7."""
        client = self._client
        options: Any = {
            "iss": {"essential": True, "value": self._configuration()["issuer"]},
            "aud": {"essential": True, "value": client.client_id},
        }
        try:
            decoded = self._decode(id_token)
            parameters = {"nonce": nonce, "client_id": client.client_id, "access_token": access_token}
            claims = CodeIDToken(decoded.claims, decoded.header, options, parameters)
            claims.validate(leeway=LEEWAY_SECONDS)
        except (JoseError, ValueError, TypeError, KeyError):
            raise LoginFailed(REFUSED) from None
        return dict(claims)

    def _decode(self, id_token: str) -> jwt.Token:
        try:
            return jwt.decode(id_token, self._keys(), algorithms=ALGORITHMS)
        except (InvalidKeyIdError, ValueError):  # the provider may have new keys
            return jwt.decode(id_token, self._keys(max_age_seconds=MIN_KEEP_SECONDS), algorithms=ALGORITHMS)

    def _keys(self, max_age_seconds: float = KEEP_SECONDS) -> KeySet:
        return KeySet.import_key_set(self._fetch(self._endpoint("jwks_uri"), max_age_seconds))  # type: ignore[arg-type]

    def _endpoint(self, name: str) -> str:
        address = str(self._configuration().get(name, ""))
        if not is_safe_address(address):
            raise LoginFailed(UNREACHABLE)
        return address

    def _configuration(self) -> Mapping[str, Any]:
        configuration = self._fetch(self._client.issuer + CONFIGURATION)
        if str(configuration.get("issuer", "")).rstrip("/") != self._client.issuer:
            raise LoginFailed(UNREACHABLE)  # Discovery 1.0, §4.3
        return configuration

    def _fetch(self, address: str, max_age_seconds: float = KEEP_SECONDS) -> Mapping[str, Any]:
        with self._lock:
            fetched, content = self._fetched.get(address, (-KEEP_SECONDS, {}))
            if content and time.monotonic() - fetched < max_age_seconds:
                return content
            content = self._download(address)
            self._fetched[address] = time.monotonic(), content
            return content

    def _download(self, address: str) -> Mapping[str, Any]:
        try:
            with (
                self._session("") as session,
                session.get(
                    address, withhold_token=True, timeout=TIMEOUT_SECONDS, allow_redirects=False, stream=True
                ) as answer,
            ):
                content = answer.raw.read(MAX_BYTES, decode_content=True)
                if answer.status_code != 200:
                    raise LoginFailed(UNREACHABLE)
            return _parse_object(content)
        except (RequestException, OSError, ValueError):
            raise LoginFailed(UNREACHABLE) from None

    def _session(self, redirect_uri: str) -> Any:
        client = self._client
        return OAuth2Session(
            client.client_id,
            client.secret or None,
            scope=SCOPES,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
        )


def _parse_object(content: bytes) -> Mapping[str, Any]:
    parsed = json.loads(content)
    if not isinstance(parsed, dict):
        raise ValueError
    return parsed
