"""Assessments, the response to each provision, and its evidence."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, word_of
from app.domain.answers import Answer, Basis, Reach
from app.domain.carrying import Carried
from app.domain.documents import DocumentKind
from app.models.documents import YearlyDocument


class Assessment(YearlyDocument):
    """One landlord's answer to one edition for one year."""

    __mapper_args__ = {"polymorphic_identity": DocumentKind.STATEMENT}


class ProvisionResponse(Base):
    """What the landlord says about one provision; `answer` is None until it is answered.

    What was carried forward lies beside it and is no part of it until a person confirms it.
    """

    __tablename__ = "provision_response"
    __table_args__ = (UniqueConstraint("assessment_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("yearly_document.id"))
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
