"""The schema of a report's JSON: it holds for what is built, and refuses what is broken."""

import copy
import json
from collections.abc import Callable

import pytest
from jsonschema import Draft202012Validator

from app.domain.documents import Document
from app.domain.report_parts import PARTS
from app.domain.signed_documents import canonical_bytes
from app.rendering import statement_schema
from app.rendering.report_schema import schema_bytes
from tests.unit import reports
from tests.unit.test_statement_schema import keys_of, properties_of, set_at

SCHEMA = json.loads(schema_bytes())
VALIDATOR = Draft202012Validator(SCHEMA)
# Their keys are numbers of provisions.
FREE = ("answers", "plain_words", "official_text")


def errors_in(document: Document) -> list[str]:
    read_back = json.loads(canonical_bytes(document))
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(read_back)]


def test_the_schema_is_a_schema_and_names_itself() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == "/schemas/report-1.json"


@pytest.mark.parametrize(
    "make",
    [
        reports.issued,
        reports.issued_sparse,
        reports.issued_demonstration,
        reports.issued_extreme,
        reports.issued_with_hostile_figures,
    ],
)
def test_a_built_document_is_valid(make: Callable[[], Document]) -> None:
    assert errors_in(make()) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("schema", "report/2"),
        ("parts", []),
        ("parts/0/key", "appendix"),
        ("parts/4/letter", "g"),
        ("parts/5/shown", ["picture:outcomes"]),
        ("parts/5/none", "no"),
        ("figures/figures/0/value", 320),
        ("figures/figures/0/value", "about 320"),
        ("figures/figures/0/unit", "percent"),
        ("figures/figures/0/count", -1),
        ("figures/figures/0/source", "guess"),
        ("figures/figures/0/period", "2023/24"),
        ("figures/answers", {"2.1": "maybe"}),
        ("self_assessment/digest", "short"),
        ("self_assessment/sections/0/status", "mostly compliant"),
        ("learning/0/worked", "somewhat"),
        ("explanations/0/said", ""),
        ("improvement_plan/0/due", "Quarter 2"),
        ("report/year", "2023/24"),
        ("report/digest", None),
        ("publication/published_at", "21 November 2026"),
        ("landlord/name", None),
    ],
)
def test_a_broken_document_is_refused(path: str, value: object) -> None:
    document = copy.deepcopy(reports.issued())
    set_at(path, value)(document)
    assert errors_in(document) != []


@pytest.mark.parametrize("key", sorted(SCHEMA["required"]))
def test_a_document_without_a_key_is_refused(key: str) -> None:
    document = reports.issued()
    del document[key]
    assert errors_in(document) != []


def test_keys_may_be_added_anywhere() -> None:
    document = copy.deepcopy(reports.issued())
    document["new"] = 1
    document["figures"]["figures"][0]["new"] = []
    document["parts"][0]["new"] = None
    assert errors_in(document) == []


def test_every_key_is_described() -> None:
    assert [path for path, schema in properties_of(SCHEMA, "") if not is_described(schema)] == []


def test_every_key_of_a_built_document_is_in_the_schema() -> None:
    described = {path.rpartition(".")[2] for path, _ in properties_of(SCHEMA, "")}
    document = copy.deepcopy(reports.issued())
    for part in (document["figures"], document["earlier"], document["publication"]):
        part.update(dict.fromkeys(FREE, {}))
    assert keys_of(document) - described == set()


def test_the_parts_are_those_of_the_product() -> None:
    assert SCHEMA["$defs"]["part"]["properties"]["key"]["enum"] == [part.key for part in PARTS]
    assert SCHEMA["properties"]["parts"]["minItems"] == len(PARTS)


def test_what_both_documents_have_is_promised_alike() -> None:
    other = json.loads(statement_schema.schema_bytes())
    for key in ("demonstration", "improvement_plan", "approval"):
        assert SCHEMA["properties"][key] == other["properties"][key]
    for name in ("plan_line", "challenge", "due", "stage", "counts"):
        assert SCHEMA["$defs"][name] == other["$defs"][name]


def is_described(schema: Document) -> bool:
    target = SCHEMA["$defs"].get(schema.get("$ref", "").rpartition("/")[2], {})
    return bool(schema.get("description") or target.get("description"))
