"""Challenges, the approval by the governing body, committee packs, offices, and dated evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _make_challenges()
    _make_approvals()
    _date_the_evidence()
    _give_offices()


def _date_the_evidence() -> None:
    with op.batch_alter_table("evidence_item") as batch_op:
        batch_op.add_column(sa.Column("dated_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("is_internal", sa.Boolean(), nullable=True))
    op.execute("UPDATE evidence_item SET is_internal = 0")
    with op.batch_alter_table("evidence_item") as batch_op:
        batch_op.alter_column("is_internal", existing_type=sa.Boolean(), nullable=False)


def _give_offices() -> None:
    with op.batch_alter_table("membership") as batch_op:
        batch_op.add_column(sa.Column("office", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("office_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("office_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("stands_in_for", sa.String(length=200), nullable=True))
    op.execute("UPDATE membership SET office = '', stands_in_for = ''")
    with op.batch_alter_table("membership") as batch_op:
        for column in ("office", "stands_in_for"):
            batch_op.alter_column(column, existing_type=sa.String(length=200), nullable=False)
    with op.batch_alter_table("sign_off") as batch_op:
        batch_op.add_column(sa.Column("signed_as", sa.Text(), nullable=True))
    # Its triggers are gone with the rebuilt table, and are made anew after the migration.
    op.execute("UPDATE sign_off SET signed_as = ''")
    with op.batch_alter_table("sign_off") as batch_op:
        batch_op.alter_column("signed_as", existing_type=sa.Text(), nullable=False)


def _make_challenges() -> None:
    op.create_table(
        "challenge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=10), nullable=True),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("prompted_by", sa.Text(), nullable=False),
        sa.Column("is_published", sa.Boolean(), nullable=False),
        sa.Column("standing", sa.String(length=40), nullable=False),
        sa.Column("ask_again", sa.Boolean(), nullable=False),
        sa.Column("carried_from_id", sa.Integer(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_name", sa.Text(), nullable=False),
        sa.Column("asked_by_role", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_challenge_action_id_action")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_challenge_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_challenge_assessment_id_assessment"),
        ),
        sa.ForeignKeyConstraint(
            ["carried_from_id"],
            ["challenge.id"],
            name=op.f("fk_challenge_carried_from_id_challenge"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
    )
    op.create_index(op.f("ix_challenge_assessment_id"), "challenge", ["assessment_id"])
    op.create_table(
        "challenge_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("by_role", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("change_sequence", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_challenge_reply_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["challenge.id"],
            name=op.f("fk_challenge_reply_challenge_id_challenge"),
        ),
        sa.ForeignKeyConstraint(
            ["change_sequence"],
            ["history_entry.sequence"],
            name=op.f("fk_challenge_reply_change_sequence_history_entry"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_reply")),
    )
    op.create_index(op.f("ix_challenge_reply_challenge_id"), "challenge_reply", ["challenge_id"])


def _make_approvals() -> None:
    op.create_table(
        "committee_pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("docx", sa.LargeBinary(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("pdf_missing", sa.Text(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_by_name", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_committee_pack_assessment_id_assessment"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_committee_pack_made_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_pack")),
    )
    op.create_index(op.f("ix_committee_pack_assessment_id"), "committee_pack", ["assessment_id"])
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("minute", sa.Text(), nullable=False),
        sa.Column("minute_link", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_approval_assessment_id_assessment"),
        ),
        sa.ForeignKeyConstraint(
            ["pack_id"], ["committee_pack.id"], name=op.f("fk_approval_pack_id_committee_pack")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("assessment_id", name=op.f("uq_approval_assessment_id")),
    )
    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("approval_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approval.id"], name=op.f("fk_amendment_approval_id_approval")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
    )
    op.create_index(op.f("ix_amendment_approval_id"), "amendment", ["approval_id"])
