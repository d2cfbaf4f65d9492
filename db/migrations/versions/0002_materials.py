"""Emergency materials.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    op.create_table(
        "materials",
        sa.Column("uid", sa.String, primary_key=True),
        sa.Column("feed", sa.String, nullable=False),
        sa.Column("ver", sa.Integer, nullable=False, server_default="0"),
        sa.Column("_x", sa.String),
        sa.Column("community_uid", sa.String, nullable=False),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("category", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("model", sa.String),
        sa.Column("measure", sa.String, nullable=False),
        sa.Column("needed", sa.Integer, nullable=False),
        sa.Column("stock", sa.Integer, nullable=False),
        sa.Column("store", sa.String),
        sa.Column("shelf", sa.String),
        sa.Column("received_on", sa.Date),
        sa.Column("made_on", sa.Date),
        sa.Column("expires", sa.Date),
        sa.Column("hazards", sa.String),
        sa.Column("keeper", sa.String),
        sa.Column("keeper_phone", sa.String),
    )
    op.create_index("ix_materials_community_uid", "materials", ["community_uid"])
