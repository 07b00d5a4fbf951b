"""The words for what changed in one provision, one line of a plan, or one section."""

from collections.abc import Iterator

from app.domain.answers import REACH_WORDS, SHORTFALL_WORDS, Basis, Outcome, answer_in_words
from app.domain.comparison import Comparison, SectionResult
from app.domain.documents import Document
from app.domain.editions import Effect
from app.domain.lineage import Origin
from app.domain.plan_changes import PlanChange, PlanMove
from app.domain.provision_changes import Field, ProvisionLine, Said
from app.domain.summary import STATUS_WORDS
from app.rendering import statement_words as words

EFFECT_WORDS = {
    Effect.STRONGER: "asks more",
    Effect.WEAKER: "asks less",
    Effect.FIGURES: "has other time limits or figures",
}
PLAN_WORDS = {
    "title": "the words",
    "owner": "the owner",
    "due": "the date",
    "stage": "the stage",
    "provisions": "the provisions it is for",
    "source": "what it comes from",
}


def answer_of(said: Said) -> str:
    """Return an answer in a word or a figure; a long text stands on the page of its own year."""
    value = said.source["answer"]["value"]
    if isinstance(value, dict) and ("text" in value or "parts" in value):
        return "Answered in words"
    return answer_in_words(value)


def note_of(said: Said) -> str:
    """Return where an answer holds or falls short, or nothing."""
    if said.reach is None:
        return ""
    if said.outcome is Outcome.NO:
        return f"falls short: {SHORTFALL_WORDS[said.reach]}"
    return REACH_WORDS[said.reach]


def wording_of(line: ProvisionLine, comparison: Comparison) -> str:
    """Return what became of the words of the Code, or nothing where they stayed."""
    if comparison.same_edition:
        return {
            Origin.NEW: "New in the form.",
            Origin.REWORDED: "Our summary of what the Code asks was changed.",
        }.get(line.origin, "")
    if line.origin is Origin.UNCHANGED:
        return "The Code asks the same."
    if line.origin is Origin.NOT_ASKED:
        return f"Not asked in the {comparison.before.edition} form."
    if line.origin is Origin.NEW:
        return f"New in the Code of {comparison.after.edition}."
    return f"{_origin(line)} {_effects(line)}"


def _origin(line: ProvisionLine) -> str:
    earlier = words.joined(line.earlier)
    if line.origin is Origin.SPLIT:
        return f"It was part of {earlier}."
    if line.origin is Origin.MERGED and len(line.earlier) > 1:
        return f"It brings together what {earlier} asked."
    if line.origin is Origin.MERGED:
        return f"It joins {earlier} with other duties."
    return "The Code’s words changed."


def _effects(line: ProvisionLine) -> str:
    if not line.effects:
        return "It asks much the same."
    return f"It {words.joined([EFFECT_WORDS[effect] for effect in line.effects])}."


def sentences(line: ProvisionLine, comparison: Comparison) -> Iterator[str]:
    """Yield a sentence for each thing that changed and is not shown beside it, as answers are."""
    if Field.BASIS in line.changed and comparison.same_edition:
        yield (
            "The landlord now gives this answer itself."
            if line.now.basis is Basis.STATED
            else "The answer was now read from another part of the document."
        )
    if Field.EVIDENCE in line.changed and not (line.evidence_added or line.evidence_removed):
        yield "The date of the evidence, or how much of it is not published, changed."
    if Field.PLAN_NOTE in line.changed:
        yield "What is said about the plan changed."
    if Field.ACTIONS in line.changed and comparison.before.year == comparison.after.year:
        yield "Its actions changed."


def result_of(section: SectionResult) -> str:
    """Return what a section came to."""
    if section.status is None:
        return words.section_counts_in_words(
            {outcome.value: number for outcome, number in section.counts.items()}
        )
    gaps = f", with {words.number_of(section.gaps, 'gap')}" if section.gaps else ""
    return f"{STATUS_WORDS[section.status]}{gaps}"


def plan_sentence(change: PlanChange) -> str:
    """Return what happened to a line of the plan."""
    if change.move is PlanMove.NEW and change.after:
        return f"By when: {words.due_in_words(change.after['due'])}."
    if change.move is PlanMove.GONE:
        if change.closed is None:
            return "It does not say why."
        return words.progress_in_words(change.closed)
    assert change.before is not None
    assert change.after is not None
    what = words.joined([PLAN_WORDS[key] for key in change.changed])
    told = [f"Changed: {what}."]
    if "due" in change.changed:
        told.append(f"By when: {_due(change.before)}; now {_due(change.after)}.")
    if "title" in change.changed:
        told.append(f"It was: {change.before['title']}")
    return " ".join(told)


def _due(line: Document) -> str:
    return words.due_in_words(line["due"])
