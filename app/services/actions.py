"""Raising an action, and changing one; every move of its date stays in the history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.database import db
from app.domain.actions import Source, Stage
from app.domain.due_dates import Due
from app.domain.editions import Edition
from app.domain.errors import ChangedByAnother, Invalid, StepNotAllowed
from app.domain.history import Kind
from app.domain.permissions import Permission
from app.domain.summary import in_code_order
from app.domain.workflow import ACTIONS_OPEN
from app.models import Action, ActionProvision, Assessment, Challenge
from app.models.facts import action_facts, published_revision
from app.services import history, tokens
from app.services.history import Actor


@dataclass(frozen=True)
class ActionContent:
    """What a person says of an action: everything that its page holds."""

    title: str
    owner: str = ""
    due: Due | None = None
    stage: Stage = Stage.PLANNED
    source: Source = Source.SELF_ASSESSMENT
    provisions: tuple[str, ...] = ()
    dropped_reason: str = ""

    def as_facts(self) -> dict[str, Any]:
        """Return the content as the history keeps it."""
        return {
            "title": self.title,
            "owner": self.owner,
            "due_promised": self.due.promised if self.due else "",
            "due_last_day": self.due.last_day.isoformat() if self.due else None,
            "stage": self.stage.value,
            "source": self.source.value,
            "provisions": list(in_code_order(set(self.provisions))),
            "dropped_reason": self.dropped_reason if self.stage is Stage.DROPPED else "",
        }


def raise_action(
    assessment: Assessment,
    edition: Edition,
    content: ActionContent,
    *,
    by: Actor,
    now: datetime,
    token: str,
) -> Action:
    """Promise a change; raise Invalid without a title, or for a provision that does not exist."""
    _check(assessment, edition, content, by)
    tokens.spend(token, now=now)
    action = Action(assessment_id=assessment.id, created_at=now)
    _fill(action, content)
    db.session.add(action)
    db.session.flush()
    history.record(
        Kind.ACTION_RAISED,
        by=by,
        now=now,
        subject=f"action:{action.id}",
        document_id=assessment.id,
        after=content.as_facts(),
    )
    return action


def change_action(
    action: Action,
    assessment: Assessment,
    edition: Edition,
    content: ActionContent,
    *,
    seen_version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Change an action; raise ChangedByAnother when the form is older than what is stored."""
    _check(assessment, edition, content, by)
    _compare(action, seen_version)
    before, after = _content_of(action).as_facts(), content.as_facts()
    changed = [key for key in after if after[key] != before[key]]
    if not changed:
        return
    _fill(action, content)
    # The version must grow even where only the provisions changed.
    flag_modified(action, "title")
    history.record(
        Kind.ACTION_CHANGED,
        by=by,
        now=now,
        subject=f"action:{action.id}",
        document_id=assessment.id,
        before={"title": before["title"]} | {key: before[key] for key in changed},
        after={key: after[key] for key in changed},
    )


def remove_action(
    action: Action, assessment: Assessment, *, seen_version: int, by: Actor, now: datetime
) -> None:
    """Take away an action that was entered by mistake, while nothing of it was ever published.

    A promise that residents could read is dropped with its reason instead.
    """
    _refuse_changing(assessment, by)
    if published_revision(assessment) is not None:
        raise StepNotAllowed(
            "This plan has been published, so no action may vanish from it. Drop it, and say why."
        )
    _refuse_if_asked_about(action)
    _refuse_if_it_goes_on(action)
    _compare(action, seen_version)
    history.record(
        Kind.ACTION_REMOVED,
        by=by,
        now=now,
        subject=f"action:{action.id}",
        document_id=assessment.id,
        before=_content_of(action).as_facts(),
    )
    db.session.delete(action)


def _refuse_if_asked_about(action: Action) -> None:
    asked = select(Challenge.id).where(Challenge.action_id == action.id).limit(1)
    if db.session.scalar(asked) is not None:
        raise StepNotAllowed(
            "The cabinet member asked about this action, so it stays where the question can be "
            "understood. Drop it instead, and say why."
        )


def _refuse_if_it_goes_on(action: Action) -> None:
    goes_on = select(Action.id).where(Action.carried_from_id == action.id).limit(1)
    if db.session.scalar(goes_on) is not None:
        raise StepNotAllowed(
            "This action goes on in the plan of a later year, so it stays where that one comes "
            "from. Drop it instead, and say why."
        )


def _compare(action: Action, seen_version: int) -> None:
    if action.version != seen_version:
        raise ChangedByAnother("Somebody else saved this action while your page was open.")


def _refuse_changing(assessment: Assessment, by: Actor) -> None:
    by.require(Permission.EDIT)
    if assessment.state not in ACTIONS_OPEN:
        raise StepNotAllowed(
            "The plan is part of the text under scrutiny now, so it cannot be changed. "
            "Ask a complaints lead to take the assessment back to draft."
        )


def _check(assessment: Assessment, edition: Edition, content: ActionContent, by: Actor) -> None:
    _refuse_changing(assessment, by)
    if not content.title:
        raise Invalid("Write what will be done.", "title")
    if content.stage is Stage.DROPPED and not content.dropped_reason:
        raise Invalid("Write why the action was dropped.", "dropped_reason")
    known = {provision.number for provision in edition.in_form}
    for number in content.provisions:
        if number not in known:
            raise Invalid(f"The edition has no provision {number}.", "provisions")


def _fill(action: Action, content: ActionContent) -> None:
    action.title = content.title
    action.owner = content.owner
    action.due_promised = content.due.promised if content.due else ""
    action.due_last_day = content.due.last_day if content.due else None
    action.stage = content.stage
    action.source = content.source
    action.dropped_reason = content.dropped_reason if content.stage is Stage.DROPPED else ""
    kept = {link.number: link for link in action.provisions}
    action.provisions = [
        kept.get(number) or ActionProvision(number=number)
        for number in in_code_order(set(content.provisions))
    ]


def _content_of(action: Action) -> ActionContent:
    saved = vars(action_facts(action))
    return ActionContent(**{key: value for key, value in saved.items() if key != "id"})
