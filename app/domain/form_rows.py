"""What a publisher's Word form holds, row by row, once its tables have been read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FormRow:
    """One row of the form: the requirement, and what a landlord wrote beside it.

    `number` is None where the form shows one that is not in its text, as Word's own numbering
    does. `status` is "yes" or "no", the words found there in place of these, or None where nothing
    is chosen. A column that holds evidence and commentary together is read as commentary.
    `table` and `row` count from 1, for sentences that point into the file.
    """

    number: str | None
    requirement: str
    status: str | None = None
    evidence: str = ""
    commentary: str = ""
    table: int = 1
    row: int = 1

    @property
    def place(self) -> str:
        """Where the row stands, as a person would look for it."""
        return f"table {self.table}, row {self.row}"


@dataclass(frozen=True)
class FilledForm:
    """The rows of a form in their order, and the text that stands around its tables."""

    rows: tuple[FormRow, ...]
    around: str = ""
