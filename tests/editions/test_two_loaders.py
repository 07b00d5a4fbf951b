"""Plain files are read with the events of the C loader: the same trees, and no way to harm us."""

import random
from pathlib import Path

import pytest
import yaml

from app.config import ROOT
from app.domain.faults import Fault
from app.reading.yaml_text import Keys, read_yaml
from tests.editions.examples import FIRST, FIRST_GUIDANCE, SECOND

FILES = sorted((ROOT / "code_definitions").rglob("*.yaml"))
# Without brackets, with which a file is left to the loader in pure Python.
PLAIN = [
    FIRST.replace("[Requirement, Comply]", "\n    - Requirement"),
    SECOND.replace('[Requirement, "Comply: Yes/No"]', '\n    - "Comply: Yes/No"').replace(
        '{number: "1.1", change: unchanged, effect: same}', 'number: "1.1"'
    ),
    FIRST_GUIDANCE,
]
BITS = [*":-#[]{},&*!|>'\"%@`?\t \n\r\\", "\n  ", "- ", "\n? ", ": \n", "\n#", "...\n", "---\n"]
BITS += ["\r\n", "\u00a0", "é", "\ufeff", "|\n", "|2\n", ">+\n", "<<: ", " #", "\n\t", ": "]
DEEP = {
    "brackets": f"a: {'[' * 50_000}",
    "braces": f"a: {'{a: ' * 50_000}",
    "dashes": f"a:\n{'- ' * 50_000}",
    "keys": "? " * 50_000,
    "lines": "".join(f"{' ' * level}a:\n" for level in range(700)),
    "all of them": f"a:\n{'- ? ' * 10_000}{'[{a: ' * 10_000}",
}


def in_python(content: bytes) -> tuple[Keys | None, tuple[Fault, ...]]:
    """Read with the loader in pure Python alone."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(yaml, "__with_libyaml__", False)
        return read_yaml(content, "file")


def mutated(text: str, chance: random.Random) -> str:
    """Return a text with one to three slips of the pen."""
    for _ in range(chance.randint(1, 3)):
        at, kind = chance.randrange(len(text)), chance.random()
        if kind < 0.5:
            text = f"{text[:at]}{chance.choice(BITS)}{text[at:]}"
        elif kind < 0.8:
            text = text[:at] + text[at + chance.randint(1, 4) :]
        else:
            start = chance.randrange(len(text))
            text = text[:at] + text[start : start + chance.randint(1, 20)] + text[at:]
    return text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_our_files_give_the_same_tree_with_the_same_lines(path: Path) -> None:
    assert read_yaml(path.read_bytes(), "file") == in_python(path.read_bytes())


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_mistyped_both_loaders_give_the_same_answer(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(150):
        text = mutated(chance.choice(PLAIN), chance)
        content = text.encode()

        assert read_yaml(content, "file") == in_python(content), text


@pytest.mark.parametrize("nested", sorted(DEEP))
def test_deep_nesting_is_refused_where_it_goes_too_deep(nested: str) -> None:
    tree, faults = read_yaml(DEEP[nested].encode(), "file")

    assert tree is None
    assert len(faults) == 1
    assert "More than 20 levels" in faults[0].message
