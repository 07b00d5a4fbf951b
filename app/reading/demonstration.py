"""The demonstration's files: its landlords, and what each of their documents says."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from app.domain.actions import ActionFacts
from app.domain.answers import Answer
from app.domain.document_parts import Demonstration, GoverningBodyResponse
from app.domain.faults import Fault, as_faults, text_faults
from app.domain.landlords import LandlordFacts
from app.domain.report_parts import PartFacts
from app.domain.responses import EvidenceFacts, ResponseFacts
from app.reading.demonstration_says import (
    DaysSaid,
    DocumentSays,
    LearningSays,
    MeetingSays,
    ProgressSays,
    QuestionSays,
    ReportSays,
    Said,
)
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
