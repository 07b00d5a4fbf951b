"""What the public pages of the editions show: the list, one edition, and one provision."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from app.domain.edition_relatives import Relatives, relatives
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition, Guidance, Obligation, Provision, Section
from app.domain.errors import NotFound
from app.domain.wording import listed
from app.queries.edition_shelf import added_days
from app.queries.official_wording import official_texts


@dataclass(frozen=True)
class EditionLine:
    """An edition with what it counts, and the editions next to it."""

    edition: Edition
    before: Edition | None
    corrected: Edition | None
    corrections: tuple[Edition, ...]
    added_on: str | None = None

    @cached_property
    def provisions(self) -> int:
        """How many provisions it has, also those that its form leaves out."""
        return sum(1 for _ in self.edition.provisions)

    @cached_property
    def obligations(self) -> Counter[Obligation]:
        """How many provisions bind how strongly."""
        return Counter(one.obligation for one in self.edition.provisions)


@dataclass(frozen=True)
class Rulebook:
    """The editions of one rulebook, the newest first."""

    title: str
    issuer: str
    lines: tuple[EditionLine, ...]


@dataclass(frozen=True)
class EditionPage:
    """One edition with its provisions, and the others that it can be compared with."""

    line: EditionLine
    others: tuple[Edition, ...]
    official: Mapping[str, str]


@dataclass(frozen=True)
class ProvisionPage:
    """One provision as it was required, with what it is in every other edition."""

    line: EditionLine
    section: Section
    provision: Provision
    official: str | None
    guidance: Guidance | None
    earlier: tuple[Relatives, ...]
    later: tuple[Relatives, ...]


def known_edition(edition_id: str, editions: Editions) -> Edition:
    """Return an edition by the id in an address; raise NotFound naming the editions there are."""
    edition = editions.get(edition_id)
    if edition is None:
        there = listed([f"{one.title} {one.name}" for one in editions]) or "none yet"
        raise NotFound(f"There is no such edition here. The editions are: {there}.")
    return edition


def rulebooks(editions: Editions) -> tuple[Rulebook, ...]:
    """Return every edition by its rulebook; the rulebook with the newest edition comes first."""
    order = list(dict.fromkeys(one.rulebook for one in editions))
    days = added_days()
    sorted_editions = sorted(editions, key=lambda one: order.index(one.rulebook))
    return tuple(
        Rulebook(
            found[0].title,
            found[0].issuer,
            tuple(_line(one, editions, days.get(one.id)) for one in found),
        )
        for _, group in groupby(sorted_editions, key=lambda one: one.rulebook)
        if (found := list(group))
    )


def edition_page(edition_id: str, editions: Editions) -> EditionPage:
    """Return one edition with all its provisions."""
    edition = known_edition(edition_id, editions)
    others = tuple(
        one for one in editions if one.rulebook == edition.rulebook and one.id != edition.id
    )
    line = _line(edition, editions, added_days().get(edition.id))
    return EditionPage(line, others, official_texts(edition.id))


def provision_page(edition_id: str, number: str, editions: Editions) -> ProvisionPage:
    """Return one provision as it was required then; raise NotFound saying which there are."""
    edition = known_edition(edition_id, editions)
    provision = edition.provision(number)
    if provision is None:
        numbers = [one.number for one in edition.provisions]
        raise NotFound(
            f"{edition.title} {edition.name} has no provision “{number}”. "
            f"Its provisions run from {numbers[0]} to {numbers[-1]}."
        )
    found = relatives(edition, number, editions)
    return ProvisionPage(
        line=_line(edition, editions),
        section=edition.section_of(number),
        provision=provision,
        official=official_texts(edition.id).get(number),
        guidance=editions.guidance(edition.id, number),
        earlier=tuple(one for one in found if one.is_earlier),
        later=tuple(one for one in found if not one.is_earlier),
    )


def _line(edition: Edition, editions: Editions, added_on: str | None = None) -> EditionLine:
    return EditionLine(
        edition=edition,
        before=editions.before(edition),
        corrected=editions.corrected(edition),
        corrections=editions.corrections(edition),
        added_on=added_on,
    )
