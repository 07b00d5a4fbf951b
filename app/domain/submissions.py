"""The submission pack: what a form's fields hold, and when it has to be submitted again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.answers import VERDICT_WORDS, answer_in_words
from app.domain.due_dates import read_day
from app.domain.errors import Invalid
from app.domain.landlords import KIND_WORDS, LandlordFacts
from app.domain.pasted_text import tidy
from app.domain.public_addresses import check_address
from app.domain.submission_forms import FieldKind, FormField, Known
from app.domain.years import FinancialYear

LONGEST_TYPED = 3_000
MOST_FIGURES = 9

# What the settings hold is changed there, so that every page goes on saying the same.
IN_SETTINGS = frozenset({Known.LANDLORD_NAME, Known.LANDLORD_KIND, Known.HOMES, Known.YEAR_END})
# What no person could type, because it is made from the published answers.
ONLY_PUBLISHED = frozenset({Known.COUNT_YES, Known.COUNT_NO, Known.ANSWERS})

Document = dict[str, Any]


@dataclass(frozen=True)
class PublishedCopy:
    """A published revision: its document, and the addresses of its page and its PDF."""

    document: Document
    page: str
    pdf: str | None


@dataclass(frozen=True)
class AnswerLine:
    """One provision as it is copied into the form; `plan` says what is done about a No."""

    number: str
    title: str
    answer: str
    plan: tuple[str, ...]
    is_no: bool
    is_missing: bool


@dataclass(frozen=True)
class Revision:
    """A published revision as far as submitting it goes."""

    number: int
    published_on: date
    is_withdrawn: bool = False


def check_typed(field: FormField, typed: str) -> str:
    """Return what was typed into a field as it is kept, empty for nothing; raise Invalid."""
    name = f"field_{field.id}"
    text = tidy(typed, name).strip()
    if not text:
        return ""
    if len(text) > LONGEST_TYPED:
        raise Invalid(f"Use {LONGEST_TYPED:,} characters or fewer.", name)
    match field.kind:
        case FieldKind.NUMBER:
            figures = text.replace(",", "").replace(" ", "")
            if figures.isascii() and figures.isdigit() and len(figures) <= MOST_FIGURES:
                return str(int(figures))
            raise Invalid("Write a whole number in figures.", name)
        case FieldKind.DATE:
            day = read_day(text, name)
            return long_day(day) if day else ""
        case FieldKind.YES_NO:
            if text not in VERDICT_WORDS or text == "not_applicable":
                raise Invalid("Choose Yes or No.", name)
            return text
        case FieldKind.WEB_ADDRESS:
            return check_address(text, name)
        case _:
            return text


def known_value(
    known: Known, landlord: LandlordFacts, year: FinancialYear, published: PublishedCopy | None
) -> str | None:
    """Return what this installation knows of a field as it is copied into the form, or None."""
    match known:
        case Known.LANDLORD_NAME:
            return landlord.name
        case Known.LANDLORD_KIND:
            return KIND_WORDS[landlord.kind]
        case Known.HOMES:
            return None if landlord.homes is None else str(landlord.homes)
        case Known.YEAR_END:
            return long_day(year.last_day(landlord.year_end_month))
        case _:
            return _published_value(known, published) if published else None


def answer_lines(document: Document) -> tuple[AnswerLine, ...]:
    """Return every provision of a published statement with what the form asks about it."""
    return tuple(
        _answer_line(provision)
        for section in document["sections"]
        for provision in section["provisions"]
    )


def submit_again(submitted: Sequence[int], revisions: Sequence[Revision]) -> str | None:
    """Return why the submission of a year is out of date, in words, or None where it is not."""
    if not submitted:
        return None
    last = max(submitted)
    newest = max((one for one in revisions if not one.is_withdrawn), key=_number, default=None)
    if newest and newest.number > last:
        return (
            f"Revision {newest.number} was published on {long_day(newest.published_on)}, and what "
            f"was submitted is revision {last}. Submit it again, and tell the Ombudsman."
        )
    if any(one.number == last and one.is_withdrawn for one in revisions):
        return (
            f"Revision {last} was submitted, and has been withdrawn since. "
            "Tell the Ombudsman, and submit again once a corrected revision is published."
        )
    return None


def long_day(day: date) -> str:
    """Write a day as the form and the pages do: 30 September 2026."""
    return f"{day.day} {day:%B %Y}"


def _number(revision: Revision) -> int:
    return revision.number


def _published_value(known: Known, published: PublishedCopy) -> str | None:
    document = published.document
    response: Mapping[str, Any] = document.get("governing_body_response") or {}
    # Until approval was recorded apart, the response named the body and the day of its meeting.
    approval: Mapping[str, Any] = document.get("approval") or {
        "body": response.get("body"),
        "met_on": response.get("on"),
    }
    match known:
        case Known.APPROVING_BODY:
            return approval["body"] or None
        case Known.APPROVED_ON:
            met_on = approval["met_on"]
            return long_day(date.fromisoformat(met_on)) if met_on else None
        case Known.STATEMENT_PAGE:
            return published.page
        case Known.STATEMENT_PDF:
            return published.pdf
        case Known.RESPONSE_PAGE:
            return f"{published.page}#response" if response.get("text") else None
        case Known.COUNT_YES:
            return str(document["summary"]["yes"])
        case Known.COUNT_NO:
            return str(document["summary"]["no"])
        case _:
            return None


def _answer_line(provision: Mapping[str, Any]) -> AnswerLine:
    value = provision["answer"]["value"]
    is_no = value == "no"
    names = {part["key"]: part["text"] for part in provision["parts"]}
    return AnswerLine(
        number=provision["number"],
        title=provision["title"],
        answer=answer_in_words(value, names),
        plan=_plan(provision) if is_no else (),
        is_no=is_no,
        is_missing=value is None,
    )


def _plan(provision: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the actions with their timescale, then how the aim is met in another way."""
    actions = [one for one in provision["actions"] if one["stage"] != "dropped"]
    said = [f"{one['title'].rstrip('.')}: {_timescale(one)}." for one in actions]
    return tuple([*said, provision["plan_note"]] if provision["plan_note"] else said)


def _timescale(action: Mapping[str, Any]) -> str:
    if action["stage"] == "done":
        return "done"
    due = action["due"]["promised"] if action["due"] else None
    return f"{action['stage']}, due {due}" if due else f"{action['stage']}, no date given"
