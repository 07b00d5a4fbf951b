"""Answers carried forward, corrected editions, and what an installation adds to its editions."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    _make_tables_of_editions()
    _make_tables_of_carrying()
    with op.batch_alter_table("assessment") as batch_op:
        batch_op.add_column(sa.Column("carried_from_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_assessment_carried_from_id_assessment"),
            "assessment",
            ["carried_from_id"],
            ["id"],
        )
    with op.batch_alter_table("action", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("carried_from_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_action_carried_from_id_action"), "action", ["carried_from_id"], ["id"]
        )
    with op.batch_alter_table("provision_response") as batch_op:
        batch_op.add_column(
            sa.Column("carried", sa.String(length=40), nullable=False, server_default="nothing")
        )
    with op.batch_alter_table("provision_response") as batch_op:
        batch_op.alter_column("carried", server_default=None)


def _make_tables_of_editions() -> None:
    op.create_table(
        "installed_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("installed_at", sa.DateTime(), nullable=False),
        sa.Column("installed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installed_edition")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_installed_edition_edition_id")),
    )
    op.create_table(
        "official_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.String(length=80), nullable=False),
        sa.Column("number", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("loaded_at", sa.DateTime(), nullable=False),
        sa.Column("loaded_by", sa.Text(), nullable=False),
        sa.Column("landlord_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["landlord_id"], ["landlord.id"], name=op.f("fk_official_wording_landlord_id_landlord")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_wording")),
        sa.UniqueConstraint(
            "edition_id", "number", name=op.f("uq_official_wording_edition_id_number")
        ),
    )


def _make_tables_of_carrying() -> None:
    op.create_table(
        "edition_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("from_edition_id", sa.String(length=80), nullable=False),
        sa.Column("from_digest", sa.String(length=64), nullable=False),
        sa.Column("to_edition_id", sa.String(length=80), nullable=False),
        sa.Column("to_digest", sa.String(length=64), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("applied_at", sa.DateTime(), nullable=False),
        sa.Column("applied_by_name", sa.Text(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_edition_correction_assessment_id_assessment"),
        ),
        sa.ForeignKeyConstraint(
            ["entry"],
            ["history_entry.sequence"],
            name=op.f("fk_edition_correction_entry_history_entry"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_correction")),
    )
    op.create_table(
        "carried_response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=10), nullable=True),
        sa.Column("year", sa.String(length=7), nullable=False),
        sa.Column("edition_id", sa.String(length=80), nullable=False),
        sa.Column("parent_number", sa.String(length=10), nullable=False),
        sa.Column("change", sa.String(length=40), nullable=True),
        sa.Column("effect", sa.String(length=40), nullable=True),
        sa.Column("ended", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("correction_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_carried_response_assessment_id_assessment"),
        ),
        sa.ForeignKeyConstraint(
            ["correction_id"],
            ["edition_correction.id"],
            name=op.f("fk_carried_response_correction_id_edition_correction"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carried_response")),
    )
    for table in ("edition_correction", "carried_response"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.create_index(
                batch_op.f(f"ix_{table}_assessment_id"), ["assessment_id"], unique=False
            )
