"""The sections and provisions of a published statement, every code already in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.actions import OPEN_STAGES, Stage
from app.domain.answers import (
    BASIS_WORDS,
    REACH_WORDS,
    SHORTFALL_WORDS,
    Basis,
    Outcome,
    Reach,
    answer_in_words,
    figure_in_words,
    outcome_of,
)
from app.domain.documents import Document
from app.domain.summary import GAP_WORDS, STATUS_WORDS, Status
from app.rendering import statement_words as words

MOST_UNSPLIT = (
    600  # characters: trying a longer row on one page and then on the next costs too much
)
LINE = 90  # characters that a printed line of the official wording holds, beside our summary


@dataclass(frozen=True)
class Beside:
    """What is published beside the landlord's words, by the number of a provision.

    Where a code says all of it with “should” (`says_only_should`), no provision is told apart so.
    """

    plain_words: Mapping[str, str]
    official_texts: Mapping[str, str]
    says_only_should: bool = False


@dataclass(frozen=True)
class ActionView:
    """An action, with its progress in words; one that was dropped is not being done."""

    title: str
    progress: str
    is_dropped: bool
    is_open: bool
    due: str


@dataclass(frozen=True)
class ProvisionView:
    """One provision: what the Code asks and what the landlord says, each in words or None."""

    source: Document
    anchor: str
    answer: str
    long_answers: tuple[tuple[str | None, str], ...]
    is_no: bool
    basis: str | None
    holds_in: str | None
    shortfall: str | None
    means: str | None
    official_text: str | None
    internal_evidence: str | None
    obligation_note: str | None
    actions: tuple[ActionView, ...]

    @property
    def is_short(self) -> bool:
        """Whether what is answered is short enough to be kept on one page without leaving a gap."""
        said = [self.source["commentary"] or "", self.source["plan_note"] or ""]
        said += [item["text"] for item in self.source["evidence"]]
        said += [action.title for action in self.actions]
        return sum(len(text) for text in said) <= MOST_UNSPLIT

    @property
    def is_asked_shortly(self) -> bool:
        """Whether the official wording is short enough to be kept on one page likewise."""
        lines = (self.official_text or "").splitlines()
        return sum(len(line) // LINE + 1 for line in lines) * LINE <= 2 * MOST_UNSPLIT

    @property
    def kept_actions(self) -> tuple[ActionView, ...]:
        """The actions that were promised and not given up."""
        return tuple(action for action in self.actions if not action.is_dropped)

    @property
    def dropped_actions(self) -> tuple[ActionView, ...]:
        """The actions that were given up."""
        return tuple(action for action in self.actions if action.is_dropped)

    @property
    def open_actions(self) -> tuple[ActionView, ...]:
        """The actions still to be carried out."""
        return tuple(action for action in self.actions if action.is_open)

    @property
    def name(self) -> str:
        """The number and the title."""
        return f"{self.source['number']} {self.source['title']}"


@dataclass(frozen=True)
class SectionView:
    """One section: its line in the section table, and its provisions."""

    source: Document
    anchor: str
    name: str
    result: str
    is_met: bool
    gaps: tuple[tuple[str, str], ...]
    provisions: tuple[ProvisionView, ...]

    @property
    def has_official_text(self) -> bool:
        """Whether any of it is shown in official wording, which needs a row to itself in print."""
        return any(one.official_text for one in self.provisions)


def section_view(section: Document, beside: Beside, as_of: date | None) -> SectionView:
    """Return one section of the document in words, with what is published beside it."""
    return SectionView(
        source=section,
        anchor=f"section-{section['number']}",
        name=f"Section {section['number']} – {section['title']}",
        result=_result(section),
        is_met=section["status"] == Status.COMPLIANT,
        gaps=tuple((gap["provision"], GAP_WORDS[gap["stage"]]) for gap in section["gaps"]),
        provisions=tuple(_provision(one, beside, as_of) for one in section["provisions"]),
    )


def _result(section: Document) -> str:
    """Return the section's status, with its gaps where it is Compliant all the same."""
    if section["status"] is None:
        return words.section_counts_in_words(section["counts"])
    status = Status(section["status"])
    gaps = len(section["gaps"])
    if status is Status.COMPLIANT and gaps:
        return f"{STATUS_WORDS[status]}, with {words.number_of(gaps, 'gap')}"
    return STATUS_WORDS[status]


def _provision(provision: Document, beside: Beside, as_of: date | None) -> ProvisionView:
    answer = provision["answer"]
    inferred = answer["basis"] == Basis.INFERRED
    return ProvisionView(
        source=provision,
        anchor=f"p-{provision['number']}",
        answer=_answer(answer["value"]),
        long_answers=tuple(_long_answers(answer["value"], provision["parts"])),
        is_no=outcome_of(answer["value"]) is Outcome.NO,
        basis=BASIS_WORDS[Basis.INFERRED] if inferred else None,
        holds_in=REACH_WORDS[Reach(answer["holds_in"])] if answer["holds_in"] else None,
        shortfall=SHORTFALL_WORDS[Reach(provision["shortfall"])]
        if provision["shortfall"]
        else None,
        means=beside.plain_words.get(provision["number"]),
        official_text=beside.official_texts.get(provision["number"]),
        internal_evidence=words.internal_evidence_in_words(provision),
        obligation_note=None
        if beside.says_only_should
        else words.OBLIGATION_NOTES.get(provision["obligation"]),
        actions=tuple(
            ActionView(
                action["title"],
                words.progress_in_words(action, as_of),
                is_dropped=action["stage"] == Stage.DROPPED,
                is_open=action["stage"] in OPEN_STAGES,
                due=words.due_in_words(action["due"], as_of),
            )
            for action in provision["actions"]
        ),
    )


def _answer(value: Any) -> str:
    """Return the answer in a word or a figure; long ones are told elsewhere."""
    if isinstance(value, dict) and "parts" in value:
        return "Answered in parts"
    if isinstance(value, dict) and "text" in value:
        return "Answered in words"
    return answer_in_words(value)


def _long_answers(value: Any, parts: list[Document]) -> Iterator[tuple[str | None, str]]:
    """Yield an answer in words, or each part's question with its answer or the lack of one."""
    if isinstance(value, dict) and "text" in value:
        yield None, value["text"]
    if isinstance(value, dict) and "parts" in value:
        for part in parts:
            figure = value["parts"].get(part["key"])
            yield part["text"], figure_in_words(figure) if figure else answer_in_words(None)
