"""What changed in the improvement plan, between two statements of a landlord."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.domain.documents import Document

TOLD = ("title", "owner", "due", "stage", "provisions", "source")


class PlanMove(StrEnum):
    """What happened to a line of the plan."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class PlanChange:
    """A line of one plan or of both; `changed` names what is not the same.

    `closed` is what the later document says of an action that has left the plan, where it does.
    """

    move: PlanMove
    before: Document | None
    after: Document | None
    changed: tuple[str, ...] = ()
    closed: Document | None = None


def plan_changes(before: Document, after: Document) -> tuple[PlanChange, ...]:
    """Return what is new in the later plan, what changed, and what has left it, in that order."""
    return tuple(_changes(before, after))


def _changes(before: Document, after: Document) -> Iterator[PlanChange]:
    old, new = before["improvement_plan"], after["improvement_plan"]
    partners = _partners(old, new)
    for line in new:
        if line["id"] not in partners:
            yield PlanChange(PlanMove.NEW, None, line)
    for line in new:
        if partner := partners.get(line["id"]):
            changed = tuple(key for key in TOLD if partner[key] != line[key])
            if changed:
                yield PlanChange(PlanMove.CHANGED, partner, line, changed)
    stayed = {partner["id"] for partner in partners.values()}
    closed = _actions(after)
    for line in old:
        if line["id"] not in stayed:
            yield PlanChange(PlanMove.GONE, line, None, closed=closed.get(line["id"]))


def _partners(old: list[Document], new: list[Document]) -> dict[int, Document]:
    """Return the earlier line of each later one: the same action, or one in the same words.

    A year's plan is written anew, so that an action which goes on has a number of its own there.
    """
    by_id = {line["id"]: line for line in old}
    found = {line["id"]: by_id[line["id"]] for line in new if line["id"] in by_id}
    waiting = [line for line in old if line["id"] not in found]
    for line in new:
        if line["id"] not in found:
            same = next((one for one in waiting if _words(one) == _words(line)), None)
            if same is not None:
                found[line["id"]] = same
                waiting.remove(same)
    return found


def _words(line: Document) -> str:
    return " ".join(line["title"].casefold().split())


def _actions(document: Document) -> dict[int, Document]:
    """Return the actions that stand at provisions: there the done and the dropped ones stay."""
    return {
        action["id"]: action
        for section in document["sections"]
        for provision in section["provisions"]
        for action in provision["actions"]
    }
