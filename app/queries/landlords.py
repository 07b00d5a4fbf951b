"""What the pages about a landlord itself show."""

from dataclasses import dataclass

from app.domain.landlords import OMBUDSMAN_WORDS, LandlordFacts
from app.models import Landlord
from app.models.facts import landlord_facts


@dataclass(frozen=True)
class SettingsPage:
    """The settings as they are stored, with the version that the form carries."""

    facts: LandlordFacts
    version: int
    usual_ombudsman_words: str


def facts_of(landlord: Landlord) -> LandlordFacts:
    """Return a landlord as a value."""
    return landlord_facts(landlord)


def settings_page(landlord: Landlord) -> SettingsPage:
    """Return what the settings page shows."""
    return SettingsPage(
        facts=landlord_facts(landlord),
        version=landlord.version,
        usual_ombudsman_words=OMBUDSMAN_WORDS[landlord.kind],
    )
