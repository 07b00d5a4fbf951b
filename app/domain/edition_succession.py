"""What can be wrong between an edition and the one before: nothing may get lost on the way.

An assessment is carried forward along the predecessors, so each provision of the edition before
must be continued or dropped with a reason. Rules inside one edition are in `edition_faults`.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain

from app.domain.edition_effects import unsaid_figures, untrue_changes
from app.domain.editions import Edition
from app.domain.faults import Fault, LineOf, Objection, as_faults, quoted, unknown_line

LONGEST_ID = 80  # characters of rulebook and name together, with the hyphen between them
TAKEN_NAMES = ("compare", "feed", "index")


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
        _correction(edition, known, names),
        _continuity(edition, before, known) if before else (),
        untrue_changes(edition, before) if before else (),
        () if edition.follows else _links_to_nothing(edition, known),
        _replacement(edition, known),
    )
    return as_faults(objections, where=where, line_of=line_of)


def faults_of_newcomer(
    edition: Edition,
    others: Collection[Edition],
    *,
    where: str,
    line_of: LineOf = unknown_line,
) -> tuple[Fault, ...]:
    """Return what is wrong between an edition that is to be added and those in use.

    Those never change, so whatever does not fit is told of the new one. It need not say when it
    was superseded, and neither must they: that is worked out.
    """
    neighbours = {one.name: one for one in others if one.rulebook == edition.rulebook}
    known = {**neighbours, edition.name: edition}
    before = neighbours.get(edition.follows) if edition.follows else None
    corrected = neighbours.get(edition.corrects) if edition.corrects else None
    objections = chain(
        _id_of_another(edition, others),
        _names_to_add(edition),
        _chain(edition, known, known),
        _correction(edition, known, known),
        _continuity(edition, before, known) if before else (),
        untrue_changes(edition, before) if before else (),
        unsaid_figures(edition, before, corrected) if before else (),
        () if edition.follows else _links_to_nothing(edition, known),
        _replacement(edition, known) if edition.superseded else (),
        _place_in_time(edition, neighbours),
    )
    return as_faults(objections, where=where, line_of=line_of)


def _id_of_another(edition: Edition, others: Collection[Edition]) -> Iterator[Objection]:
    """ "a-b" with "c" and "a" with "b-c" have one id, and an address could not tell them apart."""
    if any(one.id == edition.id and one.rulebook != edition.rulebook for one in others):
        other = next(one for one in others if one.id == edition.id)
        message = f"{edition.id} would be the address of {other.name} of {other.rulebook} too"
        yield ("edition",), f"{message}: give this one another name."


def _names_to_add(edition: Edition) -> Iterator[Objection]:
    """An address and a row of the database hold an id, and some words are addresses already."""
    if edition.rulebook in TAKEN_NAMES:
        message = f"{quoted(edition.rulebook)} is the address of another page"
        yield ("rulebook",), f"{message}: give the rulebook another name."
    if len(edition.id) > LONGEST_ID:
        message = f"{edition.id[:40]}… has {len(edition.id)} characters, of {LONGEST_ID} at most"
        yield ("edition",), f"{message}: give the rulebook or the edition a shorter name."


def _place_in_time(edition: Edition, neighbours: Mapping[str, Edition]) -> Iterator[Objection]:
    """A new edition comes into force where the one before it ends, and stands in a chain."""
    if edition.follows is None and edition.corrects is None:
        if neighbours:
            newest = max(neighbours.values(), key=lambda one: one.in_force)
            message = f"{edition.rulebook} has editions already"
            yield ("edition",), f"{message}: write “follows”, such as “{newest.name}”."
        return
    before = neighbours.get(edition.follows) if edition.follows else None
    if before is None or edition.corrects is not None:
        return
    if _is_earlier(edition.in_force, before.in_force):
        since = f"{before.id} came into force on {quoted(before.in_force)}"
        yield ("in_force",), f"{since}, and this edition follows it: write a later date."
    following = next_after(before, neighbours)
    if following is not None:
        message = f"{following.id} follows {before.id} already"
        yield ("follows",), f"{message}: follow that one, or write “corrects” beside “follows”."
    elif before.superseded and before.superseded != edition.in_force:
        until = f"{before.id} says that it was superseded on {quoted(before.superseded)}"
        yield ("in_force",), f"{until}: write that date."


def _is_earlier(one: str, other: str) -> bool:
    """Whether a date is before another; one may be a year or a month, so both are cut to it."""
    said = min(len(one), len(other))
    return one[:said] < other[:said]


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


def _withdrawn(edition: Edition, known: Mapping[str, Edition]) -> frozenset[str]:
    """Return what a correction takes away: it may say the reason under “dropped” as well."""
    corrected = known.get(edition.corrects) if edition.corrects else None
    if corrected is None:
        return frozenset()
    kept = {one.number for one in edition.provisions}
    return frozenset(one.number for one in corrected.provisions) - kept


def _continuity(
    edition: Edition, before: Edition, known: Mapping[str, Edition]
) -> Iterator[Objection]:
    """Every provision of the edition before is continued here or dropped, never both."""
    withdrawn = _withdrawn(edition, known)
    old = {provision.number for provision in before.provisions}
    dropped = {one.number for one in edition.dropped}
    continued = set()
    for place, number in _links(edition):
        continued.add(number)
        if number not in old:
            yield place, f"{before.id} has no provision {quoted(number)}: correct the number."
        elif number in dropped - withdrawn:
            yield place, f"{number} is continued here and also under “dropped”: delete one."
    for index, one in enumerate(edition.dropped):
        if one.number not in old and one.number not in withdrawn:
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


def _links_to_nothing(edition: Edition, known: Mapping[str, Edition]) -> Iterator[Objection]:
    """A first edition continues and drops nothing, but for what its correction withdraws."""
    withdrawn = _withdrawn(edition, known)
    dropped = (
        (("dropped", index), one.number)
        for index, one in enumerate(edition.dropped)
        if one.number not in withdrawn
    )
    for place, number in chain(_links(edition), dropped):
        message = f"{quoted(number)} is of an edition before, and this one names none"
        yield place, f"{message}: write “follows”, or delete it."


def _correction(
    edition: Edition, known: Mapping[str, Edition], names: Collection[str]
) -> Iterator[Objection]:
    """A correction puts an edition right, so it stands where that one stands in the rulebook."""
    if edition.corrects is None:
        return
    if edition.corrects == edition.name:
        yield ("corrects",), "An edition cannot correct itself: name the one that it puts right."
        return
    if edition.corrects not in names:
        missing = f"There is no edition {quoted(edition.corrects)} of {edition.rulebook}"
        yield ("corrects",), f"{missing}: name the one that is put right, or delete “corrects”."
        return
    way = (edition.name, *(one.name for one in corrections_behind(edition, known)))
    if known.get(way[-1], edition).corrects in way:
        circle = " → ".join((*way, str(known.get(way[-1], edition).corrects)))
        yield ("corrects",), f"The editions correct each other in a circle ({circle}): break it."
        return
    corrected = known.get(edition.corrects)
    if corrected is not None:
        yield from _place_of_correction(edition, corrected)


def _place_of_correction(edition: Edition, corrected: Edition) -> Iterator[Objection]:
    """A correction follows what the corrected edition follows, and never came before it."""
    if edition.follows != corrected.follows:
        place = "follows" if edition.follows is not None else "corrects"
        follows = f"{corrected.id} follows {quoted(corrected.follows or 'no edition')}"
        wanted = f"write {quoted(corrected.follows)}" if corrected.follows else "delete “follows”"
        yield (place,), f"{follows}, and its correction continues the same: {wanted}."
    if _is_earlier(edition.in_force, corrected.in_force):
        since = f"{corrected.id} came into force on {quoted(corrected.in_force)}"
        yield ("in_force",), f"{since}, and its correction cannot be earlier: write that or later."


def corrections_behind(edition: Edition, known: Mapping[str, Edition]) -> tuple[Edition, ...]:
    """Return what an edition corrects, and what that one corrects, as far as it is known."""
    behind: list[Edition] = []
    corrected = known.get(edition.corrects) if edition.corrects else None
    while corrected is not None and corrected != edition and corrected not in behind:
        behind.append(corrected)
        corrected = known.get(corrected.corrects) if corrected.corrects else None
    return tuple(behind)


def next_after(edition: Edition, known: Mapping[str, Edition]) -> Edition | None:
    """Return the edition that came into the place of this one first, or None so far.

    An edition and its corrections have the same place, whichever of them the next one follows.
    """
    place = _first_of(edition, known)
    followers = [
        one
        for one in known.values()
        if one.follows and one.follows in known and _first_of(known[one.follows], known) == place
    ]
    return min(followers, key=lambda one: (one.in_force, one.name), default=None)


def _first_of(edition: Edition, known: Mapping[str, Edition]) -> str:
    """Return the name of the edition that started a row of corrections."""
    return (edition, *corrections_behind(edition, known))[-1].name


def _replacement(edition: Edition, known: Mapping[str, Edition]) -> Iterator[Objection]:
    """An edition ends on the day the next one comes into force: no gap, no overlap."""
    next_one = next_after(edition, known)
    if next_one is not None and edition.superseded != next_one.in_force:
        message = f"{next_one.id} follows this edition from {quoted(next_one.in_force)}"
        yield ("superseded",), f"{message}: write that date as “superseded”."
