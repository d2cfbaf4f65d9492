"""How rows are kept; knows no ticket.

engine.py      the cipher and the pragmas, nowhere else
record.py      what every synced row has in common; local rows that never leave the machine
triggers.py    generated from the metadata; fill the change log below every way to write
changes.py     the one change log: sync, history, undo and refresh read it
undo.py        takes a transaction back, keeping what was changed since
store.py       one writer, two readers, never on the window's thread
search.py      bigrams and pinyin in FTS5 inside the encrypted file
vault.py       the folder of a store: envelope of the key, lock, permissions
backup.py      copies that open with the same password, and going back to one
migrations/    Alembic; old or new, never between
"""
