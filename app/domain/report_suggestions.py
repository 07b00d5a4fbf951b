"""Sentences that a year's figures and records offer to the parts of its annual report.

A person accepts each or rewrites it; none goes into a report by itself. A number stands in a
sentence by its name, `{stage_1.received}`, so that it follows the figures. A share names what it
is a share of, and where a number is missing nothing is offered.
"""

from collections.abc import Callable, Iterator

from app.domain.actions import improvement_plan
from app.domain.figure_notes import period_in_words
from app.domain.figures import Figure, Source, YearFigures
from app.domain.learning import TALLY_WORDS, LearningFacts, Worked, tally
from app.domain.published_addresses import FIRST_RULEBOOK
from app.domain.report import ReportFacts, published_learning
from app.domain.report_figure_sentences import (
    known,
    of_the_ombudsman,
    performance,
    refused,
)
from app.domain.table_sets import STAGES
from app.domain.wording import listed, lowered

MEANINGS = {
    "upheld": "we were at fault, and have said so",
    "partly_upheld": "we were at fault in part of what the resident complained about",
    "not_upheld": "we looked into it and found no fault of ours",
    "withdrawn": "the resident no longer wanted us to look into it",
    "not_known": "our records do not say how the complaint ended",
}
STAGE_MEANINGS = {
    "stage_1.received": "Stage 1: a complaint that we look into and answer for the first time.",
    "stage_2.received": (
        "Stage 2: the review of a complaint, where the resident was not satisfied with our first "
        "answer."
    ),
}
ON_TIME = (
    "On time: within the time limit of the Code, or within an extension that the Code permits and "
    "that we told the resident about."
)
BULLET = "• "
MOST_THEMES = 5


def suggestions(key: str, facts: ReportFacts) -> tuple[str, ...]:
    """Return the sentences that may stand in a part, in their order; none for most parts."""
    said = SENTENCES.get(key)
    return tuple(dict.fromkeys(said(facts))) if said else ()


def doubt_about_none(key: str, figures: YearFigures | None) -> str:
    """Return what in the figures speaks against "none this year" in a part, or an empty text."""
    found = figures.get("refused") if key == "refused" and figures else None
    if found is None or not known(found) or found.count == 0:
        return ""
    return "The figures of the year count complaints that were refused: both cannot be right."


def _scope(facts: ReportFacts) -> Iterator[str]:
    figures = facts.figures
    if figures is None:
        return
    yield f"The figures in this report are about the time from {period_in_words(figures.period)}."
    received = figures.get("stage_1.received")
    if received and received.population:
        yield f"What is counted: {lowered(received.population)}."
    yield from _where_from({one.source for one in figures.figures})
    rental, ownership = (figures.get(f"homes.{tenure}") for tenure in ("rental", "ownership"))
    if rental and ownership and known(rental) and known(ownership):
        yield (
            "At the end of the year we owned {homes.rental} homes for low-cost rent and "
            "{homes.ownership} for low-cost home ownership."
        )


def _where_from(sources: set[Source]) -> Iterator[str]:
    if sources == {Source.EXTRACT}:
        yield "We worked the figures out from the record of every complaint of the year."
    elif sources == {Source.TYPED}:
        yield (
            "The figures are those that we counted in our own reports; they were not worked out "
            "anew from the record of every complaint."
        )
    elif sources:
        yield (
            "Some of the figures were worked out from the record of every complaint of the year; "
            "the others are those that we counted in our own reports."
        )


def _definitions(facts: ReportFacts) -> Iterator[str]:
    figures = facts.figures
    if figures is None:
        return
    for figure_id, meaning in STAGE_MEANINGS.items():
        if _is_stated(figures.get(figure_id)):
            yield f"{BULLET}{meaning}"
    outcomes = (*figures.of("stage_1.outcomes"), *figures.of("stage_2.outcomes"))
    used = {one.member: one for one in reversed(outcomes)}
    for member, meaning in MEANINGS.items():
        if member in used:
            yield f"{BULLET}{used[member].label}: {meaning}."
    on_time = (figures.get(f"{stage}.answered_on_time") for stage in STAGES)
    if any(_is_stated(one) for one in on_time):
        yield f"{BULLET}{ON_TIME}"


def _is_stated(figure: Figure | None) -> bool:
    return figure is not None and known(figure)


def _how_to_complain(facts: ReportFacts) -> Iterator[str]:
    landlord = facts.landlord
    given = {
        "online": landlord.complain_online,
        "by email": landlord.complain_email,
        "by telephone": landlord.complain_telephone,
        "by letter": landlord.complain_address,
    }
    ways = [way for way, words in given.items() if words]
    if len(ways) > 1:
        yield f"You can complain in the way that suits you: {listed(ways)}."
    elif ways:
        yield f"You can complain {ways[0]}."
    yield (
        "If you are not satisfied with our first answer, you can ask us to look at your complaint "
        "again: that is stage 2."
    )
    if facts.edition.rulebook == FIRST_RULEBOOK:
        yield (
            "The Housing Ombudsman gives advice at any time, and can look into your complaint once "
            "we have given our final answer."
        )


def _improvements(facts: ReportFacts) -> Iterator[str]:
    entries = published_learning(facts.learning)
    if not entries:
        return
    changes = "one change" if len(entries) == 1 else f"{len(entries)} changes"
    outcomes = [f"{count} {TALLY_WORDS[worked]}" for worked, count in tally(entries) if count]
    if len(entries) == 1:
        yield f"Because of complaints we made {changes}. It stands below, with whether it worked."
    else:
        yield f"Because of complaints we made {changes}: {listed(outcomes)}."
    themes = _themes(entries)
    if themes:
        yield f"The changes are about {listed(themes)}."


def _themes(entries: tuple[LearningFacts, ...]) -> list[str]:
    """Return the themes of entries, the most frequent first; too many would say nothing."""
    counted: dict[str, int] = {}
    for entry in entries:
        for theme in entry.themes:
            counted[theme.lower()] = counted.get(theme.lower(), 0) + 1
    return sorted(counted, key=lambda theme: (-counted[theme], theme))[:MOST_THEMES]


def _plan(facts: ReportFacts) -> Iterator[str]:
    planned = improvement_plan(facts.improvement_plan)
    if planned:
        dated = sum(action.due is not None for action in planned)
        actions = "one action" if len(planned) == 1 else f"{len(planned)} actions"
        dates = "with a date" if len(planned) == 1 else f"{dated} of them with a date"
        yield f"Our improvement plan has {actions}{f', {dates}' if dated else ''}."
    early = [one for one in published_learning(facts.learning) if one.worked is Worked.TOO_EARLY]
    if early:
        changes = "one change" if len(early) == 1 else f"{len(early)} changes"
        these = "it" if len(early) == 1 else "they"
        yield (
            f"For {changes} that we made this year it is too early to say whether {these} worked: "
            "the next report will say so."
        )


SENTENCES: dict[str, Callable[[ReportFacts], Iterator[str]]] = {
    "how_to_complain": _how_to_complain,
    "scope": _scope,
    "definitions": _definitions,
    "performance": performance,
    "refused": refused,
    "non_compliance": of_the_ombudsman,
    "improvements": _improvements,
    "plan": _plan,
}
