"""One provision through all editions of its rulebook: what it continues, and what continues it."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.edition_comparison import in_order
from app.domain.edition_shelf import Editions
from app.domain.edition_steps import Step, ancestors, met_a_correction, way_back
from app.domain.editions import Edition, Predecessor, Provision
from app.domain.lineage import ended


@dataclass(frozen=True)
class Relatives:
    """What a provision is in another edition, earlier or later than its own.

    Without any, `why_none` says for a later edition why it came to an end there. `read_anew` holds
    the numbers of the links on which a correction met other words, which nobody has judged.
    """

    edition: Edition
    is_earlier: bool
    links: tuple[tuple[Predecessor, Provision], ...]
    why_none: str | None = None
    read_anew: frozenset[str] = frozenset()

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers it has in that edition, in order."""
        return tuple(link.number for link, _ in self.links)


def relatives(edition: Edition, number: str, editions: Editions) -> tuple[Relatives, ...]:
    """Return what a provision is in each other edition of its rulebook, the newest first."""
    if editions.get(edition.id) is not edition:
        return _relatives(edition, number, editions)
    key = ("relatives", edition.id, number)
    if key not in editions.worked_out:
        editions.worked_out[key] = _relatives(edition, number, editions)
    found: tuple[Relatives, ...] = editions.worked_out[key]
    return found


def _relatives(edition: Edition, number: str, editions: Editions) -> tuple[Relatives, ...]:
    return tuple(
        found
        for other in editions
        if other.rulebook == edition.rulebook and other.id != edition.id
        for found in _in(other, edition, number, editions)
    )


def _in(other: Edition, edition: Edition, number: str, editions: Editions) -> Iterator[Relatives]:
    before, after = in_order(edition, other)
    way = way_back(after, before, editions)
    if way is None:
        return
    if before is other:
        links = ancestors(number, way)
        met = links if met_a_correction(number, way) else ()
        yield Relatives(
            other,
            True,
            tuple((link, _provision(other, link)) for link in links),
            read_anew=frozenset(link.number for link in met),
        )
        return
    heirs = tuple(_heirs(other, number, way))
    why_none = None if heirs else ended(number, way).reason
    anew = frozenset(link.number for link, _ in heirs if met_a_correction(link.number, way))
    yield Relatives(other, False, heirs, why_none, anew)


def _heirs(
    other: Edition, number: str, way: tuple[Step, ...]
) -> Iterator[tuple[Predecessor, Provision]]:
    """Yield what continues a provision, each with the link turned round to name the heir."""
    for heir in other.provisions:
        for link in ancestors(heir.number, way):
            if link.number == number:
                yield Predecessor(heir.number, link.change, link.effect), heir


def _provision(edition: Edition, link: Predecessor) -> Provision:
    """Return the provision that a link names; the loader has checked that there is one."""
    found = edition.provision(link.number)
    assert found is not None
    return found
