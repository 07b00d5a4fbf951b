"""The shape of the demonstration's files: what a document, a report and a landlord say there."""

from typing import Annotated

from pydantic import Field

from app.domain.actions import Source
from app.domain.answers import Basis, Figure, Reach, Verdict, read_count, read_share
from app.domain.approvals import Decision
from app.domain.challenges import About, Turn
from app.domain.landlords import LandlordKind
from app.domain.learning import Worked
from app.reading.demonstration_words import (
    BasisWord,
    Day,
    DueWords,
    ReasonWord,
    StageWord,
    WorkedWord,
    Year,
    read_by,
    readable_by,
)
from app.reading.edition_shapes import Shape, WholeNumber, Words, YesNo


class FigureShape(Shape):
    """An answer that is neither a tick nor made of parts; none of the keys: not answered."""

    called = "an answer"

    share: Annotated[Words, readable_by(read_share)] | None = None
    count: Annotated[Words, readable_by(read_count)] | None = None
    text: Words | None = None
    not_available: YesNo = False

    def figure(self) -> Figure | None:
        """Return the figure as an answer holds it."""
        if self.not_available:
            return {"not_available": True}
        if self.share:
            return read_share(self.share, "share")
        if self.count:
            return read_count(self.count, "count")
        return {"text": self.text} if self.text else None


class PartShape(FigureShape):
    """The answer to one part."""

    called = "the answer to a part"

    key: Words


class EvidenceShape(Shape):
    """What bears an answer out."""

    called = "a piece of evidence"

    text: Words
    link: Words = ""
    dated: Day | None = None


class SectionShape(Shape):
    """The evidence for every answer of a section that has none of its own."""

    called = "a section"

    number: Words
    evidence: list[EvidenceShape]


class OthersShape(Shape):
    """The answer of every provision that is not listed."""

    called = "the answer of the others"

    answer: Verdict
    basis: BasisWord


class ResponseShape(FigureShape):
    """What the document says about one provision."""

    called = "a response"

    number: Words
    answer: Verdict | None = None
    parts: list[PartShape] = []
    basis: BasisWord = Basis.STATED
    commentary: Words = ""
    plan_note: Words = ""
    shortfall: Annotated[Reach | None, read_by(Reach)] = None
    evidence: list[EvidenceShape] = []


class ActionShape(Shape):
    """A change that the document promises."""

    called = "an action"

    title: Words
    source: Annotated[Source, read_by(Source)]
    stage: StageWord
    owner: Words = ""
    due: DueWords = None
    provisions: list[Words] = []


class ProgressShape(Shape):
    """What became of an action that came along from the year before."""

    called = "what became of an action"

    title: Words
    stage: StageWord
    due: DueWords = None


class BodyResponseShape(Shape):
    """The governing body's response."""

    called = "the response of the governing body"

    role: Words
    text: Words


class TurnShape(Shape):
    """A turn in the answering of a question."""

    called = "a turn"

    kind: Annotated[Turn, read_by(Turn)]
    text: Words = ""


class QuestionShape(Shape):
    """What the cabinet member asked, and what was answered."""

    called = "a question"

    about: Annotated[About, read_by(About)]
    number: Words | None = None
    text: Words
    prompted_by: Words = ""
    published: YesNo = True
    turns: list[TurnShape] = []


class MeetingShape(Shape):
    """The meeting that decided, and the cover of the pack it had; without `risks` it had none."""

    called = "the meeting"

    body: Words
    on: Day
    decision: Annotated[Decision, read_by(Decision)]
    minute: Words = ""
    decision_sought: Words = ""
    risks: Words = ""


class DaysShape(Shape):
    """The days of an invented story."""

    called = "the days"

    started: Day
    sent: Day | None = None
    signed: Day | None = None
    published: Day | None = None


class AssessmentShape(Shape):
    """What one document says as a self-assessment."""

    called = "an assessment"

    edition: Words
    year: Year
    reason: ReasonWord
    notice: Words
    silence: Words
    pdf: YesNo = True
    carried_from: Year | None = None
    days: DaysShape | None = None
    others: OthersShape | None = None
    sections: list[SectionShape] = []
    responses: Annotated[list[ResponseShape], Field(min_length=1)]
    actions: list[ActionShape] = []
    progress: list[ProgressShape] = []
    questions: list[QuestionShape] = []
    meeting: MeetingShape | None = None
    response: BodyResponseShape | None = None


class LaterShape(Shape):
    """Whether a change worked, as was said the year after."""

    called = "what was said later"

    worked: WorkedWord
    how: Words


class LearningShape(Shape):
    """One entry of the learning log."""

    called = "an entry of the learning log"

    heard: Words
    changed: Words
    when: Words = ""
    worked: WorkedWord = Worked.TOO_EARLY
    how: Words = ""
    themes: list[Words] = []
    provisions: list[Words] = []
    later: LaterShape | None = None


class ReportPartShape(Shape):
    """What stands in one part of a report."""

    called = "a part of a report"

    key: Words
    text: Words = ""
    none: YesNo = False
    shown: list[Words] = []


class ExplanationShape(Shape):
    """What the landlord says of figures that do not fit."""

    called = "an explanation"

    finding: Words
    text: Words


class ReportShape(Shape):
    """What one annual report says."""

    called = "a report"

    edition: Words
    year: Year
    reason: ReasonWord
    notice: Words
    silence: Words
    pdf: YesNo = True
    days: DaysShape | None = None
    figures: Words
    cases: Words | None = None
    learning: list[LearningShape] = []
    parts: Annotated[list[ReportPartShape], Field(min_length=1)]
    explanations: list[ExplanationShape] = []
    questions: list[QuestionShape] = []
    meeting: MeetingShape | None = None
    response: BodyResponseShape | None = None


class ComplainShape(Shape):
    """How to complain."""

    called = "how to complain"

    online: Words
    email: Words
    telephone: Words
    address: Words
    other: Words


class LandlordShape(Shape):
    """A landlord of the demonstration."""

    called = "a landlord"

    name: Words
    slug: Words
    kind: Annotated[LandlordKind, read_by(LandlordKind)]
    homes: WholeNumber | None = None
    colour: Words | None = None
    notice: Words
    complain: ComplainShape


PIECES: dict[str, type[Shape]] = {
    "others": OthersShape,
    "sections": SectionShape,
    "evidence": EvidenceShape,
    "responses": ResponseShape,
    "parts": PartShape,
    "actions": ActionShape,
    "progress": ProgressShape,
    "questions": QuestionShape,
    "turns": TurnShape,
    "meeting": MeetingShape,
    "days": DaysShape,
    "response": BodyResponseShape,
    "learning": LearningShape,
    "later": LaterShape,
    "explanations": ExplanationShape,
    "complain": ComplainShape,
}
REPORT_PIECES = PIECES | {"parts": ReportPartShape}
