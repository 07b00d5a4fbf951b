"""The shelf: all editions that this installation knows, with what we add beside them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from app.domain.edition_succession import corrections_behind, next_after
from app.domain.editions import Edition, Guidance
from app.domain.glossary import Term
from app.domain.signed_documents import Explanations


@dataclass(frozen=True)
class Editions:
    """All editions, the newest in force first, each found by its id; made by `shelve`.

    `glossary` holds the terms of each rulebook that explains any. `mappings` holds, for two
    editions of different rulebooks, which provisions of the one answer to which of the other.
    """

    all: tuple[Edition, ...]
    by_id: Mapping[str, Edition]
    guidance_by_number: Mapping[tuple[str, str], Guidance]
    glossary: Mapping[str, tuple[Term, ...]]
    mappings: Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]]

    def __iter__(self) -> Iterator[Edition]:
        """Go through the editions, the newest first."""
        return iter(self.all)

    def __len__(self) -> int:
        """Return how many editions there are."""
        return len(self.all)

    @cached_property
    def worked_out(self) -> dict[Any, Any]:
        """What was found out of these editions, kept as long as they are: none of them changes."""
        return {}

    def get(self, edition_id: str) -> Edition | None:
        """Return the edition with this id, or None when there is none."""
        return self.by_id.get(edition_id)

    def in_words(self, edition_id: str) -> str:
        """Name an edition that may be missing, by the title that its rulebook's others have."""
        known = self.get(edition_id)
        kin = (one for one in self.all if edition_id.startswith(f"{one.rulebook}-"))
        found = known or next(kin, None)
        if found is None:
            return f"the edition “{edition_id}”"
        return f"the {found.title} {edition_id.removeprefix(f'{found.rulebook}-')}"

    def guidance(self, edition_id: str, number: str) -> Guidance | None:
        """Return our guidance to a provision, or None when there is none."""
        return self.guidance_by_number.get((edition_id, number))

    def explanations(
        self, edition: Edition, official_texts: Mapping[str, str] | None = None
    ) -> Explanations:
        """Return what is published beside the landlord's words, for residents to follow them.

        The official texts, by number, are what was loaded of them; only what the form asks counts.
        """
        numbers = [one.number for one in edition.in_form]
        notes = ((number, self.guidance(edition.id, number)) for number in numbers)
        loaded = official_texts or {}
        return Explanations(
            plain_words={number: note.for_residents for number, note in notes if note},
            glossary=[(one.term, one.meaning) for one in self.glossary.get(edition.rulebook, ())],
            official_text={number: loaded[number] for number in numbers if loaded.get(number)},
        )

    def latest(self, rulebook: str) -> Edition | None:
        """Return the rulebook's edition that came into force last, or None without any."""
        return next((one for one in self.all if one.rulebook == rulebook), None)

    def before(self, edition: Edition) -> Edition | None:
        """Return the edition that this one follows, or None for the first."""
        return self.get(f"{edition.rulebook}-{edition.follows}") if edition.follows else None

    def corrected(self, edition: Edition) -> Edition | None:
        """Return the edition that this one corrects, or None where it is no correction."""
        return self.get(f"{edition.rulebook}-{edition.corrects}") if edition.corrects else None

    def corrections(self, edition: Edition) -> tuple[Edition, ...]:
        """Return the editions that correct this one, the newest first."""
        return tuple(
            one
            for one in self.all
            if one.rulebook == edition.rulebook and one.corrects == edition.name
        )


def shelve(
    editions: Iterable[Edition],
    guidance: Mapping[str, Iterable[Guidance]] | None = None,
    glossary: Mapping[str, tuple[Term, ...]] | None = None,
    mappings: Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]] | None = None,
) -> Editions:
    """Put editions on a shelf: guidance by the id of its edition, terms by their rulebook."""
    newest_first = _newest_first(_replaced(tuple(editions)))
    return Editions(
        all=tuple(newest_first),
        by_id={edition.id: edition for edition in newest_first},
        guidance_by_number={
            (edition_id, one.number): one
            for edition_id, notes in (guidance or {}).items()
            for one in notes
        },
        glossary=glossary or {},
        mappings=mappings or {},
    )


def with_more(
    shelf: Editions, editions: Iterable[Edition], guidance: Mapping[str, Iterable[Guidance]]
) -> Editions:
    """Return a shelf with further editions on it, and the guidance to them."""
    more = shelve((*shelf.all, *editions), guidance, shelf.glossary, shelf.mappings)
    both = {**shelf.guidance_by_number, **more.guidance_by_number}
    return replace(more, guidance_by_number=both)


def _replaced(editions: Sequence[Edition]) -> Iterator[Edition]:
    """Yield the editions, each with the day on which another one came into its place.

    A file that was released before the next edition cannot say it, and an edition that is added
    to an installation changes no file.
    """
    for edition in editions:
        known = {one.name: one for one in editions if one.rulebook == edition.rulebook}
        following = next_after(edition, known) if edition.superseded is None else None
        yield replace(edition, superseded=following.in_force) if following else edition


def _newest_first(editions: Iterable[Edition]) -> list[Edition]:
    """Return the editions by the day they came into force, a correction before what it corrects."""
    listed = list(editions)
    # Dates are year, month, day as text, so their order as text is their order in time.
    keys = {
        one.id: (
            one.in_force,
            len(corrections_behind(one, {x.name: x for x in listed if x.rulebook == one.rulebook})),
            one.id,
        )
        for one in listed
    }
    return sorted(listed, key=lambda one: keys[one.id], reverse=True)
