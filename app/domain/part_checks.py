"""Parts above their whole, rates that their own parts contradict, and averages."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from app.domain.figure_sets import Stated, per_cent, pounds, said, set_name
from app.domain.figures import PENCE, Figure, Source, Unit
from app.domain.findings import Finding, Level
from app.domain.possible_counts import bounds, cut, last_place, rounded
from app.domain.share_checks import WHOLE_SHARE, implied_parts

# A part, its whole, and how the sentence calls both.
PAIRS = (
    ("ombudsman.cases_upheld", "ombudsman.cases", "cases upheld", "cases decided"),
    ("ombudsman.orders_complied", "ombudsman.orders", "orders complied with", "orders made"),
)
# What the shares and counts of a measure are parts of by their definition.
BASES = (
    (
        re.compile(r"(stage_[12])\.(received_by_\w+|reasons|acknowledged|answered)"),
        r"\1.received",
    ),
    (re.compile(r"escalation_rate"), "stage_1.received"),
    (re.compile(r"refused_by_reason"), "refused"),
)
PER = {Unit.SHARE: 100, Unit.RATE: 1000}


def part_findings(stated: Stated) -> Iterator[Finding]:
    """Yield every part above its whole, and every rate or average that its parts contradict."""
    for figure in stated.usable():
        yield from _above_whole(stated, figure)
        yield from _rate(stated, figure)
        yield from _average_days(stated, figure)
    yield from _other_bases(stated)
    yield from _pairs(stated)
    yield from _targets(stated)
    yield from _average_money(stated)


def _above_whole(stated: Stated, figure: Figure) -> Iterator[Finding]:
    if figure.unit is Unit.SHARE and figure.value is not None and figure.value > WHOLE_SHARE:
        sentence = f"{said(figure)} is stated as {per_cent(figure.value)}, more than all."
        numbers: dict[str, str | int] = {figure.id: str(figure.value)}
        yield _contradiction("part.above_whole", figure.id, sentence, numbers, (figure.id,))
        return
    count, base = _parts(stated, figure)
    is_part = figure.unit in (Unit.SHARE, Unit.COUNT) and not _is_pair(figure)
    if is_part and count is not None and base is not None and count > base:
        sentence = f"{said(figure)} counts {count:,}, more than the {base:,} it is a part of."
        numbers = {figure.id: count, "base": base}
        yield _contradiction("part.above_whole", figure.id, sentence, numbers, (figure.id,))


def _is_pair(figure: Figure) -> bool:
    return any(figure.id == part for part, _, _, _ in PAIRS) or figure.id == "escalation_rate"


def _parts(stated: Stated, figure: Figure) -> tuple[int | None, int | None]:
    if figure.unit is Unit.COUNT:
        return stated.count(figure.id), stated.base(figure)
    return implied_parts(stated, figure)


def _other_bases(stated: Stated) -> Iterator[Finding]:
    """Typed shares and counts are parts of the total of their definition, where that is stated."""
    for measure in stated.figures.measures:
        found = ((one.fullmatch(measure), total) for one, total in BASES)
        total = next((match.expand(total) for match, total in found if match), "")
        count = stated.count(total)
        other = [
            one
            for one in stated.figures.of(measure)
            if one.source is Source.TYPED and stated.base(one) not in (None, count)
        ]
        if count is not None and other:
            yield _other_base(stated, other, total, count)


def _other_base(stated: Stated, figures: list[Figure], total: str, count: int) -> Finding:
    base = stated.base(figures[0]) or 0
    measure = figures[0].measure
    name = set_name(measure) if figures[0].member else said(figures[0])
    sentence = (
        f"{name[0].upper()}{name[1:]}: stated out of {base:,}, but the total is given as "
        f"{count:,}. Out of which of the two?"
    )
    numbers: dict[str, str | int] = {total: count, "base": base}
    about = tuple(one.id for one in figures)
    return Finding(f"rate.other_base:{measure}", Level.QUESTION, sentence, numbers, about)


def _rate(stated: Stated, figure: Figure) -> Iterator[Finding]:
    """A share or a rate is its count over its base, rounded or cut."""
    per = PER.get(figure.unit)
    count, base = implied_parts(stated, figure)
    if per is None or figure.value is None or count is None or not base or count > base:
        return
    place = last_place(figure.value)
    right = rounded(count, base, place, per)
    if figure.value in (right, cut(count, base, place, per)):
        return
    of = "per cent" if figure.unit is Unit.SHARE else "per 1,000"
    sentence = (
        f"{said(figure)} is stated as {figure.value:f} {of}, but {count:,} of {base:,} "
        f"{'is' if count == 1 else 'are'} {right:f} {of}."
    )
    numbers: dict[str, str | int] = {figure.id: str(figure.value), "right": str(right)}
    numbers |= {"count": count, "base": base}
    yield _contradiction("rate.parts", figure.id, sentence, numbers, (figure.id,))


def _average_days(stated: Stated, figure: Figure) -> Iterator[Finding]:
    """An average of days is the total of the days over the number of answers."""
    base = stated.base(figure)
    if figure.unit is not Unit.DAYS or figure.value is None or figure.count is None or not base:
        return
    place = last_place(figure.value)
    right = rounded(figure.count, base, place, 1)
    if figure.value not in (right, cut(figure.count, base, place, 1)):
        sentence = (
            f"{said(figure)} is stated as {figure.value:f} working days, but {figure.count:,} days "
            f"over {base:,} answers are {right:f}."
        )
        numbers: dict[str, str | int] = {
            figure.id: str(figure.value),
            "count": figure.count,
            "base": base,
            "right": str(right),
        }
        yield _contradiction("average.parts", figure.id, sentence, numbers, (figure.id,))


def _average_money(stated: Stated) -> Iterator[Finding]:
    """The average of compensation is its total over the number of cases."""
    average, total = stated.figures.get("compensation.average"), _money(stated)
    if average is None or average.value is None or average.suppressed or total is None:
        return
    base = stated.base(average) or total.count
    if not base or total.value is None:
        return
    right = (total.value / base).quantize(PENCE, ROUND_HALF_UP)
    low, high = bounds(average.value)
    if not low <= Fraction(total.value) / base < high:
        sentence = (
            f"The average compensation is stated as {pounds(average.value)}, but "
            f"{pounds(total.value)} over {base:,} cases is {pounds(right)}."
        )
        numbers: dict[str, str | int] = {
            average.id: str(average.value),
            total.id: str(total.value),
            "base": base,
            "right": str(right),
        }
        about = (average.id, total.id)
        yield _contradiction("average.parts", average.id, sentence, numbers, about)


def _money(stated: Stated) -> Figure | None:
    found = stated.figures.get("compensation.total")
    return None if found is None or found.suppressed or found.why_not else found


def _pairs(stated: Stated) -> Iterator[Finding]:
    for part_id, whole_id, part_name, whole_name in PAIRS:
        part, whole = stated.count(part_id), stated.count(whole_id)
        if part is not None and whole is not None and part > whole:
            sentence = f"{part:,} {part_name}, but only {whole:,} {whole_name}: one is wrong."
            numbers: dict[str, str | int] = {part_id: part, whole_id: whole}
            yield _contradiction(
                "part.above_whole", part_id, sentence, numbers, (part_id, whole_id)
            )


def _targets(stated: Stated) -> Iterator[Finding]:
    """Whatever is answered within ten days is answered within twenty, too."""
    for stage in (1, 2):
        found = sorted(
            (days, one.value, one.id)
            for one in stated.figures.of(f"stage_{stage}.target")
            if (days := target_days(one)) is not None and _is_share(one) and one.value is not None
        )
        for (fewer, share, one_id), (more, larger, other_id) in zip(found, found[1:], strict=False):
            if share > larger:
                yield _more_in_fewer_days((fewer, share, one_id), (more, larger, other_id))


def _is_share(figure: Figure) -> bool:
    return figure.unit is Unit.SHARE and not figure.suppressed and not figure.why_not


def target_days(figure: Figure) -> int | None:
    """Return the days of a landlord's target: 10 for stage_1.target.10_days."""
    days = figure.member.removesuffix("_days")
    return int(days) if days.isascii() and days.isdecimal() else None


def _more_in_fewer_days(one: tuple[int, Decimal, str], other: tuple[int, Decimal, str]) -> Finding:
    sentence = (
        f"{per_cent(one[1])} answered within {one[0]} working days, but only {per_cent(other[1])} "
        f"within {other[0]}: whatever is answered in fewer days is answered in more."
    )
    numbers: dict[str, str | int] = {one[2]: str(one[1]), other[2]: str(other[1])}
    return _contradiction(
        "target.more_in_fewer_days", one[2], sentence, numbers, (one[2], other[2])
    )


def _contradiction(
    check: str,
    figure_id: str,
    sentence: str,
    numbers: dict[str, str | int],
    about: tuple[str, ...],
) -> Finding:
    return Finding(f"{check}:{figure_id}", Level.CONTRADICTION, sentence, numbers, about)
