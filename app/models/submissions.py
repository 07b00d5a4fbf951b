"""What is prepared for the Ombudsman's form, what was submitted, and whether addresses work."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, UTCDateTime
from app.models.publications import Publication


class SubmissionDraft(Base):
    """What people typed for one assessment into the form of one submission year."""

    __tablename__ = "submission_draft"
    __table_args__ = (UniqueConstraint("assessment_id", "submission_year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("yearly_document.id"))
    submission_year: Mapped[str] = mapped_column(String(7))
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column()

    values: Mapped[list["SubmissionValue"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )

    __mapper_args__ = {"version_id_col": version}


class SubmissionValue(Base):
    """What was typed into one field; a field left empty has no row."""

    __tablename__ = "submission_value"

    draft_id: Mapped[int] = mapped_column(ForeignKey("submission_draft.id"), primary_key=True)
    field: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class Submission(Base):
    """That a published revision was submitted to the Ombudsman; append-only."""

    __tablename__ = "submission"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("yearly_document.id"), index=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), index=True)
    submission_year: Mapped[str] = mapped_column(String(7))
    submitted_on: Mapped[date]
    submitted_by: Mapped[str] = mapped_column(Text)
    reference: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_by_name: Mapped[str] = mapped_column(Text)

    publication: Mapped[Publication] = relationship()


class AddressCheck(Base):
    """What was found at a public address when it was last asked; `problem` is empty where it works.

    One row for each address of a landlord, whichever assessments give it.
    """

    __tablename__ = "address_check"
    __table_args__ = (UniqueConstraint("landlord_id", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    landlord_id: Mapped[int] = mapped_column(ForeignKey("landlord.id"))
    address: Mapped[str] = mapped_column(Text)
    checked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    status: Mapped[int | None]
    ended_at: Mapped[str] = mapped_column(Text)
    problem: Mapped[str] = mapped_column(Text)
