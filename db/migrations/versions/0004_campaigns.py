"""Which disputes a concentrated search (集中排查) brought to light: a row of the report L10.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0004", "0003"


def upgrade() -> None:
    op.add_column("disputes", sa.Column("campaign", sa.Boolean, nullable=False, server_default="0"))
