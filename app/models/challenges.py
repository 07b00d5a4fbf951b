"""Challenges of the cabinet member, and the turns that answer them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, UTCDateTime, word_of
from app.domain.challenges import About, Standing, Turn
from app.domain.permissions import Role
from app.models.actions import Action
from app.models.documents import YearlyDocument


class Challenge(Base):
    """A question on a provision, an action or the whole; internal unless its author chose so.

    `prompted_by` is the fact that suggested it, and `carried_from_id` the challenge of an earlier
    year that it takes up again.
    """

    __tablename__ = "challenge"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("yearly_document.id"), index=True)
    about: Mapped[About] = mapped_column(word_of(About))
    number: Mapped[str | None] = mapped_column(String(40))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"))
    text: Mapped[str] = mapped_column(Text)
    prompted_by: Mapped[str] = mapped_column(Text)
    is_published: Mapped[bool]
    standing: Mapped[Standing] = mapped_column(word_of(Standing))
    ask_again: Mapped[bool]
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("challenge.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_by_name: Mapped[str] = mapped_column(Text)
    asked_by_role: Mapped[Role] = mapped_column(word_of(Role))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column()

    document: Mapped[YearlyDocument] = relationship()
    action: Mapped[Action | None] = relationship()
    replies: Mapped[list["ChallengeReply"]] = relationship(order_by="ChallengeReply.id")

    __mapper_args__ = {"version_id_col": version}


class ChallengeReply(Base):
    """One turn of a challenge; append-only, with the entry of the change that it points to."""

    __tablename__ = "challenge_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"), index=True)
    turn: Mapped[Turn] = mapped_column(word_of(Turn))
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(Text)
    by_role: Mapped[Role] = mapped_column(word_of(Role))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    change_sequence: Mapped[int | None] = mapped_column(ForeignKey("history_entry.sequence"))
