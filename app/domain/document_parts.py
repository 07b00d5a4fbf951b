"""What every published document says alike: the landlord, the edition, the plan, the response."""

from dataclasses import dataclass
from datetime import date

from app.domain.actions import ActionFacts
from app.domain.documents import Document, day_in_document
from app.domain.editions import Edition
from app.domain.landlords import LandlordFacts


@dataclass(frozen=True)
class GoverningBodyResponse:
    """What the governing body says; each of body, name, role and date may be not known."""

    text: str
    body: str | None = None
    by: str | None = None
    role: str | None = None
    on: date | None = None
    minute: str | None = None


@dataclass(frozen=True)
class Demonstration:
    """That this is a demonstration: a notice for every page, and what stands where it is silent."""

    notice: str
    silence: str


def demonstration_in_document(demonstration: Demonstration | None) -> Document | None:
    """Return the notice of a demonstration and its words for a blank, or None."""
    if demonstration is None:
        return None
    return {"notice": demonstration.notice, "silence": demonstration.silence}


def landlord_in_document(landlord: LandlordFacts) -> Document:
    """Return who the landlord is, and how to complain to it."""
    return {
        "name": landlord.name,
        "slug": landlord.slug,
        "kind": landlord.kind.value,
        "homes": landlord.homes,
        "complain": {
            "online": landlord.complain_online or None,
            "email": landlord.complain_email or None,
            "telephone": landlord.complain_telephone or None,
            "address": landlord.complain_address or None,
            "other": landlord.complain_other or None,
        },
        "ombudsman": landlord.ombudsman_words or None,
    }


def edition_in_document(edition: Edition) -> Document:
    """Return which edition of which code it is, and where its official text stands."""
    return {
        "id": edition.id,
        "title": edition.title,
        "name": edition.name,
        "issuer": edition.issuer,
        "source": edition.source,
        "digest": edition.digest,
    }


def plan_line_in_document(action: ActionFacts) -> Document:
    """Return one line of the improvement plan."""
    return {
        "id": action.id,
        "title": action.title,
        "source": action.source.value,
        "provisions": list(action.provisions),
        "owner": action.owner or None,
        "due": due_in_document(action),
        "stage": action.stage.value,
    }


def due_in_document(action: ActionFacts) -> Document | None:
    """Return by when an action is promised: the words, and the last day that keeps them."""
    if action.due is None:
        return None
    return {"promised": action.due.promised, "last_day": action.due.last_day.isoformat()}


def response_in_document(response: GoverningBodyResponse | None) -> Document | None:
    """Return what the governing body says, or None where nothing is recorded."""
    if response is None:
        return None
    return {
        "body": response.body,
        "by": response.by,
        "role": response.role,
        "on": day_in_document(response.on),
        "minute": response.minute,
        "text": response.text,
    }
