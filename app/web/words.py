"""Filters that turn what the history and the rules hold into words for a page."""

from datetime import date
from typing import Any

from flask import Flask, current_app

from app.domain.actions import SOURCE_WORDS, STAGE_WORDS, Source, Stage
from app.domain.answers import REACH_WORDS, SHORTFALL_WORDS, Answer, Reach, answer_in_words
from app.domain.editions import Provision
from app.domain.statement import reference_code
from app.domain.wording import listed
from app.domain.workflow import REASON_WORDS, Reason


def register(app: Flask) -> None:
    """Give the filters to the templates."""
    app.jinja_env.filters.update(
        after_colon=lambda subject: subject.split(":", 1)[1],
        answer_words=answer_words,
        edition_words=edition_words,
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


def edition_words(edition_id: str) -> str:
    """Write an edition by its name; an id that is no longer known stays as it is."""
    edition: Any = current_app.extensions["editions"].get(edition_id)
    return f"{edition.title} {edition.name}" if edition else edition_id


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
