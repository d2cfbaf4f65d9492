"""The foundation: the log, local tables, and the records of a community.

Revision ID: 0001
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0001", None

SEARCH = (
    "CREATE VIRTUAL TABLE search_index USING fts5("
    "terms, tokenize=\"ascii tokenchars '-#'\", content='', contentless_delete=1, detail=none, prefix='1 2 3')"
)


def upgrade() -> None:
    _local()
    _organisation()
    _people()
    _work()
    op.execute(SEARCH)


def _synced(name: str, *columns: sa.Column[Any]) -> None:
    own = (
        sa.Column("uid", sa.String, primary_key=True),
        sa.Column("feed", sa.String, nullable=False),
        sa.Column("ver", sa.Integer, nullable=False, server_default="0"),
        sa.Column("_x", sa.String),
    )
    op.create_table(name, *own, *columns)


def _local() -> None:
    op.create_table(
        "access_log",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("what", sa.JSON, nullable=False),
    )
    op.create_table(
        "changes",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("tx", sa.Integer, nullable=False),
        sa.Column("table", sa.String, nullable=False),
        sa.Column("uid", sa.String, nullable=False),
        sa.Column("feed", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("diff", sa.JSON, nullable=False),
    )
    op.create_index("ix_changes_tx", "changes", ["tx"])
    op.create_index("ix_changes_uid", "changes", ["uid"])
    op.create_table(
        "column_memory",
        sa.Column("heading", sa.String, primary_key=True),
        sa.Column("field", sa.String, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "drafts",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("texts", sa.JSON, nullable=False),
    )
    op.create_table(
        "import_batches",
        sa.Column("uid", sa.String, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("file", sa.String, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("tx", sa.Integer),
        sa.Column("counts", sa.JSON, nullable=False),
    )
    op.create_index("ix_import_batches_sha256", "import_batches", ["sha256"])
    op.create_table(
        "log_gaps",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("triggers", sa.String, nullable=False),
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
    op.create_table(
        "search_rows",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("table", sa.String, nullable=False),
        sa.Column("uid", sa.String, nullable=False, unique=True),
    )
    op.create_table(
        "transactions",
        sa.Column("tx", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("command", sa.String, nullable=False),
        sa.Column("received", sa.Boolean, nullable=False),
        sa.Column("undoes", sa.Integer),
        sa.Column("open", sa.Boolean, unique=True),
    )
    op.create_index("ix_transactions_undoes", "transactions", ["undoes"])


def _organisation() -> None:
    _synced(
        "buildings",
        sa.Column("grid_uid", sa.String, nullable=False),
        sa.Column("estate", sa.String),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False, server_default="2"),
        sa.Column("floors", sa.Integer),
        sa.Column("place", sa.String, nullable=False, server_default=""),
    )
    op.create_index("buildings_in_order", "buildings", ["place", "uid"])
    op.create_index("ix_buildings_grid_uid", "buildings", ["grid_uid"])
    _synced(
        "codes",
        sa.Column("table", sa.String, nullable=False),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("word", sa.String, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
    )
    op.create_index("ix_codes_table", "codes", ["table"])
    _synced(
        "communities",
        sa.Column("region_code", sa.String),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("street", sa.String),
        sa.Column("county", sa.String),
    )
    _synced(
        "dwellings",
        sa.Column("entrance_uid", sa.String, nullable=False),
        sa.Column("floor", sa.Integer),
        sa.Column("room", sa.String, nullable=False),
        sa.Column("area", sa.Double),
        sa.Column("ownership", sa.String),
        sa.Column("door", sa.String, nullable=False, server_default=""),
        sa.Column("address", sa.String, nullable=False, server_default=""),
        sa.Column("place", sa.String, nullable=False, server_default=""),
    )
    op.create_index("dwellings_in_order", "dwellings", ["place", "uid"])
    op.create_index("ix_dwellings_entrance_uid", "dwellings", ["entrance_uid"])
    _synced(
        "entrances",
        sa.Column("building_uid", sa.String, nullable=False),
        sa.Column("grid_uid", sa.String, nullable=False),
        sa.Column("name", sa.String),
    )
    op.create_index("ix_entrances_building_uid", "entrances", ["building_uid"])
    op.create_index("ix_entrances_grid_uid", "entrances", ["grid_uid"])
    _synced(
        "grids",
        sa.Column("community_uid", sa.String, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("code", sa.String),
    )
    op.create_index("ix_grids_community_uid", "grids", ["community_uid"])
    _synced(
        "regions",
        sa.Column("code", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
        sa.Column("replaced_by", sa.String),
    )
    op.create_index("ix_regions_code", "regions", ["code"])
    _synced(
        "staff",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("post", sa.String),
        sa.Column("phone", sa.String),
    )


def _people() -> None:
    _synced(
        "care_tags",
        sa.Column("resident_uid", sa.String, nullable=False),
        sa.Column("sub", sa.String, nullable=False),
        sa.Column("basis", sa.String),
        sa.Column("evidence", sa.String),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
        sa.Column("reviewed_on", sa.Date),
    )
    op.create_index("ix_care_tags_resident_uid", "care_tags", ["resident_uid"])
    _synced(
        "households",
        sa.Column("dwelling_uid", sa.String, nullable=False),
        sa.Column("number", sa.String),
        sa.Column("phone", sa.String),
        sa.Column("spare_key", sa.String),
        sa.Column("note", sa.String),
        sa.Column("registered_on", sa.Date),
        sa.Column("place", sa.String, nullable=False, server_default=""),
        sa.Column("colour", sa.String, nullable=False, server_default="green"),
        sa.Column("last_visit_on", sa.Date),
        sa.Column("due_on", sa.Date),
        sa.Column("members", sa.Integer, nullable=False, server_default="0"),
        sa.Column("head_name", sa.String),
    )
    op.create_index("households_due", "households", ["due_on", "uid"])
    op.create_index("households_in_order", "households", ["place", "uid"])
    op.create_index("ix_households_dwelling_uid", "households", ["dwelling_uid"])
    _synced(
        "residents",
        sa.Column("household_uid", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("gender", sa.String),
        sa.Column("citizen_id", sa.String),
        sa.Column("birth", sa.Date),
        sa.Column("phone", sa.String),
        sa.Column("phone2", sa.String),
        sa.Column("relation", sa.String),
        sa.Column("living", sa.String),
        sa.Column("note", sa.String),
        sa.Column("ethnic", sa.String),
        sa.Column("education", sa.String),
        sa.Column("marital", sa.String),
        sa.Column("occupation", sa.String),
        sa.Column("workplace", sa.String),
        sa.Column("home_region", sa.String),
        sa.Column("home_address", sa.String),
        sa.Column("arrived_on", sa.Date),
        sa.Column("landlord", sa.String),
        sa.Column("landlord_phone", sa.String),
        sa.Column("state", sa.String, nullable=False, server_default="here"),
        sa.Column("left_on", sa.Date),
        sa.Column("left_to", sa.String),
        sa.Column("place", sa.String, nullable=False, server_default=""),
    )
    op.create_index("ix_residents_citizen_id", "residents", ["citizen_id"])
    op.create_index("residents_in_order", "residents", ["place", "uid"])
    op.create_index("residents_of", "residents", ["household_uid", "state"])


def _work() -> None:
    _synced(
        "care_answers",
        sa.Column("visit_uid", sa.String, nullable=False),
        sa.Column("resident_uid", sa.String, nullable=False),
        sa.Column("question", sa.String, nullable=False),
        sa.Column("value", sa.String, nullable=False),
    )
    op.create_index("ix_care_answers_resident_uid", "care_answers", ["resident_uid"])
    op.create_index("ix_care_answers_visit_uid", "care_answers", ["visit_uid"])
    _synced(
        "disputes",
        sa.Column("grid_uid", sa.String, nullable=False),
        sa.Column("happened_on", sa.Date, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("category", sa.String, nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("major", sa.Boolean, nullable=False, server_default="0"),
        sa.Column("outcome", sa.String, nullable=False, server_default="open"),
        sa.Column("story", sa.String),
    )
    op.create_index("ix_disputes_grid_uid", "disputes", ["grid_uid"])
    op.create_index("ix_disputes_happened_on", "disputes", ["happened_on"])
    _synced(
        "need_events",
        sa.Column("need_uid", sa.String, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("resource", sa.String),
        sa.Column("satisfaction", sa.String),
        sa.Column("note", sa.String),
    )
    op.create_index("ix_need_events_need_uid", "need_events", ["need_uid"])
    _synced(
        "needs",
        sa.Column("household_uid", sa.String, nullable=False),
        sa.Column("resident_uid", sa.String),
        sa.Column("visit_uid", sa.String),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("registered_at", sa.DateTime, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("category", sa.String, nullable=False),
        sa.Column("content", sa.String),
        sa.Column("urgency", sa.String, nullable=False),
        sa.Column("expected_by", sa.Date),
        sa.Column("state", sa.String, nullable=False, server_default="waiting"),
    )
    op.create_index("ix_needs_household_uid", "needs", ["household_uid"])
    op.create_index("ix_needs_state", "needs", ["state"])
    op.create_index("ix_needs_visit_uid", "needs", ["visit_uid"])
    op.create_index("needs_in_order", "needs", ["registered_at", "uid"])
    _synced(
        "visit_plans",
        sa.Column("household_uid", sa.String, nullable=False),
        sa.Column("raised", sa.String),
        sa.Column("reason", sa.String),
        sa.Column("agreed_on", sa.Date),
    )
    op.create_index("ix_visit_plans_household_uid", "visit_plans", ["household_uid"])
    _synced(
        "visits",
        sa.Column("household_uid", sa.String, nullable=False),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("visited_at", sa.DateTime, nullable=False),
        sa.Column("visitor_uid", sa.String, nullable=False),
        sa.Column("companions", sa.String),
        sa.Column("residents", sa.String),
        sa.Column("method", sa.String, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("safety", sa.String),
        sa.Column("hygiene", sa.String),
        sa.Column("environment", sa.String),
        sa.Column("support", sa.String),
        sa.Column("policies", sa.String),
        sa.Column("note", sa.String),
        sa.Column("handled", sa.String),
        sa.Column("changed", sa.String),
        sa.Column("next_due_on", sa.Date),
    )
    op.create_index("visits_in_order", "visits", ["visited_at", "uid"])
    op.create_index("visits_of", "visits", ["household_uid", "visited_at"])
