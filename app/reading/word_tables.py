"""The tables of a Word file as plain grids: what each cell says in each column, merged or not."""

from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from app.domain.errors import Invalid
from app.domain.pasted_text import MOST_CHARACTERS
from app.reading.word_cells import attribute, child, is_on, visible_text, within
from app.reading.word_files import FIELD, main_part

MOST_COLUMNS = 63  # the most that Word itself allows
MOST_ROWS = 600  # a form asks some seventy times, and people add a few rows
MOST_CELLS = 12_000  # with the cells of tables inside of cells
MOST_TEXT = 1_500_000  # characters: seventy answers at the length of a short book
MOST_AROUND = 20_000
MOST_PARAGRAPHS = 2_000
MOST_FRAMES = 3  # tables around tables around the form


@dataclass(frozen=True)
class GridCell:
    """One place in a table; `goes_on` where a cell that began above reaches down into it.

    `unstruck` is the text without what is struck through, as people strike Yes or No.
    """

    text: str = ""
    unstruck: str = ""
    goes_on: bool = False


EMPTY = GridCell()
GridRow = tuple[GridCell, ...]


@dataclass(frozen=True)
class Grid:
    """A table of the file, numbered from 1; its rows all have the same number of columns."""

    number: int
    rows: tuple[GridRow, ...]

    @property
    def columns(self) -> int:
        """How many columns the table has."""
        return len(self.rows[0])


@dataclass(frozen=True)
class WordText:
    """A Word file as its tables, and the text that stands outside of them."""

    tables: tuple[Grid, ...]
    around: str


def read_tables(content: bytes) -> WordText:
    """Return the tables of a Word file; raise Invalid where it cannot or must not be opened."""
    body = main_part(content)
    _refuse_more_than_a_form(body)
    tables = [grid for table in within(body, "tbl") for grid in _grids(table)]
    return WordText(
        tuple(Grid(number, tuple(rows)) for number, rows in enumerate(tables, 1) if rows),
        _around(body),
    )


def _refuse_more_than_a_form(body: Any) -> None:
    """Raise Invalid where a file has more than any form, before its tables are looked at."""
    for name, most, words in (("tr", MOST_ROWS, "rows"), ("tc", MOST_CELLS, "cells")):
        if sum(1 for _ in body.iter(f"{{*}}{name}")) > most:
            raise Invalid(
                f"The tables of this file have more than {most:,} {words}, and no form has.", FIELD
            )
    if sum(len(one.text or "") for one in body.iter("{*}t")) > MOST_TEXT:
        raise Invalid(
            f"This file holds more than {MOST_TEXT:,} characters of text, and no form does.", FIELD
        )


def _around(body: Any) -> str:
    """Return the text before, between and after the tables; of a long one, the beginning."""
    paragraphs = islice(within(body, "p", "tbl"), MOST_PARAGRAPHS)
    return "\n".join(filter(None, map(visible_text, paragraphs)))[:MOST_AROUND]


def _grids(table: Any, frames: int = 0) -> list[list[GridRow]]:
    """Return a table as a grid; a frame of one column around other tables gives these instead."""
    rows = [row for row in within(table, "tr") if child(row, "trPr", "del") is None]
    cells = [list(within(row, "tc")) for row in rows]
    if frames < MOST_FRAMES and all(len(row) <= 1 for row in cells):
        inner = [nested for row in cells for cell in row for nested in within(cell, "tbl")]
        if inner:
            return [grid for nested in inner for grid in _grids(nested, frames + 1)]
    return [_as_grid(rows, cells)]


def _as_grid(rows: list[Any], cells: list[list[Any]]) -> list[GridRow]:
    above: GridRow = ()
    grid = []
    for row, row_cells in zip(rows, cells, strict=True):
        above = tuple(_columns(row, row_cells, above))
        grid.append(above)
    widest = max((len(row) for row in grid), default=0)
    return [row + (EMPTY,) * (widest - len(row)) for row in grid]


def _columns(row: Any, cells: list[Any], above: GridRow) -> list[GridCell]:
    """Return a row's cells by column: a wide one is followed by empty ones."""
    columns = [EMPTY] * _count(child(row, "trPr", "gridBefore"), least=0)
    for cell in cells:
        properties = child(cell, "tcPr")
        merged = child(properties, "vMerge")
        at = len(columns)
        if merged is not None and attribute(merged, "val") != "restart" and at < len(above):
            columns.append(replace(above[at], goes_on=True))
        else:
            columns.append(_cell(cell))
        columns += [EMPTY] * (_count(child(properties, "gridSpan"), least=1) - 1)
    return columns[:MOST_COLUMNS]


def _cell(cell: Any) -> GridCell:
    text = visible_text(cell)
    if len(text) > MOST_CHARACTERS:
        raise Invalid(
            f"One cell of this file holds {len(text):,} characters, and {MOST_CHARACTERS:,} is "
            f"the most. It begins “{text[:60]}…”.",
            FIELD,
        )
    struck = any(is_on(one) for one in cell.iter("{*}strike", "{*}dstrike"))
    return GridCell(text, visible_text(cell, without_struck=True) if struck else text)


def _count(element: Any, *, least: int) -> int:
    """Return how many columns something spans, kept within what Word allows."""
    value = attribute(element, "val") or ""
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        return least
    return min(max(int(value), least), MOST_COLUMNS)
