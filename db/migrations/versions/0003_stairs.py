"""Who is next along the stairs is found in the index alone.

Revision ID: 0003
"""

from alembic import op

revision, down_revision = "0003", "0002"


def upgrade() -> None:
    op.drop_index("households_in_order", "households")
    op.create_index("households_in_order", "households", ["place", "uid", "due_on", "members"])
