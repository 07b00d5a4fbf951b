"""How one landlord's case extract is read: which column holds what, and what its values mean.

The mapping is kept and shown; it holds headers and the few written values of a column that has
few, and never a name, an address or free text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from app.domain.errors import Invalid
from app.domain.faults import quoted


class DateOrder(StrEnum):
    """Which part of a written date comes first."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    YEAR_FIRST = "year_first"


ORDER_WORDS = {
    DateOrder.DAY_FIRST: "day first, such as 31/03/2024",
    DateOrder.MONTH_FIRST: "month first, such as 03/31/2024",
    DateOrder.YEAR_FIRST: "year first, such as 2024-03-31",
}

# Every field in the order of pages and files, with what people call it.
FIELD_LABELS: Mapping[str, str] = {
    "reference": "Reference of the complaint",
    "received_on": "Date received",
    "s1_acknowledged_on": "Stage 1: date acknowledged",
    "s1_extension_told_on": "Stage 1: date the resident was told of an extension",
    "s1_extended_to": "Stage 1: extended to",
    "s1_answered_on": "Stage 1: date answered",
    "s1_outcome": "Stage 1: outcome",
    "escalated_on": "Date escalated to stage 2",
    "s2_acknowledged_on": "Stage 2: date acknowledged",
    "s2_extension_told_on": "Stage 2: date the resident was told of an extension",
    "s2_extended_to": "Stage 2: extended to",
    "s2_answered_on": "Stage 2: date answered",
    "s2_outcome": "Stage 2: outcome",
    "refused": "Refused as a complaint",
    "refused_reason": "Reason for refusing it",
    "categories": "Categories, or what the complaint is about",
    "department": "Department or service",
    "tenure": "Tenure of the home",
    "in_remit": "Within the Housing Ombudsman’s remit",
    "compensation": "Compensation paid or offered",
}
DATE_FIELDS = tuple(name for name in FIELD_LABELS if name.endswith(("_on", "_to")))
OUTCOME_FIELDS = ("s1_outcome", "s2_outcome")
YES_NO_FIELDS = ("refused", "in_remit")
LABEL_FIELDS = ("categories", "department", "refused_reason")
VALUE_FIELDS = (*OUTCOME_FIELDS, "tenure", *YES_NO_FIELDS, *LABEL_FIELDS)
# Fields whose written values have to be seen by a person, or tell what parts several of them.
LISTED_FIELDS = (*OUTCOME_FIELDS, "tenure", *YES_NO_FIELDS, "categories")
NEEDED = ("received_on",)

OUTCOMES: Mapping[str, str] = {
    "upheld": "Upheld",
    "partly_upheld": "Partly upheld",
    "not_upheld": "Not upheld",
    "withdrawn": "Withdrawn",
    "other": "Other",
    "not_known": "Not known",
}
TENURES: Mapping[str, str] = {
    "rental": "Low-cost rental",
    "ownership": "Low-cost home ownership",
    "other": "Other",
}
YES_NO: Mapping[str, str] = {"yes": "Yes", "no": "No"}

DELIMITERS: Mapping[str, str] = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
ENCODINGS: Mapping[str, str] = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "windows-1252": "Windows-1252",
}
SEPARATORS = (";", ",", "|", "/", "\n", "")
LONGEST_HEADER = 200
LONGEST_VALUE = 60
MOST_VALUES = 500


@dataclass(frozen=True)
class CaseMapping:
    """Which column of an extract holds each field, and what its written values mean.

    `columns` gives the header of each mapped field; `values` the meaning of each written value in
    lower case: an outcome, a tenure, yes or no, or for labels the words to show instead.
    `date_order` is None until a person has chosen. `category_separator` parts several categories
    in one cell; empty where a cell holds one. The rest is None where it is found by itself.
    """

    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    date_order: DateOrder | None = None
    category_separator: str = ""
    sheet: str | None = None
    delimiter: str | None = None
    encoding: str | None = None

    def to_facts(self) -> dict[str, Any]:
        """Return the mapping as plain JSON; `from_facts` reads it back."""
        return {
            "columns": {name: self.columns[name] for name in FIELD_LABELS if name in self.columns},
            "values": {
                name: dict(self.values[name]) for name in VALUE_FIELDS if name in self.values
            },
            "date_order": self.date_order.value if self.date_order else None,
            "category_separator": self.category_separator,
            "sheet": self.sheet,
            "delimiter": self.delimiter,
            "encoding": self.encoding,
        }

    def without(self, name: str) -> "CaseMapping":
        """Return the mapping with no column for a field."""
        columns = {one: header for one, header in self.columns.items() if one != name}
        values = {one: meanings for one, meanings in self.values.items() if one != name}
        return replace(self, columns=columns, values=values)

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> "CaseMapping":
        """Return the mapping that `to_facts` wrote."""
        order = facts.get("date_order")
        return cls(
            columns=dict(facts["columns"]),
            values={name: dict(meanings) for name, meanings in facts.get("values", {}).items()},
            date_order=DateOrder(order) if order else None,
            category_separator=facts.get("category_separator") or "",
            sheet=facts.get("sheet"),
            delimiter=facts.get("delimiter"),
            encoding=facts.get("encoding"),
        )


def meanings_of(name: str) -> Mapping[str, str] | None:
    """Return what a written value of a field can mean, with labels; None where any words do."""
    if name in OUTCOME_FIELDS:
        return OUTCOMES
    if name == "tenure":
        return TENURES
    return YES_NO if name in YES_NO_FIELDS else None


def meaning_of(name: str, text: str, mapping: CaseMapping) -> str | None:
    """Return what a written value means by a mapping, or by saying exactly that; None if unknown.

    A value that is mapped to nothing means an empty cell, and is returned as empty text.
    """
    written = " ".join(text.split()).casefold()
    mapped = mapping.values.get(name, {}).get(written)
    if mapped is not None:
        return mapped
    allowed = meanings_of(name) or {}
    exact = (one for one, label in allowed.items() if written in (one, label.casefold()))
    return next(exact, None)


def check_mapping(mapping: CaseMapping, headers: tuple[str, ...] | None = None) -> None:
    """Raise Invalid for the first fault of a mapping, by itself and against a file's headers."""
    for place, sentence in mapping_faults(mapping, headers):
        raise Invalid(sentence, place)


def mapping_faults(
    mapping: CaseMapping, headers: tuple[str, ...] | None = None
) -> Iterator[tuple[str, str]]:
    """Yield each fault of a mapping: the field it stands at, and a sentence."""
    yield from _column_faults(mapping)
    yield from _value_faults(mapping)
    yield from _dialect_faults(mapping)
    for name, header in mapping.columns.items():
        if headers is not None and name in FIELD_LABELS and header not in headers:
            yield (
                name,
                f"This file has no column {quoted(header)}, where “{FIELD_LABELS[name]}” was to be "
                f"found. Choose one of its columns: {_listed(headers)}.",
            )


def _column_faults(mapping: CaseMapping) -> Iterator[tuple[str, str]]:
    for name in NEEDED:
        if not mapping.columns.get(name):
            yield (
                name,
                f"Choose the column that holds “{FIELD_LABELS[name]}”: without it no case "
                "belongs to a year.",
            )
    taken: dict[str, str] = {}
    for name, header in mapping.columns.items():
        if name not in FIELD_LABELS:
            yield name, f"{quoted(name)} is no field of a case. Take it out of the columns."
        elif len(header) > LONGEST_HEADER:
            yield name, f"The header {quoted(header)} is too long. Shorten it in the file."
        elif header in taken and not _may_share(name, taken[header]):
            yield (
                name,
                f"The column {quoted(header)} is chosen for “{FIELD_LABELS[taken[header]]}” and "
                f"for “{FIELD_LABELS[name]}”. Choose one of the two.",
            )
        taken.setdefault(header, name)


def _may_share(one: str, other: str) -> bool:
    """Whether two fields can come from one column: a reason for refusing tells the refusal too."""
    return {one, other} == {"refused", "refused_reason"}


def _value_faults(mapping: CaseMapping) -> Iterator[tuple[str, str]]:
    for name, meanings in mapping.values.items():
        if name not in VALUE_FIELDS:
            yield name, f"{quoted(name)} has no values to be given a meaning. Take it out."
            continue
        if len(meanings) > MOST_VALUES:
            yield (
                name,
                f"“{FIELD_LABELS[name]}” has more than {MOST_VALUES} values. Take out those that "
                "the file does not hold.",
            )
        allowed = meanings_of(name)
        for written, meaning in meanings.items():
            if allowed is not None and meaning not in allowed:
                yield (
                    name,
                    f"{quoted(written)} of “{FIELD_LABELS[name]}” cannot mean {quoted(meaning)}. "
                    f"Choose one of {_listed(tuple(allowed))}.",
                )
            elif max(len(written), len(meaning)) > LONGEST_VALUE:
                yield (
                    name,
                    f"The value {quoted(written)} of “{FIELD_LABELS[name]}” is longer than "
                    f"{LONGEST_VALUE} characters, as only free text is. Choose another column.",
                )


def _dialect_faults(mapping: CaseMapping) -> Iterator[tuple[str, str]]:
    if mapping.delimiter is not None and mapping.delimiter not in DELIMITERS:
        yield (
            "delimiter",
            f"{quoted(mapping.delimiter)} does not part the columns of a file that can be read "
            f"here. Choose {_listed(tuple(DELIMITERS.values()))}.",
        )
    if mapping.encoding is not None and mapping.encoding not in ENCODINGS:
        yield (
            "encoding",
            f"{quoted(mapping.encoding)} is no encoding that can be read here. "
            f"Choose {_listed(tuple(ENCODINGS))}.",
        )
    if mapping.category_separator not in SEPARATORS:
        yield (
            "category_separator",
            f"{quoted(mapping.category_separator)} does not part categories. Choose a semicolon, "
            "a comma, a bar, a stroke or a line break, or leave it empty.",
        )


def _listed(words: tuple[str, ...]) -> str:
    shown = [quoted(word) for word in words[:30]]
    return ", ".join(shown) + (" and others" if len(words) > len(shown) else "")
