"""What anybody may know of a publication: its addresses, its digests, whether it still stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.documents import DocumentKind
from app.domain.published_addresses import document_address


class PublicState(StrEnum):
    """Whether a revision is the one to read; its bytes stay the same in every state."""

    CURRENT = "current"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class PublicFile:
    """One file of a publication, named by the ending of its address."""

    ending: str
    media_type: str
    sha256: str
    length: int


@dataclass(frozen=True)
class PublicationFacts:
    """One revision as the lists of publications tell of it; the words are those of its document."""

    landlord: str
    slug: str
    demonstration_notice: str | None
    kind: DocumentKind
    rulebook: str
    edition: Mapping[str, str]
    year: str
    revision: int
    state: PublicState
    published_at: datetime
    replaces: int | None
    replaced_by: int | None
    reason: str | None
    withdrawn_at: datetime | None
    withdrawn_reason: str | None
    digest: str
    signed_digest: str
    licence: Mapping[str, str | None] | None
    files: tuple[PublicFile, ...]

    @property
    def is_demonstration(self) -> bool:
        """Whether it is part of a demonstration, which says so on every page."""
        return self.demonstration_notice is not None

    @property
    def newest(self) -> str:
        """The address of whichever revision of the year is the newest."""
        return document_address(self.slug, self.rulebook, self.year, self.kind)

    @property
    def address(self) -> str:
        """The address of this revision, for ever."""
        return f"{self.newest}/v{self.revision}"

    @property
    def changed_at(self) -> datetime:
        """When something about it last changed: its publication, or its withdrawal."""
        return self.withdrawn_at or self.published_at
