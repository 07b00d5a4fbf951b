"""What changed in an assessment since the cabinet member last had it, out of its history.

What was changed and changed back is no change: of each thing only the first "before" and the last
"after" are set beside each other.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from app.domain.editions import number_order
from app.domain.history import WRITING, Kind

Values = Mapping[str, Any]

# An amendment that was made concerns the text as a whole, and is told by its own words.
# What a correction sets aside nobody has written, but it is what the cabinet member had read.
MOVED_BY_CORRECTIONS = frozenset({Kind.RESPONSE_ASKED_AGAIN, Kind.RESPONSE_PUT_BACK})
TOLD_BY_SUBJECT = (WRITING | MOVED_BY_CORRECTIONS) - {Kind.AMENDMENT_MADE}
GOING_OVER = frozenset({Kind.ASSESSMENT_EDITION_CORRECTED, Kind.ASSESSMENT_CORRECTION_UNDONE})
CHANGES = WRITING | MOVED_BY_CORRECTIONS | GOING_OVER


class Fate(StrEnum):
    """What became of a provision's response or an action."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Entry:
    """An entry of the history: what it concerns ("provision:6.3", "action:4"), and the change."""

    kind: Kind
    subject: str
    before: Values
    after: Values


@dataclass(frozen=True)
class Changed:
    """One provision, action or part that is not as it was; `before` and `after` have the same keys.

    Both are empty for an action that is new or was taken away; `title` is an action's or a part's.
    """

    fate: Fate
    number: str | None
    title: str
    before: Values
    after: Values
    is_part: bool = False


@dataclass
class _Story:
    """The first and the last state of everything that the entries tell of one subject."""

    is_new: bool
    is_gone: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


def changed_since(entries: Iterable[Entry]) -> tuple[Changed, ...]:
    """Return each provision, and then each action, that differs from before the first entry.

    The entries come oldest first; those that record neither an answer nor an action are left out.
    """
    stories: dict[str, _Story] = {}
    for entry in entries:
        if entry.kind in TOLD_BY_SUBJECT:
            story = stories.setdefault(entry.subject, _Story(entry.kind is Kind.ACTION_RAISED))
            story.is_gone = entry.kind is Kind.ACTION_REMOVED
            for name, value in entry.before.items():
                story.before.setdefault(name, value)
                story.after.setdefault(name, value)
            story.after.update(entry.after)
    return tuple(_changes(stories))


def amendments_since(entries: Iterable[Entry]) -> tuple[tuple[str, bool], ...]:
    """Return each amendment of which something else is said now, and whether it is made.

    The entries come oldest first.
    """
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for entry in entries:
        if entry.kind is Kind.AMENDMENT_MADE:
            text = entry.after["text"]
            before.setdefault(text, entry.before["done"])
            after[text] = entry.after["done"]
    return tuple((text, bool(done)) for text, done in after.items() if done != before[text])


def answers_another_edition(entries: Iterable[Entry]) -> bool:
    """Return whether another edition is answered than before the first entry.

    The entries come oldest first; an assessment that went over and back answers what it did.
    """
    told = [entry for entry in entries if entry.kind in GOING_OVER]
    return bool(told) and told[0].before["edition"] != told[-1].after["edition"]


def _changes(stories: Mapping[str, _Story]) -> Iterator[Changed]:
    provisions = {s.partition(":")[2]: one for s, one in stories.items() if _is_provision(s)}
    for number in sorted(provisions, key=number_order):
        yield from _change(provisions[number], number)
    for subject, story in stories.items():
        if not _is_provision(subject):
            for change in _change(story, None):
                yield replace(change, is_part=subject.startswith("part:"))


def _change(story: _Story, number: str | None) -> Iterator[Changed]:
    title = story.after.get("title") or story.after.get("finding", "")
    if story.is_new or story.is_gone:
        # What came and went in between was never seen, so nobody needs to hear of it.
        if story.is_new != story.is_gone:
            yield Changed(Fate.ADDED if story.is_new else Fate.REMOVED, number, title, {}, {})
        return
    names = [name for name, value in story.after.items() if value != story.before.get(name)]
    if names:
        before = {name: story.before.get(name) for name in names}
        after = {name: story.after[name] for name in names}
        yield Changed(Fate.CHANGED, number, title, before, after)


def _is_provision(subject: str) -> bool:
    return subject.startswith("provision:")
