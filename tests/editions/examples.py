"""The smallest rulebook that uses every key of the format: two editions with their guidance."""

from collections.abc import Callable
from pathlib import Path

from app.domain.editions import Edition
from app.reading.editions import read_editions

FIRST = """\
rulebook: example
edition: "2020"
title: Example Code
issuer: Example Ombudsman
source: https://www.example.org/code/2020/
published: 2020-03
in_force: 2020-04-01
comply_by: 2020
superseded: 2024-04-01
statutory: no
form:
  name: Annex
  columns: [Requirement, Comply]
sections:
  - number: "1"
    title: Definitions
    provisions:
      - number: "1.1"
        title: Use the definition
        obligation: must
        requirement: The policy uses the definition.
        answer: yes_no
      - number: "1.2"
        title: Explain the definition
        obligation: should
        requirement: The policy explains the definition.
        answer: yes_no_na
"""

SECOND = """\
rulebook: example
edition: "2024"
title: Example Code
issuer: Example Ombudsman
source: https://www.example.org/code/2024/
published: 2024-02-08
in_force: 2024-04-01
statutory: yes
follows: "2020"
form:
  name: Annex A
  columns: [Requirement, "Comply: Yes/No"]
sections:
  - number: "1"
    title: Definitions
    provisions:
      - number: "1.1"
        title: Use the definition
        obligation: must
        requirement: The policy uses the definition.
        answer: yes_no
        predecessors:
          - {number: "1.1", change: unchanged, effect: same}
      - number: "1.10"
        title: Answer in time
        obligation: must
        requirement: >-
          Complaints are answered within
          10 working days.
        answer: parts
        parts:
          - text: answered
            answer: count
          - key: b
            text: in time
            answer: share
        deadlines:
          - what: answer
            number: 10
            unit: working_days
            from: the complaint
            kind: limit
            note: counted from the day after
        stage: "1"
  - number: "2"
    title: Scrutiny
    provisions:
      - number: "2.1"
        title: Why scrutiny matters
        obligation: statement
        requirement: Scrutiny helps.
        answer: yes_no
        in_form: no
dropped:
  - number: "1.2"
    reason: no longer a duty of its own
"""

FIRST_GUIDANCE = """\
edition: example-2020
provisions:
  - number: "1.1"
    for_residents: You and your landlord mean the same by a complaint.
    ask:
      - Where is the definition?
  - number: "1.2"
    for_residents: You can read what it means.
"""

SECOND_GUIDANCE = """\
edition: example-2024
provisions:
  - number: "1.1"
    for_residents: You and your landlord mean the same by a complaint.
    ask:
      - Where is the definition?
  - number: "1.10"
    for_residents: You get an answer in time.
    ask:
      - How many were late?
      - Why?
  - number: "2.1"
    for_residents: Somebody looks after it.
"""


def make_rulebook(root: Path, **changed: bytes | str | None) -> Path:
    """Write the example under a root and return the root; `changed` replaces or leaves out files.

    A file is named as in `second=…`, `first_guidance=…`; None leaves it out.
    """
    files: dict[str, bytes | str | None] = {
        "first": FIRST,
        "second": SECOND,
        "first_guidance": FIRST_GUIDANCE,
        "second_guidance": SECOND_GUIDANCE,
    }
    folder = root / "example"
    folder.mkdir()
    for name, content in (files | changed).items():
        path = folder / FILE_NAMES[name]
        if content is not None:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


FILE_NAMES = {
    "first": "2020.yaml",
    "second": "2024.yaml",
    "first_guidance": "2020.guidance.yaml",
    "second_guidance": "2024.guidance.yaml",
}


def line_with(text: str, words: str) -> int:
    """Return the line of a text in which some words first stand, counted from 1."""
    return text[: text.index(words)].count("\n") + 1


def swap(old: str, new: str) -> Callable[[str], str]:
    """Make a mutation that replaces the first occurrence of some words, which must be there."""

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def at(words: str) -> int:
    """Return the line of the second edition in which some words first stand."""
    return line_with(SECOND, words)


def read_changed(tmp_path: Path, text: str | bytes) -> Edition:
    """Return the second edition of the example after a change that is accepted."""
    root = tmp_path / str(len(list(tmp_path.iterdir())))
    root.mkdir()
    edition = read_editions(make_rulebook(root, second=text)).get("example-2024")
    assert edition is not None
    return edition
