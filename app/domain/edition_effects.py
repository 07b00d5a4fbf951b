"""Whether what an edition says of a change agrees with the figures and duties of both sides.

A change that is called smaller than it is would let a Yes of last year pass unread.
"""

from collections import Counter
from collections.abc import Iterator

from app.domain.editions import Change, Edition, Effect, Obligation, Predecessor, Provision
from app.domain.faults import Objection, Place


def untrue_changes(edition: Edition, before: Edition) -> Iterator[Objection]:
    """Yield each predecessor whose change or effect the edition before does not bear out."""
    for place, provision, link, old in _pairs(edition, before):
        if link.change is Change.UNCHANGED and _figures(provision) != _figures(old):
            said = f"{old.number} of {before.id} has other figures"
            yield (*place, "change"), f"{said}: write “reworded”, with the effect “figures”."
        if link.effect is Effect.FIGURES and old.deadlines and provision.deadlines == old.deadlines:
            said = f"{old.number} of {before.id} has the same deadlines"
            yield (*place, "effect"), f"{said}: correct them, or write another effect."
        duties = (old.obligation, provision.obligation)
        if link.effect is Effect.SAME and duties == (Obligation.SHOULD, Obligation.MUST):
            said = f"{old.number} of {before.id} is a should, and this is a must"
            yield (*place, "effect"), f"{said}: write “stronger”."


def unsaid_figures(
    edition: Edition, before: Edition, corrected: Edition | None
) -> Iterator[Objection]:
    """Yield each effect “same” beside another figure of one kind; asked of new editions only.

    Editions that were released before this rule stay as they are, and their corrections repeat
    them.
    """
    for place, provision, link, old in _pairs(edition, before):
        repeated = corrected.provision(provision.number) if corrected else None
        is_repeated = repeated is not None and (
            (repeated.predecessors, repeated.deadlines)
            == (provision.predecessors, provision.deadlines)
        )
        if link.effect is not Effect.SAME or len(provision.predecessors) > 1 or is_repeated:
            continue
        now, then = _figures(provision), _figures(old)
        kinds = {kind for kind, _, _ in now} & {kind for kind, _, _ in then}
        if link.change is not Change.UNCHANGED and any(
            {one for one in now if one[0] == kind} != {one for one in then if one[0] == kind}
            for kind in kinds
        ):
            said = f"{old.number} of {before.id} has another figure"
            yield (*place, "effect"), f"{said}: write “figures”."


def _pairs(
    edition: Edition, before: Edition
) -> Iterator[tuple[Place, Provision, Predecessor, Provision]]:
    """Yield every link that leads somewhere, with its place and the provisions on both sides."""
    old = {one.number: one for one in before.provisions}
    for i, section in enumerate(edition.sections):
        for j, provision in enumerate(section.provisions):
            for k, link in enumerate(provision.predecessors):
                if link.number in old:
                    place = ("sections", i, "provisions", j, "predecessors", k)
                    yield place, provision, link, old[link.number]


def _figures(provision: Provision) -> Counter[tuple[str, int, str]]:
    return Counter((one.kind.value, one.number, one.unit.value) for one in provision.deadlines)
