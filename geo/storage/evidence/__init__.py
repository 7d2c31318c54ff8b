"""What claims and links say of incidents: whether they are contested and on what, and which chain they are in.

The rule is written down in docs/decisions/0046.
"""

from geo.storage.evidence.computation import compute_evidence, with_evidence
from geo.storage.evidence.overlay import apply_evidence, find_changed

__all__ = ["apply_evidence", "compute_evidence", "find_changed", "with_evidence"]
