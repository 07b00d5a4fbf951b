"""The office in which a cabinet member acts: its name, its days, and whom the holder stands in for.

Provision 9.5 of the 2024 edition wants one member of the governing body to lead on complaints.
Somebody's lead begins and ends on a day, and whoever signs has to hold it on the day of signing.
"""

from dataclasses import dataclass
from datetime import date

from app.domain.days import day_in_words
from app.domain.errors import Invalid, NotAllowed
from app.domain.permissions import ROLE_WORDS, Permission, Role

LONGEST = 200


STANDING_IN = ", standing in for "


def without_names(signed_as: str) -> str:
    """Return what a text was signed as, without the name of whoever was stood in for."""
    office, stands_in, _ = signed_as.partition(STANDING_IN)
    return f"{office}, as a substitute" if stands_in else office


@dataclass(frozen=True)
class Office:
    """What a cabinet member is called, from and until which day; empty where nobody said so."""

    title: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    stands_in_for: str = ""

    @property
    def signed_as(self) -> str:
        """How a sign-off names the office: it is frozen with the text."""
        title = self.title or ROLE_WORDS[Role.CABINET_MEMBER]
        return f"{title}{STANDING_IN}{self.stands_in_for}" if self.stands_in_for else title

    def why_not_on(self, day: date) -> str | None:
        """Return in words why the office is not held on a day, or None where it is."""
        if self.starts_on and day < self.starts_on:
            return f"begins on {day_in_words(self.starts_on)}"
        if self.ends_on and day > self.ends_on:
            return f"ended on {day_in_words(self.ends_on)}"
        return None


def checked(office: Office) -> Office:
    """Return an office that can be kept; raise Invalid, naming the field, for one that cannot."""
    for field, words in (("office", office.title), ("stands_in_for", office.stands_in_for)):
        if len(words) > LONGEST:
            raise Invalid(f"Write this in {LONGEST} characters or fewer.", field)
    if office.starts_on and office.ends_on and office.ends_on < office.starts_on:
        raise Invalid("The last day is before the first one.", "office_until")
    return office


def why_not_now(role: Role, permission: Permission, office: Office, day: date) -> str | None:
    """Return why a cabinet member may only read on a day, or None; other roles have no days."""
    if role is not Role.CABINET_MEMBER or permission is Permission.VIEW:
        return None
    reason = office.why_not_on(day)
    if reason is None:
        return None
    return (
        f"Your role as {office.title or 'cabinet member'} {reason}, so today you can read this "
        "but not act on it. If that is wrong, ask a complaints lead to correct the dates."
    )


def require_now(role: Role, permission: Permission, office: Office, day: date) -> None:
    """Raise NotAllowed, with the day in words, outside the days of a cabinet member's office."""
    refusal = why_not_now(role, permission, office, day)
    if refusal:
        raise NotAllowed(refusal)
