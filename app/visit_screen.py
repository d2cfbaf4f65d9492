"""All that the screen 走访 shows at once: a building, a household in it, and what was begun for it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app import building_view, drafts, visiting
from app.building_view import URGENT, BuildingView
from app.drafts import Kept
from app.visit_view import HomeView, first_due, home, next_due


@dataclass(frozen=True)
class VisitScreen:
    building: BuildingView | None = None
    home: HomeView | None = None
    draft: Kept | None = None


def of_home(session: Session, uid: str, day: date) -> VisitScreen:
    found = home(session, uid, day)
    building = building_view.building(session, found.building, day) if found else None
    draft = drafts.find(session, visiting.draft_key(uid))
    return VisitScreen(building, found, draft)


def of_next(session: Session, uid: str, day: date) -> VisitScreen:
    """The next household along the stairs that is due; if no other is, the same."""
    return of_home(session, next_due(session, uid, day) or uid, day)


def of_building(session: Session, uid: str, day: date) -> VisitScreen:
    """At its lowest door that is due; if none is due, at its lowest one with a household."""
    building = building_view.building(session, uid, day)
    floors = reversed(building.floors) if building else ()
    doors = [door for floor in floors for part in floor.doors for door in part if door and door.household]
    if first := next((door for door in doors if door.due in URGENT), next(iter(doors), None)):
        return of_home(session, first.household, day)
    return VisitScreen(building)


def anew(session: Session, here: VisitScreen, day: date) -> VisitScreen:
    """The same place after somebody wrote. A home that went leaves its building; a building that went, where one begins."""
    if here.home and (shown := of_home(session, here.home.uid, day)).building:
        return shown
    if here.building and (building := building_view.building(session, here.building.uid, day)):
        return VisitScreen(building)
    return opening(session, day)


def opening(session: Session, day: date) -> VisitScreen:
    """Where one begins: at the household that is the most urgent; if none is due, in the first building."""
    if uid := first_due(session, day):
        return of_home(session, uid, day)
    first = building_view.first(session)
    return of_building(session, first, day) if first else VisitScreen()
