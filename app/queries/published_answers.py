"""What a landlord published about one provision over the years, under each of its numbers.

Only what was published is read: the documents themselves, checked against what binds them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.database import db
from app.domain.answers import SHORTFALL_WORDS, Basis, Reach, answer_in_words
from app.domain.documents import Document, DocumentKind
from app.domain.edition_relatives import relatives
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition
from app.domain.errors import Damaged, NotFound
from app.domain.published_addresses import year_address
from app.domain.published_files import PROVISIONS
from app.models import Landlord, Publication, PublishedFile
from app.queries.published_documents import (
    PublishedStatement,
    Publisher,
    documents_of,
    statements_of,
)


@dataclass(frozen=True)
class Answered:
    """What was answered to one provision, in words, and the address where it stands in full."""

    number: str
    title: str
    answer: str
    notes: tuple[str, ...]
    address: str


@dataclass(frozen=True)
class YearAnswered:
    """What the standing revision of a year says; nothing where its form did not ask."""

    year: str
    revision: int
    is_withdrawn: bool
    is_damaged: bool
    edition: str
    answers: tuple[Answered, ...]


@dataclass(frozen=True)
class PublishedAnswers:
    """The landlords that published against a rulebook, and the answers of the chosen one."""

    landlords: tuple[Publisher, ...]
    chosen: Publisher | None
    years: tuple[YearAnswered, ...]


def published_answers(
    edition: Edition, number: str, editions: Editions, slug: str = ""
) -> PublishedAnswers:
    """Return what a landlord published about a provision; of one landlord, without being asked.

    Raises NotFound where a landlord is named that published nothing against this rulebook.
    """
    landlords = _landlords(edition.rulebook)
    chosen = _chosen(landlords, slug)
    years: tuple[YearAnswered, ...] = ()
    if chosen:
        years = tuple(_years(chosen, edition, number, editions))
    return PublishedAnswers(landlords, chosen, years)


def _landlords(rulebook: str) -> tuple[Publisher, ...]:
    rows = db.session.execute(
        select(Landlord.id, Landlord.name, Landlord.slug, Landlord.demonstration_notice)
        .where(
            Landlord.id.in_(
                select(Publication.landlord_id).where(
                    Publication.rulebook == rulebook, Publication.kind == DocumentKind.STATEMENT
                )
            )
        )
        .order_by(Landlord.name, Landlord.slug)
    )
    return tuple(Publisher(*row) for row in rows)


def _chosen(landlords: Sequence[Publisher], slug: str) -> Publisher | None:
    if not slug:
        return landlords[0] if len(landlords) == 1 else None
    chosen = next((one for one in landlords if one.slug == slug), None)
    if chosen is None:
        raise NotFound(
            "No landlord at this address has published anything against this Code. "
            "The list on the provision's own page names those that have."
        )
    return chosen


def _years(
    landlord: Publisher, edition: Edition, number: str, editions: Editions
) -> Iterator[YearAnswered]:
    standing = _standing(statements_of(landlord, edition.rulebook))
    documents = _documents(standing)
    numbers = {edition.id: (number,)} | {
        one.edition.id: one.numbers for one in relatives(edition, number, editions)
    }
    said = {
        one.id: list(_said(documents[one.id], numbers)) for one in standing if one.id in documents
    }
    pages = _pages({key: [one["number"] for one in found] for key, found in said.items()})
    for one in standing:
        document = documents.get(one.id)
        yield YearAnswered(
            year=one.year.text,
            revision=one.revision,
            is_withdrawn=one.is_withdrawn,
            is_damaged=document is None,
            edition=document["edition"]["name"] if document else "",
            answers=tuple(
                _answered(found, _address(landlord, one, found["number"], pages))
                for found in said.get(one.id, ())
            ),
        )


def _standing(statements: Sequence[PublishedStatement]) -> list[PublishedStatement]:
    """Return the newest revision of each year that was not withdrawn, or of those that were."""
    found: dict[int, PublishedStatement] = {}
    for one in statements:
        known = found.get(one.year.start)
        if known is None or (known.is_withdrawn and not one.is_withdrawn):
            found[one.year.start] = one
    return list(found.values())


def _documents(statements: Sequence[PublishedStatement]) -> dict[int, Document]:
    """Return the documents that are whole; one that was altered takes no other year with it."""
    try:
        return dict(documents_of(statements))
    except Damaged:
        return dict(one for statement in statements for one in _if_whole(statement))


def _if_whole(statement: PublishedStatement) -> Iterator[tuple[int, Document]]:
    try:
        yield from documents_of([statement]).items()
    except Damaged:
        return


def _said(document: Document, numbers: Mapping[str, Sequence[str]]) -> Iterator[Document]:
    """Yield what a document says about the provision, under the numbers that its edition gives."""
    wanted = numbers.get(document["edition"]["id"], ())
    for section in document["sections"]:
        for provision in section["provisions"]:
            if provision["number"] in wanted:
                yield provision


def _pages(numbers: Mapping[int, Sequence[str]]) -> set[tuple[int, str]]:
    """Return which provisions have a page of their own; the earliest revisions had none."""
    endings = {f"{PROVISIONS}{number}" for found in numbers.values() for number in found}
    rows = db.session.execute(
        select(PublishedFile.publication_id, PublishedFile.ending).where(
            PublishedFile.publication_id.in_(numbers), PublishedFile.ending.in_(endings)
        )
    )
    return {(row.publication_id, row.ending) for row in rows}


def _address(
    landlord: Publisher, one: PublishedStatement, number: str, pages: set[tuple[int, str]]
) -> str:
    revision = f"{year_address(landlord.slug, one.rulebook, one.year.slug)}/v{one.revision}"
    ending = f"{PROVISIONS}{number}"
    return f"{revision}{ending}" if (one.id, ending) in pages else f"{revision}#p-{number}"


def _answered(said: Document, address: str) -> Answered:
    parts = {part["key"]: part["text"] for part in said["parts"]}
    return Answered(
        number=said["number"],
        title=said["title"],
        answer=answer_in_words(said["answer"]["value"], parts),
        notes=tuple(_notes(said)),
        address=address,
    )


def _notes(said: Document) -> Iterator[str]:
    if said["answer"]["basis"] == Basis.INFERRED:
        yield "read from another part of the landlord's document, not stated there"
    if said["shortfall"]:
        yield f"falls short: {SHORTFALL_WORDS[Reach(said['shortfall'])]}"
    if said["actions"]:
        count = len(said["actions"])
        yield f"{count} {'action' if count == 1 else 'actions'} in the improvement plan"
