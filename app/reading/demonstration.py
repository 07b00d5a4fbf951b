"""The demonstration's files: its landlords, and what each of their documents says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from app.domain.actions import ActionFacts, Stage
from app.domain.answers import Answer
from app.domain.approvals import Decision
from app.domain.challenges import About, Turn
from app.domain.document_parts import Demonstration, GoverningBodyResponse
from app.domain.due_dates import Due
from app.domain.faults import Fault, as_faults, text_faults
from app.domain.landlords import LandlordFacts
from app.domain.learning import Worked
from app.domain.report_parts import PartFacts
from app.domain.responses import EvidenceFacts, ResponseFacts
from app.domain.workflow import Reason
from app.domain.years import FinancialYear
from app.reading.demonstration_shapes import (
    PIECES,
    REPORT_PIECES,
    AssessmentShape,
    BodyResponseShape,
    DaysShape,
    EvidenceShape,
    LandlordShape,
    LearningShape,
    MeetingShape,
    PartShape,
    QuestionShape,
    ReportShape,
    ResponseShape,
)
from app.reading.edition_shapes import Shape
from app.reading.shape_faults import shape_objections
from app.reading.yaml_text import Keys, line_of, plain, read_yaml, texts

AnyShape = TypeVar("AnyShape", bound=Shape)


class DemonstrationFaulty(Exception):
    """A file of the demonstration has faults; the text names each with its line."""


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


def read_landlord(path: Path) -> tuple[LandlordFacts, str]:
    """Return the landlord and the notice that marks it, or raise DemonstrationFaulty."""
    shape = _shape(LandlordShape, path)
    facts = LandlordFacts(
        name=shape.name,
        slug=shape.slug,
        kind=shape.kind,
        homes=shape.homes,
        complain_online=shape.complain.online,
        complain_email=shape.complain.email,
        complain_telephone=shape.complain.telephone,
        complain_address=shape.complain.address,
        complain_other=shape.complain.other,
    )
    return replace(facts, colour=shape.colour) if shape.colour else facts, shape.notice


def read_document(path: Path) -> DocumentSays:
    """Return what a file says as a self-assessment, or raise DemonstrationFaulty."""
    shape = _shape(AssessmentShape, path)
    others = shape.others
    return DocumentSays(
        **vars(_said(shape)),
        responses={one.number: _response(one) for one in shape.responses},
        others=ResponseFacts("", others.answer, others.basis) if others else None,
        evidence={one.number: _evidence(one.evidence) for one in shape.sections},
        actions=tuple(
            ActionFacts(
                id=position,
                title=one.title,
                stage=one.stage,
                source=one.source,
                owner=one.owner,
                due=one.due,
                provisions=tuple(one.provisions),
            )
            for position, one in enumerate(shape.actions, start=1)
        ),
        progress=tuple(ProgressSays(one.title, one.stage, one.due) for one in shape.progress),
        carried_from=shape.carried_from,
    )


def read_report(path: Path) -> ReportSays:
    """Return what a file says as an annual report, or raise DemonstrationFaulty."""
    shape = _shape(ReportShape, path)
    return ReportSays(
        **vars(_said(shape)),
        figures=shape.figures,
        cases=shape.cases,
        learning=tuple(_learning(one) for one in shape.learning),
        parts=tuple(
            PartFacts(one.key, one.text, one.none, tuple(one.shown)) for one in shape.parts
        ),
        explanations={one.finding: one.text for one in shape.explanations},
    )


def _said(shape: AssessmentShape | ReportShape) -> Said:
    return Said(
        edition_id=shape.edition,
        year=shape.year,
        reason=shape.reason,
        demonstration=Demonstration(shape.notice, shape.silence),
        has_pdf=shape.pdf,
        days=_days(shape.days),
        questions=tuple(_question(one) for one in shape.questions),
        meeting=_meeting(shape.meeting),
        response=_body_response(shape.response),
    )


def _days(shape: DaysShape | None) -> DaysSaid:
    return DaysSaid(**shape.model_dump()) if shape else DaysSaid()


def _question(shape: QuestionShape) -> QuestionSays:
    return QuestionSays(
        about=shape.about,
        number=shape.number,
        text=shape.text,
        prompted_by=shape.prompted_by,
        is_published=shape.published,
        turns=tuple((one.kind, one.text) for one in shape.turns),
    )


def _meeting(shape: MeetingShape | None) -> MeetingSays | None:
    return MeetingSays(**shape.model_dump()) if shape else None


def _body_response(shape: BodyResponseShape | None) -> GoverningBodyResponse | None:
    return GoverningBodyResponse(shape.text, role=shape.role) if shape else None


def _learning(shape: LearningShape) -> LearningSays:
    return LearningSays(
        heard=shape.heard,
        changed=shape.changed,
        changed_when=shape.when,
        worked=shape.worked,
        worked_how=shape.how,
        themes=tuple(shape.themes),
        provisions=tuple(shape.provisions),
        later=(shape.later.worked, shape.later.how) if shape.later else None,
    )


def _response(shape: ResponseShape) -> ResponseFacts:
    return ResponseFacts(
        number=shape.number,
        answer=shape.answer or _parts(shape.parts) or shape.figure(),
        basis=shape.basis,
        shortfall=shape.shortfall,
        commentary=shape.commentary,
        plan_note=shape.plan_note,
        evidence=_evidence(shape.evidence),
    )


def _evidence(shapes: Sequence[EvidenceShape]) -> tuple[EvidenceFacts, ...]:
    return tuple(EvidenceFacts(one.text, one.link, one.dated) for one in shapes)


def _parts(shapes: list[PartShape]) -> Answer | None:
    figures = {one.key: figure for one in shapes if (figure := one.figure())}
    return {"parts": figures} if figures else None


def _shape(kind: type[AnyShape], path: Path) -> AnyShape:
    """Return a file as a checked shape, or raise DemonstrationFaulty."""
    tree, faults = read_yaml(path.read_bytes(), path.name)
    if tree is None:
        raise _faulty(faults)
    faults += tuple(
        Fault(path.name, text.line, message)
        for text in texts(tree)
        for message in text_faults(text.value)
    )
    try:
        shape = kind.model_validate(plain(tree))
    except ValidationError as error:
        raise _faulty(faults + _objections(error, kind, tree, path)) from error
    if faults:
        raise _faulty(faults)
    return shape


def _objections(
    error: ValidationError, kind: type[Shape], tree: Keys, path: Path
) -> tuple[Fault, ...]:
    pieces = REPORT_PIECES if kind is ReportShape else PIECES
    return as_faults(
        shape_objections(error, kind, pieces),
        where=path.name,
        line_of=lambda place: line_of(tree, place),
    )


def _faulty(faults: tuple[Fault, ...]) -> DemonstrationFaulty:
    return DemonstrationFaulty("\n".join(str(fault) for fault in faults))
