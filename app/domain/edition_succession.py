"""What can be wrong between an edition and the one before: nothing may get lost on the way.

An assessment is carried forward along the predecessors, so each provision of the edition before
must be continued or dropped with a reason. Rules inside one edition are in `edition_faults`.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain

from app.domain.editions import Edition
from app.domain.faults import Fault, LineOf, Objection, as_faults, quoted, unknown_line


def faults_of_succession(
    edition: Edition,
    known: Mapping[str, Edition],
    *,
    names: Collection[str],
    where: str,
    line_of: LineOf = unknown_line,
) -> tuple[Fault, ...]:
    """Return what is wrong between an edition and its neighbours in the rulebook.

    `known` holds the rulebook's editions that could be read whole, by name; `names` all that
    exist. An edition before that exists but is not known is not judged against.
    """
    before = known.get(edition.follows) if edition.follows else None
    objections = chain(
        _chain(edition, known, names),
        _continuity(edition, before) if before else (),
        () if edition.follows else _links_to_nothing(edition),
        _replacement(edition, known),
    )
    return as_faults(objections, where=where, line_of=line_of)


def _chain(
    edition: Edition, known: Mapping[str, Edition], names: Collection[str]
) -> Iterator[Objection]:
    """The edition before exists, and the way back through the editions comes to an end."""
    if edition.follows is not None and edition.follows not in names:
        missing = f"There is no edition {quoted(edition.follows)} of {edition.rulebook}"
        yield ("follows",), f"{missing}: name the edition before, or delete “follows”."
        return
    way = [edition.name]
    step: Edition | None = edition
    while step is not None and step.follows is not None and step.follows not in way:
        way.append(step.follows)
        step = known.get(step.follows)
    if step is not None and step.follows == edition.name:
        circle = " → ".join((*way, edition.name))
        yield ("follows",), f"The editions follow each other in a circle ({circle}): break it."


def _continuity(edition: Edition, before: Edition) -> Iterator[Objection]:
    """Every provision of the edition before is continued here or dropped, never both."""
    old = {provision.number for provision in before.provisions}
    dropped = {one.number for one in edition.dropped}
    continued = set()
    for place, number in _links(edition):
        continued.add(number)
        if number not in old:
            yield place, f"{before.id} has no provision {quoted(number)}: correct the number."
        elif number in dropped:
            yield place, f"{number} is continued here and also under “dropped”: delete one."
    for index, one in enumerate(edition.dropped):
        if one.number not in old:
            message = f"{before.id} has no provision {quoted(one.number)} to drop: correct it."
            yield ("dropped", index, "number"), message
    for provision in before.provisions:
        if provision.number not in continued | dropped:
            lost = f"Provision {provision.number} of {before.id} is lost"
            yield ("dropped",), f"{lost}: name it as a predecessor, or drop it with a reason."


def _links(edition: Edition) -> Iterator[Objection]:
    """Yield the place and number of every predecessor that the edition names."""
    for i, section in enumerate(edition.sections):
        for j, provision in enumerate(section.provisions):
            for k, one in enumerate(provision.predecessors):
                place = ("sections", i, "provisions", j, "predecessors", k, "number")
                yield place, one.number


def _links_to_nothing(edition: Edition) -> Iterator[Objection]:
    """A first edition continues nothing and drops nothing."""
    dropped = ((("dropped", index), one.number) for index, one in enumerate(edition.dropped))
    for place, number in chain(_links(edition), dropped):
        message = f"{quoted(number)} is of an edition before, and this one names none"
        yield place, f"{message}: write “follows”, or delete it."


def _replacement(edition: Edition, known: Mapping[str, Edition]) -> Iterator[Objection]:
    """An edition ends on the day the next one comes into force: no gap, no overlap.

    A correction follows the same edition as the one it corrects; the earlier of them counts.
    """
    followers = [one for one in known.values() if one.follows == edition.name]
    if followers:
        next_one = min(followers, key=lambda one: one.in_force)
        if edition.superseded != next_one.in_force:
            message = f"{next_one.id} follows this edition from {quoted(next_one.in_force)}"
            yield ("superseded",), f"{message}: write that date as “superseded”."
