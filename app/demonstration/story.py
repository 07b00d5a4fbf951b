"""What every step of the demonstration needs: the Code, the clock, and somebody to tell."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from app.domain.edition_shelf import Editions
from app.domain.editions import Edition
from app.domain.errors import Invalid
from app.reading.demonstration_says import Said

Say = Callable[[str], None]
HOUR = time(10, tzinfo=UTC)


@dataclass(frozen=True)
class Stage:
    """Where the demonstration is walked through: the editions in use, the server, and the clock.

    With `without_pdf` no document is published with one, which is several times as quick.
    """

    editions: Editions
    public_address: str
    lock_folder: Path
    now: datetime
    say: Say
    without_pdf: bool = False

    def edition_of(self, said: Said) -> Edition:
        """Return the edition of a document; raise Invalid where there is none."""
        edition = self.editions.get(said.edition_id)
        if edition is None:
            raise Invalid(f"The demonstration needs the edition {said.edition_id}.")
        return edition

    def at(self, day: date | None) -> datetime:
        """Return when something happens: now, or on the day of an invented story, if it is past."""
        return min(datetime.combine(day, HOUR), self.now) if day else self.now


def new_token() -> str:
    """Return the token of a press that nobody makes twice."""
    return secrets.token_urlsafe()
