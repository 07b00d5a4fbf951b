"""What changed between two statements, in a few sentences."""

from collections.abc import Iterator

from app.domain.comparison import Comparison
from app.domain.lineage import Origin
from app.domain.provision_changes import Field
from app.rendering import statement_words as words


def summary(comparison: Comparison) -> Iterator[str]:
    """Yield what changed over the whole, or why that cannot be told."""
    if comparison.why_not:
        yield comparison.why_not
        return
    if comparison.nothing_changed:
        yield "The two say the same."
        return
    yield from _answers(comparison)
    yield from _wording(comparison)
    evidence, commentary = (
        _provisions(len(comparison.with_change(one))) for one in (Field.EVIDENCE, Field.COMMENTARY)
    )
    yield f"The evidence changed at {evidence}, and the commentary at {commentary}."


def _answers(comparison: Comparison) -> Iterator[str]:
    if comparison.before.questionnaire is not comparison.after.questionnaire:
        yield (
            f"The form of {comparison.before.edition} asked questions and the one of "
            f"{comparison.after.edition} sets duties, so a Yes to the one is not a Yes to the "
            "other. Read the answers beside each other with that in mind."
        )
        return
    changed = len(comparison.with_change(Field.ANSWER))
    better = sum(line.became_better for line in comparison.lines)
    worse = sum(line.became_worse for line in comparison.lines)
    turns = [
        f"{number} {turn}"
        for number, turn in ((better, "from No to Yes"), (worse, "from Yes to No"))
        if number
    ]
    if changed:
        told = f": {words.joined(turns)}" if turns else ""
        yield f"The answer changed at {_provisions(changed)}{told}."
    else:
        yield "No answer changed."


def _wording(comparison: Comparison) -> Iterator[str]:
    if comparison.same_edition:
        return
    asked = [line for line in comparison.lines if line.before]
    missing = len(comparison.lines) - len(asked)
    new = sum(line.origin is Origin.NEW for line in comparison.lines)
    pieces = [
        f"{_counted(len(asked), 'continues', 'continue')} what the form of "
        f"{comparison.before.edition} asked",
        *([f"{_counted(missing - new, 'was', 'were')} not asked in it"] if missing > new else []),
        *([f"{_counted(new, 'is', 'are')} new"] if new else []),
    ]
    yield f"Of the {_provisions(len(comparison.lines))} now, {words.joined(pieces)}."
    if comparison.ended:
        number = len(comparison.ended)
        asked_once = words.number_of(number, "question")
        verb = "is" if number == 1 else "are"
        yield f"{asked_once} of {comparison.before.edition} {verb} asked no more."


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _provisions(number: int) -> str:
    return words.number_of(number, "provision") if number else "no provision"
