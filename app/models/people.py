"""People, their one role for each landlord, and how they get in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, UTCDateTime, word_of
from app.domain.permissions import Role
from app.models.landlords import Landlord


class Person(Base):
    """Somebody who signs in; the e-mail address is kept in small letters."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Membership(Base):
    """A person's role for a landlord.

    `proposed_role` waits for a second lead: nobody makes a cabinet member alone, because the
    cabinet member signs. A membership that is disabled, or has no role, gives no access; each
    landlord decides that for itself alone. The office is what a cabinet member signs as, with its
    days and the name of whoever they stand in for.
    """

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("landlord_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    landlord_id: Mapped[int] = mapped_column(ForeignKey("landlord.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role | None] = mapped_column(word_of(Role))
    proposed_role: Mapped[Role | None] = mapped_column(word_of(Role))
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    disabled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    office: Mapped[str] = mapped_column(String(200), default="")
    office_from: Mapped[date | None]
    office_until: Mapped[date | None]
    stands_in_for: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column()

    landlord: Mapped[Landlord] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id])

    __mapper_args__ = {"version_id_col": version}


class OneTimeLink(Base):
    """An invitation or a password reset: only the hash of its secret is kept."""

    __tablename__ = "one_time_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    person: Mapped[Person] = relationship()


class SignedInSession(Base):
    """A session on the server: the cookie holds a secret, this row only its hash."""

    __tablename__ = "signed_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UTCDateTime)

    person: Mapped[Person] = relationship()


class SignInFailure(Base):
    """A failed sign-in, counted so that guessing is slow on every worker alike."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("ix_sign_in_failure_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class KeptTyping(Base):
    """What somebody had typed when their session ended, kept a short while for that person only."""

    __tablename__ = "kept_typing"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    address: Mapped[str] = mapped_column(String(500))
    fields: Mapped[list[Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(UTCDateTime)
