"""The forty mutations of a valid edition (`security.md` §4): refused with a line, or accepted."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.reading.editions import EditionsFaulty, read_editions
from tests.editions.examples import (
    FILE_NAMES,
    FIRST,
    SECOND,
    SECOND_GUIDANCE,
    at,
    line_with,
    make_rulebook,
    read_changed,
    swap,
)

SECTION_TITLE = "    title: Definitions\n"


@dataclass(frozen=True)
class Refused:
    """A mutation, the words of its refusal and the line that they point at."""

    name: str
    change: Callable[[str], str | bytes]
    line: int | None
    words: str
    file: str = "second"


LAUGHS = "\n".join(
    ["a0: &a0 [ha, ha]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
)
END = SECOND.count("\n") + 1

REFUSED = [
    Refused("1 tab indent", swap("    title: Def", "\ttitle: Def"), at("title: Def"), "A tab"),
    Refused("2 unclosed quote", swap('"2024"', '"2024'), 2, "ends in line 9: close it earlier"),
    Refused(
        "2 unclosed quote at the end",
        swap("no longer a duty", '"no longer'),
        at("no longer"),
        "never closed",
    ),
    Refused("3 unclosed bracket", swap('No"]', 'No"'), at("columns"), "bracket"),
    Refused("4 two documents", lambda text: f"{text}---\n{text}", END, "second document"),
    Refused("5 empty file", lambda text: "", 1, "empty"),
    Refused("6 top-level list", lambda text: "- rulebook\n", 1, "not made of keys"),
    Refused("8 UTF-16", lambda text: text.encode("utf-16"), 1, "UTF-16"),
    Refused("8 UTF-16 without mark", lambda text: text.encode("utf-16-le"), 1, "U+0000"),
    Refused(
        "9 Latin-1 byte",
        lambda text: text.replace("Scrutiny helps", "Scrutiny hélps").encode("latin-1"),
        at("Scrutiny helps"),
        "not in UTF-8",
    ),
    Refused("10 NUL", swap("Scrutiny helps", "Scrutiny\0helps"), at("Scrutiny h"), "U+0000"),
    Refused("10 NUL escaped", swap("Scrutiny helps.", r'"A\0"'), at("Scrutiny h"), "U+0000"),
    Refused(
        "12 cut at 50%",
        lambda text: text[: len(text) // 2],
        at('number: "1.10"'),
        "“answer” is missing",
    ),
    Refused(
        "13 key written twice",
        swap(SECTION_TITLE, SECTION_TITLE * 2),
        at("title: Definitions") + 1,
        f"“title” is written twice, first in line {at('title: Definitions')}",
    ),
    Refused("14 anchor", swap("title: Example", "title: &a Example"), 3, "anchor (“a”)"),
    Refused("14 alias", swap("title: Example Code", "title: *a"), 3, "alias"),
    Refused("15 merge key", swap("form:\n", "form:\n  <<: {}\n"), at("form:") + 1, "merge key"),
    Refused("16 alias to itself", swap("[Req", "&a [*a, Req"), at("columns"), "alias"),
    Refused(
        "17 python tag",
        swap("title: Example Code", "title: !!python/object/apply:os.getcwd []"),
        3,
        "A tag (“tag:yaml.org,2002:python/object/apply:os.getcwd”)",
    ),
    Refused("18 custom tag", swap("title: Ex", "title: !mine Ex"), 3, "A tag (“!mine”)"),
    Refused("18 directive", lambda text: f"%YAML 1.1\n---\n{text}", 1, "beginning with %"),
    Refused("20 on for yes", swap("statutory: yes", "statutory: on"), 8, "write yes or no"),
    Refused("20 tilde for nothing", swap("title: Example Code", "title: ~"), 3, "“~” is read"),
    Refused("22 base 60", swap("number: 10\n", "number: 12:30:45\n"), at("number: 10"), "“12:30"),
    Refused("23 billion laughs", lambda text: f"{LAUGHS}\n{text}", 1, "anchor (“a0”)"),
    Refused("24 depth 50,000", lambda text: f"a: {'[' * 50_000}", 1, "More than 20 levels"),
    Refused("24 depth of dashes", lambda text: f"a:\n{'- ' * 50_000}", 2, "More than 20 levels"),
    Refused(
        "25 number of 200,000 figures",
        swap("number: 10\n", f"number: {'9' * 200_000}\n"),
        at("number: 10"),
        "is not a whole number",
    ),
    Refused("26 1e999999", swap("number: 10\n", "number: 1e999999\n"), at("number: 10"), "“1e9"),
    Refused(
        "27 60,000 keys",
        lambda text: "".join(f"{n:x}: \n" for n in range(60_000)),
        10_000,
        "more than 20000 values",
    ),
    Refused(
        "28 text of 10 MB", swap("Scrutiny helps", "x" * 10_000_000), None, "longer than 512 KB"
    ),
    Refused(
        "29 provision without number",
        swap('- number: "2.1"\n        title', "- title"),
        at('number: "2.1"'),
        "“number” is missing: a provision needs it",
    ),
    Refused(
        "30 provision number twice",
        swap('number: "1.10"', 'number: "1.1"'),
        at('number: "1.10"'),
        "Provision 1.1 stands twice",
    ),
    Refused(
        "31 number of another section",
        swap('number: "2.1"', 'number: "1.11"'),
        at('number: "2.1"'),
        "Provision 1.11 stands in section “2”",
    ),
    Refused(
        "32 unknown key",
        swap("requirement:", "requirment:"),
        at("requirement:"),
        "“requirment” is not a key of a provision. Did you mean “requirement”?",
    ),
    Refused("33 no edition", swap('edition: "2024"\n', ""), 1, "“edition” is missing"),
    Refused(
        "35 gap between editions",
        swap("superseded: 2024-04-01", "superseded: 2024-03-01"),
        line_with(FIRST, "superseded"),
        "example-2024 follows this edition from “2024-04-01”",
        file="first",
    ),
    Refused(
        "35 no end although followed",
        swap("superseded: 2024-04-01\n", ""),
        1,
        "write that date as “superseded”",
        file="first",
    ),
    Refused(
        "36 predecessor that is not there",
        swap('{number: "1.1"', '{number: "7.7"'),
        at("unchanged"),
        "example-2020 has no provision “7.7”",
    ),
    Refused("36 edition not there", swap('"2020"', '"2019"'), 9, "There is no edition “2019”"),
    Refused(
        "37 another obligation",
        swap("obligation: must", "obligation: maybe"),
        at("obligation: must"),
        "“maybe” is not an obligation: write must, should, statement or question",
    ),
    Refused(
        "38 renumbered without a predecessor",
        swap(
            """        predecessors:
          - {number: "1.1", change: unchanged, effect: same}
""",
            "",
        ),
        at("dropped:") - 2,
        "Provision 1.1 of example-2020 is lost",
    ),
    Refused(
        "39 HTML", swap("Scrutiny helps", "<script>x"), at("Scrutiny helps"), "HTML or Markdown"
    ),
    Refused(
        "39 Markdown",
        swap("Scrutiny helps", "See [it](javascript:x)"),
        at("Scrutiny helps"),
        "HTML or Markdown",
    ),
    Refused(
        "39 bidi override",
        swap("Scrutiny helps", "Scrutiny \u202esplel"),
        at("Scrutiny helps"),
        "U+202E (right-to-left override)",
    ),
    Refused(
        "39 half a character", swap("Scrutiny helps.", r'"\ud800"'), at("Scrutiny h"), "U+D800"
    ),
    Refused(
        "39 no character", swap("Scrutiny helps.", r'"\UFFFFFFFF"'), at("Scrutiny h"), "cannot be"
    ),
]


@pytest.mark.parametrize("mutation", REFUSED, ids=lambda mutation: mutation.name)
def test_a_mutated_edition_is_refused_with_its_line(mutation: Refused, tmp_path: Path) -> None:
    changed = mutation.change(FIRST if mutation.file == "first" else SECOND)
    root = make_rulebook(tmp_path, **{mutation.file: changed})

    with pytest.raises(EditionsFaulty) as refusal:
        read_editions(root)

    where = f"example/{FILE_NAMES[mutation.file]}"
    found = [fault for fault in refusal.value.faults if mutation.words in fault.message]
    assert (where, mutation.line) in {(fault.where, fault.line) for fault in found}, str(
        refusal.value
    )


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: "\ufeff" + text, id="7 byte order mark"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="11 line ends of Windows"),
        pytest.param(swap('number: "1.10"', "number: 1.10"), id="19 number without quotes"),
        pytest.param(swap("2024-02-08", '"2024-02-08"'), id="21 date with quotes"),
        pytest.param(swap("rulebook:", "# a comment\nrulebook:"), id="a comment"),
    ],
)
def test_a_change_of_writing_only_gives_the_same_edition(
    change: Callable[[str], str], tmp_path: Path
) -> None:
    unchanged = read_changed(tmp_path, SECOND)

    edition = read_changed(tmp_path, change(SECOND))

    assert edition == unchanged
    assert edition.digest == unchanged.digest


@pytest.mark.parametrize("word", ["no", "on", "1.10", "2024-02-08", "12:30:45", "1e9", "true"])
def test_20_to_22_a_word_that_yaml_would_guess_at_stays_text(word: str, tmp_path: Path) -> None:
    edition = read_changed(tmp_path, swap("title: Example Code", f"title: {word}")(SECOND))

    assert edition.title == word


def test_34_another_text_under_the_same_name_has_another_digest(tmp_path: Path) -> None:
    """The lock of released editions compares digests; refusing is its part of mutation 34."""
    unchanged = read_changed(tmp_path, SECOND)

    edition = read_changed(tmp_path, swap("Scrutiny helps", "Scrutiny is vital")(SECOND))

    assert edition.id == unchanged.id
    assert edition.digest != unchanged.digest


def test_40_a_changed_word_is_accepted_as_a_new_edition_beside_the_old(tmp_path: Path) -> None:
    root = make_rulebook(tmp_path)
    correction = SECOND.replace("Scrutiny helps", "Scrutiny is vital").replace('"2024"', "2024-r2")
    guidance = SECOND_GUIDANCE.replace("example-2024", "example-2024-r2")
    (root / "example" / "2024-r2.yaml").write_text(correction)
    (root / "example" / "2024-r2.guidance.yaml").write_text(guidance)

    editions = read_editions(root)

    assert [one.id for one in editions.all] == ["example-2024-r2", "example-2024", "example-2020"]
