"""Pollock's files and its score (Vitagliano et al., VLDB 2023): equivalents made here, or its own where they are."""
