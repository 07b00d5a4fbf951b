"""Sums that cannot be right, caught before a councillor or a journalist finds them.

Every check has an id, a level and a sentence; `docs/figures.md` lists them all. A report whose
sums all agree raises nothing.
"""

from collections.abc import Mapping

from app.domain.answer_checks import answer_findings
from app.domain.figure_sets import Stated
from app.domain.figures import YearFigures
from app.domain.findings import Finding, surest_first
from app.domain.ombudsman_checks import ombudsman_findings
from app.domain.part_checks import part_findings
from app.domain.share_checks import share_findings
from app.domain.stage_checks import stage_findings
from app.domain.sum_checks import sum_findings


def check_figures(
    figures: YearFigures, measure_kinds: Mapping[str, str] | None = None
) -> tuple[Finding, ...]:
    """Return everything that does not fit in a year's figures, the surest first.

    `measure_kinds` says of each measure whether its members are parts of a whole ("whole"),
    overlap ("several"), or neither ("list", "single"); by default as the product defines them.
    """
    stated = Stated(figures, measure_kinds)
    return surest_first(
        [
            *stage_findings(stated),
            *share_findings(stated),
            *sum_findings(stated),
            *part_findings(stated),
            *ombudsman_findings(stated),
            *answer_findings(stated),
        ]
    )
