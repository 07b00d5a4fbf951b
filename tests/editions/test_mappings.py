"""Mappings between rulebooks: read strictly, and found from either side."""

from pathlib import Path

import pytest

from app.domain.edition_steps import ancestors, way_back
from app.reading.editions import EditionsFaulty, check, read_editions
from tests.editions.examples import make_rulebook, swap
from tests.editions.sister_rulebook import EDITION, SISTER, make_sister

MAPPING = """\
edition: example-services-2025
to: example-2024
provisions:
  - number: "1"
    answers_to: ["1.1"]
  - number: "3.1"
    answers_to: ["1.10"]
  - number: "3.2"
    answers_to: ["1.10", "1.1"]
"""
FILE = "example-services/2025.mapping.yaml"


def make_both(root: Path, mapping: str = MAPPING) -> Path:
    """Write the example rulebook and the sister of the other tests, which is mapped to it."""
    make_rulebook(root)
    make_sister(root, mapping)
    return root


def test_a_mapping_leads_from_one_rulebook_to_the_other_and_back(tmp_path: Path) -> None:
    editions = read_editions(make_both(tmp_path))
    sister, other = editions.by_id[SISTER], editions.by_id["example-2024"]

    assert editions.mappings == {
        (SISTER, "example-2024"): {"1": ("1.1",), "3.1": ("1.10",), "3.2": ("1.10", "1.1")}
    }
    there, back = way_back(sister, other, editions), way_back(other, sister, editions)
    assert there is not None
    assert back is not None
    assert [one.number for one in ancestors("3.2", there)] == ["1.1", "1.10"]
    assert [one.number for one in ancestors("1.10", back)] == ["3.1", "3.2"]
    assert ancestors("5", there) == ()


def test_a_mapping_reaches_the_editions_before_the_one_that_it_names(tmp_path: Path) -> None:
    editions = read_editions(make_both(tmp_path))

    way = way_back(editions.by_id[SISTER], editions.by_id["example-2020"], editions)

    assert way is not None
    assert [one.number for one in ancestors("1", way)] == ["1.1"]


def test_editions_need_no_mapping(tmp_path: Path) -> None:
    make_rulebook(tmp_path)
    make_sister(tmp_path, mapping=None)

    assert read_editions(tmp_path).mappings == {}


FAULTS = {
    "another file's edition": (
        "-services-2025",
        "-services-2024",
        1,
        "write example-services-2025",
    ),
    "no such edition": ("to: example-2024", "to: example-2023", 2, "no edition “example-2023”"),
    "the same rulebook": ("to: example-2024", "to: example-services-2025", 2, "same rulebook"),
    "no such provision here": ('"3.1"', '"3.3"', 6, "has no provision “3.3”"),
    "no such provision there": ('["1.1"]', '["1.2"]', 5, "example-2024 has no provision “1.2”"),
    "a provision twice": ('"3.2"', '"3.1"', 8, "3.1 stands here more than once"),
    "a number twice in a list": ('"1.10", "1.1"', '"1.10", "1.10"', 9, "1.10 stands here more"),
    "an empty list": ('["1.1"]', "[]", 5, "at least one item"),
    "a misspelt key": ("answers_to", "answer_to", 5, "Did you mean “answers_to”?"),
    "no list": ('["1.1"]', '"1.1"', 5, "begin each with a dash"),
    "a key of nowhere": ("to: ", "zzz: x\nto: ", 2, "Its keys are edition, to, provisions"),
}


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("path", ["", FILE, "example-services"])
def test_a_mapping_is_read_as_strictly(name: str, path: str, tmp_path: Path) -> None:
    old, new, line, words = FAULTS[name]
    root = make_both(tmp_path, swap(old, new)(MAPPING))

    _, faults = check(root / path)

    assert {fault.where.rpartition("/")[2] for fault in faults} == {"2025.mapping.yaml"}, faults
    assert line in {fault.line for fault in faults if words in fault.message}, faults


def test_a_mapping_without_its_edition_says_so(tmp_path: Path) -> None:
    root = make_both(tmp_path)
    (root / "example-services" / "2025.mapping.yaml").rename(
        root / "example-services" / "2026.mapping.yaml"
    )

    with pytest.raises(EditionsFaulty) as refused:
        read_editions(root)

    assert [str(fault) for fault in refused.value.faults] == [
        "example-services/2026.mapping.yaml:1: “example-services-2025” is not the edition of this "
        "file: write example-services-2026.",
    ]


def test_two_files_never_tell_the_same_pair(tmp_path: Path) -> None:
    root = make_both(tmp_path)
    (root / "example" / "2024.mapping.yaml").write_text(
        "edition: example-2024\nto: example-services-2025\n"
        'provisions:\n  - number: "1.1"\n    answers_to: ["5"]\n'
    )

    _, faults = check(root)

    assert [fault.where for fault in faults] == [FILE, "example/2024.mapping.yaml"]
    assert "keep one of the two files" in faults[0].message


def test_a_mapping_to_an_edition_with_faults_is_not_judged_against_it(tmp_path: Path) -> None:
    root = make_both(tmp_path)
    path = root / "example-services" / "2025.yaml"
    path.write_text(swap("statutory: no", "statutory: perhaps")(EDITION))

    _, faults = check(root)

    assert [fault.where for fault in faults] == ["example-services/2025.yaml"]


@pytest.mark.parametrize("path", ["example-services", FILE])
def test_a_good_mapping_has_no_faults_wherever_it_is_checked_from(
    path: str, tmp_path: Path
) -> None:
    _, faults = check(make_both(tmp_path) / path)

    assert faults == ()
