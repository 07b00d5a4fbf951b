"""The tables: columns, keys, constraints and relationships; no decisions."""

from app.models.actions import Action, ActionProvision
from app.models.approvals import Amendment, Approval, CommitteePack
from app.models.assessments import Assessment, EvidenceItem, ProvisionResponse
from app.models.carrying import CarriedResponse, EditionCorrection
from app.models.challenges import Challenge, ChallengeReply
from app.models.documents import GoverningBodyResponse, YearlyDocument
from app.models.editions import InstalledEdition, OfficialWording
from app.models.figures import CaseExtract, ClosureDay, FigureSettings, Job, TypedFigures
from app.models.history import HistoryEntry, SpentToken
from app.models.landlords import Landlord
from app.models.learning import LearningEntry
from app.models.people import (
    KeptTyping,
    Membership,
    OneTimeLink,
    Person,
    SignedInSession,
    SignInFailure,
)
from app.models.publications import Publication, PublishedAsset, PublishedFile, SignOff, Withdrawal
from app.models.reports import AnnualReport, ReportPart
from app.models.submissions import AddressCheck, Submission, SubmissionDraft, SubmissionValue

__all__ = [
    "Action",
    "ActionProvision",
    "AddressCheck",
    "Amendment",
    "AnnualReport",
    "Approval",
    "Assessment",
    "CarriedResponse",
    "CaseExtract",
    "Challenge",
    "ChallengeReply",
    "ClosureDay",
    "CommitteePack",
    "EditionCorrection",
    "EvidenceItem",
    "FigureSettings",
    "GoverningBodyResponse",
    "HistoryEntry",
    "InstalledEdition",
    "Job",
    "KeptTyping",
    "Landlord",
    "LearningEntry",
    "Membership",
    "OfficialWording",
    "OneTimeLink",
    "Person",
    "ProvisionResponse",
    "Publication",
    "PublishedAsset",
    "PublishedFile",
    "ReportPart",
    "SignInFailure",
    "SignOff",
    "SignedInSession",
    "SpentToken",
    "Submission",
    "SubmissionDraft",
    "SubmissionValue",
    "TypedFigures",
    "Withdrawal",
    "YearlyDocument",
]
