"""What the form of typed figures asks for: its groups, and the inputs for each kind of figure."""

from collections.abc import Sequence

from app.domain.figures import Unit

COUNTED_FROM = {
    1: (("received", "The day it was received"), ("logged", "The day it was logged"),
        ("acknowledged", "The day it was acknowledged")),
    2: (("escalated", "The day the resident asked for it"),
        ("acknowledged", "The day it was acknowledged"),
        ("received", "The day the complaint was first received")),
}  # fmt: skip

# What is typed of a figure in each unit: the key, and the words above its input.
KEYS = {
    Unit.SHARE: (("share", "Per cent"), ("count", "Number"), ("base", "Out of")),
    Unit.COUNT: (("count", "Number"),),
    Unit.MONEY: (("amount", "Pounds"),),
    Unit.RATE: (("rate", "Per 1,000 homes"), ("count", "Number")),
    Unit.DAYS: (("days", "Working days"),),
}
GROUPS: Sequence[tuple[str, str, tuple[str, ...]]] = (
    (
        "Complaints received",
        "",
        (
            "stage_1.received",
            "stage_2.received",
            "escalation_rate",
            "stage_1.received_by_quarter",
            "stage_2.received_by_quarter",
            "stage_1.answered_in_all",
            "stage_2.answered_in_all",
        ),
    ),
    (
        "On time or late",
        "Type what your own counting gives, by whichever of these you count.",
        (
            "stage_1.acknowledged",
            "stage_2.acknowledged",
            "stage_1.answered",
            "stage_2.answered",
            "stage_1.answered_on_time",
            "stage_2.answered_on_time",
            "stage_1.target",
            "stage_2.target",
            "stage_1.days_average",
            "stage_2.days_average",
        ),
    ),
    ("Outcomes", "", ("stage_1.outcomes", "stage_2.outcomes")),
    (
        "Reasons",
        "One complaint may have several reasons: their shares need not add up to 100.",
        ("stage_1.reasons", "stage_2.reasons"),
    ),
    (
        "Departments",
        "",
        ("stage_1.received_by_department", "stage_2.received_by_department"),
    ),
    ("Complaints that were refused", "", ("refused", "refused_by_reason")),
    (
        "The Ombudsman",
        "Findings and cases are counted apart: one case can have several findings.",
        (
            "ombudsman.cases",
            "ombudsman.cases_upheld",
            "ombudsman.findings",
            "ombudsman.maladministration_rate",
            "ombudsman.orders",
            "ombudsman.orders_complied",
        ),
    ),
    (
        "Compensation",
        "",
        (
            "ombudsman.compensation",
            "ombudsman.compensation_by_case",
            "compensation.total",
            "compensation.average",
        ),
    ),
    (
        "Homes and tenant satisfaction measures",
        "Homes are counted at the end of the year. With them, complaints for each 1,000 homes can "
        "be worked out from a file of cases.",
        ("homes.rental", "homes.ownership", "tp09", "ch01.", "ch02."),
    ),
)
OWN_NAMES = {
    "reasons": "Reason",
    "received_by_department": "Department",
    "refused_by_reason": "Reason",
    "compensation_by_case": "Case",
    "target": "Target in working days",
}
