"""What the pages of the learning log show: the entries by year and theme, and one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.database import db
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition
from app.domain.errors import NotFound
from app.domain.learning import LearningFacts, Worked, learning_order, tally, to_ask_again
from app.domain.published_addresses import FIRST_RULEBOOK
from app.domain.years import FinancialYear
from app.models import HistoryEntry, Landlord, LearningEntry
from app.models.learning_facts import learning_facts, themes_in_log
from app.queries.history import LARGEST, ON_A_PAGE, HistoryPage

Tally = tuple[tuple[Worked, int], ...]


@dataclass(frozen=True)
class LearningYear:
    """The entries that one year's annual report tells, with how many had each outcome."""

    year: FinancialYear
    entries: tuple[LearningFacts, ...]
    tally: Tally


@dataclass(frozen=True)
class LearningLog:
    """The log as it is looked at: the years, newest first, and what can be chosen from.

    `total` counts every entry of the landlord, whatever is chosen; `ask_again` is what was too
    early to say in earlier years.
    """

    years: tuple[LearningYear, ...]
    tally: Tally
    total: int
    ask_again: tuple[LearningFacts, ...]
    all_years: tuple[FinancialYear, ...]
    all_themes: tuple[str, ...]
    year: FinancialYear | None
    theme: str

    @property
    def shown(self) -> int:
        """How many entries are shown."""
        return sum(len(one.entries) for one in self.years)


def learning_log(
    landlord: Landlord, today: date, *, year: FinancialYear | None = None, theme: str = ""
) -> LearningLog:
    """Return the log of a landlord, of all years and themes or of those that are chosen."""
    all_entries = [
        learning_facts(row)
        for row in db.session.scalars(
            select(LearningEntry).where(
                LearningEntry.landlord_id == landlord.id, LearningEntry.removed_at.is_(None)
            )
        )
    ]
    of_theme = [one for one in all_entries if _has_theme(one, theme)]
    shown = [one for one in of_theme if year is None or one.year == year.text]
    this_year = FinancialYear.containing(today, landlord.year_end_month)
    return LearningLog(
        years=_by_year(shown),
        tally=tally(shown),
        total=len(all_entries),
        ask_again=to_ask_again(sorted(of_theme, key=_oldest_first), year or this_year),
        all_years=tuple(year_of.year for year_of in _by_year(all_entries)),
        all_themes=themes_in_log(landlord.id),
        year=year,
        theme=theme,
    )


def learning_in(landlord: Landlord, learning_id: int) -> tuple[LearningEntry, LearningFacts]:
    """Return an entry of a landlord's log, a removed one too; raise NotFound for anybody else's."""
    row = db.session.scalar(
        select(LearningEntry).where(
            LearningEntry.id == learning_id, LearningEntry.landlord_id == landlord.id
        )
    )
    if row is None:
        raise NotFound("The learning log has no such entry. Choose one from the log.")
    return row, learning_facts(row)


def themes_of(landlord: Landlord) -> tuple[str, ...]:
    """Return the themes that the landlord's entries have used, for the form to suggest."""
    return themes_in_log(landlord.id)


def history_of_entry(
    landlord: Landlord, learning_id: int, before: int | None = None
) -> HistoryPage:
    """Return what was done to one entry, the newest first."""
    found = db.session.scalars(
        select(HistoryEntry)
        .where(
            HistoryEntry.landlord_id == landlord.id,
            HistoryEntry.subject == f"learning:{learning_id}",
            HistoryEntry.sequence < (LARGEST if before is None else min(before, LARGEST)),
        )
        .order_by(HistoryEntry.sequence.desc())
        .limit(ON_A_PAGE + 1)
    ).all()
    shown = tuple(found[:ON_A_PAGE])
    return HistoryPage(shown, shown[-1].sequence if len(found) > ON_A_PAGE else None)


def edition_in_force(editions: Editions, today: date) -> Edition:
    """Return the Ombudsman's Code as it is in force on a day: what entries name provisions of."""
    of_code = [one for one in editions if one.rulebook == FIRST_RULEBOOK]
    in_force = [one for one in of_code if one.in_force <= today.isoformat()]
    return (in_force or of_code or list(editions))[0]


def _has_theme(entry: LearningFacts, theme: str) -> bool:
    return not theme or theme.casefold() in {one.casefold() for one in entry.themes}


def _oldest_first(entry: LearningFacts) -> tuple[str, tuple[bool, date, int]]:
    return (entry.year, learning_order(entry))


def _by_year(entries: Sequence[LearningFacts]) -> tuple[LearningYear, ...]:
    years = sorted({one.year for one in entries}, reverse=True)
    groups = [
        (year, tuple(sorted((one for one in entries if one.year == year), key=learning_order)))
        for year in years
    ]
    return tuple(
        LearningYear(FinancialYear.parse(year), group, tally(group)) for year, group in groups
    )
