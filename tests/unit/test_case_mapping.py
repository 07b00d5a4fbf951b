"""The mapping of an extract: its faults, its file, and the guesses that make most of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.case_guesses import (
    guess_columns,
    guess_field,
    guess_mapping,
    guess_meaning,
    guess_separator,
)
from app.domain.case_mapping import (
    FIELD_LABELS,
    CaseMapping,
    DateOrder,
    check_mapping,
    mapping_faults,
    meaning_of,
)
from app.domain.case_privacy import may_be_listed
from app.domain.errors import Invalid
from app.reading.case_mappings import load_mapping, mapping_yaml
from tests.unit.case_extract_files import HEADERS, MAPPING

WHOLE = replace(
    MAPPING,
    date_order=DateOrder.DAY_FIRST,
    sheet="Cases: 2023/24",
    delimiter="\t",
    encoding="windows-1252",
)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Date received", "received_on"),
        ("Complaint Ref", "reference"),
        ("CaseID", "reference"),
        ("S1 Ack", "s1_acknowledged_on"),
        ("Ack Date", "s1_acknowledged_on"),
        ("Stage 1 response sent", "s1_answered_on"),
        ("StageOneResponseDate", "s1_answered_on"),
        ("stage_1_outcome", "s1_outcome"),
        ("Upheld?", "s1_outcome"),
        ("S1 Extension Notified", "s1_extension_told_on"),
        ("Stage 1 extended to", "s1_extended_to"),
        ("Date Escalated", "escalated_on"),
        ("Stage 2 received", "escalated_on"),
        ("S2 Ack", "s2_acknowledged_on"),
        ("Stg 2 Resp", "s2_answered_on"),
        ("2nd stage decision", "s2_outcome"),
        ("Stage 2 new due date (extension)", "s2_extended_to"),
        ("Service Area", "department"),
        ("Tenure", "tenure"),
        ("Complaint category", "categories"),
        ("Reason for refusal", "refused_reason"),
        ("Refused (Y/N)", "refused"),
        ("Within HO jurisdiction", "in_remit"),
        ("Compensation (£)", "compensation"),
        ("Stage 1 due date", None),
        ("Days to respond", None),
        ("Complainant name", None),
        ("Received by", None),
        ("Address", None),
        ("", None),
    ],
)
def test_a_header_tells_its_field(header: str, field: str | None) -> None:
    assert guess_field(header) == field


def test_each_column_is_taken_once_and_each_field_has_one() -> None:
    found = guess_columns(["Date received", "Received date", *HEADERS])

    assert found["received_on"] == "Date received"
    assert found == {name: found[name] for name in FIELD_LABELS if name in found}
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize(
    ("field", "written", "meaning"),
    [
        ("s1_outcome", "Fully upheld", "upheld"),
        ("s1_outcome", "Partially Upheld", "partly_upheld"),
        ("s1_outcome", "Upheld in part", "partly_upheld"),
        ("s2_outcome", "NOT UPHELD", "not_upheld"),
        ("s2_outcome", "No fault found", "not_upheld"),
        ("s1_outcome", "Unjustified", "not_upheld"),
        ("s1_outcome", "Y", "upheld"),
        ("s1_outcome", "Complaint withdrawn", "withdrawn"),
        ("s1_outcome", "Not recorded", "not_known"),
        ("s1_outcome", "Resolved informally", "other"),
        ("s1_outcome", "Blue", None),
        ("tenure", "GN", "rental"),
        ("tenure", "General needs", "rental"),
        ("tenure", "Shared ownership", "ownership"),
        ("tenure", "Leaseholder", "other"),
        ("tenure", "Secure tenancy", "rental"),
        ("refused", "Y", "yes"),
        ("refused", "Rejected", "yes"),
        ("refused", "Accepted", "no"),
        ("in_remit", "N", "no"),
        ("in_remit", "LGSCO", "no"),
        ("in_remit", "Housing Ombudsman", "yes"),
        ("department", "Repairs", None),
    ],
)
def test_a_written_value_tells_its_meaning(field: str, written: str, meaning: str | None) -> None:
    assert guess_meaning(field, written) == meaning


def test_a_whole_mapping_is_guessed_from_what_was_seen() -> None:
    seen = {"Stage 1 outcome": ["Fully upheld", "Not upheld"], "Category": ["Delay; Staff"]}
    found = guess_mapping(HEADERS, seen)

    assert found.columns == MAPPING.columns
    assert found.values["s1_outcome"] == {"fully upheld": "upheld", "not upheld": "not_upheld"}
    assert found.category_separator == ";"
    assert found.date_order is None
    assert guess_separator(["Damp, mould and leaks"]) == ""
    assert list(mapping_faults(found, HEADERS)) == []


def test_a_mapping_survives_facts_and_file(tmp_path: Path) -> None:
    path = tmp_path / "MAPPING.yaml"
    for mapping in (MAPPING, WHOLE, CaseMapping({"received_on": "Date: received #1"})):
        path.write_text(mapping_yaml(mapping), encoding="utf-8")

        assert CaseMapping.from_facts(mapping.to_facts()) == mapping
        assert load_mapping(path) == mapping


@pytest.mark.parametrize(
    ("mapping", "field", "words"),
    [
        (CaseMapping({}), "received_on", "Choose the column that holds “Date received”"),
        (CaseMapping({"received_on": "When"}), "received_on", "no column “When”"),
        (
            CaseMapping({"received_on": "Service", "department": "Service"}),
            "department",
            "Choose one of the two",
        ),
        (
            replace(MAPPING, values={"s1_outcome": {"x": "won"}}),
            "s1_outcome",
            "“x” of “Stage 1: outcome” cannot mean “won”",
        ),
        (replace(MAPPING, values={"reference": {"x": "y"}}), "reference", "has no values"),
        (
            replace(MAPPING, values={"department": {"x" * 61: "y"}}),
            "department",
            "as only free text is",
        ),
        (replace(MAPPING, delimiter="x"), "delimiter", "does not part"),
        (replace(MAPPING, encoding="ebcdic"), "encoding", "no encoding"),
        (replace(MAPPING, category_separator="and"), "category_separator", "does not part"),
    ],
)
def test_a_fault_of_a_mapping_says_what_to_do(mapping: CaseMapping, field: str, words: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_mapping(mapping, HEADERS)

    assert refusal.value.field == field
    assert words in refusal.value.message


def test_a_reason_and_a_refusal_may_come_from_one_column() -> None:
    columns = {"received_on": "Date received", "refused": "Service", "refused_reason": "Service"}
    assert list(mapping_faults(CaseMapping(columns), HEADERS)) == []


def test_what_says_its_meaning_itself_needs_no_mapping() -> None:
    assert meaning_of("s1_outcome", " Partly  Upheld ", MAPPING) == "partly_upheld"
    assert meaning_of("s1_outcome", "FULLY UPHELD", MAPPING) == "upheld"
    assert meaning_of("s1_outcome", "Blue", MAPPING) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("columns:\n  recieved_on: x\n", "MAPPING.yaml:2: “recieved_on” is not a key"),
        ("columns:\n  reference: x\n", "Choose the column that holds “Date received”"),
        ("columns: x\n", "MAPPING.yaml:1: Here stands the columns"),
        ("columns:\n  received_on: a\nvalues:\n  tenure: x\n", "MAPPING.yaml:4: Here stands"),
        (
            "columns:\n  received_on: a\nvalues:\n  tenure:\n    GN: house\n",
            "MAPPING.yaml:4: “gn” of “Tenure of the home” cannot mean “house”",
        ),
        ("columns:\n  received_on: a\ndate_order: days\n", "MAPPING.yaml:3: “days” is not"),
        ("columns:\n  received_on: a\ndelimiter: x\n", "MAPPING.yaml:3: “x” is no sign"),
        ("columns: &a\n  received_on: x\n", "anchor"),
        ("- a\n", "not made of keys"),
        ("", "empty"),
    ],
)
def test_a_fault_of_a_mapping_file_names_its_line(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "MAPPING.yaml"
    path.write_text(text)

    with pytest.raises(Invalid, match=sentence.replace("(", r"\(")):
        load_mapping(path)


@pytest.mark.parametrize(
    ("header", "values", "rows", "listed"),
    [
        ("Stage 1 outcome", ["Upheld", "Not upheld"], 40, True),
        ("Complaint category", ["Delay", "Staff"], 40, True),
        ("Officer", ["A", "B"], 40, False),
        ("Tenant name", ["A", "B"], 40, False),
        ("Notes", ["A", "B"], 40, False),
        ("Extra", ["Mrs Jones", "Other"], 40, False),
        ("Extra", ["SO14 7LY", "Other"], 40, False),
        ("Extra", ["someone@example.org"], 40, False),
        ("Extra", ["12 High Street"], 40, False),
        ("Extra", ["a" * 61], 40, False),
        ("Extra", [str(number) for number in range(51)], 4000, False),
        ("Extra", [str(number) for number in range(30)], 40, False),
    ],
)
def test_only_values_that_can_be_nobodys_are_listed(
    header: str, values: list[str], rows: int, listed: bool
) -> None:
    assert may_be_listed(header, values, rows) is listed
