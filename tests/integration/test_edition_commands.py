"""`flask editions compare`, as a person and a program use it."""

import json
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from app.database import db

EDITIONS = "housing-ombudsman-2024, housing-ombudsman-2022 and housing-ombudsman-2020"


def run(app: Flask, *words: str) -> Result:
    db.session.rollback()
    return app.test_cli_runner().invoke(args=("editions", "compare", *words))


def facts(app: Flask, *words: str) -> dict[str, Any]:
    result = run(app, *words, "--json")
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def test_a_program_gets_every_provision_every_end_and_every_figure(app: Flask) -> None:
    found = facts(app, "housing-ombudsman-2022", "housing-ombudsman-2024")

    assert list(found) == ["provisions", "dropped", "figures"]
    provisions = {one["number"]: one["predecessors"] for one in found["provisions"]}
    assert len(provisions) == 73
    assert provisions["2.1"] == [
        {
            "edition": "housing-ombudsman-2022",
            "number": "1.7",
            "change": "reworded",
            "effect": "stronger",
        }
    ]
    assert provisions["2.5"] == []
    assert {"number": "5.18", "reason": "no third stage"} in found["dropped"]
    assert {
        "number": "6.15",
        "what": "longest stage 2 extension without good reason",
        "before": "10 days from original stage 2 due date",
        "after": "20 working days from original stage 2 due date",
    } in found["figures"]
    assert {"5.2", "5.14"} <= {one["number"] for one in found["figures"] if not one["after"]}


def test_short_names_and_either_order_say_the_same(app: Flask) -> None:
    in_full = run(app, "housing-ombudsman-2022", "housing-ombudsman-2024", "--json")

    assert run(app, "2022", "2024", "--json").stdout == in_full.stdout
    assert run(app, "2024", "2022", "--json").stdout == in_full.stdout


def test_a_chain_is_computed_and_every_question_has_an_heir_or_a_reason(app: Flask) -> None:
    found = facts(app, "2020", "2024")

    continued = {link["number"] for one in found["provisions"] for link in one["predecessors"]}
    ended = {one["number"]: one["reason"] for one in found["dropped"]}
    assert len(continued | set(ended)) == 36
    assert ended["3.5"] == "no third stage"


def test_a_person_gets_a_text(app: Flask) -> None:
    told = run(app, "2022", "2024").output

    assert "From Complaint Handling Code 2022 to Complaint Handling Code 2024" in told
    assert "2.2 Fair, listed exclusions: merged, was 1.8 and 4.14; its figures changed" in told
    assert "  2.5 No blanket exclusions: new\n" in told
    assert "no third stage" in told
    assert "6 months from issue occurring → 12 months from issue occurring" in told
    questionnaire = run(app, "2020", "2024").output
    assert "not asked in the 2020 form" in questionnaire
    assert ": new\n" not in questionnaire


@pytest.mark.parametrize("words", [("2022", "2029"), ("x", "2024"), ("", "2024")])
def test_an_unknown_edition_is_refused_naming_those_that_there_are(
    app: Flask, words: tuple[str, str]
) -> None:
    result = run(app, *words)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert EDITIONS in result.stderr
    assert "Traceback" not in result.output
