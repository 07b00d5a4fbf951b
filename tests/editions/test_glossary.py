"""The glossary of a rulebook: read as strictly as its editions, and there for residents."""

from pathlib import Path

import pytest

from app.domain.glossary import Term
from app.reading.editions import EditionsFaulty, check, read_editions
from tests.editions.examples import make_rulebook, swap

FOLDER = Path(__file__).parents[2] / "code_definitions"
GLOSSARY = """\
rulebook: example
terms:
  - term: Complaint
    meaning: Any way of saying that
      you are unhappy.
  - term: Working day
    meaning: Monday to Friday.
"""


def make_glossary(root: Path, text: str = GLOSSARY) -> Path:
    """Write the example rulebook with a glossary under a root and return the root."""
    make_rulebook(root)
    (root / "example" / "glossary.yaml").write_text(text)
    return root


def test_the_terms_of_a_rulebook_arrive_beside_its_editions(tmp_path: Path) -> None:
    editions = read_editions(make_glossary(tmp_path))

    assert len(editions) == 2
    assert editions.glossary["example"] == (
        Term("Complaint", "Any way of saying that you are unhappy."),
        Term("Working day", "Monday to Friday."),
    )


def test_a_rulebook_may_explain_nothing(tmp_path: Path) -> None:
    editions = read_editions(make_rulebook(tmp_path))

    assert editions.glossary == {}
    assert editions.explanations(editions.all[0]).glossary == []


FAULTS = {
    "another rulebook": ("rulebook: example", "rulebook: other", 1, "write example"),
    "a term twice": ("Working day", "complaint", 6, "“complaint” is explained twice"),
    "out of order": ("Working day", "Answer", 6, "“Answer” comes after “Complaint”"),
    "a misspelt key": ("    meaning: Mon", "    meening: Mon", 7, "Did you mean “meaning”?"),
    "a meaning missing": ("\n    meaning: Monday to Friday.", "", 6, "a term needs it"),
    "an empty meaning": ("meaning: Monday to Friday.", "meaning:", 7, "“meaning” is empty"),
    "an empty list": ("terms:", "terms: []\nx:", 2, "at least one item"),
    "a list of words": ("  - term: Working day\n    meaning: Mon", "  - Mon", 6, "stands a term"),
    "a key of nowhere": ("rulebook", "zzz: x\nrulebook", 1, "Its keys are rulebook, terms"),
    "HTML": ("Monday to", "<b>Monday</b> to", 7, "HTML or Markdown"),
    "broken YAML": ("meaning: Monday", "meaning: [Monday", 7, "bracket"),
}


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("path", ["", "example", "example/glossary.yaml"])
def test_a_fault_is_told_with_its_file_and_line(name: str, path: str, tmp_path: Path) -> None:
    old, new, line, words = FAULTS[name]
    root = make_glossary(tmp_path, swap(old, new)(GLOSSARY))

    _, faults = check(root / path)

    assert {Path(fault.where).name for fault in faults} == {"glossary.yaml"}
    assert line in {fault.line for fault in faults if words in fault.message}, faults


def test_a_faulty_glossary_keeps_the_editions_from_being_used(tmp_path: Path) -> None:
    root = make_glossary(tmp_path, "")

    with pytest.raises(EditionsFaulty, match=r"example/glossary.yaml:1: .*empty"):
        read_editions(root)


def test_our_glossary_explains_the_words_that_residents_meet() -> None:
    editions = read_editions(FOLDER)
    latest = editions.latest("housing-ombudsman")
    assert latest is not None

    terms = {one.term for one in editions.glossary["housing-ombudsman"]}

    assert terms >= {
        "Complaint",
        "Governing body",
        "Housing Ombudsman",
        "Local Government and Social Care Ombudsman",
        "Member Responsible for Complaints",
        "Service request",
        "Stage 1",
        "Stage 2",
        "Working day",
    }
    assert {term for term, _ in editions.explanations(latest).glossary} == terms
