"""The improvement plan of a published statement, every code already in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.actions import SOURCE_WORDS, STAGE_WORDS, Source, Stage
from app.domain.documents import Document
from app.rendering import statement_words as words


@dataclass(frozen=True)
class PlanLine:
    """One line of the improvement plan."""

    title: str
    provisions: tuple[str, ...]
    owner: str
    due: str
    stage: str


def plan_by_source(
    lines: Sequence[Document], as_of: date | None
) -> tuple[tuple[str, tuple[PlanLine, ...]], ...]:
    """Return the lines of each source that has any, in the document's order."""
    groups = (
        (
            SOURCE_WORDS[source],
            tuple(_plan_line(one, as_of) for one in lines if one["source"] == source),
        )
        for source in Source
    )
    return tuple((name, group) for name, group in groups if group)


def _plan_line(line: Document, as_of: date | None) -> PlanLine:
    return PlanLine(
        title=line["title"],
        provisions=tuple(line["provisions"]),
        owner=line["owner"] or words.NO_OWNER,
        due=words.due_in_words(line["due"], as_of),
        stage=STAGE_WORDS[Stage(line["stage"])],
    )
