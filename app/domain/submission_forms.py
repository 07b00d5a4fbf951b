"""What the Ombudsman's yearly electronic form asks for: its fields, as data of one year each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from app.domain.errors import Invalid
from app.domain.faults import Objection, quoted
from app.domain.years import FinancialYear

FIELD_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
YEAR_SLUG = re.compile(r"\d{4}-\d{2}", re.ASCII)


class FieldKind(StrEnum):
    """What a field of the form takes."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    WEB_ADDRESS = "web_address"
    ANSWERS = "answers"


class Known(StrEnum):
    """What this installation may know by itself, so that nobody has to type it."""

    LANDLORD_NAME = "landlord_name"
    LANDLORD_KIND = "landlord_kind"
    HOMES = "homes"
    YEAR_END = "year_end"
    APPROVING_BODY = "approving_body"
    APPROVED_ON = "approved_on"
    STATEMENT_PAGE = "statement_page"
    STATEMENT_PDF = "statement_pdf"
    RESPONSE_PAGE = "response_page"
    COUNT_YES = "count_yes"
    COUNT_NO = "count_no"
    ANSWERS = "answers"


KIND_OF = {
    Known.LANDLORD_NAME: FieldKind.TEXT,
    Known.LANDLORD_KIND: FieldKind.TEXT,
    Known.HOMES: FieldKind.NUMBER,
    Known.YEAR_END: FieldKind.DATE,
    Known.APPROVING_BODY: FieldKind.TEXT,
    Known.APPROVED_ON: FieldKind.DATE,
    Known.STATEMENT_PAGE: FieldKind.WEB_ADDRESS,
    Known.STATEMENT_PDF: FieldKind.WEB_ADDRESS,
    Known.RESPONSE_PAGE: FieldKind.WEB_ADDRESS,
    Known.COUNT_YES: FieldKind.NUMBER,
    Known.COUNT_NO: FieldKind.NUMBER,
    Known.ANSWERS: FieldKind.ANSWERS,
}


@dataclass(frozen=True)
class FormField:
    """One field: `known` says where its value comes from, None that only a person knows it."""

    id: str
    label: str
    kind: FieldKind
    known: Known | None = None
    hint: str = ""
    optional: bool = False


@dataclass(frozen=True)
class FormSection:
    """A part of the form under one heading."""

    title: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True)
class SubmissionForm:
    """The form of one submission year, written like a financial year: "2026-27"."""

    rulebook: str
    year: str
    title: str
    source: str
    note: str
    sections: tuple[FormSection, ...]

    @property
    def id(self) -> str:
        """The name by which `flask editions check` calls it."""
        return f"{self.rulebook}-submission-{self.year}"

    @property
    def fields(self) -> Iterator[FormField]:
        """Every field, in the order of the form."""
        return (field for section in self.sections for field in section.fields)

    @cached_property
    def starts(self) -> int:
        """The calendar year in which the submission year begins, by which forms are ordered."""
        return FinancialYear.parse(self.year).start


def objections_to_form(form: SubmissionForm) -> Iterator[Objection]:
    """Yield what is wrong with a form whose shape is right."""
    yield from _objections_to_year(form.year)
    if not form.source.startswith("https://"):
        yield ("source",), f"{quoted(form.source)} is no https address: write the publisher's page."
    seen: set[str] = set()
    for at, section in enumerate(form.sections):
        for number, field in enumerate(section.fields):
            place = ("sections", at, "fields", number)
            if not FIELD_ID.fullmatch(field.id):
                said = f"{quoted(field.id)} is no id: use small letters, _ and figures."
                yield (*place, "id"), said
            elif field.id in seen:
                yield (*place, "id"), f"{quoted(field.id)} is the id of two fields: rename one."
            seen.add(field.id)
            yield from ((place + where, said) for where, said in _objections_to_kind(field))


def form_for(
    forms: Sequence[SubmissionForm], rulebook: str, wanted: FinancialYear
) -> SubmissionForm | None:
    """Return the form of a year, else the last one before it, else the first; None without any."""
    ours = sorted((one for one in forms if one.rulebook == rulebook), key=lambda one: one.starts)
    earlier = [one for one in ours if one.starts <= wanted.start]
    return next(iter(earlier[-1:] or ours), None)


def _objections_to_year(year: str) -> Iterator[Objection]:
    try:
        FinancialYear.parse(year if YEAR_SLUG.fullmatch(year) else "")
    except Invalid:
        yield ("year",), f"{quoted(year)} is no submission year: write it like 2026-27."


def _objections_to_kind(field: FormField) -> Iterator[Objection]:
    if field.known and KIND_OF[field.known] is not field.kind:
        wanted = KIND_OF[field.known].value
        yield ("kind",), f"What comes from {field.known.value} is a {wanted}: write kind: {wanted}."
    elif field.kind is FieldKind.ANSWERS and field.known is None:
        yield ("kind",), "Nobody types all answers again: write from: answers."
