"""Logging in by a shared secret."""

from collections.abc import Mapping
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from geo.gate import login_page
from geo.gate.identities import Identities
from geo.gate.login import TOO_OFTEN, Login, clean_name, log_in, make_form_token, safe_target
from geo.gate.request_head import RequestHead
from geo.gate.shared_secrets import find_secret, read_secrets

WRONG = "That is not the secret. Ask whoever runs this server."


class SecretLogin(Login):
    """A form that asks for a secret and a name."""

    tries_per_minute = (10, 300)  # by judgement: a person mistypes, a program guesses

    def __init__(self, identities: Identities) -> None:
        super().__init__(identities)
        self._secrets = read_secrets()

    async def show(self, request: Request, head: RequestHead, visitor: str) -> Response:
        target = safe_target(request.query_params.get("next", ""))
        return login_page.secret_page(form=make_form_token(visitor), target=target)

    async def submit(self, head: RequestHead, visitor: str, fields: Mapping[str, str]) -> Response:
        if self.is_too_often(head):
            return self.refuse(visitor, fields, TOO_OFTEN, 429)
        if (known := find_secret(self._secrets, fields.get("secret", ""))) is None:
            return self.refuse(visitor, fields, WRONG, 403)
        person = replace(known, name=clean_name(fields.get("name", "")))
        return await log_in(head, person, safe_target(fields.get("next", "")))

    def refuse(self, visitor: str, fields: Mapping[str, str], problem: str, status: int) -> Response:
        target = safe_target(fields.get("next", ""))
        return login_page.secret_page(form=make_form_token(visitor), target=target, problem=problem, status=status)
