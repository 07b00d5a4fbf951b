"""The scrutiny as a published document tells it: what was asked, and what the body approved."""

from collections.abc import Iterator, Sequence

from app.domain import differences
from app.domain.approvals import ApprovalFacts
from app.domain.challenges import (
    OUTCOMES,
    WHOLE_WORDS,
    About,
    ChallengeFacts,
    TurnFacts,
)
from app.domain.documents import Document, day_in_document, reference_code
from app.domain.editions import number_order
from app.domain.permissions import ROLE_WORDS, Role
from app.domain.report_parts import PART_ORDER


def scrutiny_in_document(
    challenges: Sequence[ChallengeFacts], *, publishes_names: bool
) -> Document:
    """Return how many challenges there were and about what; the words only of published ones."""
    return {
        "challenges": len(challenges),
        "about": list(_subjects(challenges)),
        "published": [
            _challenge(challenge, publishes_names)
            for challenge in challenges
            if challenge.is_published
        ],
    }


def approval_in_document(approval: ApprovalFacts | None, document: Document) -> Document | None:
    """Return the approval, naming the copy the meeting saw and what has changed in it since."""
    if approval is None:
        return None
    return {
        "body": approval.body,
        "met_on": day_in_document(approval.met_on),
        "minute": approval.minute or None,
        "minute_link": approval.minute_link or None,
        "decision": approval.decision.value,
        "amendments": [
            {"text": amendment.text, "done": amendment.done or None}
            for amendment in approval.amendments
        ],
        "pack": _pack(approval),
        "changes_since": _changes_since(approval, document),
    }


def subject_in_words(about: About, subject: str) -> str:
    """Return what a challenge is about: "6.3 Stage 1 response" or "Action: …"."""
    if about is About.WHOLE:
        return subject or WHOLE_WORDS
    return f"Action: {subject}" if about is About.ACTION else subject


def _subjects(challenges: Sequence[ChallengeFacts]) -> Iterator[str]:
    """Yield each subject once: the whole, then provisions in the Code's order, then actions."""
    order = list(About)
    seen = set()
    for challenge in sorted(
        challenges,
        key=lambda one: (order.index(one.about), _place(one), one.id),
    ):
        words = subject_in_words(challenge.about, challenge.subject)
        if words not in seen:
            seen.add(words)
            yield words


def _place(challenge: ChallengeFacts) -> tuple[int, ...]:
    """Return where a challenge's subject stands in its document."""
    if challenge.about is About.PART:
        return (PART_ORDER.index(challenge.number or ""),)
    return number_order(challenge.number or "0")


def _challenge(challenge: ChallengeFacts, publishes_names: bool) -> Document:
    return {
        "about": subject_in_words(challenge.about, challenge.subject),
        "text": challenge.text,
        "asked_by": _who(challenge.asked_by, challenge.asked_role, publishes_names),
        "asked_on": day_in_document(challenge.asked_on),
        "outcome": OUTCOMES[challenge.standing],
        "turns": [_turn(turn, publishes_names) for turn in challenge.turns],
    }


def _turn(turn: TurnFacts, publishes_names: bool) -> Document:
    return {
        "turn": turn.turn.value,
        "by": _who(turn.by, turn.role, publishes_names),
        "on": day_in_document(turn.on),
        "text": turn.text,
    }


def _who(name: str, role: str, publishes_names: bool) -> str:
    words = ROLE_WORDS[Role(role)]
    return f"{name}, {words.lower()}" if publishes_names else words


def _pack(approval: ApprovalFacts) -> Document | None:
    if approval.pack is None:
        return None
    return {
        "reference": reference_code(approval.pack.digest),
        "digest": approval.pack.digest,
        "made_on": day_in_document(approval.pack.made_on),
    }


def _changes_since(approval: ApprovalFacts, document: Document) -> list[str]:
    if approval.seen is None:
        return []
    before = {key: value for key, value in approval.seen.items() if key != "approval"}
    return list(differences.changes(before, document))
