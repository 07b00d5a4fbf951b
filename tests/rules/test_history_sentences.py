"""Every kind of fact in the history has its sentence, its service, and its place in the rules."""

import ast

from app.config import ROOT
from app.domain.challenges import TURN_KINDS
from app.domain.history import WRITING, Kind

SENTENCES = ROOT / "templates" / "history" / "entries"

# What a person does to these is writing: they may not sign the assessment off afterwards.
WRITTEN = ("response.", "action.", "amendment.", "report.part_")
# These are not: they move over what others wrote, and say nothing of their own.
MOVED = {Kind.RESPONSE_ASKED_AGAIN, Kind.RESPONSE_PUT_BACK, Kind.ACTION_CARRIED}


def test_every_kind_has_its_sentence_and_every_sentence_its_kind() -> None:
    kinds = {kind.value for kind in Kind}
    files = {path.stem for path in SENTENCES.iterdir()}

    assert not kinds - files, (
        f"Write templates/history/entries/<kind>.html for: {sorted(kinds - files)}"
    )
    assert not files - kinds, f"No kind of app/domain/history.py needs: {sorted(files - kinds)}"


def test_a_sentence_says_who_did_it_and_ends() -> None:
    for path in SENTENCES.iterdir():
        sentence = path.read_text().strip()
        assert "entry.by_name" in sentence or "entry.after.name" in sentence, path.name
        assert sentence.endswith((".", ":", "”", "}")), f"{path.name} does not end as a sentence"


def test_every_kind_is_recorded_by_a_service() -> None:
    recorded = {
        node.attr
        for path in (ROOT / "app" / "services").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Kind"
    }

    # The turns of a challenge have their kinds in a table, which the service records by.
    recorded |= {kind.name for kind in TURN_KINDS.values()}
    unused = sorted({kind.name for kind in Kind} - recorded)
    assert not unused, f"No service records these; remove them: {unused}"


def test_recording_answers_and_actions_counts_as_writing() -> None:
    written = {kind for kind in Kind if kind.value.startswith(WRITTEN)}

    assert written - MOVED == WRITING, (
        "Decide for each new kind whether it keeps its author from signing off (design §3.11), "
        "in WRITING of app/domain/history.py and in WRITTEN or MOVED here."
    )
