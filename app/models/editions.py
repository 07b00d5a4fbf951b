"""Editions and official wording that were added in this installation, beside those in its files."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, UTCDateTime


class InstalledEdition(Base):
    """An edition added by `flask editions add`; append-only, as a released edition is.

    `content` holds the edition and its guidance as plain facts; `digest` is the edition's own.
    """

    __tablename__ = "installed_edition"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[str] = mapped_column(String(80), unique=True)
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    installed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    installed_by: Mapped[str] = mapped_column(Text)


class OfficialWording(Base):
    """The publisher's own words for one provision, out of the form that somebody loaded here.

    `landlord_id` is the landlord whose lead loaded it, and None where the command line did.
    """

    __tablename__ = "official_wording"
    __table_args__ = (UniqueConstraint("edition_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[str] = mapped_column(String(80))
    number: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(Text)
    file_sha256: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    loaded_by: Mapped[str] = mapped_column(Text)
    landlord_id: Mapped[int | None] = mapped_column(ForeignKey("landlord.id"))
