"""Sign-offs and publications: rows that the database itself refuses to change."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.database import Base, UTCDateTime, word_of
from app.domain.documents import DocumentKind
from app.models.documents import YearlyDocument
from app.models.landlords import Landlord


class SignOff(Base):
    """The approval of an exact text by the Member, in the office they held then; append-only."""

    __tablename__ = "sign_off"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("yearly_document.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    document: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_by_name: Mapped[str] = mapped_column(Text)
    signed_as: Mapped[str] = mapped_column(Text, default="")
    signed_at: Mapped[datetime] = mapped_column(UTCDateTime)

    of: Mapped[YearlyDocument] = relationship()


class Publication(Base):
    """A frozen public revision; its bytes as issued are its files; append-only.

    `pdf_missing` says why there is no PDF where the machine that published could make none.
    `files_digest` binds the sha256 of every file, so that none can be swapped or taken away.
    """

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("landlord_id", "rulebook", "kind", "year", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    landlord_id: Mapped[int] = mapped_column(ForeignKey("landlord.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("yearly_document.id"), index=True)
    rulebook: Mapped[str] = mapped_column(String(60))
    kind: Mapped[DocumentKind] = mapped_column(word_of(DocumentKind))
    year: Mapped[str] = mapped_column(String(7))
    revision: Mapped[int]
    published_at: Mapped[datetime] = mapped_column(UTCDateTime)
    digest: Mapped[str] = mapped_column(String(64))
    files_digest: Mapped[str] = mapped_column(String(64))
    pdf_missing: Mapped[str | None] = mapped_column(Text)

    landlord: Mapped[Landlord] = relationship()
    files: Mapped[list["PublishedFile"]] = relationship(order_by="PublishedFile.ending")
    withdrawal: Mapped["Withdrawal | None"] = relationship()


class PublishedFile(Base):
    """One file of a publication, named by the ending of its address; append-only.

    Text is kept compressed as well, as it is sent: compressing costs hundreds of times serving.
    """

    __tablename__ = "published_file"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    ending: Mapped[str] = mapped_column(String(60), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64))
    brotli: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    gzip: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))


class Withdrawal(Base):
    """That a revision was withdrawn, by whom and why; its bytes stay; append-only."""

    __tablename__ = "withdrawal"

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text)
    withdrawn_at: Mapped[datetime] = mapped_column(UTCDateTime)
    withdrawn_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    withdrawn_by_name: Mapped[str] = mapped_column(Text)


class PublishedAsset(Base):
    """A stylesheet that published pages refer to by its sha256; kept for ever, append-only."""

    __tablename__ = "published_asset"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
