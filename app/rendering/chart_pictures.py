"""Pictures of charts for Word, which shows no SVG everywhere: PNG, drawn with a font of our own.

The same chart gives the same bytes on every machine: no font of the system is asked.
"""

from functools import cache
from pathlib import Path

import resvg_py

from app.domain.figure_charts import FigureChart
from app.rendering.charts import PRINTED, draw

FONTS = tuple(
    Path(__file__).parent / "fonts" / name for name in ("chart-sans.ttf", "chart-sans-bold.ttf")
)
FAMILY = "Chart Sans"
SHARPNESS = 2  # for printing
# The characters that our font has: the letters of European languages and their punctuation.
COVERED = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x218, 0x21B),
    (0x1E80, 0x1E85),
    (0x2010, 0x2015),
    (0x2018, 0x201E),
    (0x2020, 0x2022),
    (0x2026, 0x2026),
    (0x20AC, 0x20AC),
)


def picture(chart: FigureChart) -> bytes | None:
    """Return a chart as PNG, or None where its words could not be drawn: then the table serves.

    Its words for those who cannot see it are `chart.in_words`.
    """
    if not _covers(chart.in_words) or not draws_text():
        return None
    return _png(str(draw(chart, width=PRINTED)))


@cache
def draws_text() -> bool:
    """Tell whether letters really appear: without its font files resvg leaves them out unsaid."""
    size = 'xmlns="http://www.w3.org/2000/svg" width="80" height="20" font-family="sans-serif"'
    empty, written = (f"<svg {size}>{inside}</svg>" for inside in ("", '<text y="15">Abc</text>'))
    return all(path.is_file() for path in FONTS) and _png(empty) != _png(written)


def _png(svg: str) -> bytes:
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        background="#ffffff",
        zoom=SHARPNESS,
        skip_system_fonts=True,
        font_files=[str(path) for path in FONTS],
        font_family=FAMILY,
        sans_serif_family=FAMILY,
    )


def _covers(text: str) -> bool:
    return all(any(low <= ord(one) <= high for low, high in COVERED) for one in text)
