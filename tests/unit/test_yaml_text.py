"""Strict YAML: what becomes text, what keeps its line, and what is refused."""

import random

import pytest

from app.reading.yaml_text import (
    DEEPEST,
    LONGEST_FILE,
    Keys,
    line_of,
    plain,
    read_yaml,
    texts,
    without,
)

TEXT = """\
title: 1.10
# a comment
sections:
  - number: no
    notes: [a, {b: c}]
  - number: >-
      two
      lines
"""


def tree_of(text: str) -> Keys:
    """Return the tree of a text without faults."""
    tree, faults = read_yaml(text.encode(), "x.yaml")
    assert tree is not None
    assert faults == ()
    return tree


def faults_of(content: str | bytes) -> list[str]:
    """Return the faults of a file as they are printed."""
    content = content.encode() if isinstance(content, str) else content
    return [str(fault) for fault in read_yaml(content, "x.yaml")[1]]


def test_every_value_is_read_as_text() -> None:
    assert plain(tree_of(TEXT)) == {
        "title": "1.10",
        "sections": [
            {"number": "no", "notes": ["a", {"b": "c"}]},
            {"number": "two lines"},
        ],
    }


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ((), 1),
        (("title",), 1),
        (("sections",), 3),
        (("sections", 0), 4),
        (("sections", 0, "notes", 1, "b"), 5),
        (("sections", 1, "number"), 6),
        (("sections", 1, "missing"), 6),
        (("sections", 7, "number"), 3),
        (("missing",), 1),
    ],
)
def test_a_place_has_the_line_of_its_key_or_of_what_should_hold_it(
    place: tuple[str | int, ...], line: int
) -> None:
    assert line_of(tree_of(TEXT), place) == line


def test_what_stays_keeps_its_line_when_an_item_is_left_out() -> None:
    rest = without(tree_of(TEXT), {("sections", 0)})

    assert plain(rest) == {"title": "1.10", "sections": [{"number": "two lines"}]}
    assert line_of(rest, ("sections", 0, "number")) == 6


def test_all_texts_can_be_gone_through() -> None:
    assert [text.value for text in texts(tree_of(TEXT))] == ["1.10", "no", "a", "c", "two lines"]


def test_several_faults_of_one_file_come_together() -> None:
    assert faults_of("a: &x 1\nb: !t 2\na: 3\n<<: 4\n? [c]\n: 5\n") == [
        "x.yaml:1: An anchor (“x”) is not allowed: delete it.",
        "x.yaml:2: A tag (“!t”) is not allowed: delete it, every value is text.",
        "x.yaml:3: “a” is written twice, first in line 1: keep one of them.",
        "x.yaml:4: A merge key (<<) is not allowed: write the keys themselves.",
        "x.yaml:5: A key is missing here, or is no plain word: write “key: …”.",
    ]


def test_of_a_key_written_twice_the_first_is_judged_further() -> None:
    tree, faults = read_yaml(b"a: 1\na: 2\n", "x.yaml")

    assert tree is not None
    assert plain(tree) == {"a": "1"}
    assert len(faults) == 1


@pytest.mark.parametrize(
    ("written", "line", "words"),
    [
        ("a: 1\n\tb: 2\n", 2, "A tab"),
        ("a:\n\t- b\n", 2, "A tab"),
        ("a: 'b\n", 1, "never closed"),
        ("a: 'b\nc: 'd'\n", 1, "ends in line 2"),
        ("a: {b: c\nd: e\n", 1, "bracket"),
        ("a: b: c\n", 1, "A colon stands inside the text"),
        ("a: 1\nb\n", 2, "without its colon"),
        ("a: 1\n  b: 2\n", 2, "A colon stands inside the text"),
        ("a:\n  b: 1\n c: 2\n", 3, "indentation"),
        ("a: @b\n", 1, "sign of YAML's own"),
        ('a: "\\q"\n', 1, "This is not YAML"),
        ("a: *b\n", 1, "alias"),
        ("a: 1\n--- \nb: 2\n", 2, "one edition"),
        ("", 1, "empty"),
        ("# only a comment\n", 1, "empty"),
        ("---\n", 2, "not made of keys"),
        ("words\n", 1, "not made of keys"),
        ("a: \x07\n", 1, "U+0007"),
        ("a: 1\nb: \u2028\n", 2, "U+2028"),
    ],
)
def test_a_syntax_fault_has_a_line_and_says_what_to_do(written: str, line: int, words: str) -> None:
    (fault,) = faults_of(written)

    assert fault.startswith(f"x.yaml:{line}: ")
    assert words in fault


@pytest.mark.parametrize(("levels", "refused"), [(DEEPEST - 2, False), (DEEPEST, True)])
def test_depth_ends_at_the_limit(levels: int, refused: bool) -> None:
    faults = faults_of(f"a: {'[' * levels}{']' * levels}")

    assert bool(faults) is refused


@pytest.mark.parametrize(("length", "refused"), [(LONGEST_FILE, False), (LONGEST_FILE + 1, True)])
def test_length_ends_at_the_limit(length: int, refused: bool) -> None:
    faults = faults_of(b"a: " + b"x" * (length - 3))

    assert bool(faults) is refused


def test_nothing_that_is_read_makes_the_reader_fall_over() -> None:
    chance = random.Random(7)  # the same files at each run
    signs = "ab: \n\t-?[]{},&*!|>'\"%@`#~<\\U\\x0\ufeff\u2028é"

    for _ in range(2_000):
        written = "".join(chance.choices(signs, k=chance.randrange(40)))
        tree, faults = read_yaml(written.encode(), "x.yaml")
        assert tree is not None or faults


def test_broken_bytes_never_make_the_reader_fall_over() -> None:
    chance = random.Random(8)
    whole = TEXT.encode()

    for _ in range(1_000):
        broken = bytearray(whole)
        broken[chance.randrange(len(whole))] = chance.randrange(256)
        tree, faults = read_yaml(bytes(broken), "x.yaml")
        assert tree is not None or faults
