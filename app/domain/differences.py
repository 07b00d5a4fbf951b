"""What differs between two documents of a kind, as sentences for whoever has to agree to it."""

from collections.abc import Iterator

from app.domain import report_differences
from app.domain.documents import Document, DocumentKind
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
        if _part(before, key) != _part(after, key):
            yield sentence
    if before["assessment"]["assessed_on"] != after["assessment"]["assessed_on"]:
        yield "The date of the assessment has changed."
    earlier = {one["number"]: one for one in _provisions(before)}
    for provision in _provisions(after):
        old = earlier.get(provision["number"], {})
        changed = [words for key, words in FIELDS.items() if old.get(key) != provision.get(key)]
        if changed:
            yield f"{provision['number']} {provision['title']}: {', '.join(changed)} changed."
    yield from _plan_changes(before, after)


def _part(document: Document, key: str) -> object:
    """Return a part as people mean it: an approval without what changed since."""
    part = document.get(key)
    if key == "approval" and part:
        return {name: value for name, value in part.items() if name != "changes_since"}
    return part


def _provisions(document: Document) -> Iterator[Document]:
    return (provision for section in document["sections"] for provision in section["provisions"])


def _plan_changes(before: Document, after: Document) -> Iterator[str]:
    old = {line["id"]: line for line in before["improvement_plan"]}
    new = {line["id"]: line for line in after["improvement_plan"]}
    for key, line in new.items():
        if key not in old:
            yield f"The improvement plan has a new line: {line['title']}."
        elif old[key] != line:
            yield f"A line of the improvement plan has changed: {line['title']}."
    for key, line in old.items():
        if key not in new:
            yield f"A line has left the improvement plan: {line['title']}."
