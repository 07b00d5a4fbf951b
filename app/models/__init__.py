"""The tables: columns, keys, constraints and relationships; no decisions."""

from app.models.actions import Action, ActionProvision
from app.models.assessments import (
    Assessment,
    EvidenceItem,
    GoverningBodyResponse,
    ProvisionResponse,
)
from app.models.history import HistoryEntry, SpentToken
from app.models.landlords import Landlord
from app.models.people import (
    KeptTyping,
    Membership,
    OneTimeLink,
    Person,
    SignedInSession,
    SignInFailure,
)
from app.models.publications import Publication, PublishedAsset, SignOff

__all__ = [
    "Action",
    "ActionProvision",
    "Assessment",
    "EvidenceItem",
    "GoverningBodyResponse",
    "HistoryEntry",
    "KeptTyping",
    "Landlord",
    "Membership",
    "OneTimeLink",
    "Person",
    "ProvisionResponse",
    "Publication",
    "PublishedAsset",
    "SignInFailure",
    "SignOff",
    "SignedInSession",
    "SpentToken",
]
