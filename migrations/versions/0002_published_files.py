"""The files of a publication as rows of their own, and withdrawals.

Also what a landlord decides about what it publishes: its licence, and whether people are named.
A migration stands alone, so revisions published before get the three files that were frozen then.
"""

import gzip
import hashlib

import brotli
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

FROZEN = {
    "": ("html", "text/html; charset=utf-8"),
    ".json": ("document", "application/json"),
    ".pdf": ("pdf", "application/pdf"),
}

published_file = sa.table(
    "published_file",
    sa.column("publication_id", sa.Integer),
    sa.column("ending", sa.String),
    sa.column("media_type", sa.String),
    sa.column("sha256", sa.String),
    sa.column("brotli", sa.LargeBinary),
    sa.column("gzip", sa.LargeBinary),
    sa.column("content", sa.LargeBinary),
)


def upgrade() -> None:
    _make_tables()
    with op.batch_alter_table("publication") as batch_op:
        batch_op.add_column(sa.Column("files_digest", sa.String(length=64), nullable=True))
    _move_the_files()
    with op.batch_alter_table("publication") as batch_op:
        batch_op.alter_column("files_digest", existing_type=sa.String(length=64), nullable=False)
        for column in ("html", "pdf", "document", "html_sha256", "pdf_sha256", "document_sha256"):
            batch_op.drop_column(column)
    _let_landlords_decide()


def _make_tables() -> None:
    op.create_table(
        "published_file",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("ending", sa.String(length=60), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("brotli", sa.LargeBinary(), nullable=True),
        sa.Column("gzip", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_published_file_publication_id_publication"),
        ),
        sa.PrimaryKeyConstraint("publication_id", "ending", name=op.f("pk_published_file")),
    )
    op.create_table(
        "withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_by_name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_withdrawal_publication_id_publication"),
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name=op.f("fk_withdrawal_withdrawn_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal")),
        sa.UniqueConstraint("publication_id", name=op.f("uq_withdrawal_publication_id")),
    )


def _move_the_files() -> None:
    """Give each frozen file its row; the sha256 is the one that was recorded, not a new one."""
    connection = op.get_bind()
    # A new column is not a change to what was issued; env.py makes the trigger again.
    op.execute("DROP TRIGGER IF EXISTS publication_refuses_update")
    for number in connection.execute(sa.text("SELECT id FROM publication ORDER BY id")).scalars():
        row = connection.execute(
            sa.text("SELECT * FROM publication WHERE id = :id"), {"id": number}
        ).one()
        lines = []
        for ending, (column, media_type) in FROZEN.items():
            content = row._mapping[column]
            if content is None:
                continue
            sha256 = row._mapping[f"{column}_sha256"]
            packed = ending != ".pdf"
            connection.execute(
                published_file.insert().values(
                    publication_id=number,
                    ending=ending,
                    media_type=media_type,
                    sha256=sha256,
                    brotli=brotli.compress(content, quality=11) if packed else None,
                    gzip=gzip.compress(content, 9, mtime=0) if packed else None,
                    content=content,
                )
            )
            lines.append(f"{ending} {sha256}\n")
        connection.execute(
            sa.text("UPDATE publication SET files_digest = :digest WHERE id = :id"),
            {"id": number, "digest": hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()},
        )


def _let_landlords_decide() -> None:
    with op.batch_alter_table("landlord") as batch_op:
        batch_op.add_column(sa.Column("licence", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("publishes_names", sa.Boolean(), nullable=True))
    op.execute("UPDATE landlord SET licence = 'OGL-UK-3.0', publishes_names = 0")
    with op.batch_alter_table("landlord") as batch_op:
        batch_op.alter_column("licence", existing_type=sa.String(length=40), nullable=False)
        batch_op.alter_column("publishes_names", existing_type=sa.Boolean(), nullable=False)
