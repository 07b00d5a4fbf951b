"""Sign-offs and publications: rows that the database itself refuses to change."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.database import Base, UTCDateTime
from app.models.landlords import Landlord


class SignOff(Base):
    """The governing body's approval of an exact text; append-only."""

    __tablename__ = "sign_off"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    document: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_by_name: Mapped[str] = mapped_column(Text)
    signed_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Publication(Base):
    """A frozen public revision, with the bytes as issued; append-only.

    `pdf` is None where the machine that published could make none, and `pdf_missing` says why.
    """

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("landlord_id", "rulebook", "kind", "year", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    landlord_id: Mapped[int] = mapped_column(ForeignKey("landlord.id"))
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    rulebook: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(40))
    year: Mapped[str] = mapped_column(String(7))
    revision: Mapped[int]
    published_at: Mapped[datetime] = mapped_column(UTCDateTime)
    digest: Mapped[str] = mapped_column(String(64))
    document: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    html: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    pdf: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    pdf_missing: Mapped[str | None] = mapped_column(Text)
    document_sha256: Mapped[str] = mapped_column(String(64))
    html_sha256: Mapped[str] = mapped_column(String(64))
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))

    landlord: Mapped[Landlord] = relationship()


class PublishedAsset(Base):
    """A stylesheet that published pages refer to by its sha256; kept for ever, append-only."""

    __tablename__ = "published_asset"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
