"""The scorecard of trust: S1 to S22, each a check that prints its number beside its bar (docs/trust.md)."""
