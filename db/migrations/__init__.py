"""Changes of the schema: all of them or none, in one transaction, after a backup. The steps never import models."""

from pathlib import Path

from sqlalchemy import Connection, Engine

from db import triggers
from db.engine import outside
from db.errors import StoreError, Trouble

HEAD = "0004"
HERE = Path(__file__).parent


def version(connection: Connection) -> str | None:
    known = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").scalar()
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if known else None
    return None if found is None else str(found)


def needed(connection: Connection) -> bool:
    """Whether the store is older than this program. A newer one is refused: it may hold what we do not know."""
    found = version(connection)
    if found is not None and found > HEAD:
        raise StoreError(Trouble.NEWER, found)
    return found != HEAD


def migrate(engine: Engine, target: str = HEAD) -> None:
    """Brings an empty or older store to `target`; on failure it is what it was. `engine`: the writing one."""
    outside(engine, "PRAGMA foreign_keys=OFF")
    try:
        with engine.begin() as connection:
            _upgrade(connection, target)
    finally:
        outside(engine, "PRAGMA foreign_keys=ON")


def _upgrade(connection: Connection, target: str) -> None:
    from alembic import command  # loaded late: most starts need none
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    triggers.remove(connection)
    command.upgrade(config, target)
    if target == HEAD:
        triggers.install(connection)
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise StoreError(Trouble.DAMAGED)
