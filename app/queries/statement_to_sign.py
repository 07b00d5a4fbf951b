"""What a signer of a self-assessment has before them, beside what every signer has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.answers import Outcome
from app.domain.body_responses import names_one_of, unmet
from app.domain.brief import Brief, Worst
from app.domain.carrying import Agreed
from app.domain.challenges import ChallengeFacts
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition, Provision
from app.domain.promises import STANDING_WORDS
from app.domain.responses import ResponseFacts, actions_on
from app.domain.scrutiny import subject_in_words
from app.domain.statement import AssessmentFacts
from app.models import Assessment
from app.models.facts import assessment_facts
from app.queries.brief import brief_page
from app.queries.headings import Heading
from app.queries.responses import ActionLine, action_line
from app.queries.summary import SummaryPage, summary_page

SHOWN = 5


@dataclass(frozen=True)
class NotMet:
    """A provision answered No, with what a signer has to know of it."""

    provision: Provision
    response: ResponseFacts
    actions: tuple[ActionLine, ...]


@dataclass(frozen=True)
class Topic:
    """Something a resident or a colleague may ask about: how often, and the worst few of it."""

    title: str
    count: int
    shown: tuple[str, ...]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.shown)


@dataclass(frozen=True)
class StatementToSign:
    """What is judged in a self-assessment before signing, in the order in which it is read."""

    heading: Heading
    summary: SummaryPage
    topics: tuple[Topic, ...]
    not_met: tuple[NotMet, ...]
    names_nothing: bool
    agreed: Agreed | None


def statement_to_sign(
    assessment: Assessment, edition: Edition, editions: Editions, today: date
) -> StatementToSign:
    """Return what a signer of a self-assessment has to know before signing."""
    facts = assessment_facts(assessment, edition)
    summary = summary_page(assessment, edition)
    told = brief_page(assessment, edition, editions, today).brief
    return StatementToSign(
        heading=summary.heading,
        summary=summary,
        topics=tuple(topic for topic in _topics(told) if topic.count),
        not_met=tuple(_not_met(facts)),
        names_nothing=names_nothing(facts),
        agreed=told.agreed,
    )


def _topics(told: Brief) -> Iterator[Topic]:
    """Yield what can be asked, the hardest to answer first; empty ones too."""
    idle = [one for one in told.not_met if not any(action.is_open for action in one.actions)]
    yield _topic("Not met, and no open action", [one.name for one in idle])
    yield _topic("Actions without a date", [one.title for one in told.undated])
    yield _topic(
        "Overdue actions",
        [f"{one.title} ({one.due.promised})" for one in told.overdue if one.due],
    )
    promises = told.promises
    lines = [f"{one.title}: {STANDING_WORDS[one.standing].lower()}" for one in promises.shown]
    yield _of_worst("Promises of earlier years that were not kept", promises, lines)
    yield _of_worst("Yes without evidence", told.without_evidence, told.without_evidence.shown)
    open_ones = told.open_challenges
    questions = [f"{_subject(one)}: “{one.text}”" for one in open_ones.shown]
    yield _of_worst("Your questions that are not settled", open_ones, questions)


def _topic(title: str, lines: Sequence[str]) -> Topic:
    return Topic(title, len(lines), tuple(lines[:SHOWN]))


def _of_worst(title: str, worst: Worst[Any], lines: Sequence[str]) -> Topic:
    return Topic(title, worst.count, tuple(lines))


def _subject(challenge: ChallengeFacts) -> str:
    return subject_in_words(challenge.about, challenge.subject)


def names_nothing(facts: AssessmentFacts) -> bool:
    """Return whether the response of the governing body names none of what is not met."""
    not_met = unmet(facts.edition, facts.responses)
    said = facts.response.text if facts.response else ""
    return bool(said and not_met) and not names_one_of(said, not_met)


def _not_met(facts: AssessmentFacts) -> Iterator[NotMet]:
    for provision in facts.edition.in_form:
        response = facts.responses[provision.number]
        if response.outcome is Outcome.NO:
            actions = actions_on(provision.number, facts.actions)
            yield NotMet(provision, response, tuple(action_line(one) for one in actions))
