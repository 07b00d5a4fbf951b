"""What the figures of a year say in sentences: how many, how soon, with what outcome, and since."""

from collections.abc import Iterator, Sequence

from app.domain.figure_words import FEWER, figure_in_words
from app.domain.figure_years import CANNOT_BE_TOLD, NOT_COMPARABLE, OTHER_SOURCE, comparisons
from app.domain.figures import Figure, Unit, YearFigures
from app.domain.measures import REST
from app.domain.report import ReportFacts
from app.domain.table_sets import STAGES
from app.domain.wording import listed, lowered

# What happened to the complaints that a share is taken of.
BASES = {"received": "received at", "answered_in_all": "answered at"}
ANSWERED = {
    "within_limit": "answered within the limit of the Code",
    "within_extension": "answered within an extension that the Code permits",
    "late": "answered late",
    "open": "still open",
    "not_measurable": "answered, but without the dates that tell whether it was on time",
}
COMPARED = {
    "stage_1.received": "Complaints received at stage 1",
    "stage_2.received": "Complaints that went on to stage 2",
    "escalation_rate": "Share of the complaints at stage 1 that went on to stage 2",
    "stage_1.answered_on_time": "Answered on time at stage 1",
    "stage_2.answered_on_time": "Answered on time at stage 2",
    "stage_1.outcomes.upheld": "Upheld at stage 1",
    "stage_2.outcomes.upheld": "Upheld at stage 2",
}
MOST_NAMED = 3


def known(figure: Figure) -> bool:
    """Return whether a sentence can hold the figure: it is stated, or said to be fewer than 5."""
    if figure.suppressed:
        return figure.why_not == FEWER
    return figure.value is not None or figure.count is not None


def performance(facts: ReportFacts) -> Iterator[str]:
    """Yield how many complaints there were, how soon they were answered, and how they ended."""
    figures = facts.figures
    if figures is None:
        return
    yield from _received(figures)
    yield from _escalated(figures)
    for stage in STAGES:
        yield from _on_time(figures, stage)
        yield from _outcomes(figures, stage)
        yield from _most_often(figures, stage)
    satisfied = _get(figures, "tp09")
    if satisfied and (base := _base(figures, satisfied)):
        yield (
            f"Of {base} tenants asked, {_name(satisfied)} were satisfied with how we handle "
            "complaints."
        )
    if facts.earlier is not None:
        yield from _since(figures, facts.earlier)


def refused(facts: ReportFacts) -> Iterator[str]:
    """Yield how many complaints were refused, and why; nothing where there was none."""
    figures = facts.figures
    found = _get(figures, "refused")
    if figures is None or found is None or _is_zero(found):
        return
    yield f"In {figures.year.text} we refused {_counted(found, 'complaint')}."
    reasons = [one for one in figures.of("refused_by_reason") if known(one) and not _is_zero(one)]
    if reasons and _is_complete(figures, "refused_by_reason"):
        said = [f"{lowered(one.label)} ({_name(one)})" for one in reasons]
        yield f"Of the {_name(found)} refused, the reasons were: {listed(said)}."


def of_the_ombudsman(facts: ReportFacts) -> Iterator[str]:
    """Yield what the Ombudsman decided, counted by case and by finding, and ordered."""
    figures = facts.figures
    cases, upheld = (_get(figures, f"ombudsman.{name}") for name in ("cases", "cases_upheld"))
    if cases and upheld:
        yield (
            f"The Ombudsman decided {_counted(cases, 'case')} about us, of which "
            f"{_name(upheld)} {'was' if upheld.count == 1 else 'were'} upheld."
        )
    elif cases:
        yield f"The Ombudsman decided {_counted(cases, 'case')} about us."
    yield from _findings(figures)
    orders, complied = (
        _get(figures, f"ombudsman.{name}") for name in ("orders", "orders_complied")
    )
    if orders and complied:
        yield (
            f"The Ombudsman made {_counted(orders, 'order')}, of which we have complied with "
            f"{_name(complied)}."
        )
    if ordered := _get(figures, "ombudsman.compensation"):
        yield f"The compensation that the Ombudsman ordered comes to {_name(ordered)} in all."


def _findings(figures: YearFigures | None) -> Iterator[str]:
    found = figures.of("ombudsman.findings") if figures else ()
    counted = [one for one in found if known(one) and not _is_zero(one)]
    if counted and all(known(one) for one in found):
        said = [f"{lowered(one.label)}: {_name(one)}" for one in counted]
        yield f"What the Ombudsman found, where one case can have several findings: {listed(said)}."


def _received(figures: YearFigures) -> Iterator[str]:
    first, second = (_get(figures, f"{stage}.received") for stage in STAGES)
    if first and second:
        yield (
            f"In {figures.year.text} we received {_counted(first, 'complaint')} at stage 1, and "
            f"{_name(second)} went on to stage 2."
        )
    elif first:
        yield f"In {figures.year.text} we received {_counted(first, 'complaint')} at stage 1."


def _escalated(figures: YearFigures) -> Iterator[str]:
    rate, second = _get(figures, "escalation_rate"), _get(figures, "stage_2.received")
    base = _base(figures, rate) if rate else ""
    if rate and second and base:
        yield (
            f"Of the {base} complaints received at stage 1, {_name(rate)} went on to stage 2: "
            f"{_name(second)}."
        )


def _on_time(figures: YearFigures, stage: str) -> Iterator[str]:
    words = STAGES[stage].lower()
    on_time = figures.get(f"{stage}.answered_on_time")
    if on_time and known(on_time) and (base := _base(figures, on_time)):
        yield (
            f"Of the {base} complaints {_what_became(base, on_time)} {words}, "
            f"{_name(on_time)} were answered on time."
        )
    elif on_time and on_time.why_not and not on_time.suppressed:
        yield f"How many complaints at {words} were answered on time is {_name(on_time)}."
    split = [one for one in figures.of(f"{stage}.answered") if one.member in ANSWERED]
    if (base := _common_base(figures, split)) and all(known(one) for one in split):
        said = [f"{_name(one)} were {ANSWERED[one.member]}" for one in split if not _is_zero(one)]
        yield f"Of the {base} complaints received at {words}, {listed(said)}."
    average = figures.get(f"{stage}.days_average")
    if average and known(average) and (base := _base(figures, average)):
        yield f"An answer at {words} took {_name(average)} on average, over {base} that were given."


def _outcomes(figures: YearFigures, stage: str) -> Iterator[str]:
    found = [one for one in figures.of(f"{stage}.outcomes") if one.member != REST]
    base = _common_base(figures, found)
    if not base or not all(known(one) for one in found):
        return
    told = [one for one in found if not _is_zero(one)]
    said = [f"{_name(one)} {lowered(one.label)}" for one in told]
    based = next((one for one in found if one.base_id), found[0])
    yield (
        f"How the {base} complaints {_what_became(base, based)} {STAGES[stage].lower()} "
        f"ended: {listed(said)}."
    )


def _most_often(figures: YearFigures, stage: str) -> Iterator[str]:
    words = STAGES[stage].lower()
    for measure, said in (
        ("received_by_department", f"The departments with the most complaints at {words} were"),
        ("reasons", f"The reasons that people named most often at {words} were"),
    ):
        found = [one for one in figures.of(f"{stage}.{measure}") if _is_comparable(one)]
        base = _common_base(figures, found)
        if len(found) < 2 or not base:
            continue
        most = sorted(found, key=lambda one: -(one.value or 0))[:MOST_NAMED]
        named = listed([f"{one.label} ({_name(one)})" for one in most])
        several = " One complaint can name several." if measure == "reasons" else ""
        yield f"{said} {named}, out of {base} received.{several}"


def _is_comparable(figure: Figure) -> bool:
    return figure.value is not None and not figure.suppressed and figure.member != REST


def _since(figures: YearFigures, earlier: YearFigures) -> Iterator[str]:
    """Yield how the main figures moved since the year before, where the two may be compared."""
    for one in comparisons(figures, earlier):
        if one.now.id not in COMPARED or one.change in (NOT_COMPARABLE, CANNOT_BE_TOLD):
            continue
        before, now = _out_of(one.before), _out_of(one.now)
        if before is None or now is None:
            continue
        change = "the same" if one.change == "The same" else one.change.lower()
        care = " The two years were counted in different ways." if one.why == OTHER_SOURCE else ""
        yield (
            f"{COMPARED[one.now.id]}: {figure_in_words(one.before)}{before} in "
            f"{earlier.year.text} and {_name(one.now)}{now} in {figures.year.text}, {change}.{care}"
        )


def _out_of(figure: Figure) -> str | None:
    """Return " of 329" for a share, nothing for a count, and None for a share of who knows what."""
    if figure.unit is not Unit.SHARE:
        return ""
    return f" of {figure.base:,}" if figure.base is not None else None


def _get(figures: YearFigures | None, figure_id: str) -> Figure | None:
    found = figures.get(figure_id) if figures else None
    return found if found and known(found) else None


def _is_zero(figure: Figure) -> bool:
    return figure.count == 0 or figure.value == 0


def _name(figure: Figure) -> str:
    return f"{{{figure.id}}}"


def _counted(figure: Figure, what: str) -> str:
    return f"{_name(figure)} {what}{'' if figure.count == 1 else 's'}"


def _base(figures: YearFigures, figure: Figure) -> str:
    """Return what a figure is a part of, by name if that is a figure; empty if not stated."""
    whole = figures.get(figure.base_id) if figure.base_id else None
    if whole and known(whole) and (figure.base is None or whole.count in (None, figure.base)):
        return _name(whole)
    return f"{figure.base:,}" if figure.base is not None else ""


def _common_base(figures: YearFigures, found: Sequence[Figure]) -> str:
    """Return the one number that all figures with a base are parts of, or an empty text."""
    bases = {_base(figures, one) for one in found if one.base_id or one.base is not None}
    return bases.pop() if len(bases) == 1 else ""


def _what_became(base: str, figure: Figure) -> str:
    """Return "received at" or "answered at" as the base was counted, and "at" if nobody says."""
    if not base.startswith("{"):
        return "at"
    return BASES.get((figure.base_id or "").partition(".")[2], "at")


def _is_complete(figures: YearFigures, measure: str) -> bool:
    return all(known(one) for one in figures.of(measure))
