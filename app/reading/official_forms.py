"""A publisher's self-assessment form in Word: its tables read as rows, empty or filled in.

Forms reach us as councils have left them: tables cut in two by a page, headers repeated, missing
or worded anew, numbers typed in pieces, boxes to tick. What cannot be read for certain is handed
on as it stands, for a person to look at.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from app.domain.errors import Invalid
from app.domain.form_rows import FilledForm, FormRow
from app.reading.form_columns import (
    NUMBER_THEN_TEXT,
    Columns,
    as_number,
    by_content,
    header,
    number_in,
    with_answers_below,
)
from app.reading.word_files import FIELD
from app.reading.word_tables import Grid, GridRow, read_tables

TICKS = re.compile("[\u2610-\u2612\u2713-\u2718\u2705\u25a0\u25a1\u25fb\u25fc\u2b1b\u2b1c]")
UNTICKED_MARKS = frozenset("☐□◻⬜")
YES = frozenset({"yes", "y", "true", "comply", "complies", "compliant", "fully compliant", "met"})
NO = frozenset({"no", "n", "false", "not compliant", "non-compliant", "non compliant", "not met"})
LONGEST_HEADING = 60
NOTHING_CHOSEN = frozenset(
    {"", "-", "yes/no", "yes / no", "yes or no", "yes no", "y/n", "choose an item", "select"}
    | {"please select", "yes/no/na", "yes/no/n/a"}
)


def read_form(content: bytes) -> FilledForm:
    """Return the rows of a form; raise Invalid where the file is no Word file or holds none."""
    text = read_tables(content)
    rows = tuple(_rows(text.tables))
    if not any(row.number for row in rows) and not any(row.requirement for row in rows):
        found = f"{len(text.tables)} tables" if len(text.tables) != 1 else "one table"
        what = f"it has {found}, but" if text.tables else "it has no table at all, so"
        raise Invalid(
            f"This file is not the form: {what} no table with numbered requirements. "
            "Choose the Word file of the self-assessment form.",
            FIELD,
        )
    return FilledForm(rows, text.around)


def _rows(tables: tuple[Grid, ...]) -> Iterator[FormRow]:
    """Yield the rows of all tables; a table without a header goes on with the one before."""
    before: tuple[Columns, int] | None = None
    for table in tables:
        columns = _columns(table, before)
        rows = list(_joined(_rows_of(table, columns))) if columns else []
        if columns and (columns.certain or any(row.number for row in rows)):
            yield from rows
            before = (columns, table.columns)


def _columns(table: Grid, before: tuple[Columns, int] | None) -> Columns | None:
    """Return the columns with which a table begins, or None where it is not part of the form."""
    named = next((found for row in table.rows[:4] if (found := header(row))), None)
    if named is not None:
        return named
    if before is not None and before[1] == table.columns:
        # Certain no longer: an unlike table of the same width has no numbers in that column.
        return replace(
            before[0], certain=all(not _text(row, before[0].number) for row in table.rows)
        )
    return by_content(table)


def _rows_of(table: Grid, columns: Columns) -> Iterator[tuple[FormRow, bool]]:
    """Yield each row of a table, and whether its number reaches down from the row above."""
    after_header = False
    for at, row in enumerate(table.rows, 1):
        named = header(row)
        if named is None and after_header:
            named = with_answers_below(columns, row)
        if named is not None:
            columns, after_header = named, True
            continue
        after_header = False
        found = _row(row, columns)
        if found is not None:
            yield replace(found, table=table.number, row=at), row[columns.number].goes_on


def _row(row: GridRow, columns: Columns) -> FormRow | None:
    """Return one row of the form; None for an empty one and for the heading of a section."""
    said = {cell.text for cell in row if cell.text}
    if not said or _is_heading(row, columns):
        return None
    number, requirement = _number_and_requirement(row, columns)
    return FormRow(
        number,
        requirement,
        status=_status(row, columns),
        evidence=_text(row, columns.evidence),
        commentary=_text(row, columns.commentary),
    )


def _is_heading(row: GridRow, columns: Columns) -> bool:
    """Whether a row is one text across the table, such as "Section 2: Exclusions"."""
    filled = [at for at, cell in enumerate(row) if cell.text]
    if len(filled) > 1 or NUMBER_THEN_TEXT.match(row[filled[0]].text):
        return False
    only = filled[0]
    if only != columns.number or "." in (number_in(row[only].text) or ""):
        return False
    return only != columns.requirement or len(row[only].text) <= LONGEST_HEADING


def _number_and_requirement(row: GridRow, columns: Columns) -> tuple[str | None, str]:
    """Return the number and the requirement, which may stand in one cell, or twice."""
    requirement = _text(row, columns.requirement)
    begins = NUMBER_THEN_TEXT.match(requirement)
    inside = as_number(begins[1], begins[2]) if begins else None
    if columns.number == columns.requirement:
        return inside, requirement[begins.end() :] if begins else requirement
    typed = _text(row, columns.number)
    led = NUMBER_THEN_TEXT.match(typed)
    number = number_in(typed) or (as_number(led[1], led[2]) if led else None)
    if begins and number in (None, inside):
        return inside, requirement[begins.end() :]
    return number, requirement


def _joined(rows: Iterator[tuple[FormRow, bool]]) -> Iterator[FormRow]:
    """Yield the rows, those under one merged number put together as the one that they are."""
    last: FormRow | None = None
    for row, goes_on in rows:
        if goes_on and last is not None and row.number == last.number:
            last = _put_together(last, row)
            continue
        if last is not None:
            yield last
        last = row
    if last is not None:
        yield last


def _put_together(first: FormRow, second: FormRow) -> FormRow:
    return replace(
        first,
        requirement=_both(first.requirement, second.requirement),
        status=first.status or second.status,
        evidence=_both(first.evidence, second.evidence),
        commentary=_both(first.commentary, second.commentary),
    )


def _both(first: str, second: str) -> str:
    """Return two texts under each other; one that reaches down over both rows once."""
    return "\n".join(dict.fromkeys(text for text in (first, second) if text))


def _text(row: GridRow, at: int | None) -> str:
    return row[at].text if at is not None and at < len(row) else ""


def _status(row: GridRow, columns: Columns) -> str | None:
    """Return what is answered, in one column or in a column for each answer."""
    if columns.yes is None or columns.no is None:
        at = columns.status
        return _one_answer(row[at].unstruck) if at is not None and at < len(row) else None
    places = {"yes": columns.yes, "no": columns.no, "not applicable": columns.na}
    chosen = [word for word, at in places.items() if _is_marked(_text(row, at))]
    if len(chosen) == 1:
        return chosen[0]
    # Figures and words of the questionnaire may stand in the first of the columns.
    return " and ".join(chosen) or None


def _is_marked(text: str) -> bool:
    """Whether a cell under Yes or No is marked: with anything but an empty box."""
    bare = text.strip(" \n-–")
    return bool(bare) and any(mark not in UNTICKED_MARKS for mark in bare if not mark.isspace())


def _one_answer(text: str) -> str | None:
    """Return "yes", "no", nothing, or the words that stand there instead."""
    plain = _chosen(text) if TICKS.search(text) else text
    words = " ".join(plain.lower().split()).strip(" .,;:/")
    if words in YES:
        return "yes"
    if words in NO:
        return "no"
    return None if words in NOTHING_CHOSEN else plain


def _chosen(text: str) -> str:
    """Return the words beside the ticked boxes; boxes stand before all of them, or behind all."""
    boxes = TICKS.findall(text)
    words = [" ".join(piece.split()).strip(" /") for piece in TICKS.split(text)]
    beside = words[:-1] if words[0] and not words[-1] else words[1:]
    ticked = [
        word or "yes"
        for box, word in zip(boxes, beside, strict=True)
        if box not in UNTICKED_MARKS and box not in "✗✘"
    ]
    crossed = [word for box, word in zip(boxes, beside, strict=True) if box in "✗✘"]
    if crossed and not ticked:
        return crossed[0] or "no"
    return " and ".join(ticked)
