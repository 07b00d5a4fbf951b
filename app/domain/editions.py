"""An edition of a rulebook: its sections, its provisions, and what each of them asks for."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property


class Obligation(StrEnum):
    """How strongly a provision binds, in the Code's own terms."""

    MUST = "must"
    SHOULD = "should"
    STATEMENT = "statement"
    QUESTION = "question"


class AnswerType(StrEnum):
    """What kind of answer the edition's form allows for a provision."""

    YES_NO = "yes_no"
    YES_NO_NA = "yes_no_na"
    SHARE = "share"
    COUNT = "count"
    TEXT = "text"
    PARTS = "parts"


class Unit(StrEnum):
    """The unit of a deadline; `days` where the Code does not say working days."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


class DeadlineKind(StrEnum):
    """What a figure in the Code limits."""

    LIMIT = "limit"
    EXTENSION = "extension"
    WINDOW = "window"
    THRESHOLD = "threshold"
    RECURRING = "recurring"


class Change(StrEnum):
    """How a provision's words relate to a provision of the edition before."""

    UNCHANGED = "unchanged"
    REWORDED = "reworded"
    MERGED = "merged"
    SPLIT = "split"


class Effect(StrEnum):
    """What the change asks of a landlord, compared with the edition before."""

    SAME = "same"
    STRONGER = "stronger"
    WEAKER = "weaker"
    FIGURES = "figures"


@dataclass(frozen=True)
class Part:
    """One duty inside a provision; `answer` is set only where each part is answered by itself."""

    key: str
    text: str
    lettered: bool = False
    answer: AnswerType | None = None


@dataclass(frozen=True)
class Deadline:
    """A figure of the Code as data: "10 working days from the stage 1 acknowledgement"."""

    what: str
    number: int
    unit: Unit
    start: str
    kind: DeadlineKind
    note: str | None = None


@dataclass(frozen=True)
class Predecessor:
    """The provision of the edition before that this one continues."""

    number: str
    change: Change
    effect: Effect


@dataclass(frozen=True)
class Dropped:
    """A provision of the edition before that nothing continues, and why."""

    number: str
    reason: str


@dataclass(frozen=True)
class Provision:
    """A numbered requirement or question; its number is text, because 4.10 is not 4.1."""

    number: str
    title: str
    obligation: Obligation
    requirement: str
    answer: AnswerType
    in_form: bool = True
    parts: tuple[Part, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    predecessors: tuple[Predecessor, ...] = ()
    stage: str | None = None

    @property
    def name(self) -> str:
        """The number and the title, as pages call it."""
        return f"{self.number} {self.title}"


@dataclass(frozen=True)
class Section:
    """A chapter of the edition, with its provisions in the order of the Code."""

    number: str
    title: str
    provisions: tuple[Provision, ...]

    @property
    def in_form(self) -> tuple[Provision, ...]:
        """The provisions that the self-assessment form asks about."""
        return tuple(provision for provision in self.provisions if provision.in_form)


@dataclass(frozen=True)
class Guidance:
    """What we add to a provision: its meaning for a resident, and questions for a scrutineer."""

    number: str
    for_residents: str
    ask: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edition:
    """One released version of a rulebook, such as the Complaint Handling Code of 2024.

    `corrects` names the edition whose words this one puts right; it follows the same one as that.
    """

    rulebook: str
    name: str
    title: str
    issuer: str
    published: str
    in_force: str
    comply_by: str | None
    superseded: str | None
    statutory: bool
    source: str
    follows: str | None
    form_name: str
    form_columns: tuple[str, ...]
    sections: tuple[Section, ...]
    dropped: tuple[Dropped, ...] = ()
    corrects: str | None = None

    @property
    def id(self) -> str:
        """The name an assessment stores and an address shows: `housing-ombudsman-2024`."""
        return f"{self.rulebook}-{self.name}"

    @property
    def is_questionnaire(self) -> bool:
        """Whether the form asks questions instead of setting duties, as in 2020."""
        return all(provision.obligation is Obligation.QUESTION for provision in self.in_form)

    @property
    def has_musts(self) -> bool:
        """Whether the form asks about any must; some codes say all that they expect as should."""
        return any(provision.obligation is Obligation.MUST for provision in self.in_form)

    @property
    def provisions(self) -> Iterator[Provision]:
        """Every provision, in the order of the Code."""
        return (provision for section in self.sections for provision in section.provisions)

    @cached_property
    def in_form(self) -> tuple[Provision, ...]:
        """The provisions that the self-assessment form asks about, in order."""
        return tuple(provision for section in self.sections for provision in section.in_form)

    def provision(self, number: str) -> Provision | None:
        """Return the provision with this number, or None when the edition has none."""
        return next((one for one in self.provisions if one.number == number), None)

    def section_of(self, number: str) -> Section:
        """Return the section that holds a provision; the number must exist."""
        return next(
            section
            for section in self.sections
            if any(provision.number == number for provision in section.provisions)
        )

    def why_withdrawn(self, number: str, corrected: "Edition") -> str | None:
        """Return the reason that a correction gives for withdrawing a provision, if it gives one.

        Under “dropped” stands too, as in the corrected edition, what that one did not continue.
        """
        return next(
            (
                one.reason
                for one in self.dropped
                if one.number == number and one not in corrected.dropped
            ),
            None,
        )

    @cached_property
    def digest(self) -> str:
        """Return the sha256 of everything that must not change once an edition is released.

        When it was superseded is left out: that becomes known only with the edition after it.
        So is what it corrects where it corrects nothing, as all did before corrections existed.
        """
        facts = {key: value for key, value in asdict(self).items() if key != "superseded"}
        if self.corrects is None:
            del facts["corrects"]
        content = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()


def number_order(number: str) -> tuple[int, ...]:
    """Return the sorting key of a provision number, so that 4.10 comes after 4.9."""
    return tuple(int(piece) for piece in number.split("."))
