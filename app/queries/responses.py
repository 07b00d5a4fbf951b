"""What the page of one provision shows."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.database import db
from app.domain.actions import STAGE_WORDS, ActionFacts
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition, Guidance, Provision, Section
from app.domain.responses import ResponseFacts, actions_on
from app.domain.wording import deadlines_unsaid
from app.models import Assessment, ProvisionResponse
from app.models.facts import action_facts, actions_of, response_facts
from app.queries.carrying import SaidBefore, said_before
from app.queries.challenge_lines import ChallengeLine, open_on_provision
from app.queries.headings import Heading, heading
from app.queries.official_wording import LoadedWording, official_wording


@dataclass(frozen=True)
class ActionLine:
    """An action in a list: what, who, by when, how far."""

    id: int
    title: str
    owner: str
    due: str
    stage: str


@dataclass(frozen=True)
class ProvisionPage:
    """One provision: what the Code asks, what was said, what is promised, and its neighbours.

    `deadlines` holds only the figures that the requirement's own sentence does not name;
    `begins_with` is what the form holds at first: what is recorded, or what came along.
    """

    heading: Heading
    edition: Edition
    section: Section
    provision: Provision
    guidance: Guidance | None
    official: LoadedWording | None
    deadlines: tuple[str, ...]
    response: ResponseFacts
    begins_with: ResponseFacts
    said_before: SaidBefore | None
    version: int
    actions: tuple[ActionLine, ...]
    challenges: tuple[ChallengeLine, ...]
    previous: Provision | None
    next: Provision | None
    position: int
    provisions: int


def provision_page(
    assessment: Assessment, edition: Edition, provision: Provision, editions: Editions
) -> ProvisionPage:
    """Return the page of one provision of the form."""
    row = db.session.scalars(
        select(ProvisionResponse)
        .where(
            ProvisionResponse.assessment_id == assessment.id,
            ProvisionResponse.number == provision.number,
        )
        .options(selectinload(ProvisionResponse.evidence))
    ).one()
    asked = edition.in_form
    at = asked.index(provision)
    actions = [action_facts(action) for action in actions_of(assessment)]
    before = said_before(assessment, edition, provision, row.carried, editions)
    response = response_facts(row)
    return ProvisionPage(
        heading=heading(assessment, edition),
        edition=edition,
        section=edition.section_of(provision.number),
        provision=provision,
        guidance=editions.guidance(edition.id, provision.number),
        official=official_wording(edition.id, provision.number, assessment.landlord_id),
        deadlines=deadlines_unsaid(provision),
        response=response,
        begins_with=before.begins_with(response) if before else response,
        said_before=before,
        version=row.version,
        actions=tuple(action_line(action) for action in actions_on(provision.number, actions)),
        challenges=open_on_provision(assessment, edition, provision.number),
        previous=asked[at - 1] if at else None,
        next=asked[at + 1] if at + 1 < len(asked) else None,
        position=at + 1,
        provisions=len(asked),
    )


def action_line(action: ActionFacts) -> ActionLine:
    """Return an action as a line of a list."""
    return ActionLine(
        id=action.id,
        title=action.title,
        owner=action.owner or "no owner given",
        due=action.due.promised if action.due else "no date given",
        stage=STAGE_WORDS[action.stage],
    )
