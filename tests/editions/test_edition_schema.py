"""The JSON Schemas for editors of text: current, explained, and agreeing with our own reading."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from app.config import ROOT
from app.reading.edition_key_words import MEANINGS
from app.reading.edition_schema import SCHEMAS, out_of_date
from app.reading.editions import read_editions
from app.reading.yaml_text import plain, read_yaml
from tests.editions.examples import FIRST, FIRST_GUIDANCE, SECOND, SECOND_GUIDANCE, swap

FOLDER = ROOT / "code_definitions"
FILES = sorted(FOLDER.rglob("*.yaml"))
MAPPING = """\
edition: other-2025
to: example-2024
provisions:
  - number: "5"
    answers_to: ["1.1", "1.10"]
"""
# Before their first line named a schema; a comment is no part of an edition.
DIGESTS = {
    "housing-ombudsman-2020": "eb2eaeaedfe7b0a0c1846def088cab6f023782e989d31afd2697bf115bb9b243",
    "housing-ombudsman-2022": "35885164bf58c247aef678fc95d6d48e9f544e6f092d9ce85b93af891ed8c715",
    "housing-ombudsman-2024": "1b824c6bf000435b44bf7217d8c19b2a4f6bcf993573b761a6fc26722c20fe78",
}


def schema(name: str) -> dict[str, Any]:
    """Return a shipped schema."""
    loaded = json.loads((FOLDER / name).read_text())
    assert isinstance(loaded, dict)
    return loaded


def as_text(content: str) -> object:
    """Return a file as our reader sees it: every value is text."""
    tree, faults = read_yaml(content.encode(), "file")
    assert tree is not None
    assert not faults
    return plain(tree)


def as_guessed(content: str) -> object:
    """Return a file as a reader sees it that guesses: 2024 is a number, yes is true."""
    return json.loads(json.dumps(yaml.safe_load(content), default=date.isoformat))


def complaints(name: str, content: object) -> list[str]:
    """Return what a schema has against a file."""
    found = jsonschema.Draft7Validator(schema(name)).iter_errors(content)
    return [f"{list(one.absolute_path)}: {one.message}" for one in found]


def schema_named_in(path: Path) -> Path:
    """Return the schema that the first line of a file names."""
    first = path.read_text().splitlines()[0]
    mark = "# yaml-language-server: $schema="
    assert first.startswith(mark), f"{path.name} has no first line for editors"
    return (path.parent / first.removeprefix(mark)).resolve()


def test_the_shipped_schemas_are_what_the_shapes_say() -> None:
    assert list(out_of_date(FOLDER)) == [], "run: flask editions schema --write"


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_is_a_schema(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(schema(name))


@pytest.mark.parametrize(
    "shape", MEANINGS, ids=lambda shape: f"{shape.__module__}.{shape.__name__}"
)
def test_every_key_is_explained_in_a_sentence_and_no_other(shape: Any) -> None:
    keys = {field.alias or name for name, field in shape.model_fields.items()}

    assert set(MEANINGS[shape]) == keys
    assert all(words[0].isupper() and words[-1] in '."' for words in MEANINGS[shape].values())


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_file_of_ours_names_its_schema_and_keeps_to_it(path: Path) -> None:
    named = schema_named_in(path)

    assert named.parent == FOLDER
    assert complaints(named.name, as_text(path.read_text())) == []
    assert complaints(named.name, as_guessed(path.read_text())) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("edition", FIRST),
        ("edition", SECOND),
        ("guidance", FIRST_GUIDANCE),
        ("guidance", SECOND_GUIDANCE),
        ("mapping", MAPPING),
    ],
    ids=["first", "second", "first guidance", "second guidance", "mapping"],
)
def test_a_file_that_uses_every_key_keeps_to_its_schema(name: str, content: str) -> None:
    assert complaints(f"{name}.schema.json", as_text(content)) == []
    assert complaints(f"{name}.schema.json", as_guessed(content)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("requirement:", "requirment:"),
        ("obligation: must", "obligation: shall"),
        ("statutory: yes", "statutory: perhaps"),
        ("number: 10\n", "number: ten\n"),
        ("change: unchanged", "change: same"),
        ('stage: "1"', 'stage: "4"'),
        ('edition: "2024"\n', ""),
        ('  columns: [Requirement, "Comply: Yes/No"]\n', "  columns: []\n"),
        ("title: Scrutiny\n", "title: [Scrutiny]\n"),
    ],
)
def test_an_editor_underlines_what_our_reader_would_refuse(old: str, new: str) -> None:
    assert len(complaints("edition.schema.json", as_text(swap(old, new)(SECOND)))) >= 1


def test_the_line_for_editors_changes_no_edition() -> None:
    assert {one.id: one.digest for one in read_editions(FOLDER)} == DIGESTS
