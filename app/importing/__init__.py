"""Workbooks of other people come in: bytes -> Book (book, preflight, child, reader) -> records with findings.

`reader.read_book` is the only way from a file to a `Book`; what follows works on the Book alone.
"""
