"""Where what a landlord publishes stands: the first rulebook at the year, any other under its name.

Addresses were given out before there was a second rulebook, and a public address never changes.
"""

import re

from app.domain.documents import Document, DocumentKind

FIRST_RULEBOOK = "housing-ombudsman"

# A letter first, so that no rulebook is taken for a year, and none of the words and revisions that
# stand where a rulebook does: /published/<landlord>/promises, /published/<landlord>/2024-25/v1.
RULEBOOK = (
    r"(?!(?:assets|changes|promises|provisions|report|summary|v[0-9]+)$)"
    r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
)
LONGEST_RULEBOOK = 60
REPORT = "report"
_RULEBOOK = re.compile(RULEBOOK)


def can_stand_in_an_address(rulebook: str) -> bool:
    """Return whether a rulebook has a name that no other address below a landlord's can mean."""
    return _RULEBOOK.fullmatch(rulebook) is not None and len(rulebook) <= LONGEST_RULEBOOK


def year_address(slug: str, rulebook: str, year: str) -> str:
    """Return the root-relative address of the newest revision of a year, such as 2023-24."""
    return f"{rulebook_address(slug, rulebook)}/{year}"


def document_address(slug: str, rulebook: str, year: str, kind: DocumentKind) -> str:
    """Return the root-relative address of a document: a report stands below its year."""
    below = f"/{REPORT}" if kind is DocumentKind.REPORT else ""
    return f"{year_address(slug, rulebook, year)}{below}"


def rulebook_address(slug: str, rulebook: str) -> str:
    """Return the address below which the years of a landlord's answers to a rulebook stand."""
    between = "" if rulebook == FIRST_RULEBOOK else f"/{rulebook}"
    return f"/published/{slug}{between}"


def promises_address(slug: str) -> str:
    """Return the address of a landlord's promises, one page for every rulebook it answers."""
    return f"/published/{slug}/promises"


def file_name(slug: str, rulebook: str, year: str, kind: DocumentKind, revision: int) -> str:
    """Return the name under which a browser saves a file of a revision, without its ending."""
    other = "" if rulebook == FIRST_RULEBOOK else rulebook
    report = REPORT if kind is DocumentKind.REPORT else ""
    return "-".join(filter(None, (slug, other, year, report, f"v{revision}")))


def rulebook_of(document: Document) -> str:
    """Return the rulebook that a statement answers; its edition's id is made of both names."""
    return rulebook_in(document["edition"]["id"], document["edition"]["name"])


def rulebook_in(edition_id: str, edition_name: str) -> str:
    """Return the rulebook out of the id of an edition, which is made of both names."""
    return edition_id.removesuffix(f"-{edition_name}")
