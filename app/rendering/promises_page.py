"""The promises of a landlord as a page: what was published, and where each stands today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from app.domain.actions import STAGE_WORDS, Stage
from app.domain.days import day_in_words, london_day
from app.domain.due_dates import Due
from app.domain.promises import (
    BROKEN_OR_MOVED,
    STANDING_WORDS,
    DateGiven,
    Promise,
    PublishedPlan,
    Standing,
    counted,
)
from app.domain.published_addresses import FIRST_RULEBOOK, year_address
from app.rendering import statement_words as words
from app.rendering.statement_page import render_live

ALWAYS_COUNTED = (Standing.KEPT, Standing.LATE, Standing.MOVED, Standing.DROPPED)
ORDER = (*ALWAYS_COUNTED, *(one for one in Standing if one not in ALWAYS_COUNTED))
MEANINGS = {
    Standing.KEPT: "Done by the day that was promised, or done without one",
    Standing.LATE: "Done after the day that was promised, or still not done",
    Standing.MOVED: "Not done yet, and put off to a later day or to none",
    Standing.DROPPED: "Given up, with the reason where there is one",
    Standing.NO_DATE: "Not done yet, and no day was ever promised",
    Standing.IN_TIME: "Not done yet, and its day has not passed",
    Standing.DONE: "Done, but nobody recorded when",
    Standing.NOT_RECORDED: "The landlord has recorded nothing here since it was published",
}
IN_A_SENTENCE = {
    Standing.KEPT: "kept",
    Standing.LATE: "late",
    Standing.MOVED: "moved to a later date",
    Standing.DROPPED: "dropped",
    Standing.NO_DATE: "open without a date",
    Standing.IN_TIME: "not due yet",
    Standing.DONE: "done on a day that was not recorded",
    Standing.NOT_RECORDED: "without anything recorded since",
}


@dataclass(frozen=True)
class CountRow:
    """One line of the counts."""

    words: str
    meaning: str
    number: int


@dataclass(frozen=True)
class PromiseRow:
    """One promise in words; `address` is the plan in which it was first published."""

    title: str
    later_titles: tuple[str, ...]
    provisions: tuple[tuple[str, str], ...]
    year: str
    address: str
    published: str
    promised: str
    moves: tuple[str, ...]
    standing: str
    is_broken: bool
    details: tuple[str, ...]


def render(
    made: Sequence[Promise],
    *,
    landlord_name: str,
    landlord_slug: str,
    plans: Sequence[PublishedPlan],
    demonstration_notice: str | None,
    stylesheet_address: str,
) -> str:
    """Return the page; where a plan answers another code than the first, each says which."""
    names_code = any(plan.rulebook != FIRST_RULEBOOK for plan in plans)
    return render_live(
        "promises.html",
        landlord_name=landlord_name,
        landlord_slug=landlord_slug,
        demonstration_notice=demonstration_notice,
        stylesheet_address=stylesheet_address,
        sentence=_sentence(made) if made else "",
        counts=[_count(one, number) for one, number in _shown(made)],
        rows=[_row(promise, landlord_slug, names_code=names_code) for promise in made],
        years=list(_years(plans, landlord_slug, names_code=names_code)),
    )


def _years(
    plans: Sequence[PublishedPlan], slug: str, *, names_code: bool
) -> Iterator[tuple[str, str]]:
    """Yield the words and the address of each year that was published, the newest first."""
    newest = {
        (plan.year, plan.rulebook): plan for plan in sorted(plans, key=lambda one: one.revision)
    }
    by_rulebook = sorted(newest, key=itemgetter(1))
    for year, rulebook in sorted(by_rulebook, key=itemgetter(0), reverse=True):
        standard = newest[year, rulebook].standard
        yield _year(year, standard, names_code=names_code), year_address(slug, rulebook, year)


def _year(year: str, standard: str, *, names_code: bool) -> str:
    told = f" ({standard})" if names_code else ""
    return f"{words.year_in_words(year)}{told}"


def _shown(made: Sequence[Promise]) -> Iterator[tuple[Standing, int]]:
    counts = counted(made)
    return ((one, counts[one]) for one in ORDER if counts[one] or one in ALWAYS_COUNTED)


def _count(standing: Standing, number: int) -> CountRow:
    return CountRow(STANDING_WORDS[standing], MEANINGS[standing], number)


def _sentence(made: Sequence[Promise]) -> str:
    """Return how the promises stand, in one sentence."""
    counts = counted(made)
    if counts[Standing.NOT_RECORDED] == len(made):
        has = "promise has" if len(made) == 1 else "promises have"
        return f"{len(made)} {has} been published. Nothing has been recorded since."
    if len(made) == 1:
        return f"1 promise has been published. It is {IN_A_SENTENCE[made[0].standing]}."
    if counts[made[0].standing] == len(made):
        return (
            f"{len(made)} promises have been published. All are {IN_A_SENTENCE[made[0].standing]}."
        )
    pieces = [
        f"{counts[one]} {'is' if counts[one] == 1 else 'are'} {IN_A_SENTENCE[one]}"
        for one in ORDER
        if counts[one]
    ]
    return f"{len(made)} promises have been published. Of these {words.joined(pieces)}."


def _row(promise: Promise, slug: str, *, names_code: bool) -> PromiseRow:
    revision = f"{year_address(slug, promise.rulebook, promise.year)}/v{promise.revision}"
    return PromiseRow(
        title=promise.title,
        later_titles=promise.later_titles,
        provisions=tuple((number, f"{revision}#p-{number}") for number in promise.provisions),
        year=_year(promise.year, promise.standard, names_code=names_code),
        address=f"{revision}#plan",
        published=day_in_words(london_day(promise.published_at)),
        promised=_due(promise.dates[0].due),
        moves=tuple(_move(one) for one in promise.dates[1:]),
        standing=STANDING_WORDS[promise.standing],
        is_broken=promise.standing in BROKEN_OR_MOVED,
        details=tuple(_details(promise)),
    )


def _due(due: Due | None) -> str:
    return words.due_in_words(
        {"promised": due.promised, "last_day": due.last_day.isoformat()} if due else None
    )


def _move(given: DateGiven) -> str:
    when = (
        f"Published on {day_in_words(london_day(given.published_at))}"
        if given.published_at
        else "As recorded today"
    )
    return f"{when}: {_due(given.due) if given.due else 'no date any more'}"


def _details(promise: Promise) -> Iterator[str]:
    """Yield what else there is to say of where a promise stands."""
    if promise.standing is Standing.NOT_RECORDED:
        return
    if promise.stage is Stage.DONE:
        if promise.done_on and promise.standing is not Standing.DONE:
            yield f"Recorded as done on {day_in_words(promise.done_on)}."
        return
    if promise.stage is Stage.DROPPED:
        yield f"Reason: {promise.dropped_reason or 'none was given'}"
        return
    stage = STAGE_WORDS[promise.stage]
    yield f"Not done yet: {stage.lower()}." if promise.standing is Standing.LATE else f"{stage}."
    if promise.nothing_recorded_since:
        yield "Nothing has been recorded since it was published."
