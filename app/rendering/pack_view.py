"""A committee pack as its PDF and its Word file show it."""

from dataclasses import dataclass
from functools import cached_property

from app.domain.documents import Document, DocumentKind, reference_code
from app.domain.packs import text_in
from app.domain.signed_documents import kind_of
from app.rendering import statement_words as words
from app.rendering.report_view import ReportView
from app.rendering.statement_view import StatementView


@dataclass(frozen=True)
class PackView:
    """The pack in words; what it says of the text inside is said as that text itself says it."""

    pack: Document

    @cached_property
    def inside(self) -> StatementView | ReportView:
        """The statement or the report inside, which is not published."""
        beside = {
            "published_at": self.pack["made_at"],
            "official_text": self.pack.get("official_text", {}),
        }
        document = {**text_in(self.pack), "publication": beside}
        if kind_of(document) is DocumentKind.REPORT:
            return ReportView(document, None)
        return StatementView(document)

    @property
    def noun(self) -> str:
        """What the text inside is called."""
        return "report" if isinstance(self.inside, ReportView) else "self-assessment"

    @property
    def nothing_before(self) -> str:
        """What is said where nothing was published to compare with."""
        if isinstance(self.inside, ReportView):
            return "No report of this year was published before, so there is none to compare with."
        return "There is no earlier self-assessment to compare with."

    @property
    def status(self) -> str:
        """What the pack is for: it approves nothing."""
        return str(self.pack["status"])

    @property
    def title(self) -> str:
        """The title of the report."""
        return f"{self.inside.heading}: report for decision"

    @property
    def meeting(self) -> str:
        """Which body meets, and when."""
        meeting = self.pack["meeting"]
        day = words.day_in_words(meeting["on"]) if meeting["on"] else "date to be set"
        return f"{meeting['body']}, {day}"

    @property
    def code(self) -> str:
        """The reference code by which minutes can name this copy."""
        return reference_code(self.pack["digest"])

    @property
    def inside_code(self) -> str:
        """The reference code of the text inside."""
        return self.inside.signed_code

    @property
    def made_at(self) -> str:
        """The moment at which it was made, in London."""
        return words.moment_in_words(self.pack["made_at"])

    @property
    def since(self) -> str | None:
        """The year that the changes are counted from."""
        return words.year_in_words(self.pack["since"]["year"]) if self.pack["since"] else None

    @property
    def changes(self) -> tuple[str, ...]:
        """What changed since then, as sentences."""
        return tuple(self.pack["since"]["changes"]) if self.pack["since"] else ()
