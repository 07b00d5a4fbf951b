"""Corrections of editions, made in a test and added to the installation as the command does."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from flask import current_app

from app.database import transaction
from app.domain.edition_corrections import newest_correction
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition, Provision, Section
from app.models import Assessment, EditionCorrection
from app.models.correction_facts import newest_correction_of
from app.models.people import Person
from app.queries import edition_shelf
from app.services import edition_corrections, undone_corrections
from app.services.installed_editions import install_edition
from tests.assessment_factories import new_token
from tests.conftest import NOW
from tests.factories import actor

# Words that a page, a shell or a database could take for something else.
HOSTILE = "<b>Answer</b> “within” 5 days'; DROP TABLE x; -- {{ 7 * 7 }} &amp; \u200b–"


def shelf() -> Editions:
    """Return the editions as a page would find them now."""
    return edition_shelf.current(current_app.extensions["editions"])


def correct(
    edition: Edition,
    name: str = "2024-1",
    *,
    reworded: Mapping[str, str] | None = None,
    added: Collection[str] = (),
    withdrawn: Collection[str] = (),
    **facts: str,
) -> Edition:
    """Return a correction of an edition: new words for some provisions, some more, some less."""
    words = reworded or {}
    return replace(
        edition,
        name=name,
        corrects=edition.name,
        superseded=None,
        sections=tuple(_section(one, words, added, withdrawn) for one in edition.sections),
        **facts,  # type: ignore[arg-type]
    )


def _section(
    section: Section, words: Mapping[str, str], added: Collection[str], withdrawn: Collection[str]
) -> Section:
    kept = [
        replace(one, requirement=words.get(one.number, one.requirement))
        for one in section.provisions
        if one.number not in withdrawn
    ]
    more = [number for number in added if number.split(".")[0] == section.number]
    return replace(section, provisions=(*kept, *(_more(number, section) for number in more)))


def _more(number: str, section: Section) -> Provision:
    example = next(one for one in section.provisions if one.in_form)
    return replace(
        example,
        number=number,
        title=f"What {number} adds",
        requirement="The landlord does one thing more.",
        parts=(),
        deadlines=(),
        predecessors=(),
    )


def install(edition: Edition) -> Edition:
    """Add an edition to the installation."""
    with transaction():
        install_edition(edition, (), seen=edition_shelf.installed(), by_name="A test", now=NOW)
    return shelf().by_id[edition.id]


def go_over(assessment: Assessment, lead: Person, *, token: str = "") -> EditionCorrection:
    """Let a draft go over to the newest correction of its edition, as its lead."""
    editions = shelf()
    before = editions.by_id[assessment.edition_id]
    after = newest_correction(before, editions)
    assert after is not None
    by, version = actor(lead, assessment.landlord), assessment.version
    with transaction():
        return edition_corrections.apply_correction(
            assessment,
            before,
            after,
            editions,
            seen_version=version,
            by=by,
            now=NOW,
            token=token or new_token(),
        )


def go_back(assessment: Assessment, lead: Person, *, now: object = NOW) -> None:
    """Let a draft go back to the edition from which it went over, as its lead."""
    correction = newest_correction_of(assessment)
    by, version = actor(lead, assessment.landlord), assessment.version
    with transaction():
        undone_corrections.undo_correction(
            assessment,
            seen_correction=correction.id if correction else 0,
            seen_version=version,
            by=by,
            now=now,  # type: ignore[arg-type]
        )
