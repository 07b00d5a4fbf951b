"""The words that stand for the codes, dates and counts of a published statement."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from app.domain.actions import STAGE_WORDS, Stage
from app.domain.answers import REACH_WORDS, Outcome, Reach
from app.domain.documents import Document
from app.domain.due_dates import DAY, DAY_IN_FIGURES, DAY_ISO
from app.domain.wording import lowered

LONDON = ZoneInfo("Europe/London")  # the readers' clock; the document keeps UTC
NOT_STATED = "Not stated"
NO_DATE = "No date given"
NO_OWNER = "No owner given"

# A duty is met or not met; a question of the 2020 form is answered Yes or No.
DUTY_COUNTS = {
    Outcome.YES: "Met",
    Outcome.NO: "Not met",
    Outcome.NOT_APPLICABLE: "Not applicable",
    Outcome.NOT_ANSWERED: "Not answered",
    Outcome.OTHER: "Answered with a figure or in words",
}
QUESTION_COUNTS = {**DUTY_COUNTS, Outcome.YES: "Answered Yes", Outcome.NO: "Answered No"}
ALWAYS_COUNTED = (Outcome.YES, Outcome.NO, Outcome.NOT_ANSWERED)

OBLIGATION_NOTES = {
    "should": "The Code recommends this (“should”); it does not require it.",
    "statement": "The Code states this; it asks nothing by itself.",
}
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
EMAIL_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


def says_only_should(document: Document) -> bool:
    """Return whether a code says all that it asks for with “should”, so that none stands apart."""
    obligations = {
        one["obligation"] for section in document["sections"] for one in section["provisions"]
    }
    return obligations == {"should"}


def year_in_words(slug: str) -> str:
    """Return "2023/24" for "2023-24"."""
    return slug.replace("-", "/")


def day_in_words(day: str) -> str:
    """Return "21 November 2026" for "2026-11-21"."""
    return _long_day(date.fromisoformat(day))


def moment_in_words(moment: str) -> str:
    """Return "21 November 2026 at 2:05pm", in London, for a time of the document."""
    at = _in_london(moment)
    return f"{_long_day(at)} at {at.hour % 12 or 12}:{at:%M}{'am' if at.hour < 12 else 'pm'}"


def moment_day(moment: str) -> date:
    """Return the day that it was in London at a time of the document."""
    return _in_london(moment).date()


def moment_day_in_words(moment: str) -> str:
    """Return that day in words."""
    return _long_day(moment_day(moment))


def due_in_words(due: Document | None, as_of: date | None = None) -> str:
    """Return the promise as it was said, with its last day where that says more.

    With a day, it also says where the promise was already past on it.
    """
    if due is None:
        return NO_DATE
    promised: str = due["promised"]
    last_day = date.fromisoformat(due["last_day"])
    words = (
        promised if _names_a_day(promised) else f"{promised} ({_long_day(last_day)} at the latest)"
    )
    return f"{words}, already past on {_long_day(as_of)}" if as_of and last_day < as_of else words


def progress_in_words(action: Document, as_of: date | None = None) -> str:
    """Return how far an action has come, and by when it is promised or why it was dropped."""
    stage = Stage(action["stage"])
    if stage is Stage.DONE:
        return f"{STAGE_WORDS[stage]}."
    if stage is Stage.DROPPED:
        return f"{STAGE_WORDS[stage]}: {action['dropped_reason'] or 'no reason given'}"
    return f"{STAGE_WORDS[stage]}. By when: {due_in_words(action['due'], as_of)}"


def count_words(document: Document) -> dict[Outcome, str]:
    """Return what each kind of answer is called for this edition."""
    return QUESTION_COUNTS if document["edition"]["questionnaire"] else DUTY_COUNTS


def shown_outcomes(counts: Document) -> list[Outcome]:
    """Return the kinds of answer worth a line: three always, the others where there are any."""
    return [outcome for outcome in Outcome if outcome in ALWAYS_COUNTED or counts[outcome.value]]


def counts_in_words(document: Document) -> str:
    """Return one sentence on how the provisions were answered."""
    summary = document["summary"]
    words = count_words(document)
    pieces = [
        f"{summary[outcome.value]} {_verb(summary[outcome.value])} {lowered(words[outcome])}"
        for outcome in Outcome
        if summary[outcome.value] or outcome in (Outcome.YES, Outcome.NO)
    ]
    whole = number_of(
        summary["provisions"], "question" if is_questionnaire(document) else "provision"
    )
    return f"Of the {whole} of the Code, {joined(pieces)}."


def evidence_in_words(document: Document) -> str | None:
    """Return how many Yes answers give no evidence, or only such as is not published."""
    met = _answered_yes(document)
    bare = sum(not one["evidence"] and not one.get("evidence_internal") for one in met)
    unseen = sum(not one["evidence"] and bool(one.get("evidence_internal")) for one in met)
    if not met:
        return None
    if bare == len(met):
        return f"None of the {number_of(len(met), 'Yes answer')} gives evidence."
    if bare:
        verb = "gives" if bare == 1 else "give"
        given = f"{bare} of the {number_of(len(met), 'Yes answer')} {verb} no evidence."
    else:
        given = "Every Yes gives evidence."
    return f"{given} {_not_published(unseen, of_all=not bare)}".strip()


def holds_in_words(document: Document) -> str | None:
    """Return where the Yes answers hold: in policy, in practice or both, or not said."""
    met = _answered_yes(document)
    if not met:
        return None
    whole = number_of(len(met), "Yes answer")
    counts = [
        (sum(one["answer"]["holds_in"] == reach for one in met), REACH_WORDS[reach])
        for reach in (Reach.BOTH, Reach.POLICY, Reach.PRACTICE)
    ]
    pieces = [
        f"{count} {'holds' if count == 1 else 'hold'} {place}" for count, place in counts if count
    ]
    silent = len(met) - sum(count for count, _ in counts)
    if not pieces:
        return f"Of the {whole}, none says whether it holds in policy, in practice or in both."
    if silent:
        pieces.append(f"{silent} {'does' if silent == 1 else 'do'} not say")
    return f"Of the {whole}, {joined(pieces)}."


def section_counts_in_words(counts: Document) -> str:
    """Return "4 Yes, 1 No, 1 not answered" for a section of a questionnaire."""
    words = {
        Outcome.YES: "Yes",
        Outcome.NO: "No",
        Outcome.NOT_APPLICABLE: "not applicable",
        Outcome.NOT_ANSWERED: "not answered",
        Outcome.OTHER: "with a figure or in words",
    }
    return ", ".join(f"{counts[one.value]} {words[one]}" for one in Outcome if counts[one.value])


def is_questionnaire(document: Document) -> bool:
    """Return whether the edition asks questions instead of setting duties."""
    return bool(document["edition"]["questionnaire"])


def number_of(count: int, noun: str) -> str:
    """Return "1 gap" or "2 gaps"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def internal_evidence_in_words(provision: Document) -> str | None:
    """Return how many items of evidence exist and are not published, or None for none."""
    count = provision.get("evidence_internal", 0)
    if not count:
        return None
    more = " more" if provision["evidence"] else ""
    verb = "is" if count == 1 else "are"
    what = "item" if count == 1 else "items"
    return f"{count}{more} {what} of evidence {verb} kept internal and {verb} not published."


def licence_in_words(licence: Document) -> str:
    """Return how others may use the text and the data."""
    if licence["link"] is None:
        return f"Text and data: {lowered(licence['name'])}."
    return f"Text and data may be used under the {licence['name']}."


def joined(pieces: Sequence[str]) -> str:
    """Return "a, b and c"."""
    return " and ".join(filter(None, [", ".join(pieces[:-1]), pieces[-1]]))


def capitalised(words: str) -> str:
    """Return the words as the start of a sentence, the rest of them untouched."""
    return words[:1].upper() + words[1:]


def link_to(text: str) -> str | None:
    """Return the address that a text can be a link to, if it is a web or an e-mail address."""
    if WEB_ADDRESS.fullmatch(text):
        return text
    return f"mailto:{text}" if EMAIL_ADDRESS.fullmatch(text) else None


def _answered_yes(document: Document) -> list[Document]:
    return [
        provision
        for section in document["sections"]
        for provision in section["provisions"]
        if provision["answer"]["value"] == Outcome.YES.value
    ]


def _not_published(count: int, *, of_all: bool) -> str:
    """Return how many Yes answers rest on evidence that nobody outside can see."""
    if not count:
        return ""
    verb = "rests" if count == 1 else "rest"
    return f"{count} {'of them' if of_all else 'more'} {verb} on evidence that is not published."


def _names_a_day(promised: str) -> bool:
    plain = promised.lower()
    return any(pattern.search(plain) for pattern in (DAY, DAY_IN_FIGURES, DAY_ISO))


def _in_london(moment: str) -> datetime:
    return datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).astimezone(LONDON)


def _long_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _verb(count: int) -> str:
    return "is" if count == 1 else "are"
