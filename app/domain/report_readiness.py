"""Every obstacle to the next step of an annual report, and the warnings beside it.

A part of provision 8.1 that is missing, and figures that contradict each other without a word on
why, are obstacles; what may be right is a warning.
"""

from collections.abc import Iterator

from app.domain.figure_checks import check_figures
from app.domain.figure_words import PLACED, placed
from app.domain.findings import Level
from app.domain.readiness import (
    Check,
    Finding,
    Gate,
    Signers,
    of_amendments,
    of_approval,
    of_challenges,
    of_response,
    of_signers,
)
from app.domain.report import ReportFacts, missing_parts
from app.domain.report_parts import part_named
from app.domain.workflow import Reason

EXPLAINED = "The report says why it stands so."
CHECK_OF = {
    Level.CONTRADICTION: Check.FIGURES_CONTRADICT,
    Level.QUESTION: Check.FIGURES_ASK,
    Level.NOTE: Check.FIGURES_NOTE,
}


def report_findings(facts: ReportFacts, *, gate: Gate, signers: Signers) -> tuple[Finding, ...]:
    """Return everything that stands before a step; a record of a past report has no obstacles."""
    if facts.reason is Reason.RECORD:
        return ()
    decision = () if gate is Gate.SCRUTINY else (*of_response(facts), *of_approval(facts))
    return (
        *_of_parts(facts),
        *_of_placed_figures(facts),
        *_of_figures(facts),
        *of_signers(gate, signers),
        *of_challenges(facts, gate),
        *of_amendments(facts, gate),
        *decision,
    )


def _of_parts(facts: ReportFacts) -> Iterator[Finding]:
    for standing in missing_parts(facts):
        yield Finding(Check.PART_MISSING, standing.missing, part=standing.part.key)
    if facts.figures is None:
        message = "There are no figures of this year: load a case extract, or type them in."
        yield Finding(Check.NO_FIGURES, message)


def _of_placed_figures(facts: ReportFacts) -> Iterator[Finding]:
    """Yield each name in braces that residents would read as it stands, braces and all."""
    figures = facts.figures
    response = facts.response.text if facts.response else ""
    for text in (*(one.said for one in facts.explanations), response):
        for name in dict.fromkeys(PLACED.findall(text)):
            message = (
                f"“{{{name}}}” stands in the words on a figure or in the response of the governing "
                "body, where no figure takes its place. Write the number."
            )
            yield Finding(Check.UNKNOWN_FIGURE, message)
    for part in facts.parts:
        _, unknown = placed(part.text, figures) if figures else ("", [])
        for name in unknown:
            message = f"“{part_named(part.key).title}”: no figure is called {{{name}}}. Correct it."
            yield Finding(Check.UNKNOWN_FIGURE, message, part=part.key)


def _of_figures(facts: ReportFacts) -> Iterator[Finding]:
    """Yield what does not fit in the figures; words on a contradiction let it pass as a warning."""
    explained = {one.finding for one in facts.explanations}
    for found in check_figures(facts.figures) if facts.figures else ():
        is_explained = found.sentence in explained
        blocks = found.level is Level.CONTRADICTION and not is_explained
        message = f"{found.sentence} {EXPLAINED}" if is_explained else found.sentence
        yield Finding(CHECK_OF[found.level], message, blocks=blocks, figures=found.id)
