"""Where a resident may complain: the landlord's own ways, and the Ombudsman for each subject."""

from dataclasses import dataclass

from app.domain.documents import Document
from app.domain.landlords import OMBUDSMAN_WORDS, LandlordKind
from app.domain.published_addresses import FIRST_RULEBOOK, rulebook_of
from app.rendering import statement_words as words

WAYS = {
    "online": "Online",
    "email": "Email",
    "telephone": "Telephone",
    "address": "In writing",
    "other": "Other ways",
}


@dataclass(frozen=True)
class Ombudsman:
    """An Ombudsman: what to bring there, and how to reach it."""

    name: str
    handles: str
    address: str
    address_words: str
    telephone: str


HOUSING = Ombudsman(
    "Housing Ombudsman",
    "Complaints about your landlord: repairs, tenancies, estates, and how your complaint was "
    "handled.",
    "https://www.housing-ombudsman.org.uk/",
    "www.housing-ombudsman.org.uk",
    "0300 111 3000",
)
LOCAL_GOVERNMENT = Ombudsman(
    "Local Government and Social Care Ombudsman",
    "Complaints about the council’s other services, including homelessness and the allocation of "
    "homes.",
    "https://www.lgo.org.uk/",
    "www.lgo.org.uk",
    "0300 061 0614",
)


def ways_to_complain(landlord: Document) -> tuple[tuple[str, str, str | None], ...]:
    """Return the ways the landlord gave: name, words, and the address of a link."""
    given = landlord["complain"]
    ways = ((name, given[key]) for key, name in WAYS.items() if given[key])
    return tuple((name, text, words.link_to(text)) for name, text in ways)


def going_further(document: Document) -> str:
    """Return where a resident may go who is not content with the landlord's final answer.

    Whose code the landlord answers here is not whose Ombudsman handles every complaint.
    """
    not_content = "If you are a resident and are not content with the landlord’s final answer, you"
    if rulebook_of(document) == FIRST_RULEBOOK:
        return (
            f"{not_content} may go to the Housing Ombudsman within twelve months of that answer. "
            "It is free, and independent of the landlord."
        )
    return (
        f"{not_content} may go to the Ombudsman for what your complaint is about. It is free, and "
        "independent of the landlord. The code that the landlord answers here is that of the "
        f"{document['edition']['issuer']}."
    )


def ombudsmen(landlord: Document) -> tuple[Ombudsman, ...]:
    """Return the Ombudsmen for this kind of landlord; a council's other services have their own."""
    if landlord["kind"] == LandlordKind.COUNCIL:
        return (HOUSING, LOCAL_GOVERNMENT)
    return (HOUSING,)


def own_words(landlord: Document) -> str | None:
    """Return what the landlord says of the Ombudsmen, unless those are our usual words."""
    said: str | None = landlord["ombudsman"]
    return None if said == OMBUDSMAN_WORDS[LandlordKind(landlord["kind"])] else said
