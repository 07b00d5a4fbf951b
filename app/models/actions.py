"""Actions, and the provisions that each of them is for."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, UTCDateTime, word_of
from app.domain.actions import Source, Stage


class Action(Base):
    """A promised change, made in one assessment; its date is kept as promised and as counted.

    `carried_from_id` is the action of the earlier assessment that it goes on with.
    """

    __tablename__ = "action"
    # The history and the challenges name an action by its number, so none is ever given twice.
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("yearly_document.id"), index=True)
    title: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(Text)
    due_promised: Mapped[str] = mapped_column(Text)
    due_last_day: Mapped[date | None]
    stage: Mapped[Stage] = mapped_column(word_of(Stage))
    source: Mapped[Source] = mapped_column(word_of(Source))
    dropped_reason: Mapped[str] = mapped_column(Text)
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column()

    provisions: Mapped[list["ActionProvision"]] = relationship(
        cascade="all, delete-orphan", order_by="ActionProvision.number"
    )

    __mapper_args__ = {"version_id_col": version}


class ActionProvision(Base):
    """That an action is for a provision; one action may be for several."""

    __tablename__ = "action_provision"

    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), primary_key=True)
    number: Mapped[str] = mapped_column(String(10), primary_key=True)
