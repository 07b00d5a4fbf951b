"""The learning log: what a landlord heard in complaints, and what it changed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, UTCDateTime, word_of
from app.domain.learning import Worked


class LearningEntry(Base):
    """One thing that was heard, what was changed, when, and whether it worked.

    `year` is the financial year whose report tells it; `themes` and `provisions` are lists of text.
    """

    __tablename__ = "learning_entry"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    landlord_id: Mapped[int] = mapped_column(ForeignKey("landlord.id"), index=True)
    year: Mapped[str] = mapped_column(String(7))
    heard: Mapped[str] = mapped_column(Text)
    changed: Mapped[str] = mapped_column(Text)
    changed_when: Mapped[str] = mapped_column(Text)
    changed_on: Mapped[date | None]
    worked: Mapped[Worked] = mapped_column(word_of(Worked))
    worked_how: Mapped[str] = mapped_column(Text)
    themes: Mapped[list[Any]] = mapped_column(JSON)
    provisions: Mapped[list[Any]] = mapped_column(JSON)
    is_internal: Mapped[bool] = mapped_column(default=False)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
