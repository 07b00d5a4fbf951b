"""The forty mutations of a valid edition (`security.md` §4), each made to our edition of 2024.

What is refused is refused with its line and with what to write instead, in time and memory that
harm no worker; what is accepted is the same edition, or a new one beside it.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from app.config import ROOT
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition
from app.reading.editions import EditionsFaulty, check, read_editions
from app.reading.new_editions import read_new_edition
from tests.editions.examples import line_with, swap

FOLDER = ROOT / "code_definitions"
FILE = "housing-ombudsman/2024.yaml"
REAL = (FOLDER / FILE).read_text()
END = REAL.count("\n") + 1

TITLE = "title: Definition of a complaint"
WORDS = "The complaints policy uses the official definition"
ESCALATE = 'number: "6.10"'
FIGURE = 'number: "5"\n            unit: working_days'
FIRST_PREDECESSOR = """\
        predecessors:
          - number: "1.2"
            change: reworded
            effect: same
"""
LAUGHS = "\n".join(
    ["a0: &a0 [ha, ha]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
)


def at(words: str) -> int:
    """Return the line of our edition in which some words first stand."""
    return line_with(REAL, words)


@dataclass(frozen=True)
class Refused:
    """A mutation, the line of its refusal, and what the sentence says to do."""

    name: str
    change: Callable[[str], str | bytes]
    line: int | None
    says: str
    file: str = FILE


SYNTAX = [
    Refused("01 tab indent", swap(f"    {TITLE}", f"\t{TITLE}"), at(TITLE), "indent with spaces"),
    Refused(
        "02 unclosed quote",
        swap('edition: "2024"', 'edition: "2024'),
        at('edition: "2024"'),
        f"ends in line {at('follows')}: close it earlier",
    ),
    Refused(
        "02 unclosed quote at the end",
        swap("legal redress no longer", '"legal redress no longer'),
        at("legal redress no longer"),
        "never closed: close it",
    ),
    Refused(
        "03 unclosed bracket",
        swap("  columns:\n    - Code provision\n", "  columns: [Code provision,\n"),
        at("columns:") + 1,
        "close it, or write a list with dashes",
    ),
    Refused("04 two documents", lambda text: f"{text}---\n{text}", END, "delete the line “---”"),
    Refused("05 empty file", lambda text: "", 1, "begin with a key"),
    Refused("06 top-level list", lambda text: "- rulebook\n", 1, "begin with one"),
    Refused("08 UTF-16", lambda text: text.encode("utf-16"), 1, "save it as UTF-8"),
    Refused(
        "08 UTF-16 without mark", lambda text: text.encode("utf-16-le"), 1, "U+0000: delete it"
    ),
    Refused(
        "09 Latin-1 byte",
        lambda text: text.replace(WORDS, f"{WORDS}é").encode("latin-1", "replace"),
        at(WORDS),
        "save the file as UTF-8",
    ),
    Refused("10 NUL", swap(WORDS, f"{WORDS}\0"), at(WORDS), "U+0000: delete it"),
    Refused("10 NUL escaped", swap(TITLE, r'title: "A\0"'), at(TITLE), "U+0000"),
    Refused(
        "12 cut at 50%",
        lambda text: text[: len(text) // 2],
        REAL.count("\n", 0, REAL.rindex("      - number", 0, len(REAL) // 2)) + 1,
        "“answer” is missing: a provision needs it, so write it here",
    ),
]
YAML = [
    Refused(
        "13 key written twice",
        swap(f"    {TITLE}\n", f"    {TITLE}\n" * 2),
        at(TITLE) + 1,
        f"“title” is written twice, first in line {at(TITLE)}: keep one of them",
    ),
    Refused("14 anchor", swap(TITLE, f"{TITLE[:7]}&a Definition"), at(TITLE), "delete it"),
    Refused("14 alias", swap(TITLE, f"{TITLE[:7]}*a"), at(TITLE), "write the value itself again"),
    Refused("15 merge key", swap("form:\n", "form:\n  <<: x\n"), at("form:") + 1, "write the keys"),
    Refused(
        "16 alias to itself",
        swap("  columns:\n    - Code provision", "  columns: &a\n    - *a"),
        at("columns:") + 1,
        "write the value itself again",
    ),
    Refused(
        "17 tag of a Python object",
        swap(TITLE, "title: !!python/object/apply:os.system [id]"),
        at(TITLE),
        "A tag (“tag:yaml.org,2002:python/object/apply:os.system”)",
    ),
    Refused("18 custom tag", swap(TITLE, "title: !mine x"), at(TITLE), "every value is text"),
    Refused("18 directive", lambda text: f"%YAML 1.1\n---\n{text}", 1, "beginning with % is not"),
    Refused(
        "20 on for yes", swap("statutory: yes", "statutory: on"), at("statutory"), "write yes or no"
    ),
    Refused(
        "20 tilde for nothing", swap(TITLE, "title: ~"), at(TITLE), "write words, or delete the key"
    ),
    Refused(
        "22 base 60",
        swap(FIGURE, FIGURE.replace('"5"', "12:30:45")),
        at(FIGURE),
        "write figures, such as 10",
    ),
]
BOMBS = [
    Refused("23 billion laughs", lambda text: f"{LAUGHS}\n{text}", 1, "anchor (“a0”)"),
    Refused("24 depth of brackets", lambda text: f"a: {'[' * 50_000}", 1, "More than 20 levels"),
    Refused("24 depth of dashes", lambda text: f"a:\n{'- ' * 50_000}", 2, "More than 20 levels"),
    Refused("24 depth of both", lambda text: f"a:\n{'- ? ' * 50_000}", 2, "More than 20 levels"),
    Refused(
        "24 depth of lines",
        lambda text: "".join(f"{' ' * level}a:\n" for level in range(900)),
        20,
        "More than 20 levels",
    ),
    Refused(
        "25 number of 200,000 figures",
        swap(FIGURE, FIGURE.replace("5", "9" * 200_000)),
        at(FIGURE),
        "write figures, such as 10",
    ),
    Refused(
        "26 1e999999",
        swap(FIGURE, FIGURE.replace('"5"', "1e999999")),
        at(FIGURE),
        "write figures, such as 10",
    ),
    Refused(
        "27 60,000 keys",
        lambda text: "".join(f"{n:x}: \n" for n in range(60_000)),
        10_000,
        "more than 20000 values",
    ),
    Refused("28 text of 10 MB", swap(WORDS, "x" * 10_000_000), None, "longer than 512 KB"),
]
SCHEMA = [
    Refused(
        "29 provision without number",
        swap(f"- {ESCALATE}\n        # checked: seen\n        title", "- title"),
        at(ESCALATE),
        "“number” is missing: a provision needs it, so write it here",
    ),
    Refused(
        "30 provision number twice",
        swap(ESCALATE, 'number: "6.9"'),
        at(ESCALATE),
        "Provision 6.9 stands twice: give each its own number",
    ),
    Refused(
        "31 number of another section",
        swap(ESCALATE, 'number: "7.10"'),
        at(ESCALATE),
        "move it to its section or correct its number",
    ),
    Refused(
        "32 unknown key",
        swap("requirement:", "requirment:"),
        at("requirement:"),
        "“requirment” is not a key of a provision. Did you mean “requirement”?",
    ),
    Refused("33 no edition", swap('edition: "2024"\n', ""), at("rulebook:"), "so write it here"),
    Refused(
        "35 gap between editions",
        swap("superseded: 2024-04-01", "superseded: 2024-03-01"),
        line_with((FOLDER / "housing-ombudsman/2022.yaml").read_text(), "superseded:"),
        "from “2024-04-01”: write that date as “superseded”",
        file="housing-ombudsman/2022.yaml",
    ),
    Refused(
        "35 no end although another follows",
        swap("superseded: 2024-04-01\n", ""),
        line_with((FOLDER / "housing-ombudsman/2022.yaml").read_text(), "rulebook:"),
        "write that date as “superseded”",
        file="housing-ombudsman/2022.yaml",
    ),
    Refused(
        "36 predecessor that is not there",
        swap('number: "5.9"\n            change', 'number: "5.99"\n            change'),
        at('number: "5.9"\n            change'),
        "housing-ombudsman-2022 has no provision “5.99”: correct the number",
    ),
    Refused(
        "36 edition that is not there",
        swap('follows: "2022"', 'follows: "2021"'),
        at("follows:"),
        "name the edition before, or delete “follows”",
    ),
    Refused(
        "37 another word for the obligation",
        swap("obligation: must", "obligation: shoud"),
        at("obligation: must"),
        "write must, should, statement or question. Did you mean “should”?",
    ),
    Refused(
        "37 another word for the answer",
        swap("answer: yes_no\n        parts", "answer: compliant\n        parts"),
        at("answer: yes_no\n        parts"),
        "write yes_no, yes_no_na, share, count, text or parts",
    ),
    Refused(
        "38 renumbered without a predecessor",
        swap(FIRST_PREDECESSOR, ""),
        at("\ndropped:") + 1 - FIRST_PREDECESSOR.count("\n"),
        "Provision 1.2 of housing-ombudsman-2022 is lost: name it as a predecessor, or drop it",
    ),
    Refused("39 HTML", swap(WORDS, "<script>x</script>"), at(WORDS) - 1, "write plain words"),
    Refused("39 Markdown", swap(WORDS, "[it](javascript:x)"), at(WORDS) - 1, "write plain words"),
    Refused(
        "39 bidi override",
        swap(WORDS, "The policy \u202eyas"),
        at(WORDS) - 1,
        "U+202E (right-to-left override): delete it",
    ),
    Refused("39 half a character", swap(TITLE, r'title: "\ud800"'), at(TITLE), "U+D800"),
    Refused("39 no character", swap(TITLE, r'title: "\UFFFFFFFF"'), at(TITLE), "look for a “\\”"),
]
REFUSED = SYNTAX + YAML + BOMBS + SCHEMA


def folder_with(tmp_path: Path, text: str | bytes, file: str = FILE) -> Path:
    """Copy our editions, with one file of them changed, and return the folder of rulebooks."""
    root = tmp_path / f"editions-{len(list(tmp_path.iterdir()))}"
    shutil.copytree(FOLDER, root)
    (root / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def changed_edition(tmp_path: Path, text: str | bytes) -> Edition:
    """Return our edition of 2024 after a change that is accepted."""
    edition = read_editions(folder_with(tmp_path, text)).get("housing-ombudsman-2024")
    assert edition is not None
    return edition


@pytest.fixture(scope="module")
def shelf() -> Editions:
    """Our own three editions, unchanged."""
    return read_editions(FOLDER)


@pytest.fixture(scope="module")
def ours(shelf: Editions) -> Edition:
    """Our edition of 2024, unchanged."""
    edition = shelf.get("housing-ombudsman-2024")
    assert edition is not None
    return edition


@pytest.mark.parametrize("mutation", REFUSED, ids=lambda mutation: mutation.name)
def test_a_mutation_is_refused_with_its_line_and_with_what_to_write(
    mutation: Refused, tmp_path: Path
) -> None:
    changed = mutation.change((FOLDER / mutation.file).read_text())
    root = folder_with(tmp_path, changed, mutation.file)
    started = time.process_time()

    with pytest.raises(EditionsFaulty) as refusal:
        read_editions(root)

    assert time.process_time() - started < 5
    found = {(one.where, one.line) for one in refusal.value.faults if mutation.says in one.message}
    assert (mutation.file, mutation.line) in found, str(refusal.value)[:2000]


# Every bomb is read in a process of its own, which may take no more memory than a small file needs
# many times over; the last line is printed only by a process that lives.
BOMB_READER = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (512 * 2**20, 512 * 2**20))
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from app.reading.edition_files import read_edition
for path in map(Path, sys.argv[1:]):
    assert read_edition(path, path.name).faults, path
print("alive")
"""


def test_23_to_28_no_bomb_takes_a_worker_with_it(tmp_path: Path) -> None:
    paths = []
    for position, bomb in enumerate(BOMBS):
        content = bomb.change(REAL)
        assert isinstance(content, str)
        paths.append(tmp_path / f"{position}.yaml")
        paths[-1].write_text(content)

    ran = subprocess.run(
        [sys.executable, "-c", BOMB_READER, *map(str, paths)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ran.stdout == "alive\n", ran.stderr


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: f"\ufeff{text}", id="07 byte order mark"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="11 line ends of Windows"),
        pytest.param(swap(ESCALATE, "number: 6.10"), id="19 number without quotes"),
        pytest.param(swap("published: 2024-02-08", 'published: "2024-02-08"'), id="21 date"),
    ],
)
def test_a_change_of_writing_gives_the_same_edition_with_the_same_digest(
    change: Callable[[str], str], tmp_path: Path, ours: Edition
) -> None:
    edition = changed_edition(tmp_path, change(REAL))

    assert edition == ours
    assert edition.digest == ours.digest


@pytest.mark.parametrize("word", ["no", "on", "6.10", "2024-02-08", "12:30:45", "1e999999", "true"])
def test_19_to_22_what_yaml_would_guess_at_stays_text(word: str, tmp_path: Path) -> None:
    edition = changed_edition(tmp_path, swap(TITLE, f"title: {word}")(REAL))

    assert edition.sections[0].title == word


def test_34_a_released_edition_with_another_text_is_refused(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "2024.yaml"
    file.write_text(swap(WORDS, "The complaints policy must use the official definition")(REAL))

    said = app.test_cli_runner().invoke(args=["editions", "add", str(file)])

    assert said.exit_code == 1
    assert "Released editions never change" in said.output
    assert 'write “corrects: "2024"”' in said.output


def test_34_the_same_text_again_changes_nothing(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "2024.yaml"
    file.write_text(REAL.replace("\n", "\r\n"))

    said = app.test_cli_runner().invoke(args=["editions", "add", str(file)])

    assert said.exit_code == 0
    assert "Nothing was changed" in said.output


def correction() -> str:
    """Return our edition of 2024 with one word changed, as a new edition that corrects it."""
    renamed = swap('edition: "2024"\n', 'edition: "2024-r2"\ncorrects: "2024"\n')(REAL)
    return swap(WORDS, "The complaints policy quotes the official definition")(renamed)


def test_40_one_word_changed_is_a_new_edition_beside_the_old(
    tmp_path: Path, shelf: Editions, ours: Edition
) -> None:
    file = tmp_path / "2024-r2.yaml"
    file.write_text(correction())

    found = read_new_edition(file, shelf)

    assert found.faults == ()
    assert found.edition is not None
    assert found.edition.id == "housing-ombudsman-2024-r2"
    assert found.edition.corrects == "2024"
    assert found.edition.digest != ours.digest


def test_40_its_difference_is_shown_before_it_is_added(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "2024-r2.yaml"
    file.write_text(correction())

    said = app.test_cli_runner().invoke(args=["editions", "add", str(file), "--preview"])

    assert said.exit_code == 0
    assert "It corrects housing-ombudsman-2024, which stays as it is." in said.output
    assert "Reworded: 1.2 Use the official definition." in said.output


def test_several_faults_of_one_file_come_out_together(tmp_path: Path) -> None:
    text = swap("requirement:", "requirment:")(REAL)
    text = swap("statutory: yes", "statutory: maybe")(text)
    text = swap(WORDS, f"{WORDS}\u200b")(text)
    text = swap(ESCALATE, 'number: "6.9"')(text)

    with pytest.raises(EditionsFaulty) as refusal:
        read_editions(folder_with(tmp_path, text))

    lines = [one.line for one in refusal.value.faults if one.where == FILE]
    wanted = [at("statutory"), at("requirement:"), at(WORDS) - 1, at(ESCALATE)]
    assert set(wanted) <= set(lines), str(refusal.value)


def test_a_correction_is_checked_alone_and_beside_what_it_corrects(tmp_path: Path) -> None:
    alone = tmp_path / "alone" / "housing-ombudsman"
    alone.mkdir(parents=True)
    (alone / "2024-r2.yaml").write_text(correction())
    beside = folder_with(tmp_path, correction(), "housing-ombudsman/2024-r2.yaml")
    early = swap("in_force: 2024-04-01", "in_force: 2022-05-01")(correction())
    early = swap("published: 2024-02-08", "published: 2022-02")(early)
    too_early = folder_with(tmp_path, early, "housing-ombudsman/2024-r2.yaml")

    assert check(alone / "2024-r2.yaml")[1] == ()
    assert check(beside / "housing-ombudsman" / "2024-r2.yaml")[1] == ()
    faults = check(too_early / "housing-ombudsman" / "2024-r2.yaml")[1]
    assert ["its correction cannot be earlier" in one.message for one in faults] == [True]
