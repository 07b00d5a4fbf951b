"""What the pages about a landlord itself show."""

from dataclasses import dataclass

from app.domain.landlords import LandlordFacts
from app.models import Landlord
from app.models.facts import landlord_facts


@dataclass(frozen=True)
class SettingsPage:
    """The settings as they are stored, with the version that the form carries."""

    facts: LandlordFacts
    version: int


def settings_page(landlord: Landlord) -> SettingsPage:
    """Return what the settings page shows."""
    return SettingsPage(
        facts=landlord_facts(landlord),
        version=landlord.version,
    )
