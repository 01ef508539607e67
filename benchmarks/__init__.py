"""What scripts/bench runs: one file a row, each figure measured beside its reference in the same run."""
