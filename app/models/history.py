"""The history of every change, and the tokens that make one press one effect."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, UTCDateTime, word_of
from app.domain.history import Kind


class HistoryEntry(Base):
    """One fact about one change; append-only, each row holding the hash of the row before.

    Who did it is kept as it was then: people leave, and roles change.
    """

    __tablename__ = "history_entry"

    sequence: Mapped[int] = mapped_column(primary_key=True)
    landlord_id: Mapped[int] = mapped_column(ForeignKey("landlord.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("yearly_document.id"), index=True)
    kind: Mapped[Kind] = mapped_column(word_of(Kind))
    subject: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(Text)
    by_role: Mapped[str] = mapped_column(String(40))
    request_id: Mapped[str] = mapped_column(String(40))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    reason: Mapped[str | None] = mapped_column(Text)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class SpentToken(Base):
    """A one-time token of a form that was sent; a second press meets its primary key."""

    __tablename__ = "spent_token"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    spent_at: Mapped[datetime] = mapped_column(UTCDateTime)
