"""What the demonstration's documents say: their content, and the story that is told around it."""

from dataclasses import dataclass, replace
from datetime import date

from app.domain.actions import ActionFacts, Stage
from app.domain.approvals import Decision
from app.domain.challenges import About, Turn
from app.domain.document_parts import Demonstration, GoverningBodyResponse
from app.domain.due_dates import Due
from app.domain.learning import Worked
from app.domain.report_parts import PartFacts
from app.domain.responses import EvidenceFacts, ResponseFacts
from app.domain.workflow import Reason
from app.domain.years import FinancialYear


@dataclass(frozen=True)
class DaysSaid:
    """The days of an invented story; None where it does not come so far, or none was invented."""

    started: date | None = None
    sent: date | None = None
    signed: date | None = None
    published: date | None = None


@dataclass(frozen=True)
class QuestionSays:
    """What the cabinet member asked, and the turns of its answering with their words."""

    about: About
    number: str | None
    text: str
    prompted_by: str
    is_published: bool
    turns: tuple[tuple[Turn, str], ...]


@dataclass(frozen=True)
class MeetingSays:
    """What a meeting decided, and the cover of the pack that it had; no pack without `risks`."""

    body: str
    on: date
    decision: Decision
    minute: str
    decision_sought: str
    risks: str


@dataclass(frozen=True)
class ProgressSays:
    """What became of an action of the year before; `due` is None where its date stays."""

    title: str
    stage: Stage
    due: Due | None


@dataclass(frozen=True)
class LearningSays:
    """One entry of the learning log, and what was said the year after of whether it worked."""

    heard: str
    changed: str
    changed_when: str
    worked: Worked
    worked_how: str
    themes: tuple[str, ...]
    provisions: tuple[str, ...]
    later: tuple[Worked, str] | None


@dataclass(frozen=True)
class Said:
    """What a document of either kind says besides its content, and whether it is to have a PDF."""

    edition_id: str
    year: FinancialYear
    reason: Reason
    demonstration: Demonstration
    has_pdf: bool
    days: DaysSaid
    questions: tuple[QuestionSays, ...]
    meeting: MeetingSays | None
    response: GoverningBodyResponse | None


@dataclass(frozen=True)
class DocumentSays(Said):
    """A self-assessment: what each provision and the plan say, and what it was started from."""

    responses: dict[str, ResponseFacts]
    others: ResponseFacts | None
    evidence: dict[str, tuple[EvidenceFacts, ...]]
    actions: tuple[ActionFacts, ...]
    progress: tuple[ProgressSays, ...]
    carried_from: FinancialYear | None

    def on(self, number: str) -> ResponseFacts:
        """Return what the document says about a provision, listed or not.

        Without evidence of its own an answer has that of its section.
        """
        said = self.responses.get(number) or self.others or ResponseFacts(number)
        return said if said.evidence else replace(said, evidence=self._of_section(number))

    def _of_section(self, number: str) -> tuple[EvidenceFacts, ...]:
        return self.evidence.get(number.partition(".")[0], ())


@dataclass(frozen=True)
class ReportSays(Said):
    """An annual report; `figures` and `cases` name the files of its year's figures."""

    figures: str
    cases: str | None
    learning: tuple[LearningSays, ...]
    parts: tuple[PartFacts, ...]
    explanations: dict[str, str]
