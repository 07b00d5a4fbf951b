"""The demonstration's files: the landlord, and what each of its documents says."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError

from app.domain.actions import ActionFacts, Source, Stage
from app.domain.answers import Answer, Basis, Figure, Verdict, read_count, read_share
from app.domain.document_parts import Demonstration, GoverningBodyResponse
from app.domain.due_dates import Due, read_due
from app.domain.errors import Invalid
from app.domain.faults import Fault, as_faults, text_faults
from app.domain.landlords import LandlordFacts, LandlordKind
from app.domain.responses import ResponseFacts
from app.domain.workflow import Reason
from app.domain.years import FinancialYear
from app.reading.edition_shapes import Shape, Words, YesNo
from app.reading.shape_faults import shape_objections
from app.reading.yaml_text import Keys, line_of, plain, read_yaml, texts

T = TypeVar("T")
AnyShape = TypeVar("AnyShape", bound=Shape)


class DemonstrationFaulty(Exception):
    """A file of the demonstration has faults; the text names each with its line."""


def _read_by(read: Callable[[str], T]) -> BeforeValidator:
    """Make the check that a value can be read by one of the domain's own functions."""

    def check(value: object) -> object:
        try:
            return read(value) if isinstance(value, str) else value
        except Invalid as refused:
            raise ValueError(refused.message) from refused

    return BeforeValidator(check)


def _readable_by(read: Callable[[str, str], Figure]) -> AfterValidator:
    """Make the check that a figure can be read; it stays text, as pydantic cannot hold a Figure."""

    def check(text: str) -> str:
        try:
            read(text, "")
        except Invalid as refused:
            raise ValueError(refused.message) from refused
        return text

    return AfterValidator(check)


class FigureShape(Shape):
    """An answer that is neither a tick nor made of parts; none of the keys: not answered."""

    called = "an answer"

    share: Annotated[Words, _readable_by(read_share)] | None = None
    count: Annotated[Words, _readable_by(read_count)] | None = None
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


class OthersShape(Shape):
    """The answer of every provision that is not listed."""

    called = "the answer of the others"

    answer: Verdict
    basis: Annotated[Basis, _read_by(Basis)]


class ResponseShape(FigureShape):
    """What the document says about one provision."""

    called = "a response"

    number: Words
    answer: Verdict | None = None
    parts: list[PartShape] = []
    basis: Annotated[Basis, _read_by(Basis)] = Basis.STATED
    commentary: Words = ""
    plan_note: Words = ""


class ActionShape(Shape):
    """A change that the document promises."""

    called = "an action"

    title: Words
    source: Annotated[Source, _read_by(Source)]
    stage: Annotated[Stage, _read_by(Stage)]
    due: Annotated[Due | None, _read_by(read_due)] = None
    provisions: list[Words] = []


class BodyResponseShape(Shape):
    """The governing body's response."""

    called = "the response of the governing body"

    role: Words
    text: Words


class AssessmentShape(Shape):
    """What one document says as a self-assessment."""

    called = "an assessment"

    edition: Words
    year: Annotated[FinancialYear, _read_by(FinancialYear.parse)]
    reason: Annotated[Reason, _read_by(Reason)]
    notice: Words
    silence: Words
    others: OthersShape | None = None
    responses: Annotated[list[ResponseShape], Field(min_length=1)]
    actions: list[ActionShape] = []
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
    """The landlord of the demonstration."""

    called = "a landlord"

    name: Words
    slug: Words
    kind: Annotated[LandlordKind, _read_by(LandlordKind)]
    notice: Words
    complain: ComplainShape


PIECES: dict[str, type[Shape]] = {
    "others": OthersShape,
    "responses": ResponseShape,
    "parts": PartShape,
    "actions": ActionShape,
    "response": BodyResponseShape,
    "complain": ComplainShape,
}


@dataclass(frozen=True)
class DocumentSays:
    """A published document, read as a self-assessment: what each provision and the plan say."""

    edition_id: str
    year: FinancialYear
    reason: Reason
    demonstration: Demonstration
    responses: dict[str, ResponseFacts]
    others: ResponseFacts | None
    actions: tuple[ActionFacts, ...]
    response: GoverningBodyResponse | None

    def on(self, number: str) -> ResponseFacts:
        """Return what the document says about a provision, listed or not."""
        return self.responses.get(number) or self.others or ResponseFacts(number)


def read_landlord(path: Path) -> tuple[LandlordFacts, str]:
    """Return the landlord and the notice that marks it, or raise DemonstrationFaulty."""
    shape = _shape(LandlordShape, path)
    facts = LandlordFacts(
        name=shape.name,
        slug=shape.slug,
        kind=shape.kind,
        complain_online=shape.complain.online,
        complain_email=shape.complain.email,
        complain_telephone=shape.complain.telephone,
        complain_address=shape.complain.address,
        complain_other=shape.complain.other,
    )
    return facts, shape.notice


def read_document(path: Path) -> DocumentSays:
    """Return what a file says, or raise DemonstrationFaulty."""
    shape = _shape(AssessmentShape, path)
    others = shape.others
    return DocumentSays(
        edition_id=shape.edition,
        year=shape.year,
        reason=shape.reason,
        demonstration=Demonstration(shape.notice, shape.silence),
        responses={one.number: _response(one) for one in shape.responses},
        others=ResponseFacts("", others.answer, others.basis) if others else None,
        actions=tuple(
            ActionFacts(
                id=position,
                title=one.title,
                stage=one.stage,
                source=one.source,
                due=one.due,
                provisions=tuple(one.provisions),
            )
            for position, one in enumerate(shape.actions, start=1)
        ),
        response=GoverningBodyResponse(shape.response.text, role=shape.response.role)
        if shape.response
        else None,
    )


def _response(shape: ResponseShape) -> ResponseFacts:
    return ResponseFacts(
        number=shape.number,
        answer=shape.answer or _parts(shape.parts) or shape.figure(),
        basis=shape.basis,
        commentary=shape.commentary,
        plan_note=shape.plan_note,
    )


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
    return as_faults(
        shape_objections(error, kind, PIECES),
        where=path.name,
        line_of=lambda place: line_of(tree, place),
    )


def _faulty(faults: tuple[Fault, ...]) -> DemonstrationFaulty:
    return DemonstrationFaulty("\n".join(str(fault) for fault in faults))
