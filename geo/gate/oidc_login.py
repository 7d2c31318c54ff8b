"""Logging in with an account of a provider: OpenID Connect's authorization code flow with PKCE, state and nonce."""

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from geo.errors import LoginFailed
from geo.gate import login_page
from geo.gate.identities import Identities
from geo.gate.login import LOGIN_PATH, LOGOUT_PATH, TOO_OFTEN, Login, clean_name, log_in, redirect, safe_target
from geo.gate.login_attempts import Attempt, add_attempt, take_attempt
from geo.gate.oidc_provider import ClientSettings, Provider
from geo.gate.person import Person, account_of
from geo.gate.request_head import RequestHead
from geo.gate.role_rules import read_role_rules, verified_email

CALLBACK_PATH = f"{LOGIN_PATH}/callback"
BYE = "bye"  # after logging out nobody is sent to the provider at once, who would log them in again
TITLE = "Log in"
FORGOTTEN = "You were on your way for too long, came back twice, or cookies are switched off. Try again."
CANCELLED = "You are not logged in: the provider of accounts sent you back ({reason})."
NOT_LISTED = "{name} is known to the provider of accounts, and not let in here. Ask whoever runs this server."


class OidcLogin(Login):
    """Sends people to the provider, and lets in those who come back with its word."""

    # By judgement: nothing can be guessed here, a login takes two, and a house has one address.
    tries_per_minute = (240, 1_200)
    after_logout = f"{LOGIN_PATH}?{BYE}=1"

    def __init__(self, identities: Identities) -> None:
        super().__init__(identities)
        self._provider, self._rules = Provider(ClientSettings.from_settings()), read_role_rules()

    async def show(self, request: Request, head: RequestHead, visitor: str) -> Response:
        if head.path == LOGOUT_PATH or BYE in request.query_params:
            return login_page.leave_page(self._provider.name)
        if self.is_too_often(head):
            return self.refuse(visitor, {}, TOO_OFTEN, 429)
        try:
            if head.path == CALLBACK_PATH:
                return await self._come_back(request, head, visitor)
            return await self._set_out(request, head, visitor)
        except LoginFailed as failure:
            return self.refuse(visitor, {}, str(failure), 502)

    async def submit(self, head: RequestHead, visitor: str, fields: Mapping[str, str]) -> Response:
        return redirect(LOGIN_PATH)

    def refuse(self, visitor: str, fields: Mapping[str, str], problem: str, status: int) -> Response:
        return login_page.message_page(TITLE, problem, status)

    async def _set_out(self, request: Request, head: RequestHead, visitor: str) -> Response:
        attempt = await run_in_threadpool(add_attempt, visitor, safe_target(request.query_params.get("next", "")))
        return redirect(await run_in_threadpool(self._login_address, head, attempt))

    def _login_address(self, head: RequestHead, attempt: Attempt) -> str:
        return self._provider.login_address(
            _redirect_uri(head), state=attempt.state, nonce=attempt.nonce, verifier=attempt.verifier
        )

    async def _come_back(self, request: Request, head: RequestHead, visitor: str) -> Response:
        query = request.query_params
        attempt = await run_in_threadpool(take_attempt, query.get("state", ""), visitor)
        if attempt is None:
            return self.refuse(visitor, {}, FORGOTTEN, 403)
        if "code" not in query:
            return self.refuse(visitor, {}, CANCELLED.format(reason=clean_name(query.get("error", "no reason"))), 403)
        claims = await run_in_threadpool(self._fetch_claims, head, query["code"], attempt)
        name = clean_name(str(claims.get("name") or verified_email(claims) or claims["sub"]))
        role = self._rules.find(claims)
        if role is None:
            return self.refuse(visitor, {}, NOT_LISTED.format(name=name), 403)
        account = account_of(str(claims["iss"]), str(claims["sub"]))
        return await log_in(head, Person(name, role, account=account), attempt.target)

    def _fetch_claims(self, head: RequestHead, code: str, attempt: Attempt) -> Mapping[str, object]:
        return self._provider.fetch_claims(_redirect_uri(head), code, nonce=attempt.nonce, verifier=attempt.verifier)


def _redirect_uri(head: RequestHead) -> str:
    """Where the provider sends people back to: here, under the name that the gate has let through."""
    return f"{head.scheme}://{head.header('host')}{CALLBACK_PATH}"
