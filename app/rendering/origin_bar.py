"""One bar that shows how the provisions of an edition came about, as a small SVG of our own.

Presentation attributes only: the security policy of the pages refuses a style attribute.
"""

from collections.abc import Mapping

from markupsafe import Markup

from app.domain.lineage import Origin

WIDTH, HEIGHT = 600, 36
INK = "#17212b"
# The more an edition changed, the darker; the marks tell the parts apart without the colour.
FILLS = {
    Origin.UNCHANGED: "#ffffff",
    Origin.REWORDED: "#cfe3ea",
    Origin.MERGED: "#8fbccb",
    Origin.SPLIT: "#8fbccb",
    Origin.NEW: "#1d5a6b",
    Origin.NOT_ASKED: "#e3e5e7",
}


def origin_bar(counts: Mapping[Origin, int], title: str) -> Markup:
    """Return the bar; its parts stand in the order of `Origin`, as wide as they are many."""
    whole = max(sum(counts.values()), 1)
    parts, before = Markup(""), 0
    for origin in Origin:
        start, end = (WIDTH * count // whole for count in (before, before + counts[origin]))
        before += counts[origin]
        if counts[origin]:
            parts += _part(origin, start, end - start)
    return Markup(
        '<svg class="origin-bar" xmlns="http://www.w3.org/2000/svg" role="img" '
        'aria-labelledby="origins-title" width="{}" height="{}" viewBox="0 0 {} {}" '
        'preserveAspectRatio="none"><title id="origins-title">{}</title>{}</svg>'
    ).format(WIDTH, HEIGHT, WIDTH, HEIGHT, title, parts)


def origin_swatch(origin: Origin) -> Markup:
    """Return a small sample of a part, for the words beside it; screen readers pass it over."""
    return Markup(
        '<svg class="origin-swatch" xmlns="http://www.w3.org/2000/svg" aria-hidden="true" '
        'focusable="false" width="24" height="16" viewBox="0 0 36 36" '
        'preserveAspectRatio="none">{}</svg>'
    ).format(_part(origin, 0, 36))


def _part(origin: Origin, start: int, width: int) -> Markup:
    box = Markup(
        '<rect x="{}" y="0.5" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="1"/>'
    ).format(start + 0.5, max(width - 1, 1), HEIGHT - 1, FILLS[origin], INK)
    marks = _marks(origin, start, width)
    if not marks:
        return box
    return box + Markup('<path d="{}" fill="none" stroke="{}" stroke-width="1"/>').format(
        marks, INK
    )


def _marks(origin: Origin, start: int, width: int) -> str:
    """Return level lines for merged, upright ones for split, dots for what was not asked."""
    if origin is Origin.MERGED:
        return "".join(f"M{start + 1} {y}H{start + width - 1}" for y in range(6, HEIGHT - 2, 6))
    if origin is Origin.SPLIT:
        return "".join(f"M{x} 1V{HEIGHT - 1}" for x in range(start + 5, start + width - 2, 6))
    if origin is Origin.NOT_ASKED:
        return "".join(
            f"M{x} {y}h2"
            for x in range(start + 5, start + width - 4, 9)
            for y in range(7, HEIGHT - 3, 8)
        )
    return ""
