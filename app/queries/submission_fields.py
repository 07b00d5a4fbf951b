"""The fields of a submission form with what is known here, what was typed, and what is missing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.database import db
from app.domain.public_addresses import AddressCheck as Check
from app.domain.public_addresses import Reached
from app.domain.published_addresses import year_address
from app.domain.submission_forms import FieldKind, FormField
from app.domain.submissions import (
    IN_SETTINGS,
    ONLY_PUBLISHED,
    AnswerLine,
    PublishedCopy,
    Revision,
    answer_lines,
    known_value,
)
from app.domain.years import FinancialYear
from app.models import AddressCheck, Assessment, Publication, PublishedFile
from app.models.facts import landlord_facts

NOT_PUBLISHED = "known once the self-assessment is published"


@dataclass(frozen=True)
class FieldLine:
    """A field as the page shows it.

    `value` is what is copied; `is_input` that a person types it; `answers` only for the field
    that asks about every provision; `missing` says in words why a field counts as empty.
    """

    field: FormField
    value: str
    is_input: bool
    in_settings: bool
    missing: str
    answers: tuple[AnswerLine, ...] = ()
    check: Check | None = None


class FieldLines:
    """Makes the lines of the fields of one assessment."""

    def __init__(
        self,
        assessment: Assessment,
        typed: Mapping[str, str],
        copy: PublishedCopy | None,
        *,
        with_checks: bool = True,
    ) -> None:
        self._landlord = landlord_facts(assessment.landlord)
        self._year = FinancialYear.parse(assessment.year)
        self._typed = typed
        self._copy = copy
        self._checks = _checks(assessment.landlord_id) if with_checks else {}

    def line(self, field: FormField) -> FieldLine:
        """Return a field with the value known here, else the one that was typed."""
        if field.kind is FieldKind.ANSWERS:
            return self._answers(field)
        found = (
            known_value(field.known, self._landlord, self._year, self._copy)
            if field.known
            else None
        )
        is_input = found is None and self._is_typed(field)
        value = self._typed.get(field.id, "") if is_input else found or ""
        return FieldLine(
            field=field,
            value=value,
            is_input=is_input,
            in_settings=field.known in IN_SETTINGS,
            missing="" if value or field.optional else self._why_missing(field, is_input=is_input),
            check=self._checks.get(value),
        )

    def _answers(self, field: FormField) -> FieldLine:
        answers = answer_lines(self._copy.document) if self._copy else ()
        unanswered = sum(one.is_missing for one in answers)
        without_plan = sum(one.is_no and not one.plan for one in answers)
        missing = []
        if not answers:
            missing.append(NOT_PUBLISHED)
        if unanswered:
            missing.append(f"{unanswered} not answered")
        if without_plan:
            missing.append(f"{without_plan} answered No without saying what will be done")
        return FieldLine(field, "", False, False, ", ".join(missing), answers)

    def _is_typed(self, field: FormField) -> bool:
        """Whether a person has to know it; what a publication will bring is waited for."""
        if field.known is None:
            return True
        return self._copy is not None and field.known not in IN_SETTINGS | ONLY_PUBLISHED

    def _why_missing(self, field: FormField, *, is_input: bool) -> str:
        if is_input:
            return "not written yet"
        return "not in the settings" if field.known in IN_SETTINGS else NOT_PUBLISHED


def published_copy(
    assessment: Assessment, revisions: Sequence[Revision], public_address: str
) -> PublishedCopy | None:
    """Return the newest revision that stands, or None while nothing is published."""
    standing = [one.number for one in revisions if not one.is_withdrawn]
    if not standing:
        return None
    number = max(standing)
    of_it = (Publication.document_id == assessment.id, Publication.revision == number)
    document = db.session.scalar(
        select(PublishedFile.content)
        .join(Publication)
        .where(*of_it, PublishedFile.ending == ".json")
    )
    if document is None:
        return None
    pdf = (
        select(PublishedFile.ending).join(Publication).where(*of_it, PublishedFile.ending == ".pdf")
    )
    year = FinancialYear.parse(assessment.year).slug
    page = public_address + year_address(assessment.landlord.slug, assessment.rulebook, year)
    has_pdf = db.session.scalar(pdf) is not None
    return PublishedCopy(json.loads(document), page, f"{page}.pdf" if has_pdf else None)


def _checks(landlord_id: int) -> dict[str, Check]:
    return {
        row.address: Check(
            Reached(row.address, row.status, row.ended_at, row.problem), row.checked_at
        )
        for row in db.session.scalars(
            select(AddressCheck).where(AddressCheck.landlord_id == landlord_id)
        )
    }
