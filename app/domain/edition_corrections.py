"""An edition was corrected: what that changes for an assessment, and how long it can be undone.

A released edition never changes. Its correction is an edition of its own, and a draft goes over to
it only when a person says so, having seen what it adds, rewords and withdraws.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.edition_shelf import Editions
from app.domain.edition_steps import link_to_the_same
from app.domain.edition_succession import corrections_behind
from app.domain.editions import Change, Edition, Effect, Guidance, Provision
from app.domain.wording import listed

UNDO_DAYS = 14


@dataclass(frozen=True)
class Reworded:
    """A provision of the form before and after its words were corrected, and what that asks."""

    before: Provision
    after: Provision
    effect: Effect

    @property
    def number(self) -> str:
        """Its number, which a correction keeps."""
        return self.after.number


@dataclass(frozen=True)
class CorrectionChanges:
    """What the form asks that it did not ask before, asks in other words, or asks no more."""

    added: tuple[Provision, ...]
    reworded: tuple[Reworded, ...]
    withdrawn: tuple[Provision, ...]

    @property
    def touched(self) -> frozenset[str]:
        """The numbers whose answers are to be given to the corrected words."""
        return frozenset(one.number for one in self.added) | {one.number for one in self.reworded}

    @property
    def is_empty(self) -> bool:
        """Whether the form asks the same in the same words, as when only a date was put right."""
        return not (self.added or self.reworded or self.withdrawn)


def correction_changes(before: Edition, after: Edition) -> CorrectionChanges:
    """Return what changes for an assessment that goes over from an edition to its correction."""
    old = {one.number: one for one in before.in_form}
    new = {one.number: one for one in after.in_form}
    links = {number: link_to_the_same(old[number], new[number]) for number in new if number in old}
    return CorrectionChanges(
        added=tuple(one for number, one in new.items() if number not in old),
        reworded=tuple(
            Reworded(old[number], new[number], link.effect)
            for number, link in links.items()
            if link.change is not Change.UNCHANGED
        ),
        withdrawn=tuple(one for number, one in old.items() if number not in new),
    )


def newest_correction(edition: Edition, editions: Editions) -> Edition | None:
    """Return the last correction of an edition, or of its corrections; None without any."""
    known = {one.name: one for one in editions if one.rulebook == edition.rulebook}
    # The shelf holds the newest first, and a correction before what it corrects.
    return next(
        (one for one in known.values() if edition in corrections_behind(one, known)),
        None,
    )


def inherited_guidance(
    edition: Edition, corrected: Edition, guidance: Mapping[str, Guidance]
) -> tuple[Guidance, ...]:
    """Return our guidance to the corrected edition, as far as it asks the same still.

    Guidance to other words would explain to a resident what the Code no longer says.
    """
    old = {one.number: one for one in corrected.provisions}
    return tuple(
        guidance[one.number]
        for one in edition.provisions
        if one.number in guidance
        and one.number in old
        and link_to_the_same(old[one.number], one).change is Change.UNCHANGED
    )


def undo_until(applied_at: datetime) -> datetime:
    """Return the last moment at which going over to a correction can be undone."""
    return applied_at + timedelta(days=UNDO_DAYS)


def why_not_undone(
    applied_at: datetime, worked_on: Sequence[str], planned: Sequence[str], *, now: datetime
) -> str | None:
    """Return in words why going over to a correction cannot be undone, or None where it can.

    `worked_on` are the provisions whose corrected words somebody has answered since, and `planned`
    the actions that somebody has made for a provision which undoing would take away.
    """
    if now > undo_until(applied_at):
        return (
            f"This can be undone for {UNDO_DAYS} days, and they have passed. What was written "
            "before is kept in the history of each provision."
        )
    if worked_on:
        return (
            f"Since then, somebody has written about the corrected words of {listed(worked_on)}. "
            "Undoing would lose that, so it is not possible any more."
        )
    if planned:
        quoted = listed([f"“{title}”" for title in planned])
        return (
            f"Since then, {quoted} was planned for a provision that the correction added. "
            "Take the provision off that action first; then this can be undone."
        )
    return None
