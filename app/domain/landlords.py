"""What a landlord tells about itself, and the words for it."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from app.domain.errors import Invalid
from app.domain.licences import Licence
from app.domain.pasted_text import tidy
from app.domain.people import check_email
from app.domain.years import MARCH

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
COLOUR = re.compile(r"#[0-9a-f]{6}")
WEB_ADDRESS = re.compile(r"https?://[^\s/<>\"\\]+\.[^\s<>\"\\]+")
LONGEST_NAME = 200
LONGEST_TEXT = 3_000
LONG_TEXTS = (
    "complain_online", "complain_telephone", "complain_address", "complain_other",
    "ombudsman_words",
)  # fmt: skip
MOST_HOMES = 10_000_000
READABLE = 4.5  # WCAG 2.2, success criterion 1.4.3: contrast of normal text

# Slugs that would hide one of our own addresses below /published/.
RESERVED_SLUGS = frozenset({"assets"})


class LandlordKind(StrEnum):
    """What sort of body the landlord is; it decides which Ombudsman handles what else it does."""

    COUNCIL = "council"
    HOUSING_ASSOCIATION = "housing_association"
    OTHER = "other"


KIND_WORDS = {
    LandlordKind.COUNCIL: "Council",
    LandlordKind.HOUSING_ASSOCIATION: "Housing association",
    LandlordKind.OTHER: "Another member of the Housing Ombudsman Scheme",
}

HOUSING_OMBUDSMAN = (
    "The Housing Ombudsman looks at complaints about us as a landlord, such as repairs, "
    "tenancies, estates and how we handled your complaint."
)
COUNCIL_OMBUDSMAN = (
    "The Local Government and Social Care Ombudsman looks at our other council services, "
    "including homelessness and the allocation of homes."
)
OMBUDSMAN_WORDS = {
    LandlordKind.COUNCIL: f"{HOUSING_OMBUDSMAN} {COUNCIL_OMBUDSMAN}",
    LandlordKind.HOUSING_ASSOCIATION: HOUSING_OMBUDSMAN,
    LandlordKind.OTHER: HOUSING_OMBUDSMAN,
}


@dataclass(frozen=True)
class LandlordFacts:
    """A landlord as its pages and documents show it; `homes` is None where it is not known.

    People are published by their role alone unless it `publishes_names`.
    """

    name: str
    slug: str
    kind: LandlordKind
    colour: str = "#1d5a6b"
    homes: int | None = None
    year_end_month: int = MARCH
    complain_online: str = ""
    complain_email: str = ""
    complain_telephone: str = ""
    complain_address: str = ""
    complain_other: str = ""
    ombudsman_words: str = ""
    licence: Licence = Licence.OGL
    publishes_names: bool = False


def check_facts(facts: LandlordFacts) -> LandlordFacts:
    """Return what a landlord tells about itself, tidied; raise Invalid for what cannot be shown."""
    tidied: dict[str, Any] = {one: tidy(getattr(facts, one), one) for one in LONG_TEXTS}
    facts = replace(facts, **tidied)
    name = " ".join(facts.name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid(f"Write the name, in {LONGEST_NAME} characters or fewer.", "name")
    if facts.homes is not None and not 0 <= facts.homes <= MOST_HOMES:
        raise Invalid("Write the number of homes in figures, or leave it empty.", "homes")
    if not 1 <= facts.year_end_month <= 12:
        raise Invalid("Choose the month in which your financial year ends.", "year_end_month")
    for name_of_text in LONG_TEXTS:
        if len(getattr(facts, name_of_text)) > LONGEST_TEXT:
            raise Invalid(f"Use {LONGEST_TEXT:,} characters or fewer.", name_of_text)
    online, email = facts.complain_online.strip(), facts.complain_email.strip()
    if online and not WEB_ADDRESS.fullmatch(online):
        raise Invalid("Write a web address that starts with https://.", "complain_online")
    return replace(
        facts,
        name=name,
        slug=check_slug(facts.slug),
        colour=check_colour(facts.colour),
        complain_online=online,
        complain_email=_email(email) if email else "",
        complain_telephone=facts.complain_telephone.strip(),
        complain_address=facts.complain_address.strip(),
        complain_other=facts.complain_other.strip(),
        ombudsman_words=facts.ombudsman_words.strip() or OMBUDSMAN_WORDS[facts.kind],
    )


def check_slug(slug: str) -> str:
    """Return the slug, or raise Invalid where an address could not carry it."""
    if not SLUG.fullmatch(slug) or len(slug) > 60 or slug in RESERVED_SLUGS:
        raise Invalid(
            f"“{slug}” cannot be part of an address. Use small letters, figures and hyphens.",
            "slug",
        )
    return slug


def check_colour(colour: str) -> str:
    """Return a colour like #1d5a6b, or raise Invalid where white words on it could not be read."""
    plain = colour.strip().lower()
    if not COLOUR.fullmatch(plain):
        raise Invalid("Write the colour as a hash sign and six figures, such as #1d5a6b.", "colour")
    if contrast_with_white(plain) < READABLE:
        raise Invalid(
            "White words could not be read on this colour. Choose a darker one.", "colour"
        )
    return plain


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of WCAG 2.2 between white and a colour like #1d5a6b."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def _email(email: str) -> str:
    try:
        return check_email(email)
    except Invalid as refused:
        raise Invalid(refused.message, "complain_email") from refused
