"""From the shape of typed figures to figures, and what is wrong with them beyond their shape."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from app.domain.clocks import ClockSet, clock_set_on
from app.domain.faults import Objection, Place, quoted
from app.domain.figures import Figure, Period, Source, Unit, YearFigures
from app.domain.measures import MEMBER_ID, REST, Kind, Measure, MeasureSet, measure_set_for
from app.domain.start_events import start_sentences
from app.domain.wording import as_sentence
from app.domain.years import last_day_of_month
from app.reading.typed_shapes import FigureShape, TypedShape

# Which key holds the value of a figure, and which keys may stand beside it.
VALUE_KEYS = {
    Unit.COUNT: "count",
    Unit.SHARE: "share",
    Unit.RATE: "rate",
    Unit.MONEY: "amount",
    Unit.DAYS: "days",
}
NUMBER_KEYS = tuple(VALUE_KEYS.values())
CALLED = {
    Unit.COUNT: "a count",
    Unit.SHARE: "a share",
    Unit.RATE: "a rate per 1,000 homes",
    Unit.MONEY: "an amount of money",
    Unit.DAYS: "a number of days",
}
TARGET = re.compile(r"([1-9][0-9]{0,2})_days")
PROVISION = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}")
QUARTER = re.compile(r"q([1-4])")
WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")


def objections_to(
    shape: TypedShape, measures: Sequence[MeasureSet], clocks: Sequence[ClockSet]
) -> Iterator[Objection]:
    """Yield what is wrong with figures whose shape is right: unknown ids, values that miss."""
    known = measure_set_for(measures, _period(shape).start)
    yield from _head(shape, clocks)
    counts = Counter(one.id for one in shape.figures)
    for i, one in enumerate(shape.figures):
        place: Place = ("figures", i)
        measure = known.of_figure(one.id)
        if measure is None:
            yield (*place, "id"), _unknown(one.id, known)
        elif counts[one.id] > 1:
            yield (*place, "id"), f"{quoted(one.id)} stands here more than once: keep one."
        else:
            yield from (((*place, "id"), message) for message in _odd_member(one, measure))
            yield from _odd_values(i, one, measure)
        yield from _odd_base(i, one, shape)


def figures_from(
    shape: TypedShape, measures: Sequence[MeasureSet], clocks: Sequence[ClockSet]
) -> YearFigures:
    """Return what was typed as the figures of a year; the shape has no faults."""
    period = _period(shape)
    known = measure_set_for(measures, period.start)
    bases = {one.id: one.count for one in shape.figures}
    figures = tuple(_figure(one, known, period, bases) for one in shape.figures)
    rules: tuple[str, ...] = (as_sentence(shape.source),) if shape.source else ()
    if shape.starts or any(_is_timed(one) for one in figures):
        given = shape.starts.model_dump() if shape.starts else {}
        starts = {int(key[-1]): start for key, start in given.items() if start is not None}
        rules += start_sentences(starts)
    return YearFigures(
        year=shape.year,
        period=period,
        measures_id=known.id,
        figures=figures,
        rules=rules,
        clock_ids=(_clock_set(shape, clocks).id,),
        edition_id=shape.edition or "",
        answers={number: "yes" if yes else "no" for number, yes in shape.answers.items()},
    )


def _head(shape: TypedShape, clocks: Sequence[ClockSet]) -> Iterator[Objection]:
    """Yield what is wrong with what stands above the figures."""
    if shape.period and shape.period.last < shape.period.first:
        yield ("period", "to"), "The period ends before it begins: correct one of the days."
    editions = [one.edition_id for one in clocks]
    if shape.rules and shape.rules not in editions:
        yield (
            ("rules",),
            f"{quoted(shape.rules)} has no time limits here. {_hint(shape.rules, editions)}",
        )
    if shape.answers and not shape.edition:
        yield ("answers",), "These answers belong to no edition: write “edition:” above them."
    for number in shape.answers:
        if not PROVISION.fullmatch(number):
            message = f"{quoted(number)} is not the number of a provision: write it like 6.3."
            yield ("answers", number), message


def _unknown(figure_id: str, known: MeasureSet) -> str:
    """Return the sentence about an id that is no figure's, with the nearest that is."""
    names = [
        name
        for one in known.measures
        for name in (
            [one.id] if one.kind is Kind.SINGLE else [f"{one.id}.{m}" for m in one.members]
        )
    ]
    sets = [one for one in known.measures if one.kind is not Kind.SINGLE]
    if any(figure_id == one.id for one in sets):
        return f"{quoted(figure_id)} is a set: name one of its figures, such as {figure_id}.{REST}."
    measure, _, member = figure_id.rpartition(".")
    near = get_close_matches(measure, [one.id for one in sets], n=1, cutoff=0.8)
    hint = _hint(figure_id, [*names, *(f"{one}.{member}" for one in near)])
    return f"{quoted(figure_id)} is not the id of a figure. {hint}"


def _hint(text: str, names: Sequence[str]) -> str:
    near = get_close_matches(text.casefold(), names, n=1)
    return f"Did you mean “{near[0]}”?" if near else "The documentation of the figures lists them."


def _odd_member(shape: FigureShape, measure: Measure) -> Iterator[str]:
    member = shape.id.removeprefix(measure.id).removeprefix(".")
    if measure.kind is Kind.SINGLE or member == REST:
        return
    if not MEMBER_ID.fullmatch(member):
        yield f"{quoted(shape.id)} is no id: use small letters, figures and _."
    elif measure.id.endswith(".target"):
        if not TARGET.fullmatch(member):
            yield f"{quoted(member)} is not a target: write the working days, such as 10_days."
    elif measure.members and member not in measure.members:
        hint = _hint(member, list(measure.members))
        yield f"{quoted(member)} is none of {measure.title}: {', '.join(measure.members)}. {hint}"


def _odd_values(i: int, shape: FigureShape, measure: Measure) -> Iterator[Objection]:
    """A figure has the value of its measure, and a count where that can be counted."""
    key = VALUE_KEYS[measure.unit]
    allowed = {key, "count"}
    given = [one for one in NUMBER_KEYS if getattr(shape, one) is not None]
    for one in given:
        if one not in allowed:
            message = f"{measure.title}: this is {CALLED[measure.unit]}, so write “{key}: …”"
            yield ("figures", i, one), f"{message} instead of “{one}”."
    is_rest = shape.id.endswith(f".{REST}")
    # A share may be given as its count alone, and a remainder without any number.
    enough = {key, "count"} if measure.unit is Unit.SHARE else {key}
    if not is_rest and not enough & set(given) and not set(given) - allowed:
        yield ("figures", i, "id"), f"“{shape.id}” has no number: write “{key}: …” below it."


def _odd_base(i: int, one: FigureShape, shape: TypedShape) -> Iterator[Objection]:
    """A base is a number above 0, or the id of a figure of the file that has a count."""
    if one.base is None or _base_number(one.base):
        return
    place = ("figures", i, "base")
    counted = [other.id for other in shape.figures if other.count is not None]
    if _base_number(one.base) == 0:
        yield (
            place,
            "Nothing can be a part of 0: correct the base, or delete it if it is not stated.",
        )
    elif one.base == one.id:
        yield place, "A figure is not its own base: write a number, or the id of another figure."
    elif one.base in {other.id for other in shape.figures}:
        if one.base not in counted:
            yield place, f"{quoted(one.base)} has no count to be a base: write the number itself."
    else:
        message = f"{quoted(one.base)} is neither a whole number nor a figure of this file."
        yield place, f"{message} {_hint(one.base, counted)}"


def _base_number(text: str) -> int | None:
    plain = text.replace(",", "")
    return int(plain) if WHOLE_NUMBER.fullmatch(plain) else None


def _period(shape: TypedShape) -> Period:
    if shape.period:
        name = shape.period.name or shape.year.text
        return Period(name, shape.period.first, shape.period.last)
    return Period(shape.year.text, date(shape.year.start, 4, 1), shape.year.last_day())


def _clock_set(shape: TypedShape, clocks: Sequence[ClockSet]) -> ClockSet:
    named = (one for one in clocks if one.edition_id == shape.rules)
    return next(named, None) or clock_set_on(clocks, _period(shape).start)


def _figure(
    shape: FigureShape, known: MeasureSet, period: Period, counts: dict[str, int | None]
) -> Figure:
    measure = known.of_figure(shape.id)
    assert measure is not None  # objections_to has told every unknown id
    is_named = shape.base in counts
    return Figure(
        id=shape.id,
        measure=measure.id,
        label=shape.label or _label(shape.id, measure),
        unit=measure.unit,
        value=_value(shape, measure.unit),
        count=shape.count,
        base=counts[shape.base or ""] if is_named else _base_number(shape.base or ""),
        period=_quarter(shape.id, period),
        population=measure.population,
        source=Source.TYPED,
        base_id=shape.base if is_named else None,
        note=shape.note or "",
    )


def _value(shape: FigureShape, unit: Unit) -> Decimal | None:
    if unit is Unit.COUNT:
        return None if shape.count is None else Decimal(shape.count)
    value: Decimal | None = getattr(shape, VALUE_KEYS[unit])
    return value


def _label(figure_id: str, measure: Measure) -> str:
    """Return the label of the definition, else the id's last part in words."""
    member = figure_id.removeprefix(measure.id).removeprefix(".")
    if not member:
        return measure.title
    if target := TARGET.fullmatch(member):
        return f"Answered within {target[1]} working days"
    return measure.label(member) or member.replace("_", " ").capitalize()


def _quarter(figure_id: str, period: Period) -> Period:
    """Return the quarter that a figure by quarter is about, in a period of twelve months."""
    quarter = QUARTER.fullmatch(figure_id.rpartition(".")[2])
    if quarter is None or ".received_by_quarter." not in figure_id:
        return period
    number = int(quarter[1])
    months = period.start.month - 1 + 3 * (number - 1)
    first = date(period.start.year + months // 12, months % 12 + 1, 1)
    last = last_day_of_month(first.year + (first.month + 1) // 12, (first.month + 1) % 12 + 1)
    return Period(f"Quarter {number} of {period.name}", first, last)


def _is_timed(figure: Figure) -> bool:
    """Tell whether a figure hangs on the event from which days are counted."""
    return figure.measure.endswith((".target", ".answered", ".answered_on_time", ".days_average"))
