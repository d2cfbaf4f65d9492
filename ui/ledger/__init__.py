"""Lists drawn from the declarations."""
