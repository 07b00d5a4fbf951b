"""The forms of the yearly submission as files: ours are right, and faults come with their line."""

from pathlib import Path

import pytest
from flask import Flask

from app.config import ROOT
from app.domain.submission_forms import FieldKind, form_for
from app.domain.years import FinancialYear
from app.reading.editions import EditionsFaulty, check
from app.reading.submission_forms import check_submission_forms, read_submission_forms
from tests.editions.examples import make_rulebook

FORM = """\
rulebook: example
year: 2026-27
title: Yearly submission
source: https://example.org/submission
note: It asks for little.
sections:
  - title: About you
    fields:
      - id: organisation
        label: Name
        kind: text
        from: landlord_name
      - id: policy
        label: Policy
        kind: web_address
        optional: yes
"""


def place(root: Path, text: str, name: str = "2026-27.yaml") -> Path:
    folder = root / "example" / "submissions"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    return root


def test_our_forms_ask_what_each_year_asked() -> None:
    forms = read_submission_forms(ROOT / "code_definitions")

    assert [form.year for form in forms] == ["2025-26", "2026-27"]
    asked = [any(field.kind is FieldKind.ANSWERS for field in form.fields) for form in forms]
    assert asked == [True, False], "2026-27 no longer asks for the answers themselves."
    for form in forms:
        labels = [field.label for field in form.fields]
        assert {"Complaints policy", "Self-assessment", "Governing body's response"} <= set(labels)


def test_every_field_says_how_sure_we_are() -> None:
    for path in (ROOT / "code_definitions").glob("*/submissions/*.yaml"):
        for line in path.read_text().splitlines():
            assert "- id:" not in line or "# sure: " in line, f"{path.name}: {line.strip()}"


def test_a_year_without_a_form_gets_the_one_before_it_or_the_first() -> None:
    forms = read_submission_forms(ROOT / "code_definitions")

    for start, year in ((2021, "2025-26"), (2025, "2025-26"), (2026, "2026-27"), (2031, "2026-27")):
        found = form_for(forms, "housing-ombudsman", FinancialYear(start))
        assert found is not None
        assert found.year == year
    assert form_for(forms, "another", FinancialYear(2026)) is None


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("kind: text", "kind: txt", 11, "is not a kind of field"),
        ("from: landlord_name", "from: name", 12, "is not something known here"),
        ("kind: web_address\n", "kind: answers\n", 15, "from: answers"),
        ("kind: text\n", "kind: number\n", 11, "write kind: text"),
        ("id: policy", "id: organisation", 13, "the id of two fields"),
        ("id: policy", "id: Policy 1", 13, "is no id"),
        ("label: Policy", "labl: Policy", 14, "Did you mean “label”?"),
        ("optional: yes", "optional: maybe", 16, "neither yes nor no"),
        ("year: 2026-27", "year: 2026-28", 2, "is no submission year"),
        ("rulebook: example", "rulebook: other", 1, "give both the same name"),
        ("source: https", "source: http", 4, "is no https address"),
        ("title: About you", "title: About <b>you</b>", 7, "HTML"),
    ],
)
def test_each_fault_comes_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    root = place(tmp_path, FORM.replace(old, new, 1))

    _, faults = check_submission_forms(root)

    told = [str(fault) for fault in faults]
    assert any(
        one.startswith(f"example/submissions/2026-27.yaml:{line}:") and says in one for one in told
    ), told
    with pytest.raises(EditionsFaulty):
        read_submission_forms(root)


def test_the_command_checks_forms_with_their_editions(app: Flask, tmp_path: Path) -> None:
    root = place(make_rulebook(tmp_path), FORM.replace("kind: text", "kind: txt"))
    assert check(root)[1] == ()  # a folder of forms is no edition
    run = app.test_cli_runner().invoke

    for path in (root, root / "example", root / "example" / "submissions"):
        result = run(args=["editions", "check", str(path)])
        assert (result.exit_code, "2026-27.yaml:11:" in result.output) == (1, True), path
    place(root, FORM)
    result = run(args=["editions", "check", str(root / "example")])
    assert (result.exit_code, "example-submission-2026-27: no faults." in result.output) == (
        0,
        True,
    )
