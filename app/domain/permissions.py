"""Who may do what: one table of roles, and the few rules that need more than a role."""

from collections.abc import Collection
from enum import StrEnum

from app.domain.errors import NotAllowed


class Role(StrEnum):
    """What a person is for one landlord; one role each."""

    COMPLAINTS_LEAD = "complaints_lead"
    OFFICER = "officer"
    CABINET_MEMBER = "cabinet_member"
    READ_ONLY = "read_only"


class Permission(StrEnum):
    """Something a role may do for its own landlord."""

    VIEW = "view"
    EDIT = "edit"
    LEAD = "lead"
    RETURN = "return"
    CHALLENGE = "challenge"
    SIGN_OFF = "sign_off"
    APPROVAL = "approval"
    MANAGE = "manage"


ROLE_WORDS = {
    Role.COMPLAINTS_LEAD: "Complaints lead",
    Role.OFFICER: "Officer",
    Role.CABINET_MEMBER: "Cabinet member",
    Role.READ_ONLY: "Read-only",
}

ROLE_EXPLAINED = {
    Role.COMPLAINTS_LEAD: "Answers, sends for scrutiny, publishes, manages people and settings.",
    Role.OFFICER: "Answers provisions, and adds evidence and actions.",
    Role.CABINET_MEMBER: "Scrutinises, writes the governing body's response and signs off.",
    Role.READ_ONLY: "Sees everything and changes nothing.",
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.COMPLAINTS_LEAD: frozenset(
        {
            Permission.VIEW,
            Permission.EDIT,
            Permission.LEAD,
            Permission.RETURN,
            Permission.APPROVAL,
            Permission.MANAGE,
        }
    ),
    Role.OFFICER: frozenset({Permission.VIEW, Permission.EDIT}),
    Role.CABINET_MEMBER: frozenset(
        {
            Permission.VIEW,
            Permission.RETURN,
            Permission.CHALLENGE,
            Permission.SIGN_OFF,
            Permission.APPROVAL,
        }
    ),
    Role.READ_ONLY: frozenset({Permission.VIEW}),
}

REFUSALS = {
    Permission.VIEW: "You have no role for this landlord.",
    Permission.EDIT: "Your role lets you read this, not change it. Ask a complaints lead.",
    Permission.LEAD: "Only a complaints lead can do this.",
    Permission.RETURN: "Only a complaints lead or the cabinet member can send it back.",
    Permission.CHALLENGE: "Only the cabinet member asks, presses, accepts and withdraws.",
    Permission.SIGN_OFF: "Only the cabinet member writes the response and signs off.",
    Permission.APPROVAL: "Only a complaints lead or the cabinet member records the approval.",
    Permission.MANAGE: "Only a complaints lead can look after people and settings.",
}


def may(role: Role, permission: Permission) -> bool:
    """Return whether a role includes a permission."""
    return permission in ROLE_PERMISSIONS[role]


def require(role: Role, permission: Permission) -> None:
    """Raise NotAllowed, with the reason in words, unless the role includes the permission."""
    if not may(role, permission):
        raise NotAllowed(REFUSALS[permission])


def may_sign(person_id: int, *, recorded_by: Collection[int]) -> bool:
    """Return whether a person may sign: nobody signs an assessment that they helped to write."""
    return person_id not in recorded_by
