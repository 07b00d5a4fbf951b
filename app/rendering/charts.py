"""The charts of a year's figures as SVG of our own.

Presentation attributes only: the security policy of the pages refuses a style attribute. On a page
bars take their share of the room while text keeps its size, so that a phone shows it as large as a
wide screen; on paper the names of bars stand beside them, which takes half the height. Marks tell
the parts apart where there is no colour.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from app.domain.figure_charts import ChartBar, ChartGroup, ChartKind, FigureChart, pieces
from app.rendering.chart_text import lines_of, width_of

NARROWEST = 280  # a phone of 320 pixels, without its margins
PRINTED = 640
MOST_ON_PAPER = 13  # groups of two bars, some with a label of three lines
LETTERS, LINE = 14, 18
BAR, STACK, GAP = 18, 30, 14
SWATCH = 14
INK = "#17212b"
FONTS = "Arial, Liberation Sans, Helvetica, sans-serif"
# The ground of each part in turn, and the marks on it; next to each other they differ in both.
LOOKS = (
    ("#1d5a6b", ""),
    ("#f3c98b", "M-1 9L9 -1M-1 1L1 -1M7 9L9 7"),
    ("#cfe3ea", "M2 2h1.5M6 6h1.5"),
    ("#ffffff", "M0 4H8"),
    ("#7d8a93", ""),
    ("#ffffff", "M4 0V8M0 4H8"),
    ("#e3b7a0", "M-1 -1L9 9M-1 7L1 9M7 -1L9 1"),
    ("#e8eff1", "M4 0V8"),
)
NOT_ID = re.compile(r"[^a-z0-9]+")


def on_paper(chart: FigureChart) -> tuple[FigureChart, ...]:
    """Return a chart in pieces that each fit on a page of paper."""
    return pieces(chart, MOST_ON_PAPER)


def draw(chart: FigureChart, *, key: str = "", width: int | None = None) -> Markup:
    """Return a chart as SVG, as wide as its place; with a width, for paper and pictures.

    `key` keeps ids apart where one page shows the same chart twice.
    """
    name = NOT_ID.sub("-", " ".join(("chart", *key.split(), chart.name)).lower())
    sketch = _Sketch(name, width or NARROWEST)
    if chart.kind is ChartKind.STACKED:
        _draw_stacks(sketch, chart)
    elif width is None:
        _draw_bars(sketch, chart)
    else:
        _draw_bars_beside_names(sketch, chart, width)
    return sketch.finished(chart, width)


def _draw_bars(sketch: "_Sketch", chart: FigureChart) -> None:
    """Draw bars beneath each other: the label above, the number at the end of the bar."""
    _draw_legend(sketch, chart)
    room = max(20, 98 - _longest_words(chart) * 100 // NARROWEST)
    for group in chart.groups:
        sketch.text(group.label)
        start = sketch.height
        for bar in group.bars:
            length = f"{_part_of_longest(bar, chart) * room:.2f}%" if bar.size else "0"
            sketch.bar(_look(bar, chart), "0", length, bar.words, (length, 6))
        sketch.upright(0, start)
        sketch.skip(GAP)


def _draw_bars_beside_names(sketch: "_Sketch", chart: FigureChart, width: int) -> None:
    """Draw bars with their label on the left, where the width is known."""
    _draw_legend(sketch, chart)
    widest = max(width_of(group.label, LETTERS) for group in chart.groups)
    names = min(width * 2 // 5, int(widest) + 12)
    room = width - names - _longest_words(chart)
    for group in chart.groups:
        top = sketch.height
        sketch.text(group.label, room=names - 10)
        below, sketch.height = sketch.height, top
        for bar in group.bars:
            length = f"{_part_of_longest(bar, chart) * room:.1f}" if bar.size else "0"
            end = f"{names + Decimal(length)}"
            sketch.bar(_look(bar, chart), str(names), length, bar.words, (end, 6))
        sketch.upright(names, top)
        sketch.height = max(sketch.height, below)
        sketch.skip(GAP // 2)


def _draw_legend(sketch: "_Sketch", chart: FigureChart) -> None:
    if len(chart.series) > 1:
        for place, name in enumerate(chart.series):
            sketch.legend_line(place, name)
        sketch.skip(GAP // 2)


def _longest_words(chart: FigureChart) -> int:
    """Return the room that the longest number at the end of a bar takes."""
    bars = (bar for group in chart.groups for bar in group.bars)
    return int(max(width_of(bar.words, LETTERS) for bar in bars)) + 8


def _part_of_longest(bar: ChartBar, chart: FigureChart) -> Decimal:
    sizes = (one.size for group in chart.groups for one in group.bars)
    return (bar.size or Decimal(0)) / (chart.longest or max(size for size in sizes if size))


def _look(bar: ChartBar, chart: FigureChart) -> int:
    return chart.series.index(bar.name) if bar.name in chart.series else 0


def _draw_stacks(sketch: "_Sketch", chart: FigureChart) -> None:
    """Draw one bar for each group, its parts end to end, with each part named beneath."""
    looks = {name: place for place, name in enumerate(chart.series)}
    for group in chart.groups:
        sketch.text(group.label, bold=True)
        sketch.skip(3)
        for part, start, length in _ends(group):
            sketch.part(looks[part.name] if part else None, start, length)
        sketch.skip(STACK + 6)
        for bar in group.bars:
            if bar.size is None:
                sketch.legend_line(None, f"{bar.name}: {bar.words}")
            elif bar.size:
                sketch.legend_line(looks[bar.name], f"{bar.name}: {bar.words}")
        sketch.skip(GAP)


def _ends(group: ChartGroup) -> Iterator[tuple[ChartBar | None, Decimal, Decimal]]:
    """Yield where each part starts and how long it is in per cent, then what is missing."""
    sizes = sum((bar.size for bar in group.bars if bar.size), Decimal(0))
    has_gap = any(bar.size is None for bar in group.bars)
    whole = max(sizes, Decimal(100)) if has_gap else sizes or Decimal(1)
    start = Decimal(0)
    for bar in group.bars:
        if bar.size:
            length = bar.size * 100 / whole
            yield bar, start, length
            start += length
    if has_gap and start < 100:
        yield None, start, 100 - start


@dataclass
class _Sketch:
    """A chart while it is drawn from top to bottom; `height` is where the next thing goes."""

    key: str
    room: int
    height: int = 0

    def __post_init__(self) -> None:
        self._drawn: list[Markup] = []
        self._used: set[int] = set()

    def skip(self, pixels: int) -> None:
        """Leave room."""
        self.height += pixels

    def text(
        self, words: str, *, left: int = 0, room: int | None = None, bold: bool = False
    ) -> None:
        """Write words in as many lines as they need."""
        for line in lines_of(words, LETTERS, (room or self.room) - left - (12 if bold else 0)):
            self._write(line, str(left), self.height + LETTERS, bold=bold)
            self.height += LINE

    def legend_line(self, look: int | None, words: str) -> None:
        """Name a look beside a sample of it; a part without a length has no sample."""
        if look is not None:
            self._box(look, "1", self.height + 2, f"{SWATCH}", SWATCH)
        self.text(words, left=SWATCH + 8)
        self.skip(2)

    def bar(self, look: int, left: str, length: str, words: str, end: tuple[str, int]) -> None:
        """Draw a bar with its number at its end."""
        if length != "0":
            self._box(look, left, self.height, length, BAR - 2)
        self._write(words, end[0], self.height + LETTERS - 1, right=end[1])
        self.height += BAR

    def part(self, look: int | None, start: Decimal, length: Decimal) -> None:
        """Draw one part of a bar; the next starts at the same height."""
        self._box(look, _per_cent(start), self.height, _per_cent(length), STACK)

    def upright(self, left: int, top: int) -> None:
        """Draw the line from which the bars start."""
        line = Markup('<path d="M{} {}V{}" stroke="{}"/>')
        self._drawn.append(line.format(left + 0.5, top - 2, self.height, INK))

    def finished(self, chart: FigureChart, width: int | None) -> Markup:
        """Return the drawing with its names and patterns."""
        wide = "100%" if width is None else str(width)
        return Markup(
            '<svg class="figure-chart" xmlns="http://www.w3.org/2000/svg" role="img" '
            'aria-labelledby="{key}-title" aria-describedby="{key}-desc" width="{wide}" '
            'height="{high}" font-family="{fonts}" font-size="{letters}" fill="{ink}">'
            '<title id="{key}-title">{title}</title><desc id="{key}-desc">{desc}</desc>'
            "<defs>{patterns}</defs>{drawn}</svg>"
        ).format(
            key=self.key,
            wide=wide,
            high=self.height,
            fonts=FONTS,
            letters=LETTERS,
            ink=INK,
            title=chart.in_words,
            desc="The table beside this chart shows the same numbers.",
            patterns=Markup("").join(self._pattern(look) for look in sorted(self._used)),
            drawn=Markup("").join(self._drawn),
        )

    def _write(
        self, words: str, left: str, base: int, *, right: int = 0, bold: bool = False
    ) -> None:
        self._drawn.append(
            Markup('<text x="{}" y="{}"{}{}>{}</text>').format(
                left,
                base,
                Markup(' dx="{}"').format(right) if right else "",
                Markup(' font-weight="bold"') if bold else "",
                words,
            )
        )

    def _box(self, look: int | None, left: str, top: int, wide: str, high: int) -> None:
        """Draw a box: its ground first, then its marks."""
        if look is None:
            fills = ["#ffffff"]
        else:
            ground, marks = LOOKS[look % len(LOOKS)]
            fills = [ground]
            if marks:
                self._used.add(look % len(LOOKS))
                fills.append(f"url(#{self.key}-look-{look % len(LOOKS)})")
        for fill in fills:
            self._drawn.append(
                Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}"/>').format(
                    left, top + 0.5, wide, high - 1, fill, INK
                )
            )

    def _pattern(self, look: int) -> Markup:
        return Markup(
            '<pattern id="{}-look-{}" width="8" height="8" patternUnits="userSpaceOnUse">'
            '<path d="{}" stroke="{}" stroke-width="1.25" fill="none"/></pattern>'
        ).format(self.key, look, LOOKS[look][1], INK)


def _per_cent(length: Decimal) -> str:
    return f"{length:.2f}%"
