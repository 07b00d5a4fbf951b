"""What differs in the parts that documents of both kinds have."""

from collections.abc import Iterator

from app.domain.documents import Document


def as_people_mean_it(document: Document, key: str) -> object:
    """Return a part as people mean it: an approval without what changed since."""
    part = document.get(key)
    if key == "approval" and part:
        return {name: value for name, value in part.items() if name != "changes_since"}
    return part


def plan_changes(before: Document, after: Document) -> Iterator[str]:
    """Yield a sentence for each line of the improvement plan that is new, changed or gone."""
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
