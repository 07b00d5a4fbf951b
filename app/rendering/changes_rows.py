"""The provisions of a comparison in tables: other answers first, then what else changed, then all
that a reader seldom looks for."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.comparison import Comparison
from app.domain.provision_changes import Evidence, Field, ProvisionLine, Said
from app.rendering import changes_words as say
from app.rendering import statement_words as words

WRITTEN = frozenset({Field.WORDING, Field.EVIDENCE, Field.COMMENTARY, Field.PLAN_NOTE})
OTHER_ANSWER = frozenset({Field.ANSWER, Field.REACH})
LONGEST_OPEN = 12  # more rows than these would bury what stands below them


@dataclass(frozen=True)
class Answer:
    """An answer in words, with the question it was given to where that is another."""

    question: str
    words: str
    note: str


@dataclass(frozen=True)
class Row:
    """One provision of the later document."""

    name: str
    address: str
    before: tuple[Answer, ...]
    now: Answer
    wording: str
    sentences: tuple[str, ...]
    added: tuple[Evidence, ...]
    removed: tuple[Evidence, ...]
    commentary: tuple[str, str] | None


@dataclass(frozen=True)
class RowTable:
    """Provisions under one caption; `is_open` says that a reader sees them without asking."""

    caption: str
    rows: tuple[Row, ...]
    has_answers: bool
    has_changes: bool
    is_open: bool = False

    @property
    def counted(self) -> str:
        """The caption with the number of rows, on which a reader opens the table."""
        return f"{self.caption}: {words.number_of(len(self.rows), 'provision')}"


@dataclass(frozen=True)
class RowTables:
    """The tables of one comparison; each provision with something to tell stands in one of them."""

    source: Comparison
    addresses: str

    @property
    def answers(self) -> RowTable:
        """The provisions that are answered otherwise, which a reader looks for first."""
        source = self.source
        both = source.before.questionnaire is source.after.questionnaire
        caption = "Answers that changed" if both else "Answers that are not the same"
        rows = self._rows(line for line in source.lines if self._has_other_answer(line))
        return RowTable(caption, rows, has_answers=True, has_changes=False)

    @property
    def others(self) -> RowTable:
        """The provisions of which something else changed that somebody wrote."""
        rows = self._rows(line for line in self.source.lines if self._has_other_words(line))
        return self._with_changes("What else changed", rows, is_open=len(rows) <= LONGEST_OPEN)

    @property
    def rest(self) -> RowTable:
        """The provisions asked before too that stand in neither table and have a word to tell."""
        rows = self._rows(
            line
            for line in self.source.lines
            if line.before and not self._has_other_answer(line) and not self._has_other_words(line)
        )
        caption = (
            "The same, but for where the answer comes from"
            if self.source.same_edition
            else "The same answer, and nothing else changed"
        )
        return self._with_changes(
            caption, tuple(one for one in rows if one.sentences or one.wording)
        )

    @property
    def not_asked(self) -> RowTable:
        """Across editions, the provisions of which the earlier form had no question."""
        asked_all = self.source.same_edition
        rows = self._rows(one for one in self.source.lines if not (asked_all or one.before))
        caption = f"Provisions that the form of {self.source.before.edition} did not ask about"
        return self._with_changes(caption, rows, is_open=len(rows) <= LONGEST_OPEN)

    @property
    def left(self) -> int:
        """How many provisions stand in no table, because they say the same in both."""
        tables = (self.answers, self.others, self.rest, self.not_asked)
        told = {row.address for table in tables for row in table.rows}
        return len(self.source.lines) - len(told)

    def _with_changes(
        self, caption: str, rows: tuple[Row, ...], *, is_open: bool = False
    ) -> RowTable:
        return RowTable(
            caption,
            rows,
            has_answers=not self.source.same_edition,
            has_changes=True,
            is_open=is_open,
        )

    def _has_other_answer(self, line: ProvisionLine) -> bool:
        if not line.before:
            return self.source.same_edition
        return not OTHER_ANSWER.isdisjoint(line.changed)

    def _has_other_words(self, line: ProvisionLine) -> bool:
        same_year = self.source.before.year == self.source.after.year
        return not WRITTEN.isdisjoint(line.changed) or (same_year and Field.ACTIONS in line.changed)

    def _rows(self, lines: Iterable[ProvisionLine]) -> tuple[Row, ...]:
        return tuple(_row(line, self.source, self.addresses) for line in lines)


def _row(line: ProvisionLine, comparison: Comparison, addresses: str) -> Row:
    return Row(
        name=f"{line.now.number} {line.now.title}",
        address=f"{addresses}#p-{line.now.number}",
        before=tuple(_answer(one, told=not comparison.same_edition) for one in line.before),
        now=_answer(line.now, told=False),
        wording=say.wording_of(line, comparison),
        sentences=tuple(say.sentences(line, comparison)),
        added=line.evidence_added,
        removed=line.evidence_removed,
        commentary=_commentary(line),
    )


def _answer(said: Said, *, told: bool) -> Answer:
    return Answer(
        question=f"{said.number} {said.title}" if told else "",
        words=say.answer_of(said),
        note=say.note_of(said),
    )


def _commentary(line: ProvisionLine) -> tuple[str, str] | None:
    if Field.COMMENTARY not in line.changed:
        return None
    before = "\n\n".join(one.commentary for one in line.before if one.commentary)
    return before, line.now.commentary
