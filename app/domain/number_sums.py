"""The numbers behind a year's figures and the sums that tie them, as whoever reads them sees it.

A number may stand in several figures: the complaints received are the total of the quarters, the
base of a share and a figure of their own. Hidden in one of them only, it would not be hidden.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from app.domain.figures import Figure, Unit, YearFigures
from app.domain.table_sets import STAGES, is_whole

# What the findings of a measure are parts of, beside their own base.
FAILINGS = ("severe_maladministration", "maladministration", "service_failure")
AVERAGE = ".average"
TARGET = ".target"
TENURES = ("rental", "ownership")
NOT_COMPLAINTS = ("homes.",)
RATE = "ombudsman.maladministration_rate"


@dataclass(frozen=True)
class Sum:
    """Parts that add up to a total, each by the name of its number."""

    parts: tuple[str, ...]
    total: str

    @property
    def members(self) -> tuple[str, ...]:
        """The parts and the total."""
        return (*self.parts, self.total)


@dataclass
class Numbers:
    """The numbers of complaints by name, the sums that hold, and where each of them stands.

    `others` are numbers that nobody states, such as complaints of no stated tenure.
    """

    values: dict[str, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    others: set[str] = field(default_factory=set)
    counts: dict[str, str] = field(default_factory=dict)
    bases: dict[str, list[str]] = field(default_factory=dict)


def numbers_of(figures: YearFigures) -> Numbers:
    """Return the numbers of complaints and cases in these figures; homes are none."""
    numbers = Numbers()
    for figure in figures.figures:
        _note_count(numbers, figure, figures)
    for figure in figures.figures:
        _note_base(numbers, figure, figures)
    for total, parts in _stated_sums(numbers, figures):
        _add_sum(numbers, total, parts)
    for total, parts in _parts_of_more(numbers):
        _add_parts_of_more(numbers, total, parts)
    for figure in figures.figures:
        _add_who_is_left_out(numbers, figure)
    return numbers


def _note_count(numbers: Numbers, figure: Figure, figures: YearFigures) -> None:
    if not _counts_complaints(figure):
        return
    value = _count(figure, figures)
    name = _name(figure)
    if value is not None and numbers.values.setdefault(name, value) != value:
        # Two figures disagree about one number: each is then looked at by itself.
        name = f"{figure.id} "
        numbers.values[name] = value
    numbers.counts[figure.id] = name


def _counts_complaints(figure: Figure) -> bool:
    if figure.id.startswith(NOT_COMPLAINTS) or figure.unit is Unit.DAYS:
        return False
    return figure.unit is not Unit.MONEY or (not figure.member and figure.count is not None)


def _name(figure: Figure) -> str:
    """Return the name of a figure's number; some figures state the same one."""
    if figure.id == "escalation_rate":
        return "stage_2.received"
    if figure.id.startswith("ch02."):
        return figure.id.removesuffix(".received").removesuffix(".answered")
    return figure.id


def _count(figure: Figure, figures: YearFigures) -> int | None:
    """Return the count of a figure, also where a share of a known base gives it away."""
    if figure.count is not None:
        return figure.count
    if figure.value is None or figure.unit not in (Unit.COUNT, Unit.SHARE, Unit.RATE):
        return None
    if figure.unit is Unit.COUNT:
        return int(figure.value)
    if figure.unit is Unit.RATE:
        homes = figures.get(figure.base_id) if figure.base_id else None
        base = figure.base if figure.base is not None else homes.count if homes else None
        return None if base is None else _whole(figure.value * base / 1000)
    base = figure.base if figure.base is not None else _likely_base(figure, figures)
    return None if base is None else _whole(figure.value * base / 100)


def _likely_base(figure: Figure, figures: YearFigures) -> int | None:
    """Return the complaints of the stage, of which a share is that names no base."""
    stage = figure.id.partition(".")[0]
    received = figures.get(f"{stage}.received") if stage in STAGES else None
    return received.count if received else None


def _whole(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))


def _note_base(numbers: Numbers, figure: Figure, figures: YearFigures) -> None:
    if figure.id.endswith(AVERAGE):
        # The total divided by the average is how many it was paid to.
        total = f"{figure.id.removesuffix(AVERAGE)}.total"
        numbers.bases.setdefault(figure.id, []).append(numbers.counts.get(total, total))
    if figure.base is None or (figure.base_id or "").startswith(NOT_COMPLAINTS):
        return
    name = _base_name(numbers, figure, figures)
    numbers.values.setdefault(name, figure.base)
    numbers.bases.setdefault(figure.id, []).append(name)


def _base_name(numbers: Numbers, figure: Figure, figures: YearFigures) -> str:
    """Return the number that a base is: the one it names, or one of its stage that is the same."""
    stage = figure.id.partition(".")[0]
    named = [figure.base_id] if figure.base_id else []
    likely = [f"{stage}.received", f"{stage}.answered_in_all", figure.id.rpartition("_by_")[0]]
    for name in (*named, *likely):
        base = figures.get(name)
        known = numbers.counts.get(base.id, name) if base else name
        if numbers.values.get(known, figure.base if name in named else None) == figure.base:
            return known
    return f"{figure.measure} base {figure.base}"


def _stated_sums(numbers: Numbers, figures: YearFigures) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the parts of every total that whoever knows the measures can add up."""
    for measure in figures.measures:
        members = tuple(one.id for one in figures.of(measure))
        if is_whole(measure):
            yield _total_of(numbers, measure, members), members
    for stage in STAGES:
        answered = f"{stage}.answered"
        in_time = (f"{answered}.within_limit", f"{answered}.within_extension")
        yield f"{stage}.answered_on_time", in_time
        yield f"{stage}.received", (f"{stage}.answered_in_all", f"{answered}.open")
    findings = tuple(one.id for one in figures.of("ombudsman.findings"))
    yield RATE, tuple(one for one in findings if one.rpartition(".")[2] in FAILINGS)
    if RATE in numbers.counts:
        base = next(iter(numbers.bases.setdefault(RATE, [f"{RATE} base"])))
        yield base, tuple(one for one in findings if not one.endswith(".outside_jurisdiction"))


def _total_of(numbers: Numbers, measure: str, members: Sequence[str]) -> str:
    """Return the number that the members of a set add up to: their base, or what it must be."""
    bases = (base for one in members for base in numbers.bases.get(one, ()))
    stage, _, name = measure.partition(".")
    likely = "answered_in_all" if name == "outcomes" else "received"
    return next(bases, "refused" if measure == "refused_by_reason" else f"{stage}.{likely}")


def _parts_of_more(numbers: Numbers) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield parts whose total holds others beside them: the two tenures of all complaints."""
    for stage in STAGES:
        for kind, total in (("ch01", "received"), ("ch02", "answered_on_time")):
            parts = tuple(f"{kind}.{stage}.{tenure}" for tenure in TENURES)
            yield f"{stage}.{total}", tuple(one for one in parts if one in numbers.values)


def _add_sum(numbers: Numbers, total: str, parts: Sequence[str]) -> None:
    """Add a sum, with what it gives away of a number that is not stated."""
    names = tuple(numbers.counts[one] for one in parts if one in numbers.counts)
    known = {one: numbers.values[one] for one in names if one in numbers.values}
    missing = [one for one in names if one not in known]
    whole = numbers.counts.get(total, total)
    if len(names) < len(parts) or not known or (missing and whole not in numbers.values):
        return
    is_shown = total in numbers.counts or any(total in one for one in numbers.bases.values())
    if whole not in numbers.values and not is_shown:
        return
    left = numbers.values.setdefault(whole, sum(known.values())) - sum(known.values())
    if missing and left > 1 and len(missing) > 1:
        return  # What is missing may be anything.
    if missing and left >= 0:
        numbers.values |= {one: left if one == missing[0] else 0 for one in missing}
    elif left:
        # Rounded shares give counts that add up to nearly the total: nearly is enough to tell.
        whole = f"{total} as {parts[0]} adds up"
        numbers.values[whole] = sum(known.values())
        for one in parts:
            numbers.bases.setdefault(one, []).append(whole)
    numbers.sums.append(Sum(tuple(one for one in names if one in numbers.values), whole))


def _add_who_is_left_out(numbers: Numbers, figure: Figure) -> None:
    """Add those of a base whom a figure leaves out: whoever reads it with its base can count them.

    Members of a whole are left to its sum, and of reasons a complaint may have several.
    """
    is_alone = not figure.member or figure.measure.endswith(TARGET)
    if figure.unit not in (Unit.COUNT, Unit.SHARE) or not is_alone:
        return
    own, bases = numbers.counts.get(figure.id, ""), numbers.bases.get(figure.id, ())
    if own not in numbers.values or not bases or bases[0] not in numbers.values:
        return
    left = numbers.values[bases[0]] - numbers.values[own]
    if left > 0:
        name = f"{figure.id} left out"
        numbers.values[name] = left
        numbers.sums.append(Sum((own, name), bases[0]))


def _add_parts_of_more(numbers: Numbers, total: str, parts: Sequence[str]) -> None:
    whole = numbers.counts.get(total, total)
    left = numbers.values.get(whole, 0) - sum(numbers.values[one] for one in parts)
    if parts and whole in numbers.values and left >= 0:
        other = f"{parts[0]} other"
        numbers.values[other] = left
        numbers.others.add(other)
        numbers.sums.append(Sum((*parts, other), whole))
