"""Two statements beside each other as a page shows them: every code already in words."""

from dataclasses import dataclass

from app.domain.answers import Outcome
from app.domain.comparison import Comparison, Issue
from app.domain.plan_changes import PlanMove
from app.domain.provision_changes import EndedLine
from app.domain.published_addresses import year_address
from app.domain.wording import lowered
from app.rendering import changes_words as say
from app.rendering import statement_words as words
from app.rendering.changes_rows import RowTables
from app.rendering.changes_summary import summary

PLAN_HEADINGS = {
    PlanMove.NEW: "New in the plan",
    PlanMove.CHANGED: "Changed in the plan",
    PlanMove.GONE: "No longer in the plan",
}


@dataclass(frozen=True)
class Shown:
    """A comparison with what only the publications know: the reason given, and withdrawals."""

    comparison: Comparison
    reason: str | None
    withdrawn: tuple[bool, bool]


@dataclass(frozen=True)
class View:
    """One comparison, every code in words; templates read this and compute nothing."""

    source: Comparison
    shown: Shown
    slug: str

    @property
    def anchor(self) -> str:
        """The place of this comparison on the page."""
        before, after = self.source.before, self.source.after
        return f"from-{before.year}-v{before.revision}-to-{after.year}-v{after.revision}"

    @property
    def before_name(self) -> str:
        """The earlier one, as a column is called."""
        return _name(self.source.before, self.source)

    @property
    def after_name(self) -> str:
        """The later one, as a column is called."""
        return _name(self.source.after, self.source)

    @property
    def heading(self) -> str:
        """Both, as a heading."""
        return f"{self.after_name} compared with {lowered(self.before_name)}"

    @property
    def issues(self) -> tuple[tuple[str, str, str], ...]:
        """The two documents: name, address, and what else tells them apart."""
        pairs = zip((self.source.before, self.source.after), self.shown.withdrawn, strict=True)
        return tuple(
            (
                f"{words.year_in_words(issue.year)}, revision {issue.revision}",
                _address(self.slug, issue),
                _about(issue, is_withdrawn),
            )
            for issue, is_withdrawn in pairs
        )

    @property
    def summary(self) -> tuple[str, ...]:
        """What changed, in a few sentences."""
        return tuple(summary(self.source))

    @property
    def counts(self) -> tuple[tuple[str, int, int], ...]:
        """How many provisions were answered in each way, before and after."""
        names = words.QUESTION_COUNTS if self.source.before.questionnaire else words.DUTY_COUNTS
        return tuple(
            (names[one.outcome], one.before, one.after)
            for one in self.source.counts
            if one.before or one.after or one.outcome in (Outcome.YES, Outcome.NO)
        )

    @property
    def counts_caption(self) -> str:
        """What the counts are counts of."""
        before, after = (
            words.number_of(
                sum(one.before if at == 0 else one.after for one in self.source.counts),
                "question" if issue.questionnaire else "provision",
            )
            for at, issue in enumerate((self.source.before, self.source.after))
        )
        if before == after:
            return f"How the {after} were answered"
        return (
            f"How the {before} of {self.source.before.edition} and the {after} of "
            f"{self.source.after.edition} were answered"
        )

    @property
    def sections(self) -> tuple[tuple[str, str, str], ...]:
        """The sections whose result changed: name, before, now."""
        lines = (
            (
                f"{one.number} {one.title}",
                say.result_of(one.before) if one.before else "Not in the form",
                say.result_of(one.after),
            )
            for one in self.source.sections
        )
        return tuple(line for line in lines if line[1] != line[2])

    @property
    def tables(self) -> RowTables:
        """The provisions, in the order in which a reader looks for them."""
        return RowTables(self.source, _address(self.slug, self.source.after))

    @property
    def ended(self) -> tuple[tuple[str, str, str], ...]:
        """The provisions that nothing continues: name, answer, and why."""
        return tuple(
            (f"{one.before.number} {one.before.title}", say.answer_of(one.before), _why(one))
            for one in self.source.ended
        )

    @property
    def plan(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """The changes of the plan by kind: the action, and what happened to it."""
        groups = (
            (
                heading,
                tuple(
                    ((change.after or change.before or {})["title"], say.plan_sentence(change))
                    for change in self.source.plan
                    if change.move is move
                ),
            )
            for move, heading in PLAN_HEADINGS.items()
        )
        return tuple((heading, lines) for heading, lines in groups if lines)

    @property
    def is_same(self) -> bool:
        """Whether a reader chose one document twice."""
        before, after = self.source.before, self.source.after
        return (before.year, before.revision) == (after.year, after.revision)


def _name(issue: Issue, comparison: Comparison) -> str:
    if comparison.before.year == comparison.after.year:
        return f"Revision {issue.revision}"
    return words.year_in_words(issue.year)


def _address(slug: str, issue: Issue) -> str:
    return f"{year_address(slug, issue.rulebook, issue.year)}/v{issue.revision}"


def _about(issue: Issue, is_withdrawn: bool) -> str:
    day = words.moment_day_in_words(issue.published_at) if issue.published_at else ""
    withdrawn = "; it was withdrawn" if is_withdrawn else ""
    return f"{issue.standard}, published on {day}{withdrawn}"


def _why(line: EndedLine) -> str:
    return f"{words.capitalised(line.reason)} (since the Code of {line.edition})"
