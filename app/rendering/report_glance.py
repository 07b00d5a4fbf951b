"""What a resident asks first of a report: how many, how soon, what was upheld, what changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.documents import Document
from app.domain.figure_words import figure_in_words
from app.domain.figures import Figure, Unit, YearFigures
from app.domain.wording import lowered
from app.rendering.statement_words import capitalised, joined, number_of

STAGES = {"stage_1": "stage 1", "stage_2": "stage 2"}
MOST_CHANGES = 3
LONGEST_CHANGE = 220  # characters; whatever is longer is told in full further down
NOTHING = "This report gives no figure for it."


@dataclass(frozen=True)
class GlanceLine:
    """One question with its answer in sentences, and where more of it stands on the page."""

    asked: str
    said: tuple[str, ...]
    more: str = ""
    anchor: str = ""


def glance(
    document: Document, figures: YearFigures | None, earlier: YearFigures | None
) -> tuple[GlanceLine, ...]:
    """Return the questions in the order in which residents ask them."""
    lines = [
        GlanceLine("How many complaints there were", tuple(_received(figures, earlier))),
        GlanceLine("How many were answered on time", tuple(_on_time(figures))),
        GlanceLine("What was upheld", tuple(_upheld(figures))),
    ]
    if ombudsman := tuple(_ombudsman(figures)):
        lines.append(GlanceLine("At the Housing Ombudsman", ombudsman))
    lines.append(_changed(document))
    return tuple(lines)


def _received(figures: YearFigures | None, earlier: YearFigures | None) -> Iterator[str]:
    now, before = _counts(figures), _counts(earlier)
    if now:
        yield f"{capitalised(joined(now))}."
    if now and before and earlier:
        yield f"In {earlier.year.text}: {joined(before)}."
    refused = figures and figures.get("refused")
    if refused and refused.count == 0:
        yield "No complaint was refused."
    elif refused and refused.count and not refused.suppressed:
        yield f"{number_of(refused.count, 'complaint')} {_was(refused.count)} refused."


def _counts(figures: YearFigures | None) -> list[str]:
    return [
        f"{figure_in_words(found)} at {words}"
        for stage, words in STAGES.items()
        if (found := _known(figures, f"{stage}.received"))
    ]


def _on_time(figures: YearFigures | None) -> Iterator[str]:
    """Yield each stage's share by the Code, or else by the landlord's own targets."""
    for stage, words in STAGES.items():
        on_time = figures.get(f"{stage}.answered_on_time") if figures else None
        measured = (
            ([on_time] if on_time and on_time.value is not None else [])
            or [one for one in (figures.of(f"{stage}.target") if figures else ()) if _is_known(one)]
            or _members(figures, f"{stage}.answered", ("within_limit", "within_extension"))
        )
        if measured:
            yield _said(words, measured)
        elif on_time and on_time.why_not:
            yield f"{capitalised(words)}: {figure_in_words(on_time)}."


def _upheld(figures: YearFigures | None) -> Iterator[str]:
    for stage, words in STAGES.items():
        if parts := _members(figures, f"{stage}.outcomes", ("upheld", "partly_upheld")):
            yield _said(words, parts)


def _ombudsman(figures: YearFigures | None) -> Iterator[str]:
    cases, upheld = (_known(figures, f"ombudsman.{name}") for name in ("cases", "cases_upheld"))
    if cases and upheld:
        verb = _was(upheld.count or 0)
        yield f"{_cases(cases)}, of which {figure_in_words(upheld)} {verb} upheld."
    elif cases:
        yield f"{_cases(cases)}."


def _cases(figure: Figure) -> str:
    return number_of(int(figure.value or figure.count or 0), "case")


def _changed(document: Document) -> GlanceLine:
    asked = "What changed because of them"
    said = [_shortened(entry["changed"]) for entry in document["learning"]]
    if said:
        more = "What we learned and changed, in full"
        return GlanceLine(asked, tuple(said[:MOST_CHANGES]), more, "improvements")
    told = next(part for part in document["parts"] if part["key"] == "improvements")
    if told["text"]:
        return GlanceLine(asked, (), "What we learned and changed", "improvements")
    return GlanceLine(asked, ())


def _said(stage: str, figures: list[Figure]) -> str:
    """Return "Stage 1: 48.4 % upheld (150 of 310) and 14.5 % partly upheld (45 of 310)."."""
    pieces = [f"{figure_in_words(one)} {_called(one)}{_of_how_many(one)}" for one in figures]
    return f"{capitalised(stage)}: {joined(pieces)}."


def _called(figure: Figure) -> str:
    """Return what a share is of, so that it reads on after its number."""
    if figure.label.startswith("Stage "):  # the stage has been named
        return "within the Code’s time"
    return lowered(figure.label)


def _of_how_many(figure: Figure) -> str:
    if figure.unit is not Unit.SHARE or figure.count is None or figure.base is None:
        return ""
    return f" ({figure.count:,} of {figure.base:,})"


def _members(figures: YearFigures | None, measure: str, names: tuple[str, ...]) -> list[Figure]:
    found = (_known(figures, f"{measure}.{name}") for name in names)
    return [one for one in found if one]


def _known(figures: YearFigures | None, figure_id: str) -> Figure | None:
    found = figures.get(figure_id) if figures else None
    return found if found and _is_known(found) else None


def _is_known(figure: Figure) -> bool:
    return not figure.suppressed and (figure.value is not None or figure.count is not None)


def _shortened(text: str) -> str:
    """Return the first line of a text, cut between words where it is long."""
    line = next((one.strip() for one in text.splitlines() if one.strip()), "")
    if len(line) <= LONGEST_CHANGE:
        return line
    kept = line[:LONGEST_CHANGE]
    return f"{kept.rpartition(' ')[0] or kept}…"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"
