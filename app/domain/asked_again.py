"""A question of an earlier year, as it is asked again in a later assessment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.actions import ActionFacts
from app.domain.challenges import About, ChallengeFacts
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition
from app.domain.lineage import trace
from app.domain.scrutiny import subject_in_words


@dataclass(frozen=True)
class CarriedQuestion:
    """What is asked again: about what of the later assessment, in which words, and why."""

    about: About
    text: str
    prompted_by: str
    number: str | None = None
    action_id: int | None = None


def carried_question(
    challenge: ChallengeFacts,
    year: str,
    *,
    before: Edition | None,
    after: Edition,
    editions: Editions,
    actions: Sequence[ActionFacts],
    goes_on_in: Mapping[int, int],
) -> CarriedQuestion:
    """Return an earlier question as the later assessment can hold it.

    A provision meets the one that continues it, and an action the one that it `goes_on_in` or else
    one in the same words. What nothing continues is asked about the whole, and the words then say
    what it was about.
    """
    subject = subject_in_words(challenge.about, challenge.subject)
    prompted_by = f"Asked in {year} about “{subject}”, and not settled then."
    if challenge.about is About.WHOLE:
        return CarriedQuestion(About.WHOLE, challenge.text, prompted_by)
    if challenge.about is About.PART:
        return CarriedQuestion(About.PART, challenge.text, prompted_by, number=challenge.number)
    number = _heir(challenge.number, before, after, editions) if before else None
    if number is not None:
        return CarriedQuestion(About.PROVISION, challenge.text, prompted_by, number=number)
    action = _same_action(challenge, actions, goes_on_in)
    if action is not None:
        return CarriedQuestion(About.ACTION, challenge.text, prompted_by, action_id=action.id)
    words = f"In {year} this was asked about “{subject}”:\n\n{challenge.text}"
    return CarriedQuestion(About.WHOLE, words, prompted_by)


def _heir(number: str | None, before: Edition, after: Edition, editions: Editions) -> str | None:
    """Return the first provision, in the Code's order, that continues an earlier one."""
    lineage = trace(before, after, editions) if number else None
    descents = lineage.descents if lineage else ()
    return next((one.number for one in descents if number in one.earlier), None)


def _same_action(
    challenge: ChallengeFacts, actions: Sequence[ActionFacts], goes_on_in: Mapping[int, int]
) -> ActionFacts | None:
    """Return the action that was carried forward, or else one in the same words."""
    if challenge.about is not About.ACTION:
        return None
    number = goes_on_in.get(challenge.action_id or 0)
    carried = next((action for action in actions if action.id == number), None)
    if carried is not None:
        return carried
    wanted = _words(challenge.subject)
    return next((action for action in actions if _words(action.title) == wanted), None)


def _words(title: str) -> str:
    return " ".join(title.casefold().split())
