"""Rules of the field as pure functions: values in, values out. No store, no clock, no Qt; the source stands in each docstring."""
