"""Search inside the encrypted file: FTS5 without content over terms that the program makes itself.

FTS5's own tokenizers find no name of two characters (trigram) or split nothing (ascii), so Han text is kept as
bigrams, names as pinyin, numbers also backwards, so that the last digits are a prefix.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Executable, Select, column, delete, false, select, table, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.engine import ask
from db.record import Local

CREATE = (
    "CREATE VIRTUAL TABLE search_index USING fts5("
    "terms, tokenize=\"ascii tokenchars '-#'\", content='', contentless_delete=1, detail=none, prefix='1 2 3')"
)
HAN = re.compile(r"[^\x00-\xff]+")
Row = tuple[str, str]  # table, uid


class SearchRow(Local):
    """Which record a row of the index stands for."""

    __tablename__ = "search_rows"
    id: Mapped[int] = mapped_column(primary_key=True)
    table: Mapped[str]
    uid: Mapped[str] = mapped_column(unique=True)


def grams(words: str) -> list[str]:
    """Bigrams of each run of Han, and its last character, so that any one character is a prefix of a term."""
    return [run[i : i + 2] for run in HAN.findall(words) for i in range(len(run))]


def number(digits: str) -> list[str]:
    """A phone or id number, forwards and backwards."""
    plain = "".join(c for c in digits.lower() if c.isalnum())
    return [plain, f"#{plain[::-1]}"] if plain else []


def put(session: Session, documents: Mapping[Row, Sequence[str] | None]) -> None:
    """Sets the terms of records; None takes a record out."""
    uids = [uid for _, uid in documents]
    known: dict[str, int] = dict(ask(session, _KNOWN, json.dumps(uids)))
    if known:
        _run(session, _DROP, [{"id": rowid} for rowid in known.values()])
    gone = [{"id": known[uid]} for (_, uid), terms in documents.items() if terms is None and uid in known]
    if gone:
        _run(session, _FORGET, gone)
    new = [{"table": t, "uid": uid} for (t, uid), terms in documents.items() if terms is not None and uid not in known]
    if new:
        top = ask(session, "SELECT max(id) FROM search_rows")[0][0] or 0
        for rowid, row in enumerate(new, start=top + 1):
            known[row["uid"]] = rowid
        rows = [{**row, "id": known[row["uid"]]} for row in new]
        _run(session, _REMEMBER, rows)
    kept = [{"id": known[uid], "terms": " ".join(terms)} for (_, uid), terms in documents.items() if terms is not None]
    if kept:
        _run(session, _INDEX, kept)


def find(session: Session, words: str, limit: int = 50, tables: Iterable[str] = ()) -> list[Row]:
    """Records that every word of the text points to."""
    asked = question(words)
    if not asked:
        return []
    only = [*tables]
    wanted = f'AND r."table" IN ({", ".join("?" * len(only))})' if only else ""
    sql = (
        'SELECT r."table", r.uid FROM search_index JOIN search_rows r ON r.id = search_index.rowid '
        f"WHERE search_index MATCH ? {wanted} LIMIT ?"
    )
    return ask(session, sql, asked, *only, limit)


def matching(words: str, name: str) -> Select[Any]:
    """The uids of all records of a table that every word points to, for a statement that orders and pages them."""
    index, asked = table("search_index", column("rowid")), question(words)
    found = select(SearchRow.uid).join(index, index.c.rowid == SearchRow.id).where(SearchRow.table == name)
    return found.where(text("search_index MATCH :asked").bindparams(asked=asked) if asked else false())


def question(words: str) -> str:
    """The question in FTS5's language; empty if there is nothing to ask for."""
    asked = (_word(word) for word in words.lower().replace("'", "").split())
    return " AND ".join(part for part in asked if part)


def clear(session: Session) -> None:
    session.execute(text("DELETE FROM search_index"))
    session.execute(delete(SearchRow))


def _word(word: str) -> str:
    parts = [f'"{gram}"' if len(gram) > 1 else f'"{gram}"*' for gram in _asked_grams(word)]
    for plain in re.findall(r"[a-z0-9]+(?:-[a-z0-9]*)*", HAN.sub(" ", word)):
        parts.append(_plain(plain))
    return " AND ".join(parts)


def _asked_grams(word: str) -> list[str]:
    return [g for run in HAN.findall(word) for g in ([run] if len(run) == 1 else grams(run)[:-1])]


def _plain(plain: str) -> str:
    if re.fullmatch(r"\d{2,17}[\dx]", plain):
        return f'("{plain}"* OR "#{plain[::-1]}"*)'
    return f'"{plain}"*'


def _run(session: Session, statement: Executable, rows: Sequence[Mapping[str, object]]) -> None:
    session.connection().execute(statement, rows)


_KNOWN = "SELECT uid, id FROM search_rows WHERE uid IN (SELECT value FROM json_each(?))"
_REMEMBER = text('INSERT INTO search_rows(id, "table", uid) VALUES (:id, :table, :uid)')
_FORGET = text("DELETE FROM search_rows WHERE id = :id")
_INDEX = text("INSERT INTO search_index(rowid, terms) VALUES (:id, :terms)")
_DROP = text("DELETE FROM search_index WHERE rowid = :id")
