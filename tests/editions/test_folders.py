"""Folders of editions: what arrives from them, and how everything else in them is answered."""

from pathlib import Path

import pytest

from app.domain.editions import AnswerType, DeadlineKind, Unit
from app.reading.editions import EditionsFaulty, check, read_edition_file, read_editions
from tests.editions.examples import (
    FIRST,
    SECOND,
    SECOND_GUIDANCE,
    at,
    make_rulebook,
    read_changed,
    swap,
)


def test_every_key_of_the_format_arrives(tmp_path: Path) -> None:
    edition = read_changed(tmp_path, SECOND)

    provision = edition.provision("1.10")
    assert provision is not None
    assert provision.requirement == "Complaints are answered within 10 working days."
    assert [(part.key, part.lettered, part.answer) for part in provision.parts] == [
        ("1", False, AnswerType.COUNT),
        ("b", True, AnswerType.SHARE),
    ]
    (deadline,) = provision.deadlines
    assert (deadline.number, deadline.unit) == (10, Unit.WORKING_DAYS)
    assert (deadline.start, deadline.kind) == ("the complaint", DeadlineKind.LIMIT)
    assert deadline.note == "counted from the day after"
    assert provision.stage == "1"
    assert edition.statutory is True
    assert edition.form_columns == ("Requirement", "Comply: Yes/No")
    assert [one.number for one in edition.in_form] == ["1.1", "1.10"]
    assert [one.number for one in edition.dropped] == ["1.2"]


def test_the_shelf_finds_editions_and_their_guidance(tmp_path: Path) -> None:
    editions = read_editions(make_rulebook(tmp_path))

    latest = editions.latest("example")
    assert latest is not None
    assert latest.id == "example-2024"
    assert editions.latest("another") is None
    assert editions.get("example-1999") is None
    assert editions.before(latest) == editions.get("example-2020")
    guidance = editions.guidance("example-2024", "1.10")
    assert guidance is not None
    assert guidance.ask == ("How many were late?", "Why?")
    assert editions.guidance("example-2024", "9.9") is None


def test_the_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    second = SECOND.replace("yes_no\n", "perhaps\n", 1).replace("number: 10\n", "number: 0\n")
    root = make_rulebook(
        tmp_path,
        first=FIRST.replace("https", "http"),
        second=second.replace("statutory: yes", "statutory: maybe"),
        second_guidance=SECOND_GUIDANCE.replace("ask", "question"),
    )

    editions, faults = check(root)

    assert editions == ()
    assert [str(fault).split(": ")[0] for fault in faults] == [
        "example/2020.yaml:5",
        "example/2024.guidance.yaml:5",
        "example/2024.guidance.yaml:9",
        f"example/2024.yaml:{at('statutory')}",
        f"example/2024.yaml:{at('answer: yes_no')}",
        f"example/2024.yaml:{at('number: 10')}",
    ]


GUIDANCE_FAULTS = {
    "no entry": ('  - number: "2.1"\n    for_residents: Somebody looks after it.\n', "", 2, "2.1"),
    "an entry too many": ('"2.1"', '"2.2"', 12, "example-2024 has no provision “2.2”"),
    "an entry twice": ('"2.1"', '"1.1"', 12, "1.1 has guidance twice"),
    "another edition": ("example-2024", "example-2020", 1, "write example-2024"),
    "a misspelt key": ("for_residents", "for_resident", 4, "Did you mean “for_residents”?"),
    "text for a list": ("ask:\n      - Where", "ask: Where", 5, "begin each with a dash"),
}


@pytest.mark.parametrize("name", GUIDANCE_FAULTS)
def test_guidance_is_read_as_strictly(name: str, tmp_path: Path) -> None:
    old, new, line, words = GUIDANCE_FAULTS[name]
    root = make_rulebook(tmp_path, second_guidance=swap(old, new)(SECOND_GUIDANCE))

    _, faults = check(root)

    assert line in {fault.line for fault in faults if words in fault.message}, faults


SHAPE_FAULTS = {
    "text for keys": ("form:\n  name: Annex A\n  columns", "form: [a]\nx", 10, "stands the form"),
    "keys for text": ("title: Example Code", "title: {a: b}", 3, "one piece of text"),
    "keys for a word": ("obligation: must", "obligation: [must]", 19, "one piece of text"),
    "an empty text": ("title: Example Code", "title:", 3, "“title” is empty"),
    "an empty list": ('[Requirement, "Comply: Yes/No"]', "[]", 12, "at least one item"),
    "a list for an item": ("[Requirement", "[[a]", 12, "An item of “columns” is one piece"),
    "an empty item": ("[Requirement", "['  '", 12, "An item of “columns” is empty"),
    "a key of nowhere": ("issuer:", "zzz: x\nissuer:", 4, "Its keys are rulebook, edition"),
    "another unit": ("working_days", "weeks", 40, "write days, working_days or months"),
    "another stage": ('stage: "1"', "stage: one", 44, "“one” is not a stage: write 1, 2 or 3"),
    "another rulebook": ("rulebook: example", "rulebook: other", 1, "in the folder “example”"),
    "another name": ('"2024"', '"2023"', 2, "in the file “2024.yaml”"),
}


@pytest.mark.parametrize("name", SHAPE_FAULTS)
def test_a_wrong_shape_is_answered_with_what_to_write(name: str, tmp_path: Path) -> None:
    old, new, line, words = SHAPE_FAULTS[name]
    root = make_rulebook(tmp_path, second=swap(old, new)(SECOND))

    _, faults = check(root)

    assert [fault.line for fault in faults if words in fault.message] == [line], faults


def test_a_file_alone_is_checked_without_the_edition_before(tmp_path: Path) -> None:
    root = make_rulebook(tmp_path, first=None, first_guidance=None, second_guidance=None)

    edition = read_edition_file(root / "example" / "2024.yaml")

    assert edition.id == "example-2024"


def test_a_file_is_compared_with_the_edition_before_beside_it(tmp_path: Path) -> None:
    root = make_rulebook(tmp_path, second=swap('{number: "1.1"', '{number: "7.7"')(SECOND))

    _, faults = check(root / "example" / "2024.yaml")

    assert [fault.line for fault in faults] == [at("unchanged"), at("dropped")]


def test_a_file_beside_a_faulty_edition_before_says_so(tmp_path: Path) -> None:
    root = make_rulebook(tmp_path, first="")

    with pytest.raises(EditionsFaulty, match=r"2024.yaml:9: 2020.yaml has faults"):
        read_edition_file(root / "example" / "2024.yaml")


def test_a_name_in_a_file_never_leads_out_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "2020.yaml").write_text(FIRST)
    root = make_rulebook(tmp_path, first=None, second=swap('"2020"', '"../2020"')(SECOND))

    _, faults = check(root / "example" / "2024.yaml")

    assert [fault.message for fault in faults] == [
        "“../2020” is not a name: use small letters, figures and hyphens."
    ]


@pytest.mark.parametrize("path", ["", "example", "example/2024.yaml", "example/2024.guidance.yaml"])
def test_a_path_of_each_kind_can_be_checked(path: str, tmp_path: Path) -> None:
    root = make_rulebook(tmp_path)

    _, faults = check(root / path)

    assert faults == ()


def test_a_folder_named_by_a_dot_can_be_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(make_rulebook(tmp_path) / "example")

    editions, faults = check(Path("."))

    assert [edition.name for edition in editions] == ["2024", "2020"]
    assert faults == ()


def test_files_that_would_never_be_read_are_named(tmp_path: Path) -> None:
    root = make_rulebook(tmp_path, first_guidance=None)
    (root / "example" / "2025.yml").write_text(SECOND)
    (root / "example" / "2025.guidance.yaml").write_text(SECOND_GUIDANCE)
    (root / "empty").mkdir()

    _, faults = check(root)

    assert [fault.where for fault in faults] == [
        "empty/",
        "example/2020.guidance.yaml",
        "example/2025.guidance.yaml",
        "example/2025.yml",
    ]


def test_a_path_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    _, faults = check(tmp_path / "nowhere")

    assert [str(fault) for fault in faults] == ["nowhere: There is no such file or folder."]


def test_a_file_that_cannot_be_opened_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(EditionsFaulty, match="2024.yaml: The file cannot be read: No such file"):
        read_edition_file(tmp_path / "2024.yaml")
