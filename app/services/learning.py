"""The learning log: adding an entry, changing one, and removing one with its reason."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.database import db
from app.domain.days import london_day
from app.domain.editions import Edition
from app.domain.errors import ChangedByAnother, Invalid
from app.domain.history import Kind
from app.domain.learning import LONGEST_WHEN, Worked, as_known, check_themes, last_day_of
from app.domain.permissions import Permission
from app.domain.summary import in_code_order
from app.domain.years import FinancialYear
from app.models import Landlord, LearningEntry
from app.models.learning_facts import themes_in_log
from app.models.report_facts import why_learning_fixed
from app.services import history, tokens
from app.services.history import Actor


@dataclass(frozen=True)
class LearningContent:
    """What a person says of one thing that was learned: everything that its page holds.

    `year` is the financial year whose report tells it; `changed_when` is kept in the words used.
    """

    year: FinancialYear
    heard: str
    changed: str
    changed_when: str = ""
    worked: Worked = Worked.TOO_EARLY
    worked_how: str = ""
    themes: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()
    is_internal: bool = False

    def as_facts(self) -> dict[str, Any]:
        """Return the content as the history keeps it."""
        return {
            "year": self.year.text,
            "heard": self.heard,
            "changed": self.changed,
            "changed_when": self.changed_when,
            "worked": self.worked.value,
            "worked_how": self.worked_how,
            "themes": list(self.themes),
            "provisions": list(self.provisions),
            "is_internal": self.is_internal,
        }


def add_learning(
    landlord: Landlord,
    edition: Edition,
    content: LearningContent,
    *,
    by: Actor,
    now: datetime,
    token: str,
) -> LearningEntry:
    """Add an entry to the landlord's log; raise Invalid, naming the field, for what is missing.

    The edition is the one whose provisions an entry may name; a second press of the same form
    raises AlreadyExists.
    """
    by.require(Permission.EDIT, now=now)
    _check(landlord, content, _numbers_in(edition), edition, now)
    tokens.spend(token, now=now)
    _refuse_fixed(landlord.id, content.year)
    kept = _as_kept(content, themes_in_log(landlord.id))
    entry = LearningEntry(landlord_id=landlord.id, created_at=now)
    _fill(entry, landlord, kept)
    db.session.add(entry)
    db.session.flush()
    history.record(
        Kind.LEARNING_ADDED, by=by, now=now, subject=_subject(entry), after=kept.as_facts()
    )
    return entry


def change_learning(
    entry: LearningEntry,
    landlord: Landlord,
    edition: Edition,
    content: LearningContent,
    *,
    seen_version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Change an entry; raise ChangedByAnother when the form is older than what is stored.

    A provision that the entry names already may stay, whatever edition it is from.
    """
    by.require(Permission.EDIT, now=now)
    _check(landlord, content, _numbers_in(edition) | set(entry.provisions), edition, now)
    _compare(entry, seen_version)
    kept = _as_kept(content, themes_in_log(landlord.id, but=entry.id))
    before, after = _content_of(entry).as_facts(), kept.as_facts()
    changed = [key for key in after if after[key] != before[key]]
    if not changed:
        return
    _refuse_fixed(landlord.id, FinancialYear.parse(entry.year), kept.year)
    _fill(entry, landlord, kept)
    db.session.flush()
    history.record(
        Kind.LEARNING_CHANGED,
        by=by,
        now=now,
        subject=_subject(entry),
        before={"heard": before["heard"]} | {key: before[key] for key in changed},
        after={key: after[key] for key in changed},
    )


def remove_learning(
    entry: LearningEntry, *, seen_version: int, reason: str, by: Actor, now: datetime
) -> None:
    """Take an entry out of the log, with the reason; the history keeps what it said."""
    by.require(Permission.EDIT, now=now)
    if not reason:
        raise Invalid("Write why the entry is removed.", "reason")
    _compare(entry, seen_version)
    _refuse_fixed(entry.landlord_id, FinancialYear.parse(entry.year), field="reason")
    entry.removed_at = now
    db.session.flush()
    history.record(
        Kind.LEARNING_REMOVED,
        by=by,
        now=now,
        subject=_subject(entry),
        before=_content_of(entry).as_facts(),
        reason=reason,
    )


def _refuse_fixed(landlord_id: int, *years: FinancialYear, field: str = "year") -> None:
    """Refuse a change under a report of one of these years that is scrutinised or signed."""
    for year in years:
        if why := why_learning_fixed(landlord_id, year):
            raise Invalid(why, field)


def _subject(entry: LearningEntry) -> str:
    return f"learning:{entry.id}"


def _compare(entry: LearningEntry, seen_version: int) -> None:
    if entry.removed_at is not None:
        raise ChangedByAnother("Somebody else removed this entry while your page was open.")
    if entry.version != seen_version:
        raise ChangedByAnother("Somebody else saved this entry while your page was open.")


def _numbers_in(edition: Edition) -> set[str]:
    return {provision.number for provision in edition.in_form}


def _check(
    landlord: Landlord,
    content: LearningContent,
    known: Collection[str],
    edition: Edition,
    now: datetime,
) -> None:
    if content.year > FinancialYear.containing(london_day(now), landlord.year_end_month):
        raise Invalid(
            f"{content.year.text} has not begun. Write the year whose annual report tells this.",
            "year",
        )
    if not content.heard:
        raise Invalid("Write what you heard.", "heard")
    if not content.changed:
        raise Invalid(
            "Write what you changed. What is only promised belongs in the improvement plan.",
            "changed",
        )
    if len(content.changed_when) > LONGEST_WHEN:
        raise Invalid(
            "Write only when it was changed, such as June 2024; the rest belongs above.",
            "changed_when",
        )
    check_themes(content.themes)
    for number in content.provisions:
        if number not in known:
            first, last = edition.in_form[0].number, edition.in_form[-1].number
            raise Invalid(
                f"The {edition.title} {edition.name} has no provision “{number[:20]}”. "
                f"It runs from {first} to {last}.",
                "provisions",
            )


def _as_kept(content: LearningContent, known_themes: tuple[str, ...]) -> LearningContent:
    """Return the content with its themes spelled as elsewhere, its numbers in the Code's order."""
    return replace(
        content,
        themes=as_known(content.themes, known_themes),
        provisions=in_code_order(set(content.provisions)),
    )


def _fill(entry: LearningEntry, landlord: Landlord, content: LearningContent) -> None:
    entry.year = content.year.text
    entry.heard = content.heard
    entry.changed = content.changed
    entry.changed_when = content.changed_when
    entry.changed_on = last_day_of(content.changed_when, landlord.year_end_month)
    entry.worked = content.worked
    entry.worked_how = content.worked_how
    entry.themes = list(content.themes)
    entry.provisions = list(content.provisions)
    entry.is_internal = content.is_internal


def _content_of(entry: LearningEntry) -> LearningContent:
    return LearningContent(
        year=FinancialYear.parse(entry.year),
        heard=entry.heard,
        changed=entry.changed,
        changed_when=entry.changed_when,
        worked=entry.worked,
        worked_how=entry.worked_how,
        themes=tuple(entry.themes),
        provisions=tuple(entry.provisions),
        is_internal=entry.is_internal,
    )
