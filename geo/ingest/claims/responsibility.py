"""GTD's columns of who claimed an attack, whether the claims compete, and whether it was terrorism at all."""

from geo.core.schema import LIST_SEPARATOR
from geo.ingest.claims.provider_claims import REPORTS, Claim, ProviderClaims
from geo.ingest.fields import strip_float_zero
from geo.ingest.providers.gtd import NO, UNKNOWN, YES
from geo.ingest.row_cells import RowCells

GROUPS = (
    ("gname", "claimed", "claimmode_txt"),
    ("gname2", "claim2", "claimmode2_txt"),
    ("gname3", "claim3", "claimmode3_txt"),
)
ANOTHER_GROUP = "another group, which GTD does not name"
COMPETING = "GTD states that claims of responsibility compete, and names none of the groups"
DOUBT = "GTD doubts that it was terrorism"
CLAIMS = "claims"


class GTDClaims(ProviderClaims):
    """Groups that claimed an attack: each for itself where GTD says that the claims compete, else together.

    The codebook asks first whether a group claimed it (`claimed`, `claim2` and `claim3`, of the first to the third
    group), and where several did, whether their claims compete (`compclaim`). -9 is unknown, and contests nothing.
    Nor does `doubtterr`: the coders doubt that it was terrorism and not, say, an act of insurgency
    (`alternative_txt`), which is a matter of definition and of no party (codebook, “Doubt Terrorism Proper?”).
    """

    prefix = "gtd"
    can_contest = True
    columns = (*(name for group in GROUPS for name in group), "compclaim", "doubtterr", "alternative_txt")
    flags = ("claimed", "claim2", "claim3", "compclaim", "doubtterr")
    accepted = YES

    def list_claims(self, cells: RowCells) -> list[Claim]:
        is_competing = _is_yes(cells, "compclaim")
        claimants = _list_claimants(cells, is_competing)
        together = LIST_SEPARATOR.join(claimants)
        claims: list[Claim] = [
            {"claimant": name, "stance": CLAIMS, "actor": name if is_competing else together, "claim": words}
            for name, words in claimants.items()
        ]
        notes = [COMPETING] if is_competing and not claimants else []
        notes += [_describe_doubt(cells)] if _is_yes(cells, "doubtterr") else []
        # GTD is no party: how it classifies an attack contradicts no one on who did it, what it hit, or that it was.
        return claims + [{"claimant": "GTD", "stance": REPORTS, "claim": f"{note}."} for note in notes]


def _list_claimants(cells: RowCells, is_competing: bool) -> dict[str, str]:
    """The groups that claimed it, each with a sentence; where claims compete, every group that is not said not to."""
    claimants: dict[str, str] = {}
    for group, flag, mode in GROUPS:
        name = _known(cells.text(group))
        if name and (_is_yes(cells, flag) or (is_competing and _flag(cells, flag) not in NO)):
            how = _known(cells.text(mode)).rstrip(". ")
            claimants.setdefault(name, f"Claimed responsibility, as GTD states{f': {how}' if how else ''}.")
    if is_competing and len(claimants) == 1:
        claimants[ANOTHER_GROUP] = "Claimed responsibility too, as GTD states."
    return claimants


def _describe_doubt(cells: RowCells) -> str:
    other = _known(cells.text("alternative_txt")).rstrip(". ")
    return f"{DOUBT}{f'; it may be: {other}' if other else ''}"


def _is_yes(cells: RowCells, column: str) -> bool:
    return _flag(cells, column) in YES


def _flag(cells: RowCells, column: str) -> str:
    return strip_float_zero(cells.text(column)).casefold()


def _known(text: str) -> str:
    return "" if text.casefold() in UNKNOWN else text
