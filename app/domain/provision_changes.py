"""What changed in what is said about each provision, between two statements of a landlord."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.answers import Basis, Outcome, Reach, outcome_of
from app.domain.documents import Document
from app.domain.editions import Effect
from app.domain.lineage import Descent, Lineage, Origin


class Field(StrEnum):
    """What can change in what is said about a provision."""

    ANSWER = "answer"
    REACH = "reach"
    BASIS = "basis"
    WORDING = "wording"
    EVIDENCE = "evidence"
    COMMENTARY = "commentary"
    PLAN_NOTE = "plan_note"
    ACTIONS = "actions"


@dataclass(frozen=True)
class Evidence:
    """A piece of public evidence; two are the same where text and address are."""

    text: str
    link: str | None


@dataclass(frozen=True)
class Said:
    """What one document says about one provision; `source` is its place in the document."""

    number: str
    title: str
    outcome: Outcome
    source: Document

    @property
    def reach(self) -> Reach | None:
        """Where the answer holds, or where it falls short; None where that is not said."""
        found = self.source["answer"]["holds_in"] or self.source["shortfall"]
        return Reach(found) if found else None

    @property
    def basis(self) -> Basis:
        """Whether the landlord stated the answer, or somebody read it out of another document."""
        return Basis(self.source["answer"]["basis"])

    @property
    def commentary(self) -> str:
        """The commentary, or nothing."""
        return self.source["commentary"] or ""

    @property
    def plan_note(self) -> str:
        """The words in place of a plan, or nothing."""
        return self.source["plan_note"] or ""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The public evidence."""
        return tuple(Evidence(one["text"], one["link"]) for one in self.source["evidence"])

    @property
    def internal_evidence(self) -> int:
        """How many pieces are kept internal; early documents had none to keep."""
        return int(self.source.get("evidence_internal", 0))


@dataclass(frozen=True)
class ProvisionLine:
    """One provision of the later document, and everything of the earlier one that became it.

    `earlier` are its numbers in the earlier edition; `before` what was said under them, which is
    less where the earlier form did not ask about each.
    """

    now: Said
    before: tuple[Said, ...]
    earlier: tuple[str, ...]
    origin: Origin
    effects: tuple[Effect, ...]
    changed: tuple[Field, ...]
    evidence_added: tuple[Evidence, ...]
    evidence_removed: tuple[Evidence, ...]

    @property
    def became_worse(self) -> bool:
        """Whether it was answered Yes before, at least in part, and is answered No now."""
        return self.now.outcome is Outcome.NO and any(
            one.outcome is Outcome.YES for one in self.before
        )

    @property
    def became_better(self) -> bool:
        """Whether it was answered No before, at least in part, and is answered Yes now."""
        return self.now.outcome is Outcome.YES and any(
            one.outcome is Outcome.NO for one in self.before
        )


@dataclass(frozen=True)
class EndedLine:
    """A provision of the earlier document that nothing continues: why, and since which edition."""

    before: Said
    reason: str
    edition: str


def said_in(document: Document) -> dict[str, Said]:
    """Return what a document says, by number, in the order of the Code."""
    return {
        one["number"]: Said(one["number"], one["title"], outcome_of(one["answer"]["value"]), one)
        for section in document["sections"]
        for one in section["provisions"]
    }


def provision_lines(
    earlier: Mapping[str, Said], later: Mapping[str, Said], lineage: Lineage, *, same_edition: bool
) -> Iterator[ProvisionLine]:
    """Yield a line for each provision of the later document.

    Across editions the lineage says whether the words changed; within one, the words do.
    """
    descents = {descent.number: descent for descent in lineage.descents}
    for number, now in later.items():
        # An edition that is not released yet may have got the provision after it was answered.
        descent = descents.get(number) or Descent(number, (), Origin.NEW)
        before = tuple(earlier[one] for one in descent.earlier if one in earlier)
        origin = descent.origin
        if same_edition and before and _asks_otherwise(before[0], now):
            origin = Origin.REWORDED
        added, removed = _evidence_changes(before, now)
        yield ProvisionLine(
            now=now,
            before=before,
            earlier=descent.earlier,
            origin=origin,
            effects=descent.effects,
            changed=tuple(_changed(before, now, origin)) if before else (),
            evidence_added=added,
            evidence_removed=removed,
        )


def ended_lines(earlier: Mapping[str, Said], lineage: Lineage) -> Iterator[EndedLine]:
    """Yield a line for each provision of the earlier document that came to an end."""
    for one in lineage.ended:
        if one.number in earlier:
            yield EndedLine(earlier[one.number], one.reason, one.edition)


def _asks_otherwise(before: Said, now: Said) -> bool:
    keys = ("title", "obligation", "requirement", "parts")
    return any(before.source[key] != now.source[key] for key in keys)


def _changed(before: Sequence[Said], now: Said, origin: Origin) -> Iterator[Field]:
    differs = {
        Field.ANSWER: any(_answers_differ(one, now) for one in before),
        Field.REACH: any(one.reach is not now.reach for one in before),
        Field.BASIS: any(one.basis is not now.basis for one in before),
        Field.WORDING: origin is not Origin.UNCHANGED,
        Field.EVIDENCE: any(_evidence_changes(before, now)) or _evidence_facts_differ(before, now),
        Field.COMMENTARY: all(one.commentary != now.commentary for one in before),
        Field.PLAN_NOTE: all(one.plan_note != now.plan_note for one in before),
        Field.ACTIONS: _actions(before) != _actions([now]),
    }
    return (field for field, has_changed in differs.items() if has_changed)


def _answers_differ(before: Said, now: Said) -> bool:
    """Return whether an answer changed; a figure or words and a tick cannot be told apart so."""
    if (before.outcome is Outcome.OTHER) != (now.outcome is Outcome.OTHER):
        return Outcome.NOT_ANSWERED in (before.outcome, now.outcome)
    return bool(before.source["answer"]["value"] != now.source["answer"]["value"])


def _evidence_changes(
    before: Sequence[Said], now: Said
) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """Return the evidence that came and that went; none where there was nothing to compare."""
    if not before:
        return (), ()
    old = tuple(dict.fromkeys(item for one in before for item in one.evidence))
    return _without(now.evidence, old), _without(old, now.evidence)


def _without(items: Iterable[Evidence], others: Iterable[Evidence]) -> tuple[Evidence, ...]:
    taken = frozenset(others)
    return tuple(item for item in items if item not in taken)


def _evidence_facts_differ(before: Sequence[Said], now: Said) -> bool:
    """Return whether the days of the evidence, or how much is kept internal, changed."""
    days = {day for one in before for day in _evidence_days(one)}
    return days != set(_evidence_days(now)) or now.internal_evidence != sum(
        one.internal_evidence for one in before
    )


def _evidence_days(said: Said) -> Iterator[tuple[str, str | None, str | None]]:
    return ((one["text"], one["link"], one.get("dated_on")) for one in said.source["evidence"])


def _actions(said: Iterable[Said]) -> dict[int, Document]:
    return {action["id"]: action for one in said for action in one.source["actions"]}
