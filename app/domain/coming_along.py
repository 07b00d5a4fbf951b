"""What comes along from an earlier assessment into a new one: told before it happens, then done.

The preview and the start read the same list, so that nothing comes along that was not shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.actions import ActionFacts
from app.domain.carrying import Carried, Parent, why_asked_again
from app.domain.edition_shelf import Editions
from app.domain.edition_steps import WITHDRAWN, Step, ancestors, met_a_correction, way_back
from app.domain.editions import Edition, Predecessor, Provision
from app.domain.errors import Invalid
from app.domain.lineage import ended
from app.domain.response_content import EMPTY, ResponseContent
from app.domain.summary import in_code_order
from app.domain.years import FinancialYear

FIELD = "start_from"


@dataclass(frozen=True)
class Earlier:
    """An earlier assessment as far as anything of it comes along.

    `withdrawn` holds what was said about provisions that a correction took out of its form.
    """

    year: FinancialYear
    edition: Edition
    contents: Mapping[str, ResponseContent]
    actions: Sequence[ActionFacts] = ()
    withdrawn: Mapping[str, ResponseContent] = field(default_factory=dict)


@dataclass(frozen=True)
class Heir:
    """A provision of the new form with what was said before about all that it continues.

    `reasons` say why agreeing is not enough; `was_asked` whether the earlier form had a question.
    """

    provision: Provision
    parents: tuple[Parent, ...]
    was_asked: bool
    reasons: tuple[str, ...]

    @property
    def carried(self) -> Carried:
        """How the provision begins: to be confirmed where there is anything to confirm."""
        return Carried.TO_CONFIRM if self.was_asked else Carried.NOTHING


@dataclass(frozen=True)
class EndedAnswer:
    """What was said about a provision that nothing in the new form continues, and why."""

    number: str
    provision: Provision | None
    content: ResponseContent
    reason: str

    @property
    def name(self) -> str:
        """The number, and the title where it is known."""
        return self.provision.name if self.provision else self.number


@dataclass(frozen=True)
class ComingAction:
    """An open action, and the provisions of the new form that it is for."""

    action: ActionFacts
    provisions: tuple[str, ...]

    @property
    def lost_its_provisions(self) -> bool:
        """Whether it was for provisions of which none goes on."""
        return bool(self.action.provisions) and not self.provisions


@dataclass(frozen=True)
class ComingAlong:
    """Everything that comes along, by the provisions of the new form in their order."""

    earlier: Earlier
    after: Edition
    heirs: tuple[Heir, ...]
    ended: tuple[EndedAnswer, ...]
    actions: tuple[ComingAction, ...]

    @property
    def to_confirm(self) -> tuple[Heir, ...]:
        """What waits to be confirmed."""
        return tuple(heir for heir in self.heirs if heir.was_asked)

    @property
    def in_one_press(self) -> tuple[Heir, ...]:
        """What one press is enough for."""
        return tuple(heir for heir in self.to_confirm if not heir.reasons)

    @property
    def asked_again(self) -> tuple[Heir, ...]:
        """What has to be answered again."""
        return tuple(heir for heir in self.to_confirm if heir.reasons)

    @property
    def new(self) -> tuple[Heir, ...]:
        """What the earlier form did not ask."""
        return tuple(heir for heir in self.heirs if not heir.was_asked)

    @property
    def by_reason(self) -> Mapping[str, tuple[Heir, ...]]:
        """What has to be answered again, by each reason for it; one may stand under several."""
        found: dict[str, list[Heir]] = {}
        for heir in self.asked_again:
            for reason in heir.reasons:
                found.setdefault(reason, []).append(heir)
        largest_first = sorted(found.items(), key=lambda item: -len(item[1]))
        return {reason: tuple(heirs) for reason, heirs in largest_first}


def coming_along(
    earlier: Earlier, after: Edition, year: FinancialYear, editions: Editions
) -> ComingAlong:
    """Return what comes along into a new assessment; raise Invalid where nothing could.

    A year can only begin with one that is not later, and an edition only with one that it grew
    out of, or to which it answers.
    """
    before = earlier.edition
    if year < earlier.year:
        raise Invalid(
            f"{year.text} is before {earlier.year.text}, so it cannot begin with those answers. "
            "Choose an assessment of an earlier year, or start with empty answers.",
            FIELD,
        )
    way = way_back(after, before, editions)
    if way is None:
        raise Invalid(
            f"{after.title} {after.name} did not grow out of {before.title} {before.name}, so "
            "nothing can come along. Choose a newer edition above, or start with empty answers.",
            FIELD,
        )
    heirs = tuple(_heir(one, way, earlier, after) for one in after.in_form)
    return ComingAlong(
        earlier,
        after,
        heirs,
        tuple(_ended(earlier, heirs, way)),
        tuple(_coming(one, heirs) for one in earlier.actions if one.is_open),
    )


def _heir(provision: Provision, way: Sequence[Step], earlier: Earlier, after: Edition) -> Heir:
    links = ancestors(provision.number, way)
    corrected = met_a_correction(provision.number, way)
    parents = tuple(_parent(link, earlier, corrected) for link in links)
    was_asked = any(link.number in earlier.contents for link in links)
    reasons = why_asked_again(parents, after, provision) if was_asked else ()
    return Heir(provision, parents, was_asked, reasons)


def _parent(link: Predecessor, earlier: Earlier, corrected: bool) -> Parent:
    return Parent(
        year=earlier.year.text,
        number=link.number,
        change=link.change,
        effect=link.effect,
        content=earlier.contents.get(link.number, EMPTY),
        edition=earlier.edition,
        provision=earlier.edition.provision(link.number),
        met_a_correction=corrected,
    )


def _ended(earlier: Earlier, heirs: Sequence[Heir], way: Sequence[Step]) -> Iterator[EndedAnswer]:
    continued = {parent.number for heir in heirs for parent in heir.parents}
    for number in in_code_order(earlier.contents):
        if number not in continued:
            provision = earlier.edition.provision(number)
            reason = ended(number, way).reason
            yield EndedAnswer(number, provision, earlier.contents[number], reason)
    for number in in_code_order(earlier.withdrawn):
        yield EndedAnswer(number, None, earlier.withdrawn[number], WITHDRAWN)


def _coming(action: ActionFacts, heirs: Sequence[Heir]) -> ComingAction:
    numbers = {
        heir.provision.number
        for heir in heirs
        if any(parent.number in action.provisions for parent in heir.parents)
    }
    return ComingAction(action, in_code_order(numbers))
