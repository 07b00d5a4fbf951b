"""The kinds of fact that the history holds, and the chain that shows when it was altered."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What happened; each kind has its sentence in `templates/history/entries/`."""

    LANDLORD_ADDED = "landlord.added"
    LANDLORD_SETTINGS_CHANGED = "landlord.settings_changed"
    PERSON_INVITED = "person.invited"
    PERSON_JOINED = "person.joined"
    PERSON_ROLE_CHANGED = "person.role_changed"
    PERSON_ROLE_PROPOSED = "person.role_proposed"
    PERSON_ROLE_WITHDRAWN = "person.role_withdrawn"
    PERSON_OFFICE_CHANGED = "person.office_changed"
    PERSON_DISABLED = "person.disabled"
    PERSON_ENABLED = "person.enabled"
    PERSON_RESET_LINK_MADE = "person.reset_link_made"
    PERSON_PASSWORD_CHANGED = "person.password_changed"  # noqa: S105  # no password
    ASSESSMENT_STARTED = "assessment.started"
    ASSESSMENT_SENT_FOR_SCRUTINY = "assessment.sent_for_scrutiny"
    ASSESSMENT_RETURNED = "assessment.returned"
    ASSESSMENT_SIGNED_OFF = "assessment.signed_off"
    ASSESSMENT_REOPENED = "assessment.reopened"
    ASSESSMENT_DISCARDED = "assessment.discarded"
    ASSESSMENT_CARRYING_UNDONE = "assessment.carrying_undone"
    ASSESSMENT_EDITION_CORRECTED = "assessment.edition_corrected"
    ASSESSMENT_CORRECTION_UNDONE = "assessment.correction_undone"
    ASSESSMENT_PUBLISHED = "assessment.published"
    ASSESSMENT_CORRECTION_STARTED = "assessment.correction_started"
    PUBLICATION_WITHDRAWN = "publication.withdrawn"
    REPORT_STARTED = "report.started"
    REPORT_PART_WRITTEN = "report.part_written"
    RESPONSE_RECORDED = "response.recorded"
    RESPONSE_RESTORED = "response.restored"
    RESPONSE_CONFIRMED = "response.confirmed"
    RESPONSE_STARTED_AFRESH = "response.started_afresh"
    RESPONSE_ASKED_AGAIN = "response.asked_again"
    RESPONSE_PUT_BACK = "response.put_back"
    ACTION_RAISED = "action.raised"
    ACTION_CHANGED = "action.changed"
    ACTION_REMOVED = "action.removed"
    ACTION_CARRIED = "action.carried"
    PACK_MADE = "pack.made"
    BODY_RESPONSE_WRITTEN = "body_response.written"
    APPROVAL_RECORDED = "approval.recorded"
    APPROVAL_REMOVED = "approval.removed"
    AMENDMENT_MADE = "amendment.made"
    CHALLENGE_RAISED = "challenge.raised"
    CHALLENGE_REPLIED = "challenge.replied"
    CHALLENGE_PRESSED = "challenge.pressed"
    CHALLENGE_ACCEPTED = "challenge.accepted"
    CHALLENGE_WITHDRAWN = "challenge.withdrawn"
    CHALLENGE_PUBLICATION_CHOSEN = "challenge.publication_chosen"
    OFFICIAL_WORDING_LOADED = "official_wording.loaded"
    OFFICIAL_WORDING_REMOVED = "official_wording.removed"
    SUBMISSION_PREPARED = "submission.prepared"
    SUBMISSION_RECORDED = "submission.recorded"
    FIGURES_EXTRACTED = "figures.extracted"
    FIGURES_TYPED = "figures.typed"
    FIGURE_SETTINGS_CHANGED = "figures.settings_changed"
    LEARNING_ADDED = "learning.added"
    LEARNING_CHANGED = "learning.changed"
    LEARNING_REMOVED = "learning.removed"


# Whoever did one of these to an assessment helped to write it, and may not sign it off.
WRITING = frozenset(
    {
        Kind.RESPONSE_RECORDED,
        Kind.RESPONSE_RESTORED,
        Kind.RESPONSE_CONFIRMED,
        Kind.RESPONSE_STARTED_AFRESH,
        Kind.ACTION_RAISED,
        Kind.ACTION_CHANGED,
        Kind.ACTION_REMOVED,
        Kind.AMENDMENT_MADE,
        Kind.REPORT_PART_WRITTEN,
    }
)

# What an annual report is made of, written elsewhere: in the learning log and among the figures.
WRITING_FIGURES = frozenset({Kind.FIGURES_EXTRACTED, Kind.FIGURES_TYPED})
WRITING_LEARNING = frozenset({Kind.LEARNING_ADDED, Kind.LEARNING_CHANGED})

# What a reply to a challenge can point to as the change that it led to.
CHANGES = WRITING | {Kind.BODY_RESPONSE_WRITTEN}

FIRST_HASH = "0" * 64


def entry_hash(previous_hash: str, facts: Mapping[str, Any]) -> str:
    """Return the hash of an entry, which binds it to the one before."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous_hash}\n{text}".encode()).hexdigest()


def one_line(name: str) -> str:
    """Return a name without line breaks or controls, so that no entry can look like two."""
    return "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp"))
