"""A self-assessment becomes one of two kinds of yearly document, with the annual report."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

# What belongs to either kind, and names the document by its column from now on.
OF_DOCUMENTS = (
    "approval",
    "challenge",
    "committee_pack",
    "governing_body_response",
    "history_entry",
    "publication",
    "sign_off",
)
ONE_EACH = ("approval", "governing_body_response")
# What only a self-assessment has.
OF_ASSESSMENTS = (
    "action",
    "carried_response",
    "edition_correction",
    "provision_response",
    "submission",
    "submission_draft",
)


def upgrade() -> None:
    op.rename_table("assessment", "yearly_document")
    _rebuild_documents()
    for table in OF_DOCUMENTS:
        _point_to_document(table)
    for table in OF_ASSESSMENTS:
        _point_to_assessment(table)


def _rebuild_documents() -> None:
    with op.batch_alter_table("yearly_document") as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=40), nullable=False, server_default="statement")
        )
        batch_op.drop_constraint("pk_assessment", type_="primary")
        batch_op.create_primary_key(batch_op.f("pk_yearly_document"), ["id"])
        batch_op.drop_index("ix_assessment_landlord_id")
        batch_op.create_index(batch_op.f("ix_yearly_document_landlord_id"), ["landlord_id"])
        for column, target in (("landlord_id", "landlord"), ("carried_from_id", "assessment")):
            batch_op.drop_constraint(f"fk_assessment_{column}_{target}", type_="foreignkey")
        for column, target in (("landlord_id", "landlord"), ("carried_from_id", "yearly_document")):
            name = batch_op.f(f"fk_yearly_document_{column}_{target}")
            batch_op.create_foreign_key(name, target, [column], ["id"])
    with op.batch_alter_table("yearly_document") as batch_op:
        batch_op.alter_column("kind", server_default=None)


def _point_to_document(table: str) -> None:
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(f"fk_{table}_assessment_id_assessment", type_="foreignkey")
        if table in ONE_EACH:
            batch_op.drop_constraint(f"uq_{table}_assessment_id", type_="unique")
        else:
            batch_op.drop_index(f"ix_{table}_assessment_id")
    op.execute(f"ALTER TABLE {table} RENAME COLUMN assessment_id TO document_id")
    with op.batch_alter_table(table) as batch_op:
        name = batch_op.f(f"fk_{table}_document_id_yearly_document")
        batch_op.create_foreign_key(name, "yearly_document", ["document_id"], ["id"])
        if table in ONE_EACH:
            batch_op.create_unique_constraint(
                batch_op.f(f"uq_{table}_document_id"), ["document_id"]
            )
        else:
            batch_op.create_index(batch_op.f(f"ix_{table}_document_id"), ["document_id"])


def _point_to_assessment(table: str) -> None:
    # The history names an action by its number, so none is ever given twice.
    kwargs = {"sqlite_autoincrement": True} if table == "action" else {}
    with op.batch_alter_table(table, table_kwargs=kwargs) as batch_op:
        batch_op.drop_constraint(f"fk_{table}_assessment_id_assessment", type_="foreignkey")
        name = batch_op.f(f"fk_{table}_assessment_id_yearly_document")
        batch_op.create_foreign_key(name, "yearly_document", ["assessment_id"], ["id"])
