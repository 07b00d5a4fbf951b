"""One new edition, read from anywhere and judged beside those in use: every fault with its line."""

from pathlib import Path

import pytest

from app.domain.edition_shelf import Editions, with_more
from app.reading.editions import check, read_editions
from app.reading.new_editions import NewEdition, read_new_edition
from tests.editions.examples import SECOND, SECOND_GUIDANCE, line_with, make_rulebook

CORRECTION = SECOND.replace('edition: "2024"', 'edition: "2024-1"\ncorrects: "2024"').replace(
    "10 working days", "5 working days"
)
NEXT = f"""\
rulebook: example
edition: "2027"
title: Example Code
issuer: Example Ombudsman
source: https://www.example.org/code/2027/
published: 2027-01
in_force: 2027-04-01
statutory: yes
follows: "2024"
{SECOND[SECOND.index("form:") : SECOND.index("  - number: ")]}  - number: "1"
    title: Definitions
    provisions:
      - number: "1.1"
        title: Use the definition
        obligation: must
        requirement: The policy uses the definition.
        answer: yes_no
        predecessors:
          - {{number: "1.1", change: unchanged, effect: same}}
          - {{number: "1.10", change: merged, effect: weaker}}
dropped:
  - number: "2.1"
    reason: said elsewhere
"""
ANOTHER = SECOND.replace("rulebook: example", "rulebook: sister").replace('follows: "2020"\n', "")
ANOTHER = ANOTHER[: ANOTHER.index("dropped:")].replace(
    """        predecessors:
          - {number: "1.1", change: unchanged, effect: same}
""",
    "",
)


@pytest.fixture
def shelf(tmp_path: Path) -> Editions:
    """The example's two editions."""
    root = tmp_path / "root"
    root.mkdir()
    return read_editions(make_rulebook(root))


def read(tmp_path: Path, text: str, shelf: Editions, guidance: str | None = None) -> NewEdition:
    """Read a file that lies in no rulebook's folder and has a name of its own."""
    path = tmp_path / "what I was sent.yaml"
    path.write_text(text)
    if guidance is not None:
        (tmp_path / "what I was sent.guidance.yaml").write_text(guidance)
    return read_new_edition(path, shelf)


@pytest.mark.parametrize(
    ("text", "edition_id"),
    [
        (CORRECTION, "example-2024-1"),
        (NEXT, "example-2027"),
        (ANOTHER, "sister-2024"),
        (SECOND, "example-2024"),
    ],
    ids=["a correction", "the next edition", "another rulebook", "one that is there"],
)
def test_what_fits_is_read_from_anywhere(
    tmp_path: Path, shelf: Editions, text: str, edition_id: str
) -> None:
    found = read(tmp_path, text, shelf)

    assert found.faults == ()
    assert found.edition
    assert found.edition.id == edition_id
    assert found.guidance is None


def test_the_guidance_beside_the_file_is_read_with_it(tmp_path: Path, shelf: Editions) -> None:
    found = read(
        tmp_path, CORRECTION, shelf, SECOND_GUIDANCE.replace("example-2024", "example-2024-1")
    )

    assert found.guidance
    assert [one.number for one in found.guidance] == ["1.1", "1.10", "2.1"]


def test_the_faults_of_the_file_and_of_its_guidance_are_told_together(
    tmp_path: Path, shelf: Editions
) -> None:
    text = CORRECTION.replace("obligation: must", "obligation: perhaps", 1).replace(
        "in_force: 2024-04-01", "in_force: 2024-13-01"
    )

    found = read(tmp_path, text, shelf, SECOND_GUIDANCE.replace('"2.1"', '"2.7"'))

    assert found.edition is None
    told = [str(one) for one in found.faults]
    assert any(one.startswith("what I was sent.yaml:") and "“perhaps”" in one for one in told)
    found = read(tmp_path, CORRECTION, shelf, SECOND_GUIDANCE.replace('"2.1"', '"2.7"'))
    told = [str(one) for one in found.faults]
    assert told
    assert all("what I was sent.guidance.yaml:" in one for one in told)


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ('corrects: "2024"', 'corrects: "2023"', "corrects", "There is no edition “2023”"),
        ('corrects: "2024"', 'corrects: "2024-1"', "corrects", "cannot correct itself"),
        ('corrects: "2024"', 'corrects: "2020"', "follows", "2020 follows “no edition”"),
        ('follows: "2020"', 'follows: "2024"', "follows", "its correction continues the same"),
        ("in_force: 2024-04-01", "in_force: 2024-03-31", "in_force", "cannot be earlier"),
        ('corrects: "2024"\n', "", "follows", "follow that one, or write “corrects”"),
        ('{number: "1.1", ch', '{number: "1.9", ch', '"1.9"', "has no provision “1.9”"),
        ('  - number: "1.2"', '  - number: "1.3"', '"1.3"', "has no provision “1.3” to drop"),
        ("follows", "folows", "folows", "follows"),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(
    tmp_path: Path, shelf: Editions, old: str, new: str, at: str, words: str
) -> None:
    assert old in CORRECTION
    text = CORRECTION.replace(old, new, 1)

    found = read(tmp_path, text, shelf)

    assert found.edition is None
    told = {one.line: one.message for one in found.faults if words in one.message}
    assert told, found.faults
    assert line_with(text, at) in told


def test_an_edition_that_follows_nothing_has_no_place_beside_others(
    tmp_path: Path, shelf: Editions
) -> None:
    first = ANOTHER.replace("rulebook: sister", "rulebook: example").replace('"2024"', '"2030"', 1)

    (fault,) = read(tmp_path, first, shelf).faults

    assert "write “follows”, such as “2024”" in fault.message


def test_a_later_edition_may_follow_the_corrected_one_or_the_correction(
    tmp_path: Path, shelf: Editions
) -> None:
    correction = read(tmp_path, CORRECTION, shelf).edition
    assert correction
    both = read_editions_of(tmp_path, shelf, CORRECTION)

    for before in ("2024", "2024-1"):
        found = read(tmp_path, NEXT.replace('follows: "2024"', f'follows: "{before}"'), both)
        assert found.faults == ()


def read_editions_of(tmp_path: Path, shelf: Editions, text: str) -> Editions:
    """Return a shelf with one more edition."""
    edition = read(tmp_path, text, shelf).edition
    assert edition
    return with_more(shelf, [edition], {})


def test_when_an_edition_ended_is_worked_out_where_its_file_cannot_say(
    tmp_path: Path, shelf: Editions
) -> None:
    both = read_editions_of(tmp_path, shelf, CORRECTION)
    three = read_editions_of(tmp_path, both, NEXT.replace('follows: "2024"', 'follows: "2024-1"'))

    ends = {one.id: one.superseded for one in three}
    assert ends == {
        "example-2020": "2024-04-01",
        "example-2024": "2027-04-01",
        "example-2024-1": "2027-04-01",
        "example-2027": None,
    }
    assert [one.name for one in three] == ["2027", "2024-1", "2024", "2020"]
    assert [one.digest for one in both if one.name == "2024"] == [
        one.digest for one in three if one.name == "2024"
    ]


def test_a_correction_in_the_folder_is_judged_by_the_same_rules(tmp_path: Path) -> None:
    root = make_rulebook(tmp_path)
    (root / "example" / "2024-1.yaml").write_text(CORRECTION)
    guidance = SECOND_GUIDANCE.replace("example-2024", "example-2024-1")
    (root / "example" / "2024-1.guidance.yaml").write_text(guidance)

    assert [one.name for one in read_editions(root)] == ["2024-1", "2024", "2020"]

    (root / "example" / "2024.yaml").write_text(SECOND.replace("follows", 'corrects: "2024-1"\nf'))
    _, faults = check(root)
    assert any("follow" in str(one) or "circle" in str(one) for one in faults)


def test_editions_that_correct_each_other_are_a_circle(tmp_path: Path) -> None:
    root = make_rulebook(
        tmp_path, second=SECOND.replace('follows: "2020"', 'follows: "2020"\ncorrects: "2024-1"')
    )
    (root / "example" / "2024-1.yaml").write_text(CORRECTION)

    _, faults = check(root)

    assert sum("correct each other in a circle" in one.message for one in faults) == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"- a\n- b\n", b"&a [*a]", b"x" * 3_000_000],
    ids=["empty", "bytes", "a list", "an anchor", "too long"],
)
def test_a_file_that_is_no_edition_is_refused_with_the_reason(
    tmp_path: Path, shelf: Editions, content: bytes
) -> None:
    path = tmp_path / "sent.yaml"
    path.write_bytes(content)

    found = read_new_edition(path, shelf)

    assert found.edition is None
    assert found.faults


def test_guidance_given_as_an_edition_is_told_apart(tmp_path: Path, shelf: Editions) -> None:
    path = tmp_path / "2024.guidance.yaml"
    path.write_text(SECOND_GUIDANCE)

    assert any("This is guidance" in one.message for one in read_new_edition(path, shelf).faults)
