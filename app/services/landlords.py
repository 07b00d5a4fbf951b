"""Adding a landlord, and changing what it tells about itself."""

from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import select

from app.database import db
from app.domain.errors import ChangedByAnother, Invalid
from app.domain.history import Kind
from app.domain.landlords import LandlordFacts, LandlordKind, check_facts
from app.domain.permissions import Permission
from app.models import Landlord
from app.models.facts import landlord_facts
from app.services import history
from app.services.history import Actor


def add_landlord(
    *,
    name: str,
    slug: str,
    kind: LandlordKind,
    now: datetime,
    demonstration_notice: str | None = None,
) -> Landlord:
    """Add a landlord, as the command line does; everything else is asked in its settings."""
    facts = check_facts(LandlordFacts(name=name, slug=slug, kind=kind))
    if db.session.scalar(select(Landlord.id).where(Landlord.slug == facts.slug)) is not None:
        raise Invalid(f"There is a landlord at “{facts.slug}” already. Choose another.", "slug")
    landlord = Landlord(
        **asdict(facts),
        demonstration_notice=demonstration_notice,
        created_at=now,
    )
    db.session.add(landlord)
    db.session.flush()
    history.record(
        Kind.LANDLORD_ADDED,
        by=Actor(landlord.id, role=None),
        now=now,
        subject=f"landlord:{landlord.id}",
        after={"name": facts.name, "slug": facts.slug, "kind": facts.kind.value},
    )
    return landlord


def change_settings(
    by: Actor, settings: LandlordFacts, *, seen_version: int, now: datetime
) -> None:
    """Change the actor's landlord; its slug stays, because published addresses carry it."""
    by.require(Permission.MANAGE)
    landlord = db.session.get_one(Landlord, by.landlord_id)
    if landlord.version != seen_version:
        raise ChangedByAnother("Somebody else changed the settings while your page was open.")
    before = asdict(landlord_facts(landlord))
    after = asdict(check_facts(replace(settings, slug=landlord.slug)))
    changed = [key for key in after if after[key] != before[key]]
    if not changed:
        return
    for key in changed:
        setattr(landlord, key, after[key])
    db.session.flush()
    history.record(
        Kind.LANDLORD_SETTINGS_CHANGED,
        by=by,
        now=now,
        subject=f"landlord:{landlord.id}",
        before={key: before[key] for key in changed},
        after={key: after[key] for key in changed},
    )
