"""What a landlord writes, has scrutinised, signs off and publishes for a year, of either kind.

A self-assessment and an annual report live the same life, so that one set of tables and services
serves both: `kind` tells which a row is.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, UTCDateTime, word_of
from app.domain.documents import NOUNS, TITLES, DocumentKind
from app.domain.workflow import Reason, State
from app.models.landlords import Landlord


class YearlyDocument(Base):
    """One landlord's document for one year; the edition that it follows is stored with its digest.

    `carried_from_id` is the earlier one of its kind that it was started from, if it was.
    """

    __tablename__ = "yearly_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[DocumentKind] = mapped_column(word_of(DocumentKind))
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
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("yearly_document.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column()

    landlord: Mapped[Landlord] = relationship()

    __mapper_args__ = {"version_id_col": version, "polymorphic_on": kind}

    @property
    def noun(self) -> str:
        """What it is called within a sentence."""
        return NOUNS[self.kind]

    @property
    def title(self) -> str:
        """What it is called, with its year: "Annual report 2023/24"."""
        return f"{TITLES[self.kind]} {self.year}"

    @property
    def subject(self) -> str:
        """How the history names it."""
        return f"{self.noun}:{self.id}"


class GoverningBodyResponse(Base):
    """What the governing body says, as it is being written; a sign-off freezes it with the rest."""

    __tablename__ = "governing_body_response"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("yearly_document.id"), unique=True)
    text: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    met_on: Mapped[date | None]
    minute: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
