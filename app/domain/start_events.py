"""From which event the days of typed figures are counted, as the sentence that says so.

The sentences stand among the rules that are printed under the figures, and are read back from
there, so that nobody can change the one without the other.
"""

from collections.abc import Iterable, Mapping

from app.domain.clocks import Start

EVENTS = {
    Start.RECEIVED: "the day the complaint was received",
    Start.LOGGED: "the day the complaint was logged",
    Start.ACKNOWLEDGED: "the acknowledgement",
    Start.ESCALATED: "the request to escalate",
}
STAGES = (1, 2)


def start_sentence(stage: int, start: Start | None) -> str:
    """Return the sentence about one stage; None where the source does not state the event."""
    if start is None:
        return f"From which event the time to answer stage {stage} is counted is not stated."
    return f"The time to answer stage {stage} is counted from {EVENTS[start]}."


def start_sentences(starts: Mapping[int, Start]) -> tuple[str, ...]:
    """Return the sentences about both stages."""
    return tuple(start_sentence(stage, starts.get(stage)) for stage in STAGES)


def starts_in(rules: Iterable[str]) -> dict[int, Start]:
    """Return the event that each stage counts from, for the stages of which the rules state it."""
    given = set(rules)
    return {
        stage: start for stage in STAGES for start in Start if start_sentence(stage, start) in given
    }


def other_rules(rules: Iterable[str]) -> tuple[str, ...]:
    """Return the rules that are no sentence about a start event."""
    ours = {start_sentence(stage, start) for stage in STAGES for start in (None, *Start)}
    return tuple(one for one in rules if one not in ours)
