"""The tables: columns, keys, constraints and relationships; no decisions."""

from app.models.actions import Action, ActionProvision
from app.models.approvals import Amendment, Approval, CommitteePack
from app.models.assessments import (
    Assessment,
    EvidenceItem,
    GoverningBodyResponse,
    ProvisionResponse,
)
from app.models.carrying import CarriedResponse, EditionCorrection
from app.models.challenges import Challenge, ChallengeReply
from app.models.editions import InstalledEdition, OfficialWording
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
from app.models.publications import Publication, PublishedAsset, PublishedFile, SignOff, Withdrawal
from app.models.submissions import AddressCheck, Submission, SubmissionDraft, SubmissionValue

__all__ = [
    "Action",
    "ActionProvision",
    "AddressCheck",
    "Amendment",
    "Approval",
    "Assessment",
    "CarriedResponse",
    "Challenge",
    "ChallengeReply",
    "CommitteePack",
    "EditionCorrection",
    "EvidenceItem",
    "GoverningBodyResponse",
    "HistoryEntry",
    "InstalledEdition",
    "KeptTyping",
    "Landlord",
    "Membership",
    "OfficialWording",
    "OneTimeLink",
    "Person",
    "ProvisionResponse",
    "Publication",
    "PublishedAsset",
    "PublishedFile",
    "SignInFailure",
    "SignOff",
    "SignedInSession",
    "SpentToken",
    "Submission",
    "SubmissionDraft",
    "SubmissionValue",
    "Withdrawal",
]
