"""The self-assessments of the demonstration, recorded answer by answer as people would."""

from dataclasses import replace

from sqlalchemy import select

from app.database import db, transaction
from app.demonstration import scrutiny
from app.demonstration.people import Cast, cast_of
from app.demonstration.story import Stage, new_token
from app.domain.editions import Edition
from app.domain.errors import Invalid
from app.domain.response_content import ResponseContent
from app.domain.workflow import Reason
from app.domain.years import FinancialYear
from app.models import Assessment, Landlord
from app.models.facts import action_facts, actions_of, responses_of
from app.reading.demonstration_says import DocumentSays
from app.services import actions, assessments, carrying, responses
from app.services.actions import ActionContent


def load(landlord: Landlord, said: DocumentSays, stage: Stage) -> None:
    """Record a self-assessment and publish it, as far as that was not done."""
    edition = _edition_of(said, stage)
    assessment = _assessment_of(landlord, edition, said.year)
    if assessment is None:
        stage.say(f"Recording the self-assessment of {said.year.text}.")
        with transaction():
            assessment = _record(landlord, edition, said, stage)
    scrutiny.publish(assessment, edition, said, stage)


def _edition_of(said: DocumentSays, stage: Stage) -> Edition:
    """Return the edition of a document; raise Invalid where the two do not fit together."""
    edition = stage.edition_of(said)
    unknown = set(said.responses) - {provision.number for provision in edition.in_form}
    if unknown:
        raise Invalid(f"{edition.id} has no provision {', '.join(sorted(unknown))}.")
    return edition


def _assessment_of(landlord: Landlord, edition: Edition, year: FinancialYear) -> Assessment | None:
    return db.session.scalar(
        select(Assessment)
        .where(
            Assessment.landlord_id == landlord.id,
            Assessment.rulebook == edition.rulebook,
            Assessment.year == year.text,
        )
        .order_by(Assessment.id)
        .limit(1)
    )


def _record(landlord: Landlord, edition: Edition, said: DocumentSays, stage: Stage) -> Assessment:
    """Record a self-assessment to the point at which only publishing is left."""
    cast = cast_of(landlord.id)
    assessment = _start(landlord, edition, said, cast, stage)
    _record_responses(assessment, edition, said, cast, stage)
    _tell_progress(assessment, edition, said, cast, stage)
    _raise_actions(assessment, edition, said, cast, stage)
    if said.reason is not Reason.RECORD:
        scrutiny.send(assessment, edition, said, cast, stage)
        scrutiny.decide_and_sign(assessment, edition, said, cast, stage)
    return assessment


def _start(
    landlord: Landlord, edition: Edition, said: DocumentSays, cast: Cast, stage: Stage
) -> Assessment:
    now, token = stage.at(said.days.started), new_token()
    if said.carried_from is None:
        return assessments.start_assessment(
            landlord,
            edition,
            said.year,
            said.reason,
            by=cast.lead,
            now=now,
            token=token,
            demonstration=said.demonstration,
        )
    earlier = _assessment_of(landlord, edition, said.carried_from)
    if earlier is None:
        raise Invalid(f"{said.year.text} goes on from {said.carried_from.text}: load that first.")
    return carrying.start_carried_forward(
        landlord,
        edition,
        said.year,
        said.reason,
        earlier=earlier,
        before=edition,
        editions=stage.editions,
        by=cast.lead,
        now=now,
        token=token,
    )


def _record_responses(
    assessment: Assessment, edition: Edition, said: DocumentSays, cast: Cast, stage: Stage
) -> None:
    """Answer every provision, the lead and the officer taking the sections in turn.

    What came along from the year before is confirmed where nothing else is said.
    """
    versions = {row.number: row.version for row in responses_of(assessment)}
    now = stage.at(said.days.started)
    for position, section in enumerate(edition.sections):
        who = cast.officer if position % 2 else cast.lead
        for provision in section.in_form:
            number = provision.number
            if said.carried_from is not None and number not in said.responses:
                carrying.confirm_response(
                    assessment,
                    edition,
                    number,
                    stage.editions,
                    answer=None,
                    seen_version=versions[number],
                    by=who,
                    now=now,
                )
                continue
            responses.record_response(
                assessment,
                edition,
                number,
                ResponseContent.of(said.on(number)),
                seen_version=versions[number],
                by=who,
                now=now,
            )


def _tell_progress(
    assessment: Assessment, edition: Edition, said: DocumentSays, cast: Cast, stage: Stage
) -> None:
    """Say what became of the actions that came along from the year before."""
    by_title = {row.title: row for row in actions_of(assessment)}
    for one in said.progress:
        row = by_title.get(one.title)
        if row is None:
            raise Invalid(f"The plan of the year before has no action “{one.title}”.")
        facts = {key: value for key, value in vars(action_facts(row)).items() if key != "id"}
        actions.change_action(
            row,
            assessment,
            edition,
            replace(ActionContent(**facts), stage=one.stage, due=one.due or facts["due"]),
            seen_version=row.version,
            by=cast.officer,
            now=stage.at(said.days.started),
        )


def _raise_actions(
    assessment: Assessment, edition: Edition, said: DocumentSays, cast: Cast, stage: Stage
) -> None:
    for action in said.actions:
        actions.raise_action(
            assessment,
            edition,
            ActionContent(
                title=action.title,
                owner=action.owner,
                due=action.due,
                stage=action.stage,
                source=action.source,
                provisions=action.provisions,
            ),
            by=cast.lead,
            now=stage.at(said.days.started),
            token=new_token(),
        )
