"""The way of logging in that the setting ACCESS asks for."""

from geo.errors import GateInvalid
from geo.gate.identities import Identities
from geo.gate.login import Login
from geo.gate.policy import Access
from geo.gate.secret_login import SecretLogin

NO_LIBRARY = (
    "ACCESS is oidc, and the package for it is not installed. Install it with “pip install 'faultline[oidc]'”; in a "
    "clone, “make run” does it."
)


def make_login(access: Access, identities: Identities) -> Login | None:
    """How people log in; None where nobody does. Raises GateInvalid."""
    if access is Access.SECRET:
        return SecretLogin(identities)
    if access is not Access.OIDC:
        return None
    try:
        from geo.gate.oidc_login import OidcLogin  # here: its library is an extra
    except ImportError:
        raise GateInvalid(NO_LIBRARY) from None
    return OidcLogin(identities)
