"""Workbooks of other people come in: bytes -> Book (book, preflight, child, reader) -> records with findings.

`reader.read_book` is the only way from a file to a `Book`; what follows works on the Book alone: `understand.understand`
finds tables (tables, headings, profile, columns), sorts their rows (lines, leaving_out, filling), reads cells (persons and the
*_text files), joins persons (households, doubles, known) and answers a `result.Understood`. Nothing here writes.
"""
