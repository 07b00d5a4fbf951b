"""All that a person says about one provision, as a form sends it and as the history keeps it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.answers import Answer, Basis, Reach
from app.domain.responses import EvidenceFacts, ResponseFacts


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

    @classmethod
    def of(cls, response: ResponseFacts) -> "ResponseContent":
        """Return what is recorded for a provision, without its number."""
        return cls(**{key: value for key, value in vars(response).items() if key != "number"})

    def under(self, number: str) -> ResponseFacts:
        """Return the content as what is recorded for a provision."""
        return ResponseFacts(number=number, **vars(self))


EMPTY = ResponseContent()


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
