"""Assessments, the response to each provision, its evidence, and the governing body's response."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, UTCDateTime, word_of
from app.domain.answers import Answer, Basis, Reach
from app.domain.carrying import Carried
from app.domain.workflow import Reason, State
from app.models.landlords import Landlord


class Assessment(Base):
    """One landlord's answer to one edition for one year; the edition is stored with its digest.

    `carried_from_id` is the earlier assessment that it was started from, if it was.
    """

    __tablename__ = "assessment"

    id: Mapped[int] = mapped_column(primary_key=True)
    landlord_id: Mapped[int] = mapped_column(ForeignKey("landlord.id"), index=True)
    rulebook: Mapped[str] = mapped_column(String(60))
    edition_id: Mapped[str] = mapped_column(String(80))
    edition_digest: Mapped[str] = mapped_column(String(64))
    year: Mapped[str] = mapped_column(String(7))
    reason: Mapped[Reason] = mapped_column(word_of(Reason))
    state: Mapped[State] = mapped_column(word_of(State))
    assessed_on: Mapped[date | None]
    demonstration_notice: Mapped[str | None] = mapped_column(Text)
    demonstration_silence: Mapped[str | None] = mapped_column(Text)
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("assessment.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column()

    landlord: Mapped[Landlord] = relationship()

    __mapper_args__ = {"version_id_col": version}


class ProvisionResponse(Base):
    """What the landlord says about one provision; `answer` is None until it is answered.

    What was carried forward lies beside it and is no part of it until a person confirms it.
    """

    __tablename__ = "provision_response"
    __table_args__ = (UniqueConstraint("assessment_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    number: Mapped[str] = mapped_column(String(10))
    answer: Mapped[Answer | None] = mapped_column(JSON(none_as_null=True))
    basis: Mapped[Basis] = mapped_column(word_of(Basis))
    holds_in: Mapped[Reach | None] = mapped_column(word_of(Reach))
    shortfall: Mapped[Reach | None] = mapped_column(word_of(Reach))
    commentary: Mapped[str] = mapped_column(Text)
    plan_note: Mapped[str] = mapped_column(Text)
    carried: Mapped[Carried] = mapped_column(word_of(Carried), default=Carried.NOTHING)
    version: Mapped[int] = mapped_column()

    evidence: Mapped[list["EvidenceItem"]] = relationship(
        order_by="EvidenceItem.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class EvidenceItem(Base):
    """A piece of evidence for a response: words, and an address and a date where it has them."""

    __tablename__ = "evidence_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("provision_response.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(Text)
    dated_on: Mapped[date | None]
    is_internal: Mapped[bool] = mapped_column(default=False)


class GoverningBodyResponse(Base):
    """What the governing body says, as it is being written; a sign-off freezes it with the rest."""

    __tablename__ = "governing_body_response"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), unique=True)
    text: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    met_on: Mapped[date | None]
    minute: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
