"""Who works for a landlord and in which role: inviting, roles, and taking access away.

A landlord's lead decides about the landlord's own memberships and never about anybody else's.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.database import db
from app.domain.errors import ChangedByAnother, Invalid, NotAllowed, NotFound
from app.domain.history import Kind
from app.domain.offices import Office, checked
from app.domain.people import check_email, check_name
from app.domain.permissions import REFUSALS, ROLE_WORDS, Permission, Role, may
from app.models import Membership, Person
from app.models.facts import office_of
from app.services import credentials, history
from app.services.history import Actor


def invite_person(
    by: Actor,
    *,
    email: str,
    name: str,
    role: Role,
    now: datetime,
    demonstration: bool = False,
) -> str | None:
    """Give somebody a role, and return the secret of a link with which they set their password.

    Returns None for a person who has an account through another landlord: they keep their own
    password, or the link they were given there, because whoever holds a link can act as them.
    """
    _require_manager(by)
    email, name = check_email(email), check_name(name)
    person = db.session.scalar(select(Person).where(Person.email == email))
    is_new = person is None
    if person is None:
        person = Person(email=email, name=name, is_demonstration=demonstration, created_at=now)
        db.session.add(person)
        db.session.flush()
    elif _membership_of(by.landlord_id, person.id) is not None:
        raise Invalid(
            f"{person.name} is already among your people. To change the role, open their page.",
            "email",
        )
    membership = Membership(landlord_id=by.landlord_id, person=person)
    if _needs_second_lead(by, role):
        membership.proposed_role, membership.proposed_by = role, by.person
    else:
        membership.role = role
    db.session.add(membership)
    db.session.flush()
    _record(Kind.PERSON_INVITED, membership, by, now, after=_facts(membership))
    if is_new or (by.person is None and person.password_hash is None):
        return credentials.new_link(person, now=now)
    if person.password_hash is not None:
        # A lead elsewhere may hold one, made while the person worked for that landlord alone.
        credentials.drop_links(person.id)
    return None


def change_role(
    by: Actor, membership_id: int, role: Role, *, seen_version: int, now: datetime
) -> None:
    """Change somebody's role; one lead alone only proposes a cabinet member, who signs."""
    membership = _other_persons(by, membership_id, seen_version)
    needs_second = _needs_second_lead(by, role)
    if membership.role is role or (needs_second and membership.proposed_role is role):
        return
    before = _facts(membership)
    if needs_second:
        membership.proposed_role, membership.proposed_by = role, by.person
        after = _facts(membership)
        _record(Kind.PERSON_ROLE_PROPOSED, membership, by, now, before=before, after=after)
        return
    _set_role(membership, role)
    _record(Kind.PERSON_ROLE_CHANGED, membership, by, now, before=before, after=_facts(membership))


def confirm_proposed_role(
    by: Actor, membership_id: int, *, seen_version: int, now: datetime
) -> None:
    """Give somebody the role that another lead proposed."""
    membership = _other_persons(by, membership_id, seen_version)
    if membership.proposed_role is None:
        raise Invalid("No role is waiting to be confirmed.")
    if by.person is not None and membership.proposed_by_id == by.person.id:
        raise NotAllowed(
            "You proposed this role yourself. Another complaints lead has to confirm it."
        )
    before = _facts(membership)
    _set_role(membership, membership.proposed_role)
    _record(Kind.PERSON_ROLE_CHANGED, membership, by, now, before=before, after=_facts(membership))


def withdraw_proposed_role(
    by: Actor, membership_id: int, *, seen_version: int, now: datetime
) -> None:
    """Take back a role that was proposed; the role held until now stays."""
    membership = _other_persons(by, membership_id, seen_version)
    if membership.proposed_role is None:
        raise Invalid("No role is waiting to be confirmed.")
    before = _facts(membership)
    membership.proposed_role, membership.proposed_by = None, None
    db.session.flush()
    _record(
        Kind.PERSON_ROLE_WITHDRAWN, membership, by, now, before=before, after=_facts(membership)
    )


def change_office(
    by: Actor, membership_id: int, office: Office, *, seen_version: int, now: datetime
) -> None:
    """Record the office of a cabinet member: its name, its days, and whom they stand in for.

    Nobody records their own, because the days decide who may sign.
    """
    membership = _other_persons(by, membership_id, None)
    if membership.role is not Role.CABINET_MEMBER:
        raise Invalid(f"{membership.person.name} is no cabinet member, so there is no office.")
    before, after = _office_facts(office_of(membership)), _office_facts(checked(office))
    if before == after:
        return
    _other_persons(by, membership_id, seen_version)
    membership.office = office.title
    membership.office_from = office.starts_on
    membership.office_until = office.ends_on
    membership.stands_in_for = office.stands_in_for
    db.session.flush()
    name = {"name": membership.person.name}
    _record(Kind.PERSON_OFFICE_CHANGED, membership, by, now, before=before, after=name | after)


def disable_person(by: Actor, membership_id: int, *, seen_version: int, now: datetime) -> None:
    """Take somebody's access to this landlord away; what they did stays in the history."""
    membership = _other_persons(by, membership_id, seen_version)
    if membership.disabled_at is not None:
        return
    _keep_a_lead(membership)
    membership.disabled_at = now
    db.session.flush()
    credentials.end_sessions(membership.person_id)
    _record(Kind.PERSON_DISABLED, membership, by, now, after=_facts(membership))


def enable_person(by: Actor, membership_id: int, *, seen_version: int, now: datetime) -> None:
    """Give somebody their access to this landlord back, in the role they had."""
    membership = _other_persons(by, membership_id, seen_version)
    if membership.disabled_at is None:
        return
    membership.disabled_at = None
    db.session.flush()
    _record(Kind.PERSON_ENABLED, membership, by, now, after=_facts(membership))


def make_reset_link(by: Actor, membership_id: int, *, now: datetime) -> str:
    """Return the secret of a link with which somebody sets a new password; older links end."""
    membership = _other_persons(by, membership_id, None)
    if by.person is not None and _works_elsewhere(membership):
        raise NotAllowed(
            f"{membership.person.name} also works for another landlord on this site, so a link "
            "made here would let you in there. Ask whoever looks after this site to make one."
        )
    if by.person is not None and _signs_off(membership):
        raise NotAllowed(
            f"{membership.person.name} signs self-assessments off, and a link made here would let "
            "you sign in their place. Ask whoever looks after this site to make one."
        )
    if membership.disabled_at is not None:
        raise Invalid(f"{membership.person.name} has no access. Give it back first.")
    secret = credentials.new_link(membership.person, now=now)
    _record(Kind.PERSON_RESET_LINK_MADE, membership, by, now, after=_facts(membership))
    return secret


def _require_manager(by: Actor) -> None:
    """Raise NotAllowed unless the actor may look after people now, whatever the door said."""
    by.require(Permission.MANAGE)
    if by.person is None:
        return
    own = _membership_of(by.landlord_id, by.person.id)
    if own is None or own.disabled_at or own.role is None or not may(own.role, Permission.MANAGE):
        raise NotAllowed(REFUSALS[Permission.MANAGE])


def _needs_second_lead(by: Actor, role: Role) -> bool:
    return role is Role.CABINET_MEMBER and by.person is not None


def _signs_off(membership: Membership) -> bool:
    """Whether somebody has joined as a cabinet member; until then a link is an invitation."""
    has_joined = membership.person.password_hash is not None
    return membership.role is Role.CABINET_MEMBER and has_joined


def _other_persons(by: Actor, membership_id: int, seen_version: int | None) -> Membership:
    """Return a membership that the actor may change; their own never is."""
    _require_manager(by)
    membership = db.session.get(Membership, membership_id)
    if membership is None or membership.landlord_id != by.landlord_id:
        raise NotFound("Your landlord has no such person. Start from the page of people.")
    if by.person is not None and membership.person_id == by.person.id:
        raise NotAllowed(
            "Nobody changes their own role or access. Ask another complaints lead to do it."
        )
    if seen_version is not None and membership.version != seen_version:
        raise ChangedByAnother(
            f"Somebody else changed {membership.person.name}'s role or access while your page was "
            "open. Look at their page again, then decide."
        )
    return membership


def _membership_of(landlord_id: int, person_id: int) -> Membership | None:
    return db.session.scalar(
        select(Membership).where(
            Membership.landlord_id == landlord_id, Membership.person_id == person_id
        )
    )


def _set_role(membership: Membership, role: Role) -> None:
    if role is not Role.COMPLAINTS_LEAD:
        _keep_a_lead(membership)
    if role is Role.CABINET_MEMBER and membership.person.password_hash is not None:
        # A link made while they could not sign yet would let its holder sign in their place.
        credentials.drop_links(membership.person_id)
    membership.role = role
    membership.proposed_role, membership.proposed_by = None, None
    db.session.flush()
    credentials.end_sessions(membership.person_id)


def _keep_a_lead(membership: Membership) -> None:
    """Refuse what would leave the landlord without a lead who can sign in."""
    if membership.role is not Role.COMPLAINTS_LEAD or membership.disabled_at is not None:
        return
    another = select(Membership.id).join(Person, Membership.person_id == Person.id)
    another = another.where(
        Membership.landlord_id == membership.landlord_id,
        Membership.id != membership.id,
        Membership.role == Role.COMPLAINTS_LEAD,
        Membership.disabled_at.is_(None),
        Person.password_hash.is_not(None),
    )
    if db.session.scalar(another.limit(1)) is None:
        lead = ROLE_WORDS[Role.COMPLAINTS_LEAD].lower()
        raise Invalid(
            f"{membership.person.name} is the only {lead} who can sign in. "
            "Make somebody else one first."
        )


def _works_elsewhere(membership: Membership) -> bool:
    others = select(Membership.id).where(
        Membership.person_id == membership.person_id,
        Membership.landlord_id != membership.landlord_id,
        Membership.disabled_at.is_(None),
    )
    return db.session.scalar(others.limit(1)) is not None


def _facts(membership: Membership) -> dict[str, Any]:
    """Return a membership as the history keeps it."""
    return {
        "name": membership.person.name,
        "role": membership.role.value if membership.role else None,
        "proposed_role": membership.proposed_role.value if membership.proposed_role else None,
    }


def _office_facts(office: Office) -> dict[str, Any]:
    """Return an office as the history keeps it."""
    return {
        "office": office.title,
        "from": office.starts_on.isoformat() if office.starts_on else None,
        "until": office.ends_on.isoformat() if office.ends_on else None,
        "stands_in_for": office.stands_in_for,
    }


def _record(
    kind: Kind,
    membership: Membership,
    by: Actor,
    now: datetime,
    *,
    after: dict[str, Any],
    before: dict[str, Any] | None = None,
) -> None:
    history.record(
        kind,
        by=by,
        now=now,
        subject=f"person:{membership.person_id}",
        before=before,
        after=after,
    )
