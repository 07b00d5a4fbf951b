"""The approval by the governing body, its amendments, and the committee packs that meetings saw."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, UTCDateTime, word_of
from app.domain.approvals import Decision


class CommitteePack(Base):
    """What a meeting has before it, frozen under its own digest; append-only.

    `pdf` is None where the machine could make none, and `pdf_missing` says why.
    """

    __tablename__ = "committee_pack"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("yearly_document.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    document: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    docx: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    pdf_missing: Mapped[str | None] = mapped_column(Text)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_by_name: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Approval(Base):
    """What the governing body decided on an assessment; one, until the text is signed off."""

    __tablename__ = "approval"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("yearly_document.id"), unique=True)
    body: Mapped[str] = mapped_column(Text)
    met_on: Mapped[date | None]
    minute: Mapped[str] = mapped_column(Text)
    minute_link: Mapped[str] = mapped_column(Text)
    decision: Mapped[Decision] = mapped_column(word_of(Decision))
    pack_id: Mapped[int | None] = mapped_column(ForeignKey("committee_pack.id"))
    version: Mapped[int] = mapped_column()

    pack: Mapped[CommitteePack | None] = relationship()
    amendments: Mapped[list["Amendment"]] = relationship(
        order_by="Amendment.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class Amendment(Base):
    """A change that the meeting asked for, and what a lead says was made of it."""

    __tablename__ = "amendment"

    id: Mapped[int] = mapped_column(primary_key=True)
    approval_id: Mapped[int] = mapped_column(ForeignKey("approval.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    done: Mapped[str] = mapped_column(Text)
