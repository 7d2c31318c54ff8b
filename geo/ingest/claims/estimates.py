"""Estimates of providers: claims that report, and contest nothing by themselves."""

from geo.ingest.claims.provider_claims import REPORTS, Claim, ProviderClaims, make_estimate, parse_count
from geo.ingest.row_cells import RowCells


class UCDPClaims(ProviderClaims):
    """UCDP's low, best and high estimate of the killed."""

    prefix = "ucdp"

    def list_claims(self, cells: RowCells) -> list[Claim]:
        low, best, high = (parse_count(cells.text(bound, f"{bound}_est")) for bound in ("low", "best", "high"))
        estimate = make_estimate(low, best, high)
        return [{"claimant": "UCDP", "stance": REPORTS} | estimate] if estimate else []


class ACLEDClaims(ProviderClaims):
    """ACLED's fatalities, of which 0 may mean that none were reported."""

    prefix = "acled"

    def list_claims(self, cells: RowCells) -> list[Claim]:
        number = parse_count(cells.text("fatalities", "total_fatalities"))
        if not number:
            return []
        claim: dict[str, str] = {"claimant": "ACLED", "stance": REPORTS}
        if number == "0":
            return [claim | {"claim": "No number of killed: ACLED writes 0 for none and for none reported."}]
        return [claim | {"killed_best": number}]
