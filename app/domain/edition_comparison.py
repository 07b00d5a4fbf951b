"""Two editions beside each other: what became of every provision, also of those no form asks.

What only a landlord's answers need, which is the questions of the forms, is in `lineage`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from app.domain.edition_shelf import Editions
from app.domain.edition_steps import ancestors, met_a_correction, way_back
from app.domain.editions import (
    Change,
    Edition,
    Effect,
    Predecessor,
    Provision,
    Section,
    number_order,
)
from app.domain.figure_changes import FigureChange, figure_changes
from app.domain.lineage import Ended, Origin, ended


@dataclass(frozen=True)
class ComparedProvision:
    """A provision of the later edition with what it continues, and how it came about.

    `beside` holds by predecessor the other provisions that continue it, so that words which went
    from here can be looked for there. `asked_before` is false where the earlier form asked nothing.
    `met_a_correction` where nobody has judged what its corrected words ask.
    """

    provision: Provision
    predecessors: tuple[tuple[Predecessor, Provision], ...]
    origin: Origin
    effects: tuple[Effect, ...]
    beside: Mapping[str, tuple[str, ...]]
    asked_before: bool
    met_a_correction: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether anything about it differs from the earlier edition."""
        return self.origin is not Origin.UNCHANGED or bool(self.effects)


@dataclass(frozen=True)
class DroppedProvision:
    """A provision of the earlier edition that nothing continues, with the reason."""

    provision: Provision
    end: Ended


@dataclass(frozen=True)
class OtherMeaning:
    """A number that both editions use, for different things; and where the earlier thing went.

    `chapters` are the titles of the sections in which it stands before and after.
    """

    before: Provision
    after: Provision
    chapters: tuple[str, str]
    heirs: tuple[str, ...]


@dataclass(frozen=True)
class EditionComparison:
    """Everything that differs between two editions, in the order of the later one."""

    before: Edition
    after: Edition
    provisions: Mapping[str, ComparedProvision]
    dropped: tuple[DroppedProvision, ...]
    figures: tuple[FigureChange, ...]
    other_meanings: tuple[OtherMeaning, ...]

    @cached_property
    def origins(self) -> Counter[Origin]:
        """How many provisions of the later edition came about in each way."""
        return Counter(one.origin for one in self.provisions.values())

    @cached_property
    def effects(self) -> Counter[Effect]:
        """How many provisions of the later edition ask more, less or other figures."""
        return Counter(effect for one in self.provisions.values() for effect in one.effects)

    def in_section(self, section: Section) -> tuple[ComparedProvision, ...]:
        """Return the provisions of a section of the later edition."""
        return tuple(self.provisions[one.number] for one in section.provisions)


def in_order(one: Edition, other: Edition) -> tuple[Edition, Edition]:
    """Return two editions, the earlier first; a correction comes after what it corrects."""
    if one.rulebook == other.rulebook and one.name == other.corrects:
        return one, other
    if one.rulebook == other.rulebook and other.name == one.corrects:
        return other, one
    first, second = sorted((one, other), key=lambda e: (e.in_force, e.published, e.id))
    return first, second


def compare_editions(one: Edition, other: Edition, editions: Editions) -> EditionComparison | None:
    """Return what differs between two editions, named in any order; None without a way back."""
    if editions.get(one.id) is not one or editions.get(other.id) is not other:
        return _compare(one, other, editions)
    key = ("compared", one.id, other.id)
    if key not in editions.worked_out:
        editions.worked_out[key] = _compare(one, other, editions)
    found: EditionComparison | None = editions.worked_out[key]
    return found


def _compare(one: Edition, other: Edition, editions: Editions) -> EditionComparison | None:
    before, after = in_order(one, other)
    way = way_back(after, before, editions)
    if way is None:
        return None
    links = {provision.number: ancestors(provision.number, way) for provision in after.provisions}
    heirs = _heirs(links)
    return EditionComparison(
        before=before,
        after=after,
        provisions={
            provision.number: replace(
                _compared(provision, links[provision.number], heirs, before),
                met_a_correction=met_a_correction(provision.number, way),
            )
            for provision in after.provisions
        },
        dropped=tuple(
            DroppedProvision(provision, ended(provision.number, way))
            for provision in before.provisions
            if provision.number not in heirs
        ),
        figures=figure_changes(
            before.provisions,
            after.provisions,
            {number: [link.number for link in found] for number, found in links.items()},
        ),
        other_meanings=tuple(
            OtherMeaning(
                old,
                new,
                (before.section_of(old.number).title, after.section_of(new.number).title),
                heirs.get(old.number, ()),
            )
            for new in after.provisions
            if (old := before.provision(new.number))
            and new.number not in heirs.get(old.number, ())
            and new.title.casefold() != old.title.casefold()
        ),
    )


def _heirs(links: Mapping[str, Sequence[Predecessor]]) -> dict[str, tuple[str, ...]]:
    """Return for each provision of the earlier edition those that continue it, in order."""
    found: dict[str, tuple[str, ...]] = {}
    for number in sorted(links, key=number_order):
        for link in links[number]:
            found[link.number] = (*found.get(link.number, ()), number)
    return found


def _compared(
    provision: Provision,
    links: Sequence[Predecessor],
    heirs: Mapping[str, Sequence[str]],
    before: Edition,
) -> ComparedProvision:
    old = {one.number: one for one in before.provisions}
    others = {
        link.number: tuple(heir for heir in heirs[link.number] if heir != provision.number)
        for link in links
    }
    effects = {link.effect for link in links}
    return ComparedProvision(
        provision=provision,
        predecessors=tuple((link, old[link.number]) for link in links),
        origin=_origin(links, before),
        effects=tuple(
            effect for effect in Effect if effect in effects and effect is not Effect.SAME
        ),
        beside={number: found for number, found in others.items() if found},
        asked_before=any(old[link.number].in_form for link in links),
    )


def _origin(links: Sequence[Predecessor], before: Edition) -> Origin:
    """Return how a provision came about; a questionnaire asked, so what follows is never new."""
    if not links:
        return Origin.NOT_ASKED if before.is_questionnaire else Origin.NEW
    changes = {link.change for link in links}
    if len(links) > 1 or Change.MERGED in changes:
        return Origin.MERGED
    [change] = changes
    return Origin(change.value)
