"""A sheet out: as a workbook now."""
