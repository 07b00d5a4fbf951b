"""What the page of two editions shows: each provision of the later one beside what it continues."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.domain.carrying import CHANGE_WORDS, EFFECT_WORDS
from app.domain.edition_comparison import (
    ComparedProvision,
    EditionComparison,
    OtherMeaning,
    compare_editions,
    in_order,
)
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition, Obligation, Provision, Section
from app.domain.errors import NotFound
from app.domain.lineage import Origin
from app.domain.word_changes import Marked, WordChanges, word_changes
from app.domain.wording import listed
from app.queries.official_wording import official_texts

ORIGIN_WORDS = {
    Origin.UNCHANGED: "Unchanged",
    Origin.REWORDED: "Reworded",
    Origin.MERGED: "Merged",
    Origin.SPLIT: "Split",
    Origin.NEW: "New",
}


READ_ANEW = "reworded by a correction, so read it anew"


@dataclass(frozen=True)
class Source:
    """What a provision continues: where it stood, what changed in words, its text with marks."""

    provision: Provision
    change: str
    effect: str
    text: Marked


@dataclass(frozen=True)
class ComparedLine:
    """A provision of the later edition, as the page of two editions shows it."""

    compared: ComparedProvision
    kind: str
    effect: str
    binding: str
    sources: tuple[Source, ...]
    text: Marked
    is_official: bool

    @property
    def is_shown_once(self) -> bool:
        """Whether one text says it all: nothing came before it, or the Code says the same."""
        is_same = not self.compared.is_changed and not (self.is_official and self.text.has_changes)
        return not self.sources or is_same


@dataclass(frozen=True)
class ComparePage:
    """Two editions beside each other."""

    found: EditionComparison
    sections: tuple[tuple[Section, tuple[ComparedLine, ...]], ...]
    official_before: Mapping[str, str]
    has_official: bool

    @property
    def is_correction(self) -> bool:
        """Whether the later edition puts the earlier one right."""
        before, after = self.found.before, self.found.after
        return before.rulebook == after.rulebook and after.corrects == before.name

    @property
    def plainest_other_meaning(self) -> OtherMeaning | None:
        """A number to give as an example: the first that stands in another chapter now."""
        found = self.found.other_meanings
        moved = (one for one in found if one.chapters[0] != one.chapters[1])
        return next(moved, found[0] if found else None)

    @property
    def kinds(self) -> tuple[tuple[Origin, str, int], ...]:
        """How many provisions of the later edition came about in which way, in words."""
        found = self.found
        return tuple(
            (origin, origin_in_words(origin, found.before), found.origins[origin])
            for origin in Origin
            if found.origins[origin]
        )


def compare_page(
    one: Edition, other: Edition, editions: Editions, *, official: bool
) -> ComparePage:
    """Return two editions beside each other; raise NotFound where neither grew out of the other.

    With `official` the publisher's words are compared wherever both sides have them here.
    """
    found = comparison(one, other, editions)
    texts = official_texts(found.before.id), official_texts(found.after.id)
    both = (_has_official(one, texts) for one in found.provisions.values() if one.predecessors)
    return ComparePage(
        found,
        tuple(
            (
                section,
                tuple(
                    _compared_line(compared, found.before, texts if official else ({}, {}))
                    for compared in found.in_section(section)
                ),
            )
            for section in found.after.sections
        ),
        texts[0],
        any(both),
    )


def comparison(one: Edition, other: Edition, editions: Editions) -> EditionComparison:
    """Return what differs between two editions; raise NotFound where nothing joins them."""
    found = compare_editions(one, other, editions)
    if found is None:
        before, after = in_order(one, other)
        raise NotFound(
            f"{after.title} {after.name} did not grow out of {before.title} {before.name}, and "
            "nothing here says which of their provisions belong together. So they cannot be "
            "compared."
        )
    return found


def origin_in_words(origin: Origin, before: Edition) -> str:
    """Return how a provision came about; after a questionnaire it is never called new."""
    if origin is Origin.NOT_ASKED:
        return f"Not asked in the {before.name} form"
    return ORIGIN_WORDS[origin]


def _has_official(
    compared: ComparedProvision, texts: tuple[Mapping[str, str], Mapping[str, str]]
) -> bool:
    before, after = texts
    return compared.provision.number in after and all(
        old.number in before for _, old in compared.predecessors
    )


def _compared_line(
    compared: ComparedProvision,
    before: Edition,
    texts: tuple[Mapping[str, str], Mapping[str, str]],
) -> ComparedLine:
    is_official = _has_official(compared, texts)
    old_texts, new_texts = texts if is_official else ({}, {})
    words = _word_changes(
        tuple(_text(old, old_texts) for _, old in compared.predecessors),
        _text(compared.provision, new_texts),
    )
    return ComparedLine(
        compared=compared,
        kind=origin_in_words(compared.origin, before),
        effect=_effect(compared),
        binding=_binding(compared),
        sources=tuple(
            Source(old, CHANGE_WORDS[link.change], EFFECT_WORDS[link.effect], text)
            for (link, old), text in zip(compared.predecessors, words.before, strict=True)
        ),
        text=words.after,
        is_official=is_official,
    )


@lru_cache(maxsize=1_000)
def _word_changes(before: tuple[tuple[str, ...], ...], after: tuple[str, ...]) -> WordChanges:
    """Return the words that differ, worked out once: the same texts come with every visitor."""
    return word_changes(before, after)


def _effect(compared: ComparedProvision) -> str:
    """Return what the change asks; of a correction's words nobody has judged that."""
    found = [EFFECT_WORDS[effect] for effect in compared.effects]
    return listed([*found, *([READ_ANEW] if compared.met_a_correction else [])])


def _binding(compared: ComparedProvision) -> str:
    """Return in a sentence where a should became a must, or the other way round; or nothing."""
    duties = {Obligation.SHOULD, Obligation.MUST}
    now = compared.provision.obligation
    before = {old.obligation for _, old in compared.predecessors} & duties - {now}
    if now not in duties or not before:
        return ""
    numbers = [old.number for _, old in compared.predecessors if old.obligation in before]
    return f"{listed(numbers)} said “{before.pop()}”, and this says “{now}”."


def _text(provision: Provision, official: Mapping[str, str]) -> tuple[str, ...]:
    """Return the paragraphs that are compared: the publisher's own, or our summary's."""
    if provision.number in official:
        return (official[provision.number],)
    return (provision.requirement, *(part.text for part in provision.parts))
