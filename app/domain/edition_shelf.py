"""The shelf: all editions that this installation knows, with what we add beside them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.domain.editions import Edition, Guidance
from app.domain.glossary import Term
from app.domain.statement import Explanations


@dataclass(frozen=True)
class Editions:
    """All editions, the newest in force first, each found by its id; made by `shelve`.

    `glossary` holds the terms of each rulebook that explains any.
    """

    all: tuple[Edition, ...]
    by_id: Mapping[str, Edition]
    guidance_by_number: Mapping[tuple[str, str], Guidance]
    glossary: Mapping[str, tuple[Term, ...]]

    def __iter__(self) -> Iterator[Edition]:
        """Go through the editions, the newest first."""
        return iter(self.all)

    def __len__(self) -> int:
        """Return how many editions there are."""
        return len(self.all)

    def get(self, edition_id: str) -> Edition | None:
        """Return the edition with this id, or None when there is none."""
        return self.by_id.get(edition_id)

    def guidance(self, edition_id: str, number: str) -> Guidance | None:
        """Return our guidance to a provision, or None when there is none."""
        return self.guidance_by_number.get((edition_id, number))

    def explanations(self, edition: Edition) -> Explanations:
        """Return what is published beside the landlord's words, for residents to follow them."""
        notes = ((one.number, self.guidance(edition.id, one.number)) for one in edition.in_form)
        return Explanations(
            plain_words={number: note.for_residents for number, note in notes if note},
            glossary=[(one.term, one.meaning) for one in self.glossary.get(edition.rulebook, ())],
        )

    def latest(self, rulebook: str) -> Edition | None:
        """Return the rulebook's edition that came into force last, or None without any."""
        return next((one for one in self.all if one.rulebook == rulebook), None)

    def before(self, edition: Edition) -> Edition | None:
        """Return the edition that this one follows, or None for the first."""
        return self.get(f"{edition.rulebook}-{edition.follows}") if edition.follows else None


def shelve(
    editions: Iterable[Edition],
    guidance: Mapping[str, Iterable[Guidance]] | None = None,
    glossary: Mapping[str, tuple[Term, ...]] | None = None,
) -> Editions:
    """Put editions on a shelf: guidance by the id of its edition, terms by their rulebook."""
    # Dates are year, month, day as text, so their order as text is their order in time.
    newest_first = sorted(editions, key=lambda one: (one.in_force, one.id), reverse=True)
    return Editions(
        all=tuple(newest_first),
        by_id={edition.id: edition for edition in newest_first},
        guidance_by_number={
            (edition_id, one.number): one
            for edition_id, notes in (guidance or {}).items()
            for one in notes
        },
        glossary=glossary or {},
    )
