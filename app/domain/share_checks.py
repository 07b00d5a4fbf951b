"""Shares that no count can give, shares that were cut, and shares whose base nobody stated."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.domain.figure_sets import Stated, is_usable, per_cent, said, set_name, stage_of
from app.domain.figures import Figure, Source, Unit
from app.domain.findings import Finding, Level
from app.domain.ombudsman_checks import RATE, has_parts
from app.domain.possible_counts import (
    cut_counts,
    last_place,
    nearest_shares,
    possible_counts,
    rounded,
    rounded_counts,
)
from app.domain.wording import listed

WHOLE_SHARE = 100


def share_findings(stated: Stated) -> Iterator[Finding]:
    """Yield what is wrong with single shares, one finding for each set, and for each stage."""
    yield from _impossible_shares(stated)
    yield from _cut_shares(stated)
    yield from _bases_not_given(stated)


def impossible_in(stated: Stated, measure: str) -> list[Figure]:
    """Return the shares of a set that no whole number of their base gives."""
    return [one for one in stated.figures.of(measure) if _is_impossible(stated, one)]


def is_ordinary(figure: Figure) -> bool:
    """Tell whether a figure states a share of 0 to 100 per cent."""
    return (
        figure.unit is Unit.SHARE
        and is_usable(figure)
        and figure.value is not None
        and 0 <= figure.value <= WHOLE_SHARE
    )


def implied_parts(stated: Stated, figure: Figure) -> tuple[int | None, int | None]:
    """Return the count and the base that a share rests on, its own or those of its definition."""
    count, base = figure.count, stated.base(figure)
    if figure.id == "escalation_rate":
        count = stated.count("stage_2.received") if count is None else count
        base = stated.count("stage_1.received") if base is None else base
    return count, base


def _is_impossible(stated: Stated, figure: Figure) -> bool:
    if not is_ordinary(figure) or figure.value is None:
        return False
    count, base = implied_parts(stated, figure)
    # Where the count is known, share and count are compared with each other instead.
    return count is None and bool(base) and not possible_counts(figure.value, base or 0)


def _impossible_shares(stated: Stated) -> Iterator[Finding]:
    for measure in stated.figures.measures:
        wrong = impossible_in(stated, measure)
        bases = {stated.base(one) for one in wrong}
        for base in sorted(base for base in bases if base):
            these = [one for one in wrong if stated.base(one) == base]
            key = measure if len(bases) == 1 else f"{measure}:{base}"
            yield _impossible(stated, key, base, these)


def _impossible(stated: Stated, key: str, base: int, wrong: Sequence[Figure]) -> Finding:
    measure = wrong[0].measure
    cut = [(one, count) for one, count, of in _cut_in(stated, measure) if of == base]
    values = {one.id: str(one.value) for one in [*wrong, *(one for one, _ in cut)]}
    name = set_name(measure) if wrong[0].member else wrong[0].label
    sentence = (
        f"{name[0].upper()}{name[1:]}: no number of complaints out of {base:,} gives "
        f"{_or([_with_nearest(one, base) for one in wrong])}, whether rounded or cut."
    )
    if cut:
        shares = listed([f"{per_cent(_value(one))} ({said(one)})" for one, _ in cut])
        verb = "comes" if len(cut) == 1 else "come"
        sentence += f" {shares} only {verb} out when cut, not rounded."
    about = tuple(one.id for one in wrong)
    numbers: dict[str, str | int] = {"base": base, **values}
    return Finding(f"shares.impossible:{key}", Level.CONTRADICTION, sentence, numbers, about)


def _with_nearest(figure: Figure, base: int) -> str:
    near = _or([per_cent(one) for one in dict.fromkeys(nearest_shares(_value(figure), base))])
    return f"{per_cent(_value(figure))} ({said(figure)}; the nearest possible: {near})"


def _or(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _value(figure: Figure) -> Decimal:
    return Decimal(0) if figure.value is None else figure.value


def _cut_in(stated: Stated, measure: str) -> Iterator[tuple[Figure, int, int]]:
    """Yield the shares of a set that were cut, with the count and the base of each."""
    for one in stated.figures.of(measure):
        if not is_ordinary(one) or one.value is None:
            continue
        count, base = implied_parts(stated, one)
        if not base:
            continue
        by_rounding, by_cutting = rounded_counts(one.value, base), cut_counts(one.value, base)
        if count is not None and count in by_cutting and count not in by_rounding:
            yield one, count, base
        elif count is None and by_cutting and not by_rounding:
            yield one, by_cutting[0], base


def _cut_shares(stated: Stated) -> Iterator[Finding]:
    """Yield one note for each stage, because sets of a stage were cut by the same hand."""
    found: dict[str, list[tuple[Figure, int, int]]] = {}
    for measure in stated.figures.measures:
        if not impossible_in(stated, measure):
            for one in _cut_in(stated, measure):
                stage = stage_of(measure)
                found.setdefault(f"stage_{stage}" if stage else measure, []).append(one)
    for key, cut in found.items():
        about = tuple(one.id for one, _, _ in cut)
        values: dict[str, str | int] = {one.id: str(one.value) for one, _, _ in cut}
        yield Finding(f"shares.cut:{key}", Level.NOTE, _cut_sentence(key, cut), values, about)


def _cut_sentence(key: str, cut: Sequence[tuple[Figure, int, int]]) -> str:
    where = f"At stage {key[-1]}, " if key.startswith("stage_") else ""
    shares = listed([per_cent(_value(one)) for one, _, _ in cut])
    were = "was cut after its last figure" if len(cut) == 1 else "were cut after their last figure"
    rather = listed([_rounded(*one) for one in cut])
    return f"{where}{shares} {were}, not rounded. Rounded: {rather}."


def _rounded(figure: Figure, count: int, base: int) -> str:
    share = rounded(count, base, last_place(_value(figure)))
    return f"{per_cent(share)} ({said(figure)}, {count:,} of {base:,})"


def _bases_not_given(stated: Stated) -> Iterator[Finding]:
    """Yield one question for each set; all or none of something needs no base."""
    for measure in stated.figures.measures:
        bare = [one for one in stated.figures.of(measure) if _needs_base(stated, one)]
        if bare and not (measure == RATE and has_parts(stated)):
            about = tuple(one.id for one in bare)
            values: dict[str, str | int] = {one.id: str(one.value) for one in bare}
            yield Finding(
                f"base.missing:{measure}", Level.QUESTION, _base_sentence(bare), values, about
            )


def _needs_base(stated: Stated, figure: Figure) -> bool:
    if figure.value is None or not is_usable(figure) or figure.source is not Source.TYPED:
        return False
    if figure.unit is Unit.SHARE and figure.value in (0, WHOLE_SHARE):
        return False
    return figure.unit in (Unit.SHARE, Unit.RATE) and implied_parts(stated, figure)[1] is None


def _base_sentence(bare: Sequence[Figure]) -> str:
    is_rate = bare[0].unit is Unit.RATE
    shown = [
        f"{_value(one):f} per 1,000 ({said(one)})"
        if is_rate
        else f"{per_cent(_value(one))} ({said(one)})"
        for one in bare
    ]
    out_of = "how many homes" if is_rate else "how many complaints"
    if any(not one.id.startswith(("stage_", "ch0")) for one in bare):
        out_of = "what number"
    these, them = ("is this", "it") if len(bare) == 1 else ("are these", "them")
    why = f"The base is not given, so nobody can check {them}."
    return f"{listed(shown)}: out of {out_of} {these}? {why}"
