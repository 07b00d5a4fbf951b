"""The cells of an extract as values: dates, outcomes, labels and amounts, each text judged once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from app.domain.case_amounts import read_amount
from app.domain.case_dates import ReadDate, read_date, shown
from app.domain.case_faults import FaultKind
from app.domain.case_mapping import (
    FIELD_LABELS,
    OUTCOME_FIELDS,
    CaseMapping,
    DateOrder,
    meaning_of,
    meanings_of,
)
from app.domain.case_privacy import LONGEST_LISTED, hardly_repeat, looks_personal, may_be_listed
from app.domain.errors import Invalid
from app.domain.faults import quoted
from app.reading.case_rows import Rows
from app.reading.case_tables import Coded

MOST_LABELS = 200


def order_of(columns: Mapping[str, Coded], chosen: DateOrder | None) -> DateOrder | None:
    """Return the order of day and month that a person chose, or that the dates leave no doubt of.

    One date such as 31/03/2024 tells the order of a file; two that contradict each other do not.
    """
    if chosen is not None:
        return chosen
    told = {
        order
        for column in columns.values()
        for text in column.texts
        for orders in [read_date(text, None).orders]
        if len(orders) == 1
        for order in orders
    }
    return next(iter(told)) if len(told) == 1 else None


def dates(name: str, column: Coded, order: DateOrder | None, rows: Rows) -> pl.Series:
    """Return a column of dates, and note every cell that is none."""
    read = [read_date(text, order) for text in column.texts]
    for kind in dict.fromkeys(one.kind for one in read if one.kind):
        where = column.looked_up([one.kind is kind for one in read], pl.Boolean)
        rows.note(kind, where, _said(column, read), name=name)
    return column.looked_up([one.day for one in read], pl.Date)


def _said(column: Coded, read: list[ReadDate]) -> Callable[[int], str]:
    def say(place: int) -> str:
        code = column.codes[place]
        return f"{shown(column.texts[code])} {read[code].why}"

    return say


def meanings(name: str, column: Coded, mapping: CaseMapping, rows: Rows) -> pl.Series:
    """Return a column of outcomes, tenures, or yes and no by the meaning of what is written.

    An outcome without a meaning is counted as not known; another value without one as empty.
    """
    found = [meaning_of(name, text, mapping) for text in column.texts]
    is_outcome = name in OUTCOME_FIELDS
    unknown = [one is None for one in found]
    if any(unknown):
        kind = FaultKind.UNKNOWN_OUTCOME if is_outcome else FaultKind.UNKNOWN_VALUE
        filled = len(column.codes) - column.codes.null_count()
        may_show = may_be_listed(rows.headers[name], column.texts, filled)
        then = "is counted as not known" if is_outcome else "is counted as empty"

        def say(place: int) -> str:
            text = column.texts[column.codes[place]]
            what = quoted(text) if may_show else "what stands here"
            return f"{what} has no meaning yet, and {then}. Give it one in the mapping"

        rows.note(kind, column.looked_up(unknown, pl.Boolean), say, name=name)
    values = ["not_known" if one is None and is_outcome else one or None for one in found]
    return column.looked_up(values, pl.Enum(list(meanings_of(name) or {})))


def truths(name: str, column: Coded, mapping: CaseMapping, rows: Rows) -> pl.Series:
    """Return a column of yes and no as truth values."""
    return meanings(name, column, mapping, rows) == "yes"


def labels(name: str, column: Coded, mapping: CaseMapping, rows: Rows) -> pl.Series:
    """Return a column of labels; raise Invalid where they are no labels but names or free text."""
    found = [_label(name, text, mapping) for text in column.texts]
    _refuse_what_is_no_label(name, found, column, rows)
    return column.looked_up(found, one_of(found))


def categories(column: Coded, mapping: CaseMapping, rows: Rows) -> pl.Series:
    """Return the categories of each case as lists, each label once."""
    separator = mapping.category_separator
    found = [
        list(
            dict.fromkeys(
                label
                for piece in (text.split(separator) if separator else [text])
                if (label := _label("categories", piece, mapping))
            )
        )
        for text in column.texts
    ]
    every = [one for several in found for one in several]
    _refuse_what_is_no_label("categories", every, column, rows)
    return column.looked_up(found, pl.List(one_of(every)))


def one_of(values: Sequence[str | None]) -> pl.DataType:
    """Return the kind of a column that holds few different words: a byte a row, not sixteen."""
    words = sorted({one for one in values if one})
    return pl.Enum(words) if words else pl.String()


def amounts(name: str, column: Coded, rows: Rows) -> pl.Series:
    """Return a column of amounts in pence."""
    read = [read_amount(text) for text in column.texts]

    def say(place: int) -> str:
        code = column.codes[place]
        return f"{shown(column.texts[code])} {read[code].why}"

    for kind in dict.fromkeys(one.kind for one in read if one.kind):
        where = column.looked_up([one.kind is kind for one in read], pl.Boolean)
        rows.note(kind, where, say, name=name)
    return column.looked_up([one.pence for one in read], pl.Int64)


def _label(name: str, text: str, mapping: CaseMapping) -> str | None:
    bare = " ".join("".join(one for one in text if one.isprintable() or one.isspace()).split())
    return mapping.values.get(name, {}).get(bare.casefold(), bare) or None


def _refuse_what_is_no_label(name: str, found: list[Any], column: Coded, rows: Rows) -> None:
    distinct = {one for one in found if one}
    header = rows.headers[name]
    if len(distinct) > MOST_LABELS:
        raise Invalid(
            f"The column {quoted(header)} has more than {MOST_LABELS} different values, so it "
            f"cannot hold “{FIELD_LABELS[name]}”. Choose another column, or none.",
            name,
        )
    if hardly_repeat(len(distinct), len(column.codes) - column.codes.null_count()):
        raise Invalid(
            f"Hardly any value of the column {quoted(header)} comes twice, so it cannot hold "
            f"“{FIELD_LABELS[name]}”, and it may hold names. Choose another column, or none.",
            name,
        )
    if any(map(looks_personal, distinct)):
        raise Invalid(
            f"The column {quoted(header)} seems to hold names, addresses or free text (more than "
            f"{LONGEST_LISTED} characters, or a telephone number, postcode or title), which are "
            f"never kept. Choose another column for “{FIELD_LABELS[name]}”, or none.",
            name,
        )
