"""What stands under a table of figures: who is counted, when, out of how many, and who says so."""

from collections.abc import Iterator, Sequence

from app.domain.days import day_in_words
from app.domain.figure_words import FEWER, WITHHELD, value_in_words
from app.domain.figures import Figure, Period, Source, Unit, YearFigures
from app.domain.table_sets import (
    SEVERAL,
    STAGES,
    is_whole,
    plain_name,
    stage_of,
    without_stage,
)
from app.domain.wording import lowered

SEVERAL_NOTE = (
    "One complaint may have several reasons, so these shares can add up to more than "
    "100\N{NO-BREAK SPACE}%."
)
ROUNDED_NOTE = "Shares are rounded, so they may not add up to exactly 100\N{NO-BREAK SPACE}%."
FROM = {
    Source.EXTRACT: "Worked out from the complaint cases themselves.",
    Source.TYPED: "As the landlord counted and typed them in.",
}
FROM_BOTH = (
    "Partly worked out from the complaint cases themselves, partly as the landlord counted and "
    "typed them in."
)
FEWER_NOTE = "Numbers from one to four are shown as “fewer than 5”, so that nobody is recognised."
WITHHELD_NOTE = (
    "“Not shown” stands where a number from one to four is, or could be worked out from what is "
    "shown."
)


def notes_on(found: Sequence[Figure], figures: YearFigures) -> tuple[str, ...]:
    """Return the sentences under a table that holds these figures, each once."""
    return tuple(dict.fromkeys(_notes(found, figures)))


def period_in_words(period: Period) -> str:
    """Write a period as "1 April 2023 to 31 March 2024"."""
    return f"{day_in_words(period.start)} to {day_in_words(period.end)}"


def _notes(found: Sequence[Figure], figures: YearFigures) -> Iterator[str]:
    if not found:
        return
    yield f"Counted from {period_in_words(figures.period)}."
    yield from _bases(found)
    if any(plain_name(one.measure) in SEVERAL for one in found):
        yield SEVERAL_NOTE
    elif any(_is_rounded(one) for one in found):
        yield ROUNDED_NOTE
    yield from _reasons_why_not(found)
    yield from _own_notes(found)
    sources = {one.source for one in found}
    yield FROM[sources.pop()] if len(sources) == 1 else FROM_BOTH


def _bases(found: Sequence[Figure]) -> Iterator[str]:
    """Yield who is counted in each stage, and out of how many where it is a part."""
    stated = [one for one in found if _is_stated(one)]
    for stage in dict.fromkeys(stage_of(one) for one in stated):
        by_base = _by_population_and_base([one for one in stated if stage_of(one) == stage])
        for (population, out_of), labels in by_base.items():
            names = [STAGES[stage]] if stage else []
            # Where one column counts different things, the sentence names the lines it is about.
            if len(by_base) > 1:
                names.append(_named(labels))
            said = f"{', '.join(names)}: {lowered(population)}" if names else population
            yield _sentence(said + out_of)


def _is_stated(figure: Figure) -> bool:
    return figure.value is not None or figure.count is not None or figure.suppressed


def _by_population_and_base(found: Sequence[Figure]) -> dict[tuple[str, str], list[str]]:
    """Return the labels by who is counted and out of how many; a bare count joins the shares."""
    groups: dict[tuple[str, str], list[str]] = {}
    for one in sorted(found, key=_is_bare_count):
        key = (one.population, _out_of(one))
        if _is_bare_count(one):
            key = next((known for known in groups if known[0] == one.population), key)
        groups.setdefault(key, []).append(without_stage(one))
    return groups


def _is_bare_count(figure: Figure) -> bool:
    """Tell whether a figure is no share: it needs no base, though its set may have one."""
    is_part = figure.unit in (Unit.SHARE, Unit.RATE, Unit.DAYS)
    return figure.base is None and (not is_part or figure.value is None)


def _out_of(figure: Figure) -> str:
    if figure.unit in (Unit.COUNT, Unit.MONEY) and not is_whole(figure.measure):
        return ""
    if figure.base is not None:
        return f" (out of {figure.base:,})"
    return "" if _is_bare_count(figure) else " (out of how many is not stated)"


def _own_notes(found: Sequence[Figure]) -> Iterator[str]:
    """Yield what is noted on single figures, with the lines that it is about."""
    by_note: dict[str, list[str]] = {}
    for one in found:
        if one.note:
            by_note.setdefault(one.note, []).append(_name(one, found))
    for note, names in by_note.items():
        yield _sentence(note if len(names) == len(found) else f"{_named(names)}: {note}")


def _name(figure: Figure, found: Sequence[Figure]) -> str:
    """Return what a line is called, with its stage where the table has both."""
    stage = stage_of(figure)
    if stage is None or len({stage_of(one) for one in found}) == 1:
        return without_stage(figure)
    return f"{STAGES[stage]}, {lowered(without_stage(figure))}"


def _reasons_why_not(found: Sequence[Figure]) -> Iterator[str]:
    hidden = {value_in_words(one) for one in found if one.suppressed}
    if FEWER in hidden:
        yield FEWER_NOTE
    if WITHHELD in hidden:
        yield WITHHELD_NOTE
    for one in found:
        if one.value is None and one.why_not and not one.suppressed:
            yield _sentence(f"{_name(one, found)}: {one.why_not}")


def _is_rounded(figure: Figure) -> bool:
    """Tell whether a share was rounded by us: what a landlord typed may have been cut."""
    own = figure.source is Source.EXTRACT
    return own and figure.unit is Unit.SHARE and is_whole(figure.measure)


def _named(labels: Sequence[str]) -> str:
    return ", ".join(labels) if len(labels) < 4 else f"{labels[0]} to {labels[-1]}"


def _sentence(text: str) -> str:
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
