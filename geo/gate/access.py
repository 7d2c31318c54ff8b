"""The setting ACCESS, and whether it suits the other settings."""

from geo.errors import GateInvalid
from geo.gate.hosts import configured_hosts, join_names, listens_on_loopback
from geo.gate.identities import Identities
from geo.gate.policy import Access
from geo.gate.ways_in import make_login
from geo.settings import ACCESS, ADDRESS, is_shared

ACCEPTED = ", ".join(access.value for access in Access)
MACHINE_ALONE = "ACCESS is machine, which lets in this machine alone"
CHOOSE = "Say who may use the server: ACCESS=open lets in everybody who reaches it, ACCESS=secret and ACCESS=oidc ask."

BOTH = (
    "ACCESS=oidc and SHARED=1 exclude each other. With accounts there is a workspace of the house, and one that only "
    "its owner sees for each person: leave SHARED away."
)


def configured_access() -> Access:
    """Who is let in; raises GateInvalid where the setting is none of those that there are."""
    text = ACCESS.value().strip().lower()
    try:
        return Access(text)
    except ValueError:
        message = f"ACCESS cannot be used: {text[:40]!r} is no way of letting people in. Accepted: {ACCEPTED}."
        raise GateInvalid(message) from None


def check_access() -> None:
    """Check that nobody is let in, or shut out, by an oversight, and that people can log in; raises GateInvalid."""
    make_login(configured_access(), Identities())
    if configured_access() is Access.OIDC and is_shared():
        raise GateInvalid(BOTH)
    others = [host for host in configured_hosts() if not host.is_loopback]
    if configured_access() is not Access.MACHINE:
        return
    if not listens_on_loopback():
        raise GateInvalid(f"{MACHINE_ALONE}, and ADDRESS is {ADDRESS.value()}, which others can reach. {CHOOSE}")
    if others:
        raise GateInvalid(f"{MACHINE_ALONE}, and HOSTS names {join_names(others)}. {CHOOSE}")
