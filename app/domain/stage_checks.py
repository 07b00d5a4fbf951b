"""The two stages side by side: nothing is escalated that was not received before."""

from collections.abc import Iterator
from math import ceil

from app.domain.category_names import is_same_category
from app.domain.figure_sets import (
    WHOLE,
    Stated,
    is_usable,
    per_cent,
    said,
    set_name,
)
from app.domain.figures import Figure, Source
from app.domain.findings import Finding, Level
from app.domain.measures import REST
from app.domain.possible_counts import bounds, cut_counts, possible_counts, rounded_counts
from app.domain.sum_checks import adds_up
from app.domain.wording import listed

# Sets that divide the complaints of both stages by the same categories.
COMPARED = ("received_by_department", "reasons")


def stage_findings(stated: Stated) -> Iterator[Finding]:
    """Yield what stage 2 says that stage 1 does not allow.

    Figures that were counted out of an extract are not compared: a complaint that is escalated
    this year may have been received the year before, and there each is counted where it belongs.
    """
    yield from _more_in_all(stated)
    for name in COMPARED:
        first, second = f"stage_1.{name}", f"stage_2.{name}"
        for figure in stated.figures.of(second):
            same = _same(stated, figure, first)
            if same is not None:
                yield from _more_in_category(stated, same, figure)
        if stated.kind(first) == stated.kind(second) == WHOLE:
            yield from _other_categories(stated, first, second)


def _more_in_all(stated: Stated) -> Iterator[Finding]:
    first, second = stated.count("stage_1.received"), stated.count("stage_2.received")
    one, other = (stated.figures.get(f"stage_{stage}.received") for stage in (1, 2))
    if first is None or second is None or second <= first or _are_counted(one, other):
        return
    sentence = (
        f"Stage 2 counts {second:,} complaints, but stage 1 only {first:,}: "
        "more cannot be escalated than were received."
    )
    numbers: dict[str, str | int] = {"stage_1.received": first, "stage_2.received": second}
    yield Finding(
        "stages.more_at_stage_2:received", Level.CONTRADICTION, sentence, numbers, tuple(numbers)
    )


def _same(stated: Stated, figure: Figure, measure: str) -> Figure | None:
    """Return the category of stage 1 that a category of stage 2 is, by its name or its id."""
    if figure.member == REST or not is_usable(figure):
        return None
    others = [one for one in stated.figures.of(measure) if is_usable(one) and one.member != REST]
    named = (one for one in others if is_same_category(one.label, figure.label))
    return next(named, None) or next((one for one in others if one.member == figure.member), None)


def _more_in_category(stated: Stated, one: Figure, other: Figure) -> Iterator[Finding]:
    first, second = _counts(stated, one), _counts(stated, other)
    if first is None or second is None or second[0] <= first[-1] or _are_counted(one, other):
        return
    sentence = (
        f"Stage 2 counts {_shown(stated, other, second)} about {said(other)}, but stage 1 only "
        f"{_shown(stated, one, first)}: more cannot be escalated than were received."
    )
    numbers = {
        other.id: _number(other),
        one.id: _number(one),
        "stage_2": second[0],
        "stage_1": first[-1],
    }
    base = stated.base(one)
    if one.count is None and base:
        numbers["stage_1_base"] = base
    yield Finding(
        f"stages.more_at_stage_2:{other.id.removeprefix('stage_2.')}",
        Level.CONTRADICTION,
        sentence,
        numbers,
        (other.id, one.id),
    )


def _counts(stated: Stated, figure: Figure) -> range | None:
    """Return the counts that a category may have; None where nobody can say."""
    if figure.count is not None:
        return range(figure.count, figure.count + 1)
    base = stated.base(figure)
    if figure.value is None or not base or not 0 <= figure.value <= 100:
        return None
    likely = rounded_counts(figure.value, base) or cut_counts(figure.value, base)
    if likely:
        return possible_counts(figure.value, base)
    # No count gives this share, which is told by itself: then the next one above will do.
    most = ceil(bounds(figure.value)[1] * base / 100)
    return range(most, most + 1)


def _shown(stated: Stated, figure: Figure, counts: range) -> str:
    if figure.count is not None or figure.value is None:
        return f"{counts[0]:,}"
    base = stated.base(figure)
    span = f"{counts[0]:,}" if len(counts) == 1 else f"{counts[0]:,} to {counts[-1]:,}"
    return f"{per_cent(figure.value)} of {base:,}, which is {span}"


def _number(figure: Figure) -> str | int:
    return figure.count if figure.count is not None else str(figure.value)


def _other_categories(stated: Stated, first: str, second: str) -> Iterator[Finding]:
    """Where both stages divide all their complaints, a category of stage 2 is one of stage 1."""
    if not adds_up(stated, first) or not adds_up(stated, second):
        return
    new = [
        one
        for one in stated.figures.of(second)
        if _is_there(one) and _same(stated, one, first) is None
    ]
    if not new or _are_counted(*stated.figures.of(first), *new):
        return
    names = listed([said(one) for one in new])
    verb = "is a category" if len(new) == 1 else "are categories"
    sentence = (
        f"In the {set_name(second)}, {names} {verb} that stage 1 does not have, although stage 1 "
        "divides all its complaints. Under which category were they received?"
    )
    numbers = {one.id: _number(one) for one in new}
    yield Finding(
        f"stages.other_categories:{second.removeprefix('stage_2.')}",
        Level.QUESTION,
        sentence,
        numbers,
        tuple(one.id for one in new),
    )


def _is_there(figure: Figure) -> bool:
    return bool(figure.count) or bool(figure.value)


def _are_counted(*figures: Figure | None) -> bool:
    return all(one is not None and one.source is Source.EXTRACT for one in figures)
