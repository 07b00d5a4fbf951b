"""The schema of the published JSON: it holds for what is built, and refuses what is broken."""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from app.domain.documents import Document
from app.domain.signed_documents import canonical_bytes
from app.rendering.statement_schema import schema_bytes
from tests.unit import statements

SCHEMA = json.loads(schema_bytes())
VALIDATOR = Draft202012Validator(SCHEMA)


def errors_in(document: Document) -> list[str]:
    read_back = json.loads(canonical_bytes(document))
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(read_back)]


def test_the_schema_is_a_schema_and_names_itself() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == "/schemas/statement-1.json"


@pytest.mark.parametrize(
    "make",
    [
        statements.issued,
        statements.issued_after_scrutiny,
        statements.issued_questionnaire,
        statements.issued_empty,
        lambda: statements.issued(statements.facts(demonstration=statements.DEMONSTRATION)),
    ],
)
def test_a_built_document_is_valid(make: Callable[[], Document]) -> None:
    assert errors_in(make()) == []


def set_at(path: str, value: object) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        *way, last = [int(key) if key.isdigit() else key for key in path.split("/")]
        for key in way:
            document = document[key]
        document[last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("schema", "statement/2"),
        ("sections/0/status", "mostly compliant"),
        ("sections/0/gaps/0/stage", "soon"),
        ("sections/0/provisions/0/number", 1.1),
        ("sections/0/provisions/0/answer/value", True),
        ("sections/0/provisions/0/answer/value", {"percent": 79.3}),
        ("improvement_plan/0/due", "Quarter 2"),
        ("assessment/digest", "short"),
        ("publication/published_at", "21 November 2026"),
        ("publication/official_text", {"1.1": ["A complaint"]}),
        ("publication/official_text", {"1.1": ""}),
        ("landlord/name", None),
    ],
)
def test_a_broken_document_is_refused(path: str, value: object) -> None:
    document = copy.deepcopy(statements.issued())
    set_at(path, value)(document)
    assert errors_in(document) != []


def test_a_document_without_a_key_is_refused() -> None:
    document = statements.issued()
    del document["governing_body_response"]
    assert errors_in(document) != []


def test_an_earlier_document_without_official_wording_is_still_valid() -> None:
    document = statements.issued()
    del document["publication"]["official_text"]
    assert errors_in(document) == []


def test_keys_may_be_added_anywhere() -> None:
    document = copy.deepcopy(statements.issued())
    document["new"] = 1
    document["landlord"]["new"] = {"more": []}
    document["sections"][0]["provisions"][0]["answer"]["new"] = None
    assert errors_in(document) == []


def test_every_key_is_described() -> None:
    undescribed = [path for path, schema in properties_of(SCHEMA, "") if not is_described(schema)]
    assert undescribed == []


def test_every_key_of_a_built_document_is_in_the_schema() -> None:
    described = {path.rpartition(".")[2] for path, _ in properties_of(SCHEMA, "")}
    document = copy.deepcopy(statements.issued())
    document["publication"]["plain_words"] = {}  # its keys are the numbers of provisions
    assert keys_of(document) - described == set()


def properties_of(schema: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(schema, list):
        for one in schema:
            yield from properties_of(one, path)
    if not isinstance(schema, dict):
        return
    for key, one in schema.get("properties", {}).items():
        yield f"{path}.{key}", one
        yield from properties_of(one, f"{path}.{key}")
    for key in ("items", "oneOf"):
        yield from properties_of(schema.get(key), path)
    for key, one in schema.get("$defs", {}).items():
        yield from properties_of(one, f"{path}.{key}")


def is_described(schema: Any) -> bool:
    target = SCHEMA["$defs"].get(schema.get("$ref", "").rpartition("/")[2], {})
    return bool(schema.get("description") or target.get("description"))


def keys_of(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for one in value.values() for key in keys_of(one)}
    return {key for one in value for key in keys_of(one)} if isinstance(value, list) else set()
