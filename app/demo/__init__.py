"""A community that does not exist: deterministic from a seed, ending on a given day."""
