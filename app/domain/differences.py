"""What differs between two documents of a kind, as sentences for whoever has to agree to it."""

from collections.abc import Iterator

from app.domain import report_differences
from app.domain.documents import Document, DocumentKind
from app.domain.part_differences import as_people_mean_it, plan_changes
from app.domain.signed_documents import kind_of

PARTS = {
    "landlord": "What the landlord says about itself and how to complain has changed.",
    "edition": "The edition of the Code is not the same.",
    "demonstration": "The demonstration notice has changed.",
    "governing_body_response": "The governing body's response has changed.",
    "scrutiny": "What the cabinet member asked, or how it was answered, has changed.",
    "approval": "The approval by the governing body has changed.",
}
FIELDS = {
    "answer": "the answer",
    "shortfall": "what falls short",
    "evidence": "the evidence",
    "evidence_internal": "the evidence that is kept internal",
    "commentary": "the commentary",
    "plan_note": "the words in place of a plan",
    "actions": "its actions",
    "requirement": "the wording of the requirement",
}


def changes(before: Document, after: Document) -> tuple[str, ...]:
    """Return one sentence for each thing that is not the same in the later document."""
    if kind_of(after) is DocumentKind.REPORT:
        return report_differences.changes(before, after)
    return tuple(_changes(before, after))


def _changes(before: Document, after: Document) -> Iterator[str]:
    for key, sentence in PARTS.items():
        if as_people_mean_it(before, key) != as_people_mean_it(after, key):
            yield sentence
    if before["assessment"]["assessed_on"] != after["assessment"]["assessed_on"]:
        yield "The date of the assessment has changed."
    earlier = {one["number"]: one for one in _provisions(before)}
    for provision in _provisions(after):
        old = earlier.get(provision["number"], {})
        changed = [words for key, words in FIELDS.items() if old.get(key) != provision.get(key)]
        if changed:
            yield f"{provision['number']} {provision['title']}: {', '.join(changed)} changed."
    yield from plan_changes(before, after)


def _provisions(document: Document) -> Iterator[Document]:
    return (provision for section in document["sections"] for provision in section["provisions"])
