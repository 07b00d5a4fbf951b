"""Parts that do not add up to their whole, shares mixed with counts, and totals not given."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from app.domain.figure_sets import (
    LIST,
    WHOLE,
    Stated,
    is_open,
    is_usable,
    per_cent,
    pounds,
    said,
    set_name,
    total_of,
)
from app.domain.figures import Figure, Unit
from app.domain.findings import Finding, Level
from app.domain.possible_counts import bounds, cut_counts, possible_counts, rounded_counts
from app.domain.share_checks import WHOLE_SHARE, impossible_in
from app.domain.wording import listed

LEFT_OUT = "If something was left out, add it as the rest."


def sum_findings(stated: Stated) -> Iterator[Finding]:
    """Yield what is wrong with the sums of sets: parts of a whole, and lists of amounts."""
    for measure, figures in stated.sets(WHOLE):
        parts = [one for one in figures if not is_open(one)]
        if len(parts) < 2 or not all(is_usable(one) for one in figures):
            continue
        has_rest = len(parts) < len(figures)
        yield from _sum_of_parts(stated, measure, parts, has_rest)
        yield from _mixed(stated, measure, parts)
    for measure, figures in stated.sets(LIST):
        yield from _amounts(stated, measure, figures)


def adds_up(stated: Stated, measure: str) -> bool:
    """Tell whether a set states all parts of its whole, so that nothing can lie in a remainder."""
    figures = stated.figures.of(measure)
    if len(figures) < 2 or any(one.member == "rest" or not is_usable(one) for one in figures):
        return False
    return not list(_sum_of_parts(stated, measure, figures, has_rest=False))


def _sum_of_parts(
    stated: Stated, measure: str, parts: Sequence[Figure], has_rest: bool
) -> Iterator[Finding]:
    if any(one.value is not None and one.value > WHOLE_SHARE for one in _shares(parts)):
        return  # a share above 100 is told by itself
    base = stated.one_base(measure)
    if all(one.count is not None for one in parts):
        yield from _sum_of_counts(stated, measure, parts, base, has_rest)
    elif all(one.count is None for one in parts) and not _fits_as_shares(parts, has_rest):
        yield _shares_do_not_add_up(measure, parts)
    elif base and not impossible_in(stated, measure) and not _fits_as_counts(parts, base, has_rest):
        yield _counts_cannot_add_up(measure, parts, base)


def _shares(parts: Sequence[Figure]) -> list[Figure]:
    return [one for one in parts if one.unit is Unit.SHARE and one.value is not None]


def _fits_as_shares(parts: Sequence[Figure], has_rest: bool) -> bool:
    """Tell whether true shares, each rounded or cut, can add up to 100 (or, with a rest, less)."""
    ends = [bounds(one.value) for one in parts if one.value is not None]
    low: Fraction = sum((low for low, _ in ends), Fraction(0))
    high: Fraction = sum((high for _, high in ends), Fraction(0))
    return low <= WHOLE_SHARE and (has_rest or high > WHOLE_SHARE)


def _fits_as_counts(parts: Sequence[Figure], base: int, has_rest: bool) -> bool:
    """Tell whether some whole numbers behind the shares add up to the base."""
    ranges = [_counts(one, base) for one in parts]
    low, high = sum(one[0] for one in ranges), sum(one[-1] for one in ranges)
    return low <= base and (has_rest or high >= base)


def _counts(figure: Figure, base: int) -> range:
    if figure.count is not None:
        return range(figure.count, figure.count + 1)
    return possible_counts(figure.value or Decimal(0), base)


def _shares_do_not_add_up(measure: str, parts: Sequence[Figure]) -> Finding:
    total = sum((one.value for one in parts if one.value is not None), Decimal(0))
    away = "more than rounding explains"
    hint = f" {LEFT_OUT}" if total < WHOLE_SHARE else ""
    sentence = (
        f"The shares of {set_name(measure)} add up to {per_cent(total)}, "
        f"which is {per_cent(abs(total - WHOLE_SHARE))} from the whole: {away}.{hint}"
    )
    numbers: dict[str, str | int] = {one.id: str(one.value) for one in parts}
    numbers["sum"] = str(total)
    return _contradiction("shares.sum", measure, sentence, numbers, parts)


def _counts_cannot_add_up(measure: str, parts: Sequence[Figure], base: int) -> Finding:
    shown = listed([_as_stated(one) for one in parts])
    sentence = (
        f"No numbers of complaints that add up to {base:,} give the {set_name(measure)} "
        f"as stated: {shown}."
    )
    return _contradiction("shares.sum", measure, sentence, _numbers(parts) | {"base": base}, parts)


def _sum_of_counts(
    stated: Stated, measure: str, parts: Sequence[Figure], base: int | None, has_rest: bool
) -> Iterator[Finding]:
    counts = [one.count or 0 for one in parts]
    total = sum(counts)
    numbers: dict[str, str | int] = {one.id: one.count or 0 for one in parts}
    numbers["sum"] = total
    if base is None:
        if not has_rest and _is_total_wanted(stated, measure, total):
            yield _no_total(measure, f"{_added(counts)} = {total:,}", numbers, parts)
    elif total > base or (total < base and not has_rest):
        hint = f" {LEFT_OUT}" if total < base else ""
        sentence = (
            f"The {set_name(measure)} add up to {total:,} ({_added(counts)}), "
            f"but the total is stated as {base:,}.{hint}"
        )
        yield _contradiction("counts.sum", measure, sentence, numbers | {"total": base}, parts)


def _is_total_wanted(stated: Stated, measure: str, total: int) -> bool:
    """Tell whether the counts of a set have a total that a reader looks for in vain."""
    if measure.startswith("ombudsman."):
        return False  # findings have no total of their own: several may belong to one case
    received = stated.count(f"{measure.partition('.')[0]}.received")
    return total != received or total_of(measure) is not None


def _mixed(stated: Stated, measure: str, parts: Sequence[Figure]) -> Iterator[Finding]:
    shares = _shares(parts)
    counts = [one for one in parts if one.unit is Unit.SHARE and one.value is None]
    if not shares or not counts:
        return
    base = stated.one_base(measure)
    sentence = (
        f"The {set_name(measure)} mix shares with counts: "
        f"{listed([_as_stated(one) for one in shares])} beside "
        f"{listed([_as_stated(one) for one in counts])}."
    )
    numbers = _numbers(parts)
    meant = [_meant(one, base) for one in parts] if base else []
    known = [one for one in meant if one is not None]
    if base and len(known) == len(parts) and sum(known) == base:
        sentence += f" As counts they agree with the total: {_added(known)} = {base:,}."
        numbers["sum"] = base
    yield Finding(f"shares.mixed:{measure}", Level.NOTE, sentence, numbers, _ids(parts))


def _meant(figure: Figure, base: int) -> int | None:
    """Return the count that a share most likely stands for: the rounded one, else the cut one."""
    if figure.count is not None or figure.value is None:
        return figure.count
    likely = rounded_counts(figure.value, base) or cut_counts(figure.value, base)
    return likely[0] if likely else None


def _amounts(stated: Stated, measure: str, figures: Sequence[Figure]) -> Iterator[Finding]:
    """A list of amounts has a total, and it is the sum."""
    amounts = [one.value for one in figures if one.unit is Unit.MONEY and one.value is not None]
    if len(amounts) < len(figures) or not all(is_usable(one) for one in figures):
        return
    total, total_id = sum(amounts, Decimal(0)), measure.removesuffix("_by_case")
    given = stated.figures.get(total_id)
    added = f"{' + '.join(pounds(one) for one in amounts)} = {pounds(total)}"
    numbers = _numbers(figures) | {"sum": f"{total:.2f}"}
    if given is None or (is_usable(given) and given.value is None):
        if len(amounts) > 1:
            yield _no_total(measure, added, numbers, figures)
    elif is_usable(given) and given.value is not None and given.value != total:
        sentence = (
            f"The amounts of {set_name(measure)} add up to {pounds(total)} ({added}), "
            f"but the total is stated as {pounds(given.value)}."
        )
        numbers |= {given.id: str(given.value)}
        yield _contradiction("amounts.sum", measure, sentence, numbers, [*figures, given])


def _no_total(
    measure: str, added: str, numbers: dict[str, str | int], parts: Sequence[Figure]
) -> Finding:
    sentence = f"No total is given for the {set_name(measure)}. Added up: {added}."
    return Finding(f"total.missing:{measure}", Level.NOTE, sentence, numbers, _ids(parts))


def _contradiction(
    check: str,
    measure: str,
    sentence: str,
    numbers: dict[str, str | int],
    parts: Sequence[Figure],
) -> Finding:
    return Finding(f"{check}:{measure}", Level.CONTRADICTION, sentence, numbers, _ids(parts))


def _numbers(parts: Sequence[Figure]) -> dict[str, str | int]:
    return {one.id: (one.count or 0) if one.value is None else str(one.value) for one in parts}


def _as_stated(figure: Figure) -> str:
    number = f"{figure.count:,}" if figure.value is None else per_cent(figure.value)
    return f"{number} ({said(figure)})"


def _added(counts: Sequence[int]) -> str:
    return " + ".join(f"{one:,}" for one in counts)


def _ids(parts: Sequence[Figure]) -> tuple[str, ...]:
    return tuple(one.id for one in parts)
