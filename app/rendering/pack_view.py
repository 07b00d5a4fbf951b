"""A committee pack as its PDF and its Word file show it."""

from dataclasses import dataclass
from functools import cached_property

from app.domain.documents import Document, reference_code
from app.rendering import statement_words as words
from app.rendering.statement_view import StatementView


@dataclass(frozen=True)
class PackView:
    """The pack in words; what it says of the statement is said as the statement itself says it."""

    pack: Document

    @cached_property
    def statement(self) -> StatementView:
        """The statement inside, which is not published."""
        beside = {
            "published_at": self.pack["made_at"],
            "official_text": self.pack.get("official_text", {}),
        }
        return StatementView({**self.pack["statement"], "publication": beside})

    @property
    def status(self) -> str:
        """What the pack is for: it approves nothing."""
        return str(self.pack["status"])

    @property
    def title(self) -> str:
        """The title of the report."""
        return f"{self.statement.heading}: report for decision"

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
    def statement_code(self) -> str:
        """The reference code of the text inside."""
        return self.statement.signed_code

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
