"""Which words came and which went between texts, in runs that can be read, not word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

# Fewer words than this between two changed runs are taken into them: a lone "the" that stayed
# between ten words that went tells a reader nothing, and makes the marks flicker.
SHORTEST_KEPT = 3
# Texts that share less than this of the shorter one are different texts, and marked as a whole.
LEAST_SHARED = 0.25

_WORD = re.compile(r"\S+\s*")
_AROUND = ".,;:!?()[]“”\"'‘’–—…"


@dataclass(frozen=True)
class Run:
    """Words in a row that all stayed, or all did not; `space` is what parts them from the next."""

    text: str
    changed: bool
    space: str = ""


Paragraph = tuple[Run, ...]


@dataclass(frozen=True)
class Marked:
    """A text with its words marked, by paragraphs; marked is what the other side does not say."""

    paragraphs: tuple[Paragraph, ...]

    @property
    def has_changes(self) -> bool:
        """Whether any word is marked."""
        return any(run.changed for paragraph in self.paragraphs for run in paragraph)

    @property
    def is_anew(self) -> bool:
        """Whether nothing of it stands on the other side, so that marks would tell nothing."""
        return self.has_changes and all(run.changed for one in self.paragraphs for run in one)


@dataclass(frozen=True)
class WordChanges:
    """The texts of before, each with the words that went, and the one of now with what came."""

    before: tuple[Marked, ...]
    after: Marked


@dataclass(frozen=True)
class _Word:
    text: str
    space: str
    paragraph: int

    @property
    def key(self) -> str:
        """The word as it is compared: capitals and full stops make no other word of it."""
        return self.text.strip(_AROUND).casefold() or self.text


def word_changes(before: Sequence[Sequence[str]], after: Sequence[str]) -> WordChanges:
    """Return how the paragraphs of a text differ from those of one or several texts before.

    Of several, such as provisions that were merged, each shows what of it did not stay, and the
    text of now what none of them said.
    """
    new = _words(after)
    stayed = [False] * len(new)
    marked = []
    for paragraphs in before:
        old = _words(paragraphs)
        old_stayed, new_stayed = _stayed(old, new)
        stayed = [one or other for one, other in zip(stayed, new_stayed, strict=True)]
        marked.append(_marked(old, old_stayed))
    return WordChanges(tuple(marked), _marked(new, _without_flicker(stayed)))


def _words(paragraphs: Sequence[str]) -> list[_Word]:
    lines = [line for text in paragraphs for line in text.splitlines() if line.strip()]
    return [
        _Word(word.rstrip(), word[len(word.rstrip()) :], place)
        for place, line in enumerate(lines)
        for word in _WORD.findall(line.strip())
    ]


def _stayed(old: Sequence[_Word], new: Sequence[_Word]) -> tuple[list[bool], list[bool]]:
    """Return for each word of both texts whether it stands in the other as well."""
    matcher = SequenceMatcher(None, [w.key for w in old], [w.key for w in new], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    kept = [
        block
        for block in blocks
        if block.size >= SHORTEST_KEPT
        or not _between_changes(block.a, block.size, len(old))
        or not _between_changes(block.b, block.size, len(new))
    ]
    shared = sum(block.size for block in kept)
    if shared < LEAST_SHARED * min(len(old), len(new)):
        kept = []
    of_old = {block.a + step for block in kept for step in range(block.size)}
    of_new = {block.b + step for block in kept for step in range(block.size)}
    return [i in of_old for i in range(len(old))], [i in of_new for i in range(len(new))]


def _between_changes(start: int, size: int, length: int) -> bool:
    """Whether words stand inside a text and not at its edge."""
    return start > 0 and start + size < length


def _without_flicker(stayed: Sequence[bool]) -> list[bool]:
    """Return the marks with every kept run that is too short taken into the changed ones."""
    result: list[bool] = []
    for is_kept, group in groupby(stayed):
        size = len(list(group))
        inside = len(result) > 0 and len(result) + size < len(stayed)
        result += [is_kept and not (inside and size < SHORTEST_KEPT)] * size
    return result


def _marked(words: Sequence[_Word], stayed: Sequence[bool]) -> Marked:
    both = list(zip(words, stayed, strict=True))
    return Marked(
        tuple(
            tuple(_runs(list(group)))
            for _, group in groupby(both, key=lambda one: one[0].paragraph)
        )
    )


def _runs(words: Sequence[tuple[_Word, bool]]) -> Iterator[Run]:
    for is_kept, group in groupby(words, key=lambda one: one[1]):
        run = [word for word, _ in group]
        text = "".join(f"{word.text}{word.space}" for word in run)
        yield Run(text.rstrip(), not is_kept, run[-1].space)
