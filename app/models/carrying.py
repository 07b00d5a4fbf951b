"""What was carried forward into an assessment, and how it went over to a corrected edition."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, UTCDateTime, word_of
from app.domain.editions import Change, Effect


class CarriedResponse(Base):
    """What was said before about one provision, kept as it was when it was carried forward.

    `number` is the provision that continues it, and None where nothing does: `ended` then says
    why. `correction_id` is set where it was set aside because a correction reworded the provision.
    """

    __tablename__ = "carried_response"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("yearly_document.id"), index=True)
    number: Mapped[str | None] = mapped_column(String(10))
    year: Mapped[str] = mapped_column(String(7))
    edition_id: Mapped[str] = mapped_column(String(80))
    parent_number: Mapped[str] = mapped_column(String(10))
    change: Mapped[Change | None] = mapped_column(word_of(Change))
    effect: Mapped[Effect | None] = mapped_column(word_of(Effect))
    ended: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    correction_id: Mapped[int | None] = mapped_column(ForeignKey("edition_correction.id"))


class EditionCorrection(Base):
    """That a draft went over to a correction of its edition; `undone_at` that it went back.

    `entry` is its place in the history, and `changes` holds the numbers that were added, reworded
    and withdrawn with whatever is needed to undo it.
    """

    __tablename__ = "edition_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("yearly_document.id"), index=True)
    from_edition_id: Mapped[str] = mapped_column(String(80))
    from_digest: Mapped[str] = mapped_column(String(64))
    to_edition_id: Mapped[str] = mapped_column(String(80))
    to_digest: Mapped[str] = mapped_column(String(64))
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    applied_at: Mapped[datetime] = mapped_column(UTCDateTime)
    applied_by_name: Mapped[str] = mapped_column(Text)
    entry: Mapped[int] = mapped_column(ForeignKey("history_entry.sequence"))
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
