"""A draft goes over to the correction of its edition.

No answer is ever deleted: what was said to words that changed is set aside beside the provision,
and what was said to a provision that is asked no more stays where it is.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.database import db
from app.domain.answers import Basis
from app.domain.carrying import Carried
from app.domain.edition_corrections import CorrectionChanges, correction_changes, newest_correction
from app.domain.edition_shelf import Editions
from app.domain.edition_steps import ancestors, link_to_the_same, way_back
from app.domain.editions import Change, Edition, Effect, Predecessor
from app.domain.errors import ChangedByAnother
from app.domain.history import Kind
from app.domain.permissions import Permission
from app.domain.response_content import EMPTY, ResponseContent
from app.domain.summary import in_code_order
from app.models import (
    Action,
    ActionProvision,
    Assessment,
    CarriedResponse,
    EditionCorrection,
    ProvisionResponse,
)
from app.models.correction_facts import corrections_of
from app.models.facts import actions_of, response_facts
from app.services import correction_moves, tokens
from app.services.history import Actor


def apply_correction(
    assessment: Assessment,
    before: Edition,
    after: Edition,
    editions: Editions,
    *,
    seen_version: int,
    by: Actor,
    now: datetime,
    token: str,
) -> EditionCorrection:
    """Let a draft answer the newest correction of its edition from now on.

    Raises StepNotAllowed for an assessment that is no draft, and ChangedByAnother where it moved
    on, or another correction came, since the page was shown.
    """
    by.require(Permission.LEAD, now=now)
    tokens.spend(token, now=now)
    correction_moves.refuse_unless_draft(assessment, seen_version)
    if (assessment.edition_id, assessment.edition_digest) != (before.id, before.digest):
        raise ChangedByAnother(correction_moves.MOVED_ON)
    if newest_correction(before, editions) != after:
        raise ChangedByAnother(
            f"{after.title} {after.name} is not the newest correction any more. Load the page "
            "again to see what changes."
        )
    moment = correction_moves.Moment(assessment, by, now)
    changes, rows = correction_changes(before, after), correction_moves.all_responses(assessment)
    said = _said_to(changes, rows)
    earlier = corrections_of(assessment)
    asked_before = {number: _asked_before(number, before, earlier, editions) for number in said}
    planned = correction_moves.provisions_by_action(assessment)
    links = _take_off_links(assessment, {one.number for one in changes.withdrawn})
    correction = _begin(moment, (before, after), changes, said, links)
    _withdraw(changes, rows)
    _add(changes, rows, assessment, earlier)
    linked = _put_links_back(assessment, changes, earlier)
    correction_moves.record_moved_actions(planned, moment)
    for number, content in said.items():
        _set_aside(rows[number], content, asked_before[number], after, correction, moment)
    _let_old_pages_clash(changes, rows)
    readings = _read_again(assessment, after, editions)
    correction.changes = {**correction.changes, "readings": readings, "linked": linked}
    assessment.edition_id, assessment.edition_digest = after.id, after.digest
    db.session.flush()
    return correction


def _said_to(
    changes: CorrectionChanges, rows: Mapping[str, ProvisionResponse]
) -> dict[str, ResponseContent]:
    """Return what is recorded about the provisions whose words are new, in the Code's order."""
    contents = {
        number: ResponseContent.of(response_facts(rows[number]))
        for number in in_code_order(changes.touched)
        if number in rows
    }
    return {number: content for number, content in contents.items() if content != EMPTY}


def _begin(
    moment: correction_moves.Moment,
    editions: tuple[Edition, Edition],
    changes: CorrectionChanges,
    said: Mapping[str, ResponseContent],
    links: Sequence[tuple[Action, str]],
) -> EditionCorrection:
    """Write down that the assessment goes over, with all that is needed to undo it."""
    before, after = editions
    numbers = {
        "added": [one.number for one in changes.added],
        "reworded": [one.number for one in changes.reworded],
        "withdrawn": [one.number for one in changes.withdrawn],
    }
    told = {"asked_again": list(said), "actions": _titles(links)}
    entry = moment.record(
        Kind.ASSESSMENT_EDITION_CORRECTED,
        f"assessment:{moment.assessment.id}",
        before={"edition": before.id},
        after={"edition": after.id, **numbers, **told},
    )
    rows = correction_moves.all_responses(moment.assessment)
    moved = {*numbers["added"], *numbers["withdrawn"], *said} & rows.keys()
    correction = EditionCorrection(
        assessment_id=moment.assessment.id,
        from_edition_id=before.id,
        from_digest=before.digest,
        to_edition_id=after.id,
        to_digest=after.digest,
        changes={
            **numbers,
            "said": {number: content.as_facts() for number, content in said.items()},
            "stood": {number: rows[number].carried.value for number in in_code_order(moved)},
            "links": [[action.id, number] for action, number in links],
        },
        applied_at=moment.now,
        applied_by_name=moment.by.name,
        entry=entry.sequence,
    )
    db.session.add(correction)
    db.session.flush()
    return correction


def _titles(links: Sequence[tuple[Action, str]]) -> list[str]:
    return list(dict.fromkeys(action.title for action, _ in links))


def _asked_before(
    number: str, before: Edition, earlier: Sequence[EditionCorrection], editions: Editions
) -> Edition:
    """Return the edition whose words an answer was given to.

    That is the one before, unless an earlier correction had withdrawn what this one asks again.
    """
    if before.provision(number):
        return before
    withdrew = _withdrew(number, earlier)
    return (editions.get(withdrew.from_edition_id) if withdrew else None) or before


def _withdrew(number: str, earlier: Sequence[EditionCorrection]) -> EditionCorrection | None:
    """Return the last correction that took a provision out of the form; None where none did."""
    return next((one for one in earlier if number in one.changes["withdrawn"]), None)


def _withdraw(changes: CorrectionChanges, rows: Mapping[str, ProvisionResponse]) -> None:
    for provision in changes.withdrawn:
        rows[provision.number].carried = Carried.WITHDRAWN


def _add(
    changes: CorrectionChanges,
    rows: Mapping[str, ProvisionResponse],
    assessment: Assessment,
    earlier: Sequence[EditionCorrection],
) -> None:
    """Ask what is new; what an earlier correction had withdrawn is asked again in its own row.

    What waited there to be confirmed waits again.
    """
    for provision in changes.added:
        if provision.number in rows:
            withdrew = _withdrew(provision.number, earlier)
            stood = withdrew.changes["stood"].get(provision.number) if withdrew else None
            waited = stood in (Carried.TO_CONFIRM, Carried.CONFIRMED)
            rows[provision.number].carried = Carried.TO_CONFIRM if waited else Carried.NOTHING
            continue
        db.session.add(
            ProvisionResponse(
                assessment_id=assessment.id,
                number=provision.number,
                basis=Basis.STATED,
                commentary="",
                plan_note="",
            )
        )


def _set_aside(
    row: ProvisionResponse,
    content: ResponseContent,
    asked_before: Edition,
    after: Edition,
    correction: EditionCorrection,
    moment: correction_moves.Moment,
) -> None:
    """Keep beside a provision what was said to its old words, until a person confirms it."""
    link = _link(row.number, asked_before, after)
    db.session.add(
        CarriedResponse(
            assessment_id=row.assessment_id,
            number=row.number,
            year=moment.assessment.year,
            edition_id=asked_before.id,
            parent_number=row.number,
            change=link.change,
            effect=link.effect,
            ended="",
            content=content.as_facts(),
            correction_id=correction.id,
        )
    )
    correction_moves.say_otherwise(row, EMPTY, Kind.RESPONSE_ASKED_AGAIN, moment)
    row.carried = Carried.TO_CONFIRM


def _link(number: str, before: Edition, after: Edition) -> Predecessor:
    old, new = before.provision(number), after.provision(number)
    if old is None or new is None:
        return Predecessor(number, Change.REWORDED, Effect.SAME)
    return link_to_the_same(old, new)


def _let_old_pages_clash(changes: CorrectionChanges, rows: Mapping[str, ProvisionResponse]) -> None:
    """Make whoever reads the old words just now meet a clash, and not answer the new ones."""
    for number in changes.touched | {one.number for one in changes.withdrawn}:
        if number in rows:
            flag_modified(rows[number], "commentary")


def _read_again(
    assessment: Assessment, after: Edition, editions: Editions
) -> dict[str, list[str | None]]:
    """Judge what was carried forward by the corrected words; return how it was judged before.

    A figure that the correction changes asks again for what last year's words had settled.
    """
    before: dict[str, list[str | None]] = {}
    for row in db.session.scalars(
        select(CarriedResponse).where(
            CarriedResponse.assessment_id == assessment.id, CarriedResponse.number.is_not(None)
        )
    ):
        link = _new_link(row, after, editions)
        if link and (link.change, link.effect) != (row.change, row.effect):
            before[str(row.id)] = [row.change, row.effect]
            row.change, row.effect = link.change, link.effect
    return before


def _new_link(row: CarriedResponse, after: Edition, editions: Editions) -> Predecessor | None:
    parent = editions.get(row.edition_id)
    way = way_back(after, parent, editions) if parent else None
    found = ancestors(row.number or "", way) if way else ()
    return next((link for link in found if link.number == row.parent_number), None)


def _put_links_back(
    assessment: Assessment, changes: CorrectionChanges, earlier: Sequence[EditionCorrection]
) -> list[list[Any]]:
    """Let the actions be for a provision again that was taken off them; return which are."""
    actions = {one.id: one for one in actions_of(assessment)}
    linked: list[list[Any]] = []
    for number in [one.number for one in changes.added]:
        withdrew = _withdrew(number, earlier)
        for action_id, was in withdrew.changes["links"] if withdrew else ():
            action = actions.get(action_id)
            if (
                was != number
                or action is None
                or number in {one.number for one in action.provisions}
            ):
                continue
            action.provisions.append(ActionProvision(number=number))
            flag_modified(action, "title")
            linked.append([action_id, number])
    return linked


def _take_off_links(assessment: Assessment, numbers: Collection[str]) -> list[tuple[Action, str]]:
    """Take actions off the provisions that are withdrawn; the promises stay in the plan."""
    taken = []
    for action in actions_of(assessment):
        for link in [one for one in action.provisions if one.number in numbers]:
            action.provisions.remove(link)
            taken.append((action, link.number))
            # The version must grow even where only the provisions changed.
            flag_modified(action, "title")
    return taken
