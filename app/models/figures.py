"""Case extracts and the figures out of them, figures typed in, and what both are read by."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, UTCDateTime, word_of
from app.domain.jobs import JobState


class CaseExtract(Base):
    """What is kept of a file of cases: its figures, mapping, sha256 and row counts; append-only.

    Neither the file nor anything that could name a resident is kept.
    """

    __tablename__ = "case_extract"

    id: Mapped[int] = mapped_column(primary_key=True)
    landlord_id: Mapped[int] = mapped_column(ForeignKey("landlord.id"), index=True)
    year: Mapped[str] = mapped_column(String(7))
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[dict[str, Any]] = mapped_column(JSON)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_by_name: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)


class TypedFigures(Base):
    """The figures of a year that people typed in, in the shape of the documented YAML."""

    __tablename__ = "typed_figures"
    __table_args__ = (UniqueConstraint("landlord_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    landlord_id: Mapped[int] = mapped_column(ForeignKey("landlord.id"))
    year: Mapped[str] = mapped_column(String(7))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class FigureSettings(Base):
    """How a landlord's figures are read: the mapping of columns, closures, targets, suppression."""

    __tablename__ = "figure_settings"

    id: Mapped[int] = mapped_column(primary_key=True)
    landlord_id: Mapped[int] = mapped_column(ForeignKey("landlord.id"), unique=True)
    mapping: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    targets: Mapped[dict[str, Any]] = mapped_column(JSON)
    suppresses_small: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ClosureDay(Base):
    """A working day on which a landlord's offices are closed, such as between the holidays."""

    __tablename__ = "closure_day"
    __table_args__ = (UniqueConstraint("landlord_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    landlord_id: Mapped[int] = mapped_column(ForeignKey("landlord.id"))
    day: Mapped[date]
    name: Mapped[str] = mapped_column(Text)


class Job(Base):
    """Work in a process of its own: how far it is, whether it is to stop, and what came of it.

    `asked` says what to do, `outcome` what was found; `seen_at` is the last sign of life.
    """

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    landlord_id: Mapped[int] = mapped_column(ForeignKey("landlord.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    state: Mapped[JobState] = mapped_column(word_of(JobState))
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    step: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    message: Mapped[str] = mapped_column(Text, default="")
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    started_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    started_by_name: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
