"""What a published statement says of its approval and of the questions asked before: in words."""

from dataclasses import dataclass

from app.domain.approvals import DECISION_WORDS, Decision
from app.domain.documents import Document
from app.rendering import statement_words as words

NO_APPROVAL = "No approval by a governing body is recorded here."
TURN_WORDS = {
    "reply": "Reply",
    "pressed": "Asked again",
    "accepted": "Accepted",
    "withdrawn": "Withdrawn",
}
NOT_SETTLED = "The question is not settled."


@dataclass(frozen=True)
class ApprovalView:
    """The approval by the governing body; `minute_link` is an address that is safe to follow."""

    facts: tuple[tuple[str, str], ...]
    minute: str
    minute_link: str | None
    amendments: tuple[tuple[str, str], ...]
    since: str
    changes_since: tuple[str, ...]
    unchanged: bool


@dataclass(frozen=True)
class TurnView:
    """One turn of a published question: what it is, by whom and when, and the words."""

    heading: str
    text: str


@dataclass(frozen=True)
class QuestionView:
    """One published question, with everything that was answered to it."""

    about: str
    asked: str
    text: str
    turns: tuple[TurnView, ...]
    outcome: str | None


def approval_view(approval: Document | None) -> ApprovalView | None:
    """Return the approval in words, or None where none is recorded."""
    if approval is None:
        return None
    pack, day, link = approval["pack"], approval["met_on"], approval["minute_link"]
    return ApprovalView(
        facts=(
            ("Governing body", approval["body"]),
            ("Meeting", words.day_in_words(day) if day else words.NOT_STATED),
            ("Decision", DECISION_WORDS[Decision(approval["decision"])]),
            ("Copy the meeting saw", _copy(pack)),
        ),
        minute=approval["minute"] or link or words.NOT_STATED,
        minute_link=link if link and words.WEB_ADDRESS.fullmatch(link) else None,
        amendments=tuple(
            (one["text"], one["done"] or "Nothing is recorded") for one in approval["amendments"]
        ),
        since="since the copy that the meeting saw"
        if pack
        else "since the approved text was signed off",
        changes_since=tuple(approval["changes_since"]),
        unchanged=bool(pack) and not approval["changes_since"],
    )


def questions_in_words(scrutiny: Document) -> str:
    """Return how many questions were asked before sign-off, and about what."""
    count = scrutiny["challenges"]
    if not count:
        return (
            "No question by the Member Responsible for Complaints, who is the cabinet member or "
            "board member for complaints, is recorded here."
        )
    return (
        "The Member Responsible for Complaints, who is the cabinet member or board member for "
        f"complaints, asked {words.number_of(count, 'question')} on record. "
        f"{'It was' if count == 1 else 'They were'} about:"
    )


def question_views(scrutiny: Document) -> tuple[QuestionView, ...]:
    """Return the questions that were chosen to be published, in words."""
    return tuple(
        QuestionView(
            about=one["about"],
            asked=_said("Asked", one["asked_by"], one["asked_on"]),
            text=one["text"],
            turns=tuple(
                TurnView(_said(TURN_WORDS[turn["turn"]], turn["by"], turn["on"]), turn["text"])
                for turn in one["turns"]
            ),
            outcome=NOT_SETTLED if one["outcome"] == "open" else None,
        )
        for one in scrutiny["published"]
    )


def _copy(pack: Document | None) -> str:
    if pack is None:
        return words.NOT_STATED
    return f"{pack['reference']}, made on {words.day_in_words(pack['made_on'])}"


def _said(what: str, by: str, on: str | None) -> str:
    return f"{what}: {by}{f', {words.day_in_words(on)}' if on else ''}"
