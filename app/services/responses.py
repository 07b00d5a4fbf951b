"""Recording what the landlord says about a provision, and putting an earlier text back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.database import db
from app.domain.answers import Answer, Basis, Outcome, Reach, check_answer, outcome_of
from app.domain.editions import Edition
from app.domain.errors import ChangedByAnother, NotFound, StepNotAllowed
from app.domain.history import Kind
from app.domain.permissions import Permission
from app.domain.responses import EvidenceFacts
from app.domain.workflow import ANSWERS_OPEN
from app.models import Assessment, EvidenceItem, HistoryEntry, ProvisionResponse
from app.models.facts import response_facts
from app.services import history
from app.services.history import Actor


@dataclass(frozen=True)
class ResponseContent:
    """What a person says about a provision: everything that one page of the form holds."""

    answer: Answer | None = None
    basis: Basis = Basis.STATED
    holds_in: Reach | None = None
    shortfall: Reach | None = None
    commentary: str = ""
    plan_note: str = ""
    evidence: tuple[EvidenceFacts, ...] = ()

    def as_facts(self) -> dict[str, Any]:
        """Return the content as the history keeps it."""
        return {
            "answer": self.answer,
            "basis": self.basis.value,
            "holds_in": self.holds_in.value if self.holds_in else None,
            "shortfall": self.shortfall.value if self.shortfall else None,
            "commentary": self.commentary,
            "plan_note": self.plan_note,
            "evidence": [_evidence_as_kept(item) for item in self.evidence],
        }

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> "ResponseContent":
        """Return the content that the history kept."""
        return cls(
            answer=facts["answer"],
            basis=Basis(facts["basis"]),
            holds_in=Reach(facts["holds_in"]) if facts["holds_in"] else None,
            shortfall=Reach(facts["shortfall"]) if facts["shortfall"] else None,
            commentary=facts["commentary"],
            plan_note=facts["plan_note"],
            evidence=tuple(_evidence_from_kept(item) for item in facts["evidence"]),
        )


EMPTY = ResponseContent()


def record_response(
    assessment: Assessment,
    edition: Edition,
    number: str,
    content: ResponseContent,
    *,
    seen_version: int,
    by: Actor,
    now: datetime,
) -> ProvisionResponse:
    """Save a response, finished or not; nothing is recorded where nothing changed.

    Raises ChangedByAnother when the form was rendered from an older version, StepNotAllowed when
    the assessment is no longer a draft, and Invalid for an answer that the edition does not allow.
    """
    row = _open_response(assessment, number, by)
    if row.version != seen_version and _content_of(row) != content:
        raise ChangedByAnother(f"Somebody else saved {number} while your page was open.")
    _write(assessment, edition, row, content, Kind.RESPONSE_RECORDED, by=by, now=now)
    return row


def restore_response(
    assessment: Assessment,
    edition: Edition,
    number: str,
    sequence: int,
    *,
    seen_version: int,
    by: Actor,
    now: datetime,
) -> ProvisionResponse:
    """Put back what a provision said after an entry of the history; that is itself a new entry."""
    row = _open_response(assessment, number, by)
    content = content_after(assessment, number, sequence)
    if row.version != seen_version:
        raise ChangedByAnother(
            f"{number} was saved while the history was open. Look at the history again first."
        )
    _write(assessment, edition, row, content, Kind.RESPONSE_RESTORED, by=by, now=now)
    return row


def content_after(assessment: Assessment, number: str, sequence: int) -> ResponseContent:
    """Return what a provision said after an entry, by going through the history up to it."""
    entries = db.session.scalars(
        select(HistoryEntry)
        .where(
            HistoryEntry.assessment_id == assessment.id,
            HistoryEntry.subject == _subject(number),
            HistoryEntry.sequence <= sequence,
        )
        .order_by(HistoryEntry.sequence)
    ).all()
    if not entries or entries[-1].sequence != sequence:
        raise NotFound(f"The history of {number} has no such entry.")
    facts = EMPTY.as_facts()
    for entry in entries:
        facts |= entry.after or {}
    return ResponseContent.from_facts(facts)


def _open_response(assessment: Assessment, number: str, by: Actor) -> ProvisionResponse:
    by.require(Permission.EDIT)
    if assessment.state not in ANSWERS_OPEN:
        raise StepNotAllowed(
            "This assessment is no longer a draft, so its answers cannot be changed. "
            "Ask a complaints lead to take it back to draft."
        )
    return db.session.scalars(
        select(ProvisionResponse).where(
            ProvisionResponse.assessment_id == assessment.id, ProvisionResponse.number == number
        )
    ).one()


def _write(
    assessment: Assessment,
    edition: Edition,
    row: ProvisionResponse,
    content: ResponseContent,
    kind: Kind,
    *,
    by: Actor,
    now: datetime,
) -> None:
    provision = edition.provision(row.number)
    assert provision is not None
    check_answer(content.answer, provision)
    outcome = outcome_of(content.answer)
    content = ResponseContent(
        answer=content.answer,
        basis=content.basis,
        holds_in=content.holds_in if outcome is Outcome.YES else None,
        shortfall=content.shortfall if outcome is Outcome.NO else None,
        commentary=content.commentary,
        plan_note=content.plan_note,
        evidence=content.evidence,
    )
    before, after = _content_of(row).as_facts(), content.as_facts()
    changed = [key for key in after if after[key] != before[key]]
    if not changed:
        return
    for name in ("answer", "basis", "holds_in", "shortfall", "commentary", "plan_note"):
        setattr(row, name, getattr(content, name))
    if "evidence" in changed:
        row.evidence = [EvidenceItem(**vars(item)) for item in content.evidence]
        # The version must grow even where only the evidence changed.
        flag_modified(row, "commentary")
    history.record(
        kind,
        by=by,
        now=now,
        subject=_subject(row.number),
        assessment_id=assessment.id,
        before={key: before[key] for key in changed},
        after={key: after[key] for key in changed},
    )


def _content_of(row: ProvisionResponse) -> ResponseContent:
    saved = vars(response_facts(row))
    return ResponseContent(**{key: value for key, value in saved.items() if key != "number"})


def _evidence_as_kept(item: EvidenceFacts) -> dict[str, Any]:
    """Return an item as the history keeps it; what is usual is left out."""
    kept: dict[str, Any] = {"text": item.text, "link": item.link}
    if item.dated_on:
        kept["dated_on"] = item.dated_on.isoformat()
    if item.is_internal:
        kept["is_internal"] = True
    return kept


def _evidence_from_kept(kept: dict[str, Any]) -> EvidenceFacts:
    dated_on = kept.get("dated_on")
    return EvidenceFacts(
        kept["text"],
        kept["link"],
        date.fromisoformat(dated_on) if dated_on else None,
        kept.get("is_internal", False),
    )


def _subject(number: str) -> str:
    return f"provision:{number}"
