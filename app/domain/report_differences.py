"""What differs between two reports, as sentences for the people who have to agree to it."""

from collections.abc import Iterator

from app.domain.documents import Document
from app.domain.part_differences import as_people_mean_it, plan_changes

WHOLES = {
    "landlord": "What the landlord says about itself and how to complain has changed.",
    "edition": "The edition of the Code is not the same.",
    "demonstration": "The demonstration notice has changed.",
    "self_assessment": "The self-assessment that the report shows has changed.",
    "learning": "What was learned from complaints has changed.",
    "explanations": "What the landlord says of figures that contradict each other has changed.",
    "governing_body_response": "The governing body's response has changed.",
    "scrutiny": "What the cabinet member asked, or how it was answered, has changed.",
    "approval": "The approval by the governing body has changed.",
}
FIELDS = {
    "text": "the text",
    "none": "whether there was none this year",
    "shown": "the tables and charts",
}
MOST_NAMED = 20  # beyond that a count says more than a list


def changes(before: Document, after: Document) -> tuple[str, ...]:
    """Return one sentence for each thing that is not the same in the later report."""
    return tuple(_changes(before, after))


def _changes(before: Document, after: Document) -> Iterator[str]:
    for key, sentence in WHOLES.items():
        if as_people_mean_it(before, key) != as_people_mean_it(after, key):
            yield sentence
    earlier = {part["key"]: part for part in before["parts"]}
    for part in after["parts"]:
        old = earlier.get(part["key"], {})
        changed = [words for key, words in FIELDS.items() if old.get(key) != part[key]]
        if changed:
            yield f"“{part['title']}”: {', '.join(changed)} changed."
    yield from _figure_changes(before["figures"], after["figures"], "")
    yield from _figure_changes(before["earlier"], after["earlier"], " of the year before")
    yield from plan_changes(before, after)


def _figure_changes(before: Document | None, after: Document | None, of: str) -> Iterator[str]:
    if before is None or after is None:
        if before != after:
            verb = "have been taken out" if after is None else "have been added"
            yield f"The figures{of} {verb}."
        return
    old = {one["id"]: one for one in before["figures"]}
    new = {one["id"]: one for one in after["figures"]}
    changed = [one for key, one in new.items() if old.get(key) != one]
    changed += [one for key, one in old.items() if key not in new]
    if len(changed) > MOST_NAMED:
        yield f"{len(changed)} figures{of} have changed."
    else:
        yield from (
            f"A figure{of} has changed: {one['label']} ({one['population']})." for one in changed
        )
    if any(before[key] != after[key] for key in ("period", "rules", "measures", "clocks")):
        yield f"The rules by which the figures{of} were worked out have changed."
