"""Filters that turn what the history and the rules hold into words for a page."""

from datetime import date
from typing import Any

from flask import Flask

from app.domain.actions import SOURCE_WORDS, STAGE_WORDS, Source, Stage
from app.domain.answers import (
    REACH_WORDS,
    SHORTFALL_WORDS,
    Answer,
    Outcome,
    Reach,
    answer_in_words,
)
from app.domain.approvals import DECISION_WORDS, Decision
from app.domain.documents import reference_code
from app.domain.edition_corrections import newest_correction
from app.domain.editions import Edition, Provision
from app.domain.findings import LEVEL_WORDS, Level
from app.domain.promises import STANDING_WORDS, Standing
from app.domain.wording import listed
from app.domain.workflow import REASON_WORDS, Reason
from app.queries.assessments import OUTCOME_WORDS
from app.web import access

SHORT = 40  # words


def register(app: Flask) -> None:
    """Give the filters to the templates."""
    app.jinja_env.filters.update(
        finding_level=lambda level: LEVEL_WORDS[Level(level)],
        subject_noun=subject_noun,
        after_colon=lambda subject: subject.split(":", 1)[1],
        answer_words=answer_words,
        corrected_edition=corrected_edition,
        decision_words=lambda decision: DECISION_WORDS[Decision(decision)],
        edition_words=edition_words,
        evidence_words=evidence_words,
        outcome_words=lambda outcome: OUTCOME_WORDS[Outcome(outcome)],
        shortened=shortened,
        standing_words=lambda standing: STANDING_WORDS[Standing(standing)],
        iso_day=lambda text: _long(date.fromisoformat(text)),
        listed=lambda words: listed(list(words)),
        reach_words=lambda reach: REACH_WORDS[Reach(reach)],
        reason_words=lambda reason: REASON_WORDS[Reason(reason)],
        reference_code=reference_code,
        shortfall_words=lambda reach: SHORTFALL_WORDS[Reach(reach)],
        source_words=lambda source: SOURCE_WORDS[Source(source)],
        stage_words=lambda stage: STAGE_WORDS[Stage(stage)],
    )


def answer_words(answer: Answer | None, provision: Provision | None = None) -> str:
    """Write an answer as a person would say it."""
    names = {part.key: part.text for part in provision.parts} if provision else None
    return answer_in_words(answer, names)


def subject_noun(subject: str) -> str:
    """Return what an entry of the history is about: the self-assessment or the annual report."""
    return "annual report" if subject.startswith("report:") else "self-assessment"


def shortened(text: str) -> str:
    """Return the first forty words of a text, for a list that has to be read quickly."""
    words = text.split()
    return f"{' '.join(words[:SHORT])} …" if len(words) > SHORT else " ".join(words)


def evidence_words(items: list[dict[str, Any]]) -> str:
    """Write the evidence that an entry of the history holds, or that there was none."""
    return "; ".join(_evidence_item(item) for item in items) or "(nothing)"


def _evidence_item(item: dict[str, Any]) -> str:
    dated_on = f", {_long(date.fromisoformat(item['dated_on']))}" if "dated_on" in item else ""
    return f"{item['text']}{dated_on}{' (kept internal)' if item.get('is_internal') else ''}"


def edition_words(edition_id: str) -> str:
    """Write an edition by its name; an id that is no longer known stays as it is."""
    edition = access.editions().get(edition_id)
    return f"{edition.title} {edition.name}" if edition else edition_id


def corrected_edition(edition_id: str) -> Edition | None:
    """Return the newest correction of an edition, or None where its words stand as they were."""
    editions = access.editions()
    edition = editions.get(edition_id)
    return newest_correction(edition, editions) if edition else None


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
