"""What changed between two statements of a landlord: revisions, years, and editions of the Code.

The earlier of the two is always `before`. Within one edition provisions meet by their numbers;
across editions they meet by their lineage, and each one of both documents is accounted for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.answers import Outcome
from app.domain.differences import PARTS
from app.domain.documents import Document
from app.domain.edition_shelf import Editions
from app.domain.lineage import Descent, Ended, Lineage, Origin, trace
from app.domain.plan_changes import PlanChange, plan_changes
from app.domain.provision_changes import (
    EndedLine,
    Field,
    ProvisionLine,
    ended_lines,
    provision_lines,
    said_in,
)
from app.domain.published_addresses import rulebook_in
from app.domain.summary import Status


@dataclass(frozen=True)
class Issue:
    """One of the two documents; `revision` and `published_at` are None for an unpublished text."""

    year: str
    revision: int | None
    published_at: str | None
    edition_id: str
    edition: str
    standard: str
    questionnaire: bool

    @property
    def rulebook(self) -> str:
        """The rulebook of the edition, which decides where the document stands."""
        return rulebook_in(self.edition_id, self.edition)


@dataclass(frozen=True)
class SectionResult:
    """What a section came to; `status` is None for a questionnaire, which has counts."""

    status: Status | None
    gaps: int
    counts: Mapping[Outcome, int]


@dataclass(frozen=True)
class SectionLine:
    """One section in both documents; `before` is None where the earlier one had none like it."""

    number: str
    title: str
    before: SectionResult | None
    after: SectionResult


@dataclass(frozen=True)
class CountLine:
    """How many provisions were answered in one way, before and after."""

    outcome: Outcome
    before: int
    after: int


@dataclass(frozen=True)
class Comparison:
    """Everything that changed; `why_not` says why provisions could not be set beside each other."""

    before: Issue
    after: Issue
    lines: tuple[ProvisionLine, ...]
    ended: tuple[EndedLine, ...]
    sections: tuple[SectionLine, ...]
    counts: tuple[CountLine, ...]
    plan: tuple[PlanChange, ...]
    others: tuple[str, ...]
    why_not: str | None = None

    @property
    def same_edition(self) -> bool:
        """Whether both answer the same edition of the Code."""
        return self.before.edition_id == self.after.edition_id

    @property
    def nothing_changed(self) -> bool:
        """Whether the two say the same in everything that is compared."""
        return not (self.why_not or self.ended or self.plan or self.others) and not any(
            line.changed or not line.before for line in self.lines
        )

    def with_change(self, field: Field) -> tuple[ProvisionLine, ...]:
        """Return the provisions of which one thing changed."""
        return tuple(line for line in self.lines if field in line.changed)


def compare(before: Document, after: Document, editions: Editions) -> Comparison:
    """Compare an earlier statement of a landlord with a later one, issued or still a draft."""
    lineage, why_not = _lineage(before, after, editions)
    same_edition = before["edition"]["id"] == after["edition"]["id"]
    same_year = before["assessment"]["year"] == after["assessment"]["year"]
    old, new = said_in(before), said_in(after)
    lines = provision_lines(old, new, lineage, same_edition=same_edition) if lineage else ()
    return Comparison(
        before=_issue(before),
        after=_issue(after),
        lines=tuple(lines),
        ended=tuple(ended_lines(old, lineage)) if lineage else (),
        sections=tuple(_sections(before, after)) if same_edition else (),
        counts=_counts(before, after),
        plan=plan_changes(before, after),
        others=tuple(_others(before, after)) if same_year else (),
        why_not=why_not,
    )


def _lineage(
    before: Document, after: Document, editions: Editions
) -> tuple[Lineage | None, str | None]:
    """Return how the provisions of two documents belong together, or why that is not known."""
    old, new = before["edition"], after["edition"]
    if old["id"] == new["id"]:
        return _by_number(before, after), None
    known_old, known_new = editions.get(old["id"]), editions.get(new["id"])
    lineage = trace(known_old, known_new, editions) if known_old and known_new else None
    if lineage is not None:
        return lineage, None
    return None, (
        f"The first answers the {_standard(before)}, the other the {_standard(after)}. This site "
        "does not know which provision of the one became which of the other, so they cannot be "
        "compared provision by provision."
    )


def _by_number(before: Document, after: Document) -> Lineage:
    """Return the lineage within one edition; a file that is not released yet may have changed."""
    old, new = said_in(before), said_in(after)
    return Lineage(
        tuple(
            Descent(one, (one,), Origin.UNCHANGED) if one in old else Descent(one, (), Origin.NEW)
            for one in new
        ),
        tuple(
            Ended(one, after["edition"]["name"], "it is no longer in the form")
            for one in old
            if one not in new
        ),
    )


def _sections(before: Document, after: Document) -> Iterator[SectionLine]:
    earlier = {section["number"]: section for section in before["sections"]}
    for section in after["sections"]:
        old = earlier.get(section["number"])
        yield SectionLine(
            section["number"], section["title"], _result(old) if old else None, _result(section)
        )


def _result(section: Document) -> SectionResult:
    status = section["status"]
    return SectionResult(
        Status(status) if status else None,
        len(section["gaps"]),
        {outcome: section["counts"][outcome.value] for outcome in Outcome},
    )


def _counts(before: Document, after: Document) -> tuple[CountLine, ...]:
    return tuple(
        CountLine(outcome, before["summary"][outcome.value], after["summary"][outcome.value])
        for outcome in Outcome
    )


def _others(before: Document, after: Document) -> Iterator[str]:
    """Yield a sentence for each other part of the same year's statement that changed."""
    for key, sentence in PARTS.items():
        if before.get(key) != after.get(key):
            yield sentence
    if before["assessment"]["assessed_on"] != after["assessment"]["assessed_on"]:
        yield "The date of the assessment has changed."
    if "publication" in before and "publication" in after and _shown(before) != _shown(after):
        yield "The official wording beside our summary changed or was added."


def _shown(issued: Document) -> Document:
    """Return the official wording that was issued, by number; early documents had none."""
    return issued["publication"].get("official_text") or {}


def _issue(document: Document) -> Issue:
    publication = document.get("publication") or {}
    edition = document["edition"]
    return Issue(
        year=document["assessment"]["year"],
        revision=publication.get("revision"),
        published_at=publication.get("published_at"),
        edition_id=edition["id"],
        edition=edition["name"],
        standard=_standard(document),
        questionnaire=edition["questionnaire"],
    )


def _standard(document: Document) -> str:
    return f"{document['edition']['title']} {document['edition']['name']}"
