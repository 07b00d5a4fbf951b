"""The shape of edition, guidance and glossary files: their keys, and the values they take.

Every value arrives as text. The few that mean something else (yes, 10, must) are turned into
values here, and what cannot be turned is answered with what to write instead.
"""

import re
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from app.domain.editions import (
    AnswerType,
    Change,
    DeadlineKind,
    Effect,
    Obligation,
    Unit,
)
from app.domain.faults import quoted

_WHOLE_NUMBER = re.compile(r"[0-9]{1,4}")
# What other readers of YAML take for "nothing": as text it would be shown to the public.
_NOTHING = frozenset({"~", "null", "none"})


def _real_words(text: str) -> str:
    """Refuse the signs for "nothing", which nobody means as words."""
    if text.casefold() in _NOTHING:
        raise ValueError(f"{quoted(text)} is read as text here: write words, or delete the key.")
    return text


def _yes_or_no(value: object) -> object:
    """Turn yes and no into a truth value, and nothing else."""
    if not isinstance(value, str):
        return value
    if value not in ("yes", "no"):
        raise ValueError(f"{quoted(value)} is neither yes nor no: write yes or no.")
    return value == "yes"


def _whole_number(value: object) -> object:
    """Turn up to four figures into a number; longer ones are slow to turn and mean no deadline."""
    if not isinstance(value, str):
        return value
    if not _WHOLE_NUMBER.fullmatch(value):
        raise ValueError(f"{quoted(value)} is not a whole number: write figures, such as 10.")
    return int(value)


def one_of(words: type[StrEnum], called: str) -> BeforeValidator:
    """Make the check that a value is one of the words, named when it is not."""
    names = [word.value for word in words]
    choices = f"{', '.join(names[:-1])} or {names[-1]}"

    def choose(value: object) -> object:
        if not isinstance(value, str):
            return value
        if value not in names:
            near = get_close_matches(value.casefold(), names, n=1)
            hint = f" Did you mean “{near[0]}”?" if near else ""
            raise ValueError(f"{quoted(value)} is not {called}: write {choices}.{hint}")
        return words(value)

    return BeforeValidator(choose)


class _Stage(StrEnum):
    """The stages by which a form may group a section; named for `one_of`, stored as text."""

    FIRST = "1"
    SECOND = "2"
    THIRD = "3"


Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_real_words)
]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
WholeNumber = Annotated[int, BeforeValidator(_whole_number)]


class Shape(BaseModel):
    """A mapping in a file: keys that are not declared are faults."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    called: ClassVar[str]


class PartShape(Shape):
    """One duty inside a provision."""

    called = "a part"

    text: Words
    key: Words | None = None
    answer: Annotated[AnswerType, one_of(AnswerType, "a kind of answer")] | None = None


class DeadlineShape(Shape):
    """A figure of the Code."""

    called = "a deadline"

    what: Words
    number: WholeNumber
    unit: Annotated[Unit, one_of(Unit, "a unit")]
    start: Words = Field(alias="from")
    kind: Annotated[DeadlineKind, one_of(DeadlineKind, "a kind of deadline")]
    note: Words | None = None


class PredecessorShape(Shape):
    """The provision of the edition before that this one continues."""

    called = "a predecessor"

    number: Words
    change: Annotated[Change, one_of(Change, "a change")]
    effect: Annotated[Effect, one_of(Effect, "an effect")]


class DroppedShape(Shape):
    """A provision of the edition before that nothing continues."""

    called = "a dropped provision"

    number: Words
    reason: Words


class ProvisionShape(Shape):
    """A numbered requirement or question."""

    called = "a provision"

    number: Words
    title: Words
    obligation: Annotated[Obligation, one_of(Obligation, "an obligation")]
    requirement: Words
    answer: Annotated[AnswerType, one_of(AnswerType, "a kind of answer")]
    in_form: YesNo = True
    parts: list[PartShape] = []
    deadlines: list[DeadlineShape] = []
    predecessors: list[PredecessorShape] = []
    stage: Annotated[_Stage, one_of(_Stage, "a stage")] | None = None


class SectionShape(Shape):
    """A chapter with its provisions."""

    called = "a section"

    number: Words
    title: Words
    provisions: Annotated[list[ProvisionShape], Field(min_length=1)]


class FormShape(Shape):
    """The publisher's own form."""

    called = "the form"

    name: Words
    columns: Annotated[list[Words], Field(min_length=1)]


class EditionShape(Shape):
    """A whole edition file."""

    called = "an edition"

    rulebook: Words
    edition: Words
    title: Words
    issuer: Words
    source: Words
    published: Words
    in_force: Words
    comply_by: Words | None = None
    superseded: Words | None = None
    statutory: YesNo
    follows: Words | None = None
    corrects: Words | None = None
    form: FormShape
    sections: Annotated[list[SectionShape], Field(min_length=1)]
    dropped: list[DroppedShape] = []


class SectionsShape(Shape):
    """Only the sections of a file whose head has faults, so that their own faults come out too."""

    model_config = ConfigDict(extra="ignore")

    called = "an edition"

    sections: list[SectionShape]


class ProvisionGuidanceShape(Shape):
    """What we add to a provision."""

    called = "guidance to a provision"

    number: Words
    for_residents: Words
    ask: list[Words] = []


class GuidanceShape(Shape):
    """A whole guidance file."""

    called = "a guidance file"

    edition: Words
    provisions: list[ProvisionGuidanceShape]


class TermShape(Shape):
    """A word that residents meet, with its meaning."""

    called = "a term"

    term: Words
    meaning: Words


class GlossaryShape(Shape):
    """A whole glossary file."""

    called = "a glossary"

    rulebook: Words
    terms: Annotated[list[TermShape], Field(min_length=1)]
