"""Landlords: all other data hangs off one."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, UTCDateTime, word_of
from app.domain.landlords import LandlordKind
from app.domain.licences import Licence


class Landlord(Base):
    """A council or housing association; only a demonstration has the notice."""

    __tablename__ = "landlord"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[LandlordKind] = mapped_column(word_of(LandlordKind))
    colour: Mapped[str] = mapped_column(String(7))
    homes: Mapped[int | None]
    year_end_month: Mapped[int]
    complain_online: Mapped[str] = mapped_column(Text, default="")
    complain_email: Mapped[str] = mapped_column(Text, default="")
    complain_telephone: Mapped[str] = mapped_column(Text, default="")
    complain_address: Mapped[str] = mapped_column(Text, default="")
    complain_other: Mapped[str] = mapped_column(Text, default="")
    ombudsman_words: Mapped[str] = mapped_column(Text, default="")
    licence: Mapped[Licence] = mapped_column(word_of(Licence), default=Licence.OGL)
    publishes_names: Mapped[bool] = mapped_column(default=False)
    demonstration_notice: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
