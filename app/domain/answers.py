"""Answers: what an edition allows a landlord to say, and how it is read, counted and put in words.

An answer is kept in the shape in which it is published. A tick is "yes", "no" or
"not_applicable". A share is {"percent": "79.3"} or {"count": 23, "of": 29}, a count {"count": 0},
a text {"text": "…"}, and a figure that nobody has {"not_available": true}. Answers part by part
are {"parts": {"a": …}}. None is "not answered", which is never shown or counted as Yes.
"""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Literal, TypedDict, cast

from app.domain.editions import AnswerType, Provision
from app.domain.errors import Invalid


class Figure(TypedDict, total=False):
    """A share, a count, a text, or the plain word that there is no such figure."""

    percent: str
    count: int
    of: int
    text: str
    not_available: bool


class PartAnswers(TypedDict):
    """The answers of a provision whose parts are answered one by one."""

    parts: dict[str, Figure]


Verdict = Literal["yes", "no", "not_applicable"]
Answer = Verdict | Figure | PartAnswers


class Outcome(StrEnum):
    """How an answer is counted in the summary."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"
    NOT_ANSWERED = "not_answered"
    OTHER = "other"


class Basis(StrEnum):
    """Whether the landlord stated the answer, or somebody read it out of another document."""

    STATED = "stated"
    INFERRED = "inferred"


class Reach(StrEnum):
    """Where an answer holds, or where it falls short: in the policy, in practice, or in both."""

    POLICY = "policy"
    PRACTICE = "practice"
    BOTH = "both"


REACH_WORDS = {
    Reach.POLICY: "in policy only",
    Reach.PRACTICE: "in practice only",
    Reach.BOTH: "in policy and in practice",
}
SHORTFALL_WORDS = {
    Reach.POLICY: "the policy",
    Reach.PRACTICE: "the practice",
    Reach.BOTH: "the policy and the practice",
}
BASIS_WORDS = {
    Basis.STATED: "Stated by the landlord",
    Basis.INFERRED: "Read from another part of the document, not stated for this provision",
}
VERDICT_WORDS = {"yes": "Yes", "no": "No", "not_applicable": "Not applicable"}
NOT_ANSWERED = "Not answered"
NOT_AVAILABLE = "Figure not available"

COUNT_OF = re.compile(r"(\d{1,7})\s*(?:of|out of|/)\s*(\d{1,7})", re.ASCII)
PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s*(?:%|per ?cent)?", re.ASCII)


def outcome_of(answer: Answer | None) -> Outcome:
    """Return how an answer counts; parts and figures are `other`."""
    if answer is None:
        return Outcome.NOT_ANSWERED
    if isinstance(answer, str):
        return Outcome(answer)
    return Outcome.OTHER


def parts_of(answer: Answer | None) -> dict[str, Figure] | None:
    """Return the answers part by part, or None where the answer is one."""
    if isinstance(answer, dict) and "parts" in answer:
        return cast(PartAnswers, answer)["parts"]
    return None


def allowed_verdicts(kind: AnswerType) -> tuple[Verdict, ...]:
    """Return the ticks that an answer type offers."""
    if kind is AnswerType.YES_NO:
        return ("yes", "no")
    if kind is AnswerType.YES_NO_NA:
        return ("yes", "no", "not_applicable")
    return ()


def check_answer(answer: Answer | None, provision: Provision) -> None:
    """Raise Invalid unless the edition allows this answer to the provision."""
    if answer is None or _fits(answer, provision):
        return
    raise Invalid(
        f"The edition does not allow this answer to {provision.number}. Choose one that it offers.",
        "answer",
    )


def _fits(answer: Answer, provision: Provision) -> bool:
    if isinstance(answer, str):
        return answer in allowed_verdicts(provision.answer)
    parts = parts_of(answer)
    if parts is None:
        return _figure_fits(cast(Figure, answer), provision.answer)
    kinds = {part.key: part.answer for part in provision.parts}
    return provision.answer is AnswerType.PARTS and all(
        key in kinds and _figure_fits(figure, kinds[key]) for key, figure in parts.items()
    )


def _figure_fits(figure: Figure, kind: AnswerType | None) -> bool:
    shapes: dict[AnswerType | None, tuple[set[str], ...]] = {
        AnswerType.SHARE: ({"percent"}, {"count", "of"}, {"not_available"}),
        AnswerType.COUNT: ({"count"}, {"not_available"}),
        AnswerType.TEXT: ({"text"},),
    }
    return set(figure) in shapes.get(kind, ())


def read_share(text: str, field: str) -> Figure:
    """Read "79.3%" or "23 of 29"; raise Invalid when it is neither or more than the whole."""
    plain = " ".join(text.split())
    if found := COUNT_OF.fullmatch(plain):
        count, whole = int(found[1]), int(found[2])
        if whole == 0:
            raise Invalid("A share of nothing says nothing. Tick that there is no figure.", field)
        if count <= whole:
            return {"count": count, "of": whole}
        raise Invalid(f"{count} of {whole} is more than the whole. Check the two numbers.", field)
    if (found := PERCENT.fullmatch(plain)) and Decimal(found[1]) <= 100:
        return {"percent": found[1]}
    raise Invalid(
        f"“{plain}” is not a share. Write a percentage such as 79.3%, or a count such as 23 of 29.",
        field,
    )


def read_count(text: str, field: str) -> Figure:
    """Read a whole number; raise Invalid otherwise."""
    plain = text.strip().replace(",", "")
    if plain.isascii() and plain.isdigit() and len(plain) < 10:
        return {"count": int(plain)}
    raise Invalid(
        f"“{text.strip()}” is not a whole number. Write it in figures, such as 0 or 12.", field
    )


def answer_in_words(answer: Answer | None, provision_parts: Mapping[str, str] | None = None) -> str:
    """Return an answer as a person would say it; parts are named by their text."""
    if answer is None:
        return NOT_ANSWERED
    if isinstance(answer, str):
        return VERDICT_WORDS[answer]
    parts = parts_of(answer)
    if parts is None:
        return figure_in_words(cast(Figure, answer))
    names = provision_parts or {}
    return "; ".join(
        f"{names.get(key, key)}: {figure_in_words(figure)}" for key, figure in parts.items()
    )


def figure_in_words(figure: Figure) -> str:
    """Return one figure in words, a count of a whole with its rounded percentage."""
    if "not_available" in figure:
        return NOT_AVAILABLE
    if "text" in figure:
        return figure["text"]
    if "percent" in figure:
        return f"{figure['percent']}%"
    if "of" in figure:
        return f"{figure['count']} of {figure['of']} ({percentage(figure['count'], figure['of'])}%)"
    return f"{figure['count']:,}"


def percentage(count: int, whole: int) -> Decimal:
    """Return a share in per cent, rounded half up to one decimal."""
    return (Decimal(count) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)
