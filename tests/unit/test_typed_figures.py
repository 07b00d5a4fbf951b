"""Hand-typed figures: read as written, kept as JSON and read back, every mistake with its line."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.config import ROOT
from app.domain.clocks import Start
from app.domain.errors import Invalid
from app.domain.figures import Source, Unit, as_facts, from_facts
from app.domain.start_events import starts_in
from app.reading.typed_figures import (
    FiguresFaulty,
    content_of,
    figures_of_content,
    read_typed_figures,
)
from tests.unit.typed_years import YEAR, a_year, one

HEAD = """\
schema: figures/1
landlord: Exampleton Council
year: 2024/25
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "figures.yaml"
    path.write_text(text, "utf-8")
    return path


def faults(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(FiguresFaulty) as refused:
        read_typed_figures(written(tmp_path, text))
    return [str(fault) for fault in refused.value.faults]


def test_values_keep_the_decimals_they_were_written_with(tmp_path: Path) -> None:
    figures = read_typed_figures(
        written(
            tmp_path,
            HEAD
            + """\
figures:
  - id: stage_1.received
    count: 1,234
  - id: escalation_rate
    share: 20.0 %
    base: stage_1.received
  - id: ombudsman.compensation
    amount: £2,857.70
  - id: stage_1.days_average
    days: 9.50
    base: 40
  - id: stage_1.outcomes.withdrawn
    count: 2
""",
        )
    )

    assert [str(each.value) for each in figures.figures] == [
        "1234",
        "20.0",
        "2857.70",
        "9.50",
        "None",
    ]
    rate = figures.get("escalation_rate")
    assert rate is not None
    assert (rate.base, rate.base_id, rate.unit) == (1234, "stage_1.received", Unit.SHARE)
    assert rate.source is Source.TYPED
    average = figures.get("stage_1.days_average")
    assert average is not None
    assert (average.base, average.base_id) == (40, None)
    withdrawn = figures.get("stage_1.outcomes.withdrawn")
    assert withdrawn is not None
    assert (withdrawn.value, withdrawn.count, withdrawn.label) == (None, 2, "Withdrawn")


def test_the_year_its_rules_and_its_quarters_follow_from_the_head(tmp_path: Path) -> None:
    text = HEAD + "figures:\n  - id: stage_2.received_by_quarter.q4\n    count: 3\n"
    figures = read_typed_figures(written(tmp_path, text))

    assert (figures.period.start, figures.period.end) == (date(2024, 4, 1), date(2025, 3, 31))
    assert figures.clock_ids == ("clocks-housing-ombudsman-2024",)
    assert figures.measures_id == "measures-2024-04-01"
    quarter = figures.figures[0].period
    assert (quarter.start, quarter.end) == (date(2025, 1, 1), date(2025, 3, 31))

    earlier = read_typed_figures(written(tmp_path, text.replace("2024/25", "2023/24")))
    assert earlier.clock_ids == ("clocks-housing-ombudsman-2022",)
    assert earlier.measures_id == "measures-2022-04-01"


def test_the_start_of_the_clock_is_said_under_the_figures(tmp_path: Path) -> None:
    text = HEAD + "figures:\n  - id: stage_1.target.10_days\n    share: 53.9\n"
    silent = read_typed_figures(written(tmp_path, text))
    stated = read_typed_figures(
        written(tmp_path, text.replace("figures:\n", "starts:\n  stage_1: logged\nfigures:\n"))
    )

    assert starts_in(silent.rules) == {}
    assert any("stage 1 is counted is not stated" in rule for rule in silent.rules)
    assert starts_in(stated.rules) == {1: Start.LOGGED}


# What is written below the head, and what has to be told, with its line.
MISTAKES: list[tuple[str, list[str]]] = [
    (
        "figures:\n  - id: stage_1.received\n    count: 66.2 %\n",
        [
            "6: “66.2 %” is a percentage, and a whole number belongs here: write the number "
            "itself, or “share: 66.2” if a share is meant."
        ],
    ),
    (
        "figures:\n  - id: refused\n    count: 12.5\n",
        ["6: “12.5” is not whole: a count is a whole number, such as 12."],
    ),
    (
        "figures:\n  - id: refused\n    count: -1\n",
        ["6: “-1” is not a whole number: write figures, such as 12."],
    ),
    (
        "figures:\n  - id: escalation_rate\n    share: 23 of 29\n",
        [
            "6: “23 of 29” is a count out of a base: write “count:” and “base:” instead, each on "
            "its own line."
        ],
    ),
    (
        "figures:\n  - id: stage_1.recieved\n    count: 1\n",
        ["5: “stage_1.recieved” is not the id of a figure. Did you mean “stage_1.received”?"],
    ),
    (
        "figures:\n  - id: stage_2.reason.noise\n    share: 1\n",
        [
            "5: “stage_2.reason.noise” is not the id of a figure. Did you mean "
            "“stage_2.reasons.noise”?"
        ],
    ),
    (
        "figures:\n  - id: stage_1.outcomes.uphelt\n    share: 1\n",
        [
            "5: “uphelt” is none of Stage 1 outcomes: upheld, partly_upheld, not_upheld, "
            "withdrawn, other, not_known. Did you mean “upheld”?"
        ],
    ),
    (
        "figures:\n  - id: stage_1.outcomes\n    share: 1\n",
        ["5: “stage_1.outcomes” is a set: name one of its figures, such as stage_1.outcomes.rest."],
    ),
    (
        "figures:\n  - id: stage_1.target.ten\n    share: 1\n",
        ["5: “ten” is not a target: write the working days, such as 10_days."],
    ),
    (
        "figures:\n  - id: refused\n    share: 1\n",
        ["6: Complaints refused: this is a count, so write “count: …” instead of “share”."],
    ),
    (
        "figures:\n  - id: refused\n  - id: refused\n    count: 1\n",
        [
            "5: “refused” stands here more than once: keep one.",
            "6: “refused” stands here more than once: keep one.",
        ],
    ),
    (
        "figures:\n  - id: escalation_rate\n",
        ["5: “escalation_rate” has no number: write “share: …” below it."],
    ),
    (
        "figures:\n  - id: escalation_rate\n    share: 1\n    base: stage_1.received\n"
        "  - id: stage_2.received\n    count: 4\n",
        [
            "7: “stage_1.received” is neither a whole number nor a figure of this file. Did you "
            "mean “stage_2.received”?"
        ],
    ),
    (
        "figures:\n  - id: escalation_rate\n    share: 1\n    base: 0\n",
        ["7: Nothing can be a part of 0: correct the base, or delete it if it is not stated."],
    ),
    (
        "figures:\n  - id: escalation_rate\n    share: 1\n    bass: 3\n",
        ["7: “bass” is not a key of a figure. Did you mean “base”?"],
    ),
    (
        "rules: housing-ombudsman-2023\nfigures:\n  - id: refused\n    count: 1\n",
        ["4: “housing-ombudsman-2023” has no time limits here. Did you mean"],
    ),
    (
        "answers:\n  '6.3': maybe\nfigures:\n  - id: refused\n    count: 1\n",
        ["5: “maybe” is neither yes nor no: write yes or no."],
    ),
    (
        "answers:\n  '6.3': yes\nfigures:\n  - id: refused\n    count: 1\n",
        ["4: These answers belong to no edition: write “edition:” above them."],
    ),
    (
        "starts:\n  stage_1: aknowledged\nfigures:\n  - id: refused\n    count: 1\n",
        ["5: “aknowledged” is not an event: write received, logged, acknowledged or escalated."],
    ),
    (
        "period:\n  from: 2024-04-01\n  to: 2023-03-31\nfigures:\n  - id: refused\n    count: 1\n",
        ["6: The period ends before it begins: correct one of the days."],
    ),
    (
        "period:\n  from: 1.4.2024\n  to: 2025-03-31\nfigures:\n  - id: refused\n    count: 1\n",
        ["5: “1.4.2024” is not a day: write year, month and day, such as 2023-04-01."],
    ),
    ("figures: []\n", ["4: “figures” is a list with at least one item: begin each with a dash."]),
    ("", ["1: “figures” is missing: a file of figures needs it, so write it here."]),
]


@pytest.mark.parametrize(("text", "expected"), MISTAKES)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, expected: list[str]) -> None:
    told = faults(tmp_path, HEAD + text)

    assert len(told) == len(expected)
    for fault, beginning in zip(told, expected, strict=True):
        assert fault.startswith(f"figures.yaml:{beginning}")


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        """\
schema: figures/2
year: 2024/26
figures:
  - id: refused
    count: some
  - id: escalation_rate
    share: much
    base: 0
""",
    )

    assert [int(fault.split(":")[1]) for fault in told] == [1, 2, 5, 7]


def test_a_file_without_a_landlord_is_refused(tmp_path: Path) -> None:
    text = HEAD.replace("landlord: Exampleton Council\n", "")
    told = faults(tmp_path, text + "figures:\n  - id: refused\n    count: 0\n")

    assert told == ["figures.yaml:1: “landlord” is missing: write whose figures these are."]


@pytest.mark.parametrize(
    "bomb", ["figures: *all\n", "figures: &all\n  - id: refused\n    count: 1\n"]
)
def test_what_can_explode_is_refused(tmp_path: Path, bomb: str) -> None:
    assert any("not allowed" in fault for fault in faults(tmp_path, HEAD + bomb))


@pytest.mark.parametrize(
    "figures",
    [figures_of_content(YEAR), read_typed_figures(ROOT / "demonstration" / "figures-2023-24.yaml")],
    ids=["our year", "Southampton's year"],
)
def test_what_was_typed_is_kept_as_json_and_read_back(figures: Any) -> None:
    content = json.loads(json.dumps(content_of(figures)))

    assert figures_of_content(content) == figures
    assert from_facts(as_facts(figures)) == figures


def place_of(figure_id: str) -> int:
    return [each["id"] for each in YEAR["figures"]].index(figure_id)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (a_year(one("refused", count="66.2 %")), f"figures-{place_of('refused')}-count"),
        (a_year(one("tp09", share="a third")), f"figures-{place_of('tp09')}-share"),
        (a_year({"id": "tp09", "base": "nobody"}), f"figures-{place_of('tp09')}-base"),
        (a_year({"id": "refusals", "count": "1"}), f"figures-{len(YEAR['figures'])}-id"),
        (a_year({"id": "tp09", "note": "see <b>here</b>"}), f"figures-{place_of('tp09')}-note"),
        (a_year({"id": "tp09", "label": "TP\u202e09"}), f"figures-{place_of('tp09')}-label"),
        (a_year(year="2024"), "year"),
        (a_year(starts={"stage_1": "soon"}), "starts-stage_1"),
        (a_year(answers={"6.3": "perhaps"}), "answers-6.3"),
    ],
)
def test_a_mistake_on_the_page_names_its_field(content: Mapping[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        figures_of_content(content)

    assert refused.value.field == field


def test_what_the_page_leaves_empty_is_not_stated() -> None:
    figures = figures_of_content(
        {
            "year": "2024-25",
            "source": "",
            "answers": {},
            "figures": [
                {"id": "refused", "label": "", "count": 0, "base": None},
                {"id": "escalation_rate", "share": Decimal("20.50"), "count": ""},
            ],
        }
    )

    refused, rate = figures.figures
    assert (refused.count, refused.label) == (0, "Complaints refused")
    assert (str(rate.value), rate.count, rate.base) == ("20.50", None, None)
    assert figures.rules == ()
