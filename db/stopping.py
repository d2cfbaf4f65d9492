"""Long work of the writer that a person may stop: SQLite asks now and then, and what was written until then is taken back."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

T = TypeVar("T")
STEPS = 2_000  # of SQLite's machine between two questions: well below a millisecond


class Stopped(Exception):
    """Nothing was written."""


def stoppable(work: Callable[[Session], T], stop: Callable[[], bool]) -> Callable[[Session], T]:
    """The same work within its transaction; it raises Stopped once `stop`, asked on the writer's thread, says so."""

    def watched(session: Session) -> T:
        connection = cast(Any, session.connection().connection.dbapi_connection)
        connection.set_progress_handler(lambda: int(stop()), STEPS)
        try:
            result = work(session)
        except DatabaseError:
            if stop():
                raise Stopped from None
            raise
        finally:
            connection.set_progress_handler(None, 0)
        if stop():
            raise Stopped
        return result

    return watched
