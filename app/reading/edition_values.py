"""Checked shapes turned into the values of the domain."""

from collections.abc import Iterable

from app.domain.editions import (
    Deadline,
    Dropped,
    Edition,
    Guidance,
    Part,
    Predecessor,
    Provision,
    Section,
)
from app.domain.glossary import Term
from app.reading.edition_shapes import (
    DeadlineShape,
    EditionShape,
    GlossaryShape,
    GuidanceShape,
    PartShape,
    ProvisionShape,
    SectionShape,
)


def edition_from(shape: EditionShape) -> Edition:
    """Return the edition that a file describes."""
    return Edition(
        rulebook=shape.rulebook,
        name=shape.edition,
        title=shape.title,
        issuer=shape.issuer,
        published=shape.published,
        in_force=shape.in_force,
        comply_by=shape.comply_by,
        superseded=shape.superseded,
        statutory=shape.statutory,
        source=shape.source,
        follows=shape.follows,
        corrects=shape.corrects,
        form_name=shape.form.name,
        form_columns=tuple(shape.form.columns),
        sections=sections_from(shape.sections),
        dropped=tuple(Dropped(one.number, one.reason) for one in shape.dropped),
    )


def sections_from(shapes: Iterable[SectionShape]) -> tuple[Section, ...]:
    """Return the sections with their provisions, in the order of the file."""
    return tuple(
        Section(one.number, one.title, tuple(_provision(each) for each in one.provisions))
        for one in shapes
    )


def guidance_from(shape: GuidanceShape) -> tuple[Guidance, ...]:
    """Return the guidance to each provision, in the order of the file."""
    return tuple(
        Guidance(one.number, one.for_residents, tuple(one.ask)) for one in shape.provisions
    )


def terms_from(shape: GlossaryShape) -> tuple[Term, ...]:
    """Return the terms of a glossary, in the order of the file."""
    return tuple(Term(one.term, one.meaning) for one in shape.terms)


def _provision(shape: ProvisionShape) -> Provision:
    return Provision(
        number=shape.number,
        title=shape.title,
        obligation=shape.obligation,
        requirement=shape.requirement,
        answer=shape.answer,
        in_form=shape.in_form,
        parts=tuple(_part(one, position) for position, one in enumerate(shape.parts, start=1)),
        deadlines=tuple(_deadline(one) for one in shape.deadlines),
        predecessors=tuple(
            Predecessor(one.number, one.change, one.effect) for one in shape.predecessors
        ),
        stage=None if shape.stage is None else shape.stage.value,
    )


def _part(shape: PartShape, position: int) -> Part:
    """A part that the Code does not letter is known by its position."""
    return Part(
        key=shape.key or str(position),
        text=shape.text,
        lettered=shape.key is not None,
        answer=shape.answer,
    )


def _deadline(shape: DeadlineShape) -> Deadline:
    return Deadline(
        what=shape.what,
        number=shape.number,
        unit=shape.unit,
        start=shape.start,
        kind=shape.kind,
        note=shape.note,
    )
