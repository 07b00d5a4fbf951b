"""The glossary of a rulebook: words that residents meet in it, each with its meaning."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.faults import Fault, LineOf, Objection, as_faults, quoted, unknown_line


@dataclass(frozen=True)
class Term:
    """A word or a few words, and what they mean to a resident."""

    term: str
    meaning: str


def faults_of_glossary(
    terms: Sequence[Term], *, where: str, line_of: LineOf = unknown_line
) -> tuple[Fault, ...]:
    """Return what is wrong with a glossary as a whole: it is looked up, so order matters."""
    return as_faults(_order(terms), where=where, line_of=line_of)


def _order(terms: Sequence[Term]) -> Iterator[Objection]:
    """Each term stands once, and the terms go through the alphabet."""
    last = ""
    seen: set[str] = set()
    for index, one in enumerate(terms):
        place = ("terms", index, "term")
        key = one.term.casefold()
        if key in seen:
            yield place, f"{quoted(one.term)} is explained twice: keep one meaning."
        elif key < last.casefold():
            message = f"{quoted(one.term)} comes after {quoted(last)}: keep to the alphabet."
            yield place, message
        last = one.term
        seen.add(key)
