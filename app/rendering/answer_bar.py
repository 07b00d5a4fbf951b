"""One bar that shows how the provisions were answered, as a small SVG of our own.

Presentation attributes only: the security policy of the pages refuses a style attribute.
"""

from collections.abc import Iterator, Mapping

from markupsafe import Markup, escape

from app.domain.answers import Outcome

WIDTH, HEIGHT, SIDE = 600, 36, 16
INK = "#17212b"
FILLS = {
    Outcome.YES: "#1d5a6b",
    Outcome.NO: "#f3c98b",
    Outcome.NOT_APPLICABLE: "#aab4ba",
    Outcome.NOT_ANSWERED: "#ffffff",
    Outcome.OTHER: "#cfe3ea",
}


def bar(counts: Mapping[Outcome, int], *, title: str) -> Markup:
    """Return the bar; its parts stand in the order of `Outcome`, as wide as they are many.

    The title tells all that it shows: it becomes the alternative text in the PDF.
    """
    return Markup(
        '<svg class="bar" xmlns="http://www.w3.org/2000/svg" role="img" '
        'aria-labelledby="bar-title" width="{}" height="{}" viewBox="0 0 {} {}" '
        'preserveAspectRatio="none"><title id="bar-title">{}</title>{}</svg>'
    ).format(WIDTH, HEIGHT, WIDTH, HEIGHT, title, Markup("").join(_parts(counts)))


def swatch(outcome: Outcome) -> Markup:
    """Return a small sample of a part's colour and marks, for the table beside the bar.

    Screen readers pass it over; its title is the alternative text that a PDF may not go without.
    """
    return Markup(
        '<svg class="swatch" xmlns="http://www.w3.org/2000/svg" aria-hidden="true" '
        'focusable="false" width="{}" height="{}" viewBox="0 0 {} {}">'
        "<title>As in the chart</title>{}</svg>"
    ).format(SIDE, SIDE, SIDE, SIDE, _part(outcome, 0, SIDE, SIDE))


def _parts(counts: Mapping[Outcome, int]) -> Iterator[Markup]:
    whole = sum(counts.values())
    before = 0
    for outcome in Outcome:
        start, end = (
            WIDTH * count // max(whole, 1) for count in (before, before + counts[outcome])
        )
        before += counts[outcome]
        if counts[outcome]:
            yield _part(outcome, start, end - start, HEIGHT)


def _part(outcome: Outcome, start: int, width: int, height: int) -> Markup:
    """Draw one part, with marks of its own where colour alone would have to tell it."""
    box = Markup(
        '<rect x="{}" y="0.5" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="1"/>'
    ).format(start + 0.5, max(width - 1, 1), height - 1, FILLS[outcome], INK)
    marks = _marks(outcome, start, width, height)
    if not marks:
        return box
    return box + Markup('<path d="{}" fill="none" stroke="{}" stroke-width="1.5"/>').format(
        escape(marks), INK
    )


def _marks(outcome: Outcome, start: int, width: int, height: int) -> str:
    """Return upright lines for a No and level ones for another kind of answer."""
    if outcome is Outcome.NO:
        return "".join(f"M{x} 1V{height - 1}" for x in range(start + 4, start + width - 2, 5))
    if outcome is Outcome.OTHER:
        return "".join(f"M{start + 1} {y}H{start + width - 1}" for y in range(5, height - 2, 6))
    return ""
