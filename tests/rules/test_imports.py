"""The floors of the house: imports only ever point down, and each floor keeps to its own work.

FLOORS is the table of it; docs/decisions/0001 says why. Change it only with a decision.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

from app.config import ROOT

WEB_LIBRARIES = {"flask", "werkzeug", "wtforms", "flask_wtf", "jinja2", "govuk_frontend_jinja"}
DATABASE_LIBRARIES = {"sqlalchemy", "flask_sqlalchemy", "alembic", "flask_migrate"}


@dataclass(frozen=True)
class Floor:
    """Which parts of the house a floor may import, and which libraries it must not."""

    parts: set[str]
    no_libraries: set[str]
    standard_only: bool = False


BELOW_WEB = {"domain", "services", "queries", "reading", "rendering", "database", "config"}
FLOORS = {
    "domain": Floor(set(), set(), standard_only=True),
    "models": Floor({"domain", "database"}, WEB_LIBRARIES),
    "reading": Floor({"domain"}, WEB_LIBRARIES | DATABASE_LIBRARIES),
    "rendering": Floor({"domain"}, (WEB_LIBRARIES - {"jinja2"}) | DATABASE_LIBRARIES),
    "services": Floor({"domain", "models", "reading", "rendering", "database"}, WEB_LIBRARIES),
    "queries": Floor({"domain", "models", "database"}, WEB_LIBRARIES),
    "web": Floor(BELOW_WEB, DATABASE_LIBRARIES),
    "cli": Floor(BELOW_WEB | {"models", "demonstration"}, {"wtforms", "flask_wtf"}),
    "demonstration": Floor(BELOW_WEB | {"models"}, WEB_LIBRARIES),
    "database": Floor({"domain"}, {"flask", "werkzeug", "wtforms"}),
    "config": Floor(set(), set(), standard_only=True),
    "append_only": Floor(set(), WEB_LIBRARIES),
}

# Only the database module ends a transaction. Exceptions: file, word, reason.
TRANSACTION_WORDS = {"commit", "rollback", "begin", "begin_nested"}
MAY_END = {
    # The error page reads names again, which SQLAlchemy refuses until a failed read is undone.
    ("app/web/errors.py", "rollback"),
}

# What one service may call of another: steps that several changes share, never a whole change.
SHARED_STEPS = {
    "history.record",
    "history.of_document",
    "tokens.spend",
    "steps.move",
    "steps.refuse_obstacles",
    "new_documents.new_document",  # the row of a document of either kind
    "assessments.begin_assessment",
    "responses.open_response",
    "responses.content_of",
    "responses.write_response",
    "responses.say",
    "correction_moves.*",  # what going over to a correction and going back both do
    "challenges.refuse_unless_open",
    "challenges.tell",
    "attempts.*",  # counting tries at a password: part of signing in, and of changing one
    "credentials.*",  # the rows that hold passwords, sessions and links
}
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
APP = sorted((ROOT / "app").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def floor_of(path: Path) -> str:
    return path.relative_to(ROOT / "app").parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and the full name of everything that a file imports, wherever it does."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{named(path)}:{node.lineno}: write the whole name, from app."
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


@pytest.mark.parametrize("path", APP, ids=named)
def test_a_floor_imports_only_what_lies_below_it(path: Path) -> None:
    own = floor_of(path)
    if own == "__init__":
        return  # create_app joins all the parts
    assert own in FLOORS, f"Decide what app/{own} may import, in FLOORS here."
    floor = FLOORS[own]
    for line, name in imports_of(path):
        top, _, rest = name.partition(".")
        where = f"{named(path)}:{line}: app/{own} must not import {name}."
        if top == "app":
            part = rest.partition(".")[0]
            assert part == own or part in floor.parts, (
                f"{where} Move the code down, or the call up."
            )
        elif floor.standard_only:
            assert top in sys.stdlib_module_names, f"{where} The rules are plain Python."
        else:
            assert top not in floor.no_libraries, f"{where} Another floor works with it."


@pytest.mark.parametrize("path", APP, ids=named)
def test_transactions_end_in_the_database_module_only(path: Path) -> None:
    if named(path) == "app/database.py":
        return
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and node.attr in TRANSACTION_WORDS:
            assert (named(path), node.attr) in MAY_END, (
                f"{named(path)}:{node.lineno}: .{node.attr} belongs in app/database.py. "
                "Write `with transaction():` in the page or command instead."
            )


def test_a_service_calls_no_change_of_another_service() -> None:
    services = {path.stem: path for path in (ROOT / "app" / "services").glob("*.py")}
    used = set()
    for own, path in services.items():
        for line, callee in _calls_between(services, own, path):
            pattern = next((one for one in SHARED_STEPS if fnmatch(callee, one)), None)
            used.add(pattern)
            assert pattern, (
                f"{named(path)}:{line} calls {callee}, which is a change of its own. Move what "
                "both need into the domain, or call both from the page in one transaction."
            )

    stale = SHARED_STEPS - used
    assert not stale, f"No service shares these any more; remove them: {sorted(stale)}"


def _calls_between(services: dict[str, Path], own: str, path: Path) -> Iterator[tuple[int, str]]:
    """Yield each call of a public function of another service, as "module.function"."""
    modules, functions = {}, {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module == "app.services":
            modules |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("app.services."):
            module = str(node.module).rpartition(".")[2]
            functions |= {a.asname or a.name: f"{module}.{a.name}" for a in node.names}
    for node in ast.walk(tree(path)):
        # A function that is handed on counts as called, so every use of its name is looked at.
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module, name = modules.get(node.value.id, own), node.attr
        elif isinstance(node, ast.Name) and node.id in functions:
            module, _, name = functions[node.id].partition(".")
        else:
            continue
        if module != own and name in _public_functions(services[module]):
            yield node.lineno, f"{module}.{name}"


def _public_functions(path: Path) -> set[str]:
    return {
        node.name
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


def test_a_name_is_imported_from_where_it_is_defined() -> None:
    """Otherwise a page could reach a table through the service that happens to import it."""
    for path in APP:
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("app."):
                continue
            source = ROOT / f"{str(node.module).replace('.', '/')}.py"
            if not source.exists():  # a package, whose members are modules or named in __all__
                continue
            passed_on = {
                alias.asname or alias.name
                for inner in tree(source).body
                if isinstance(inner, ast.ImportFrom)
                for alias in inner.names
            }
            for alias in node.names:
                assert alias.name not in passed_on, (
                    f"{named(path)}:{node.lineno}: {node.module} only passes {alias.name} on."
                )


def test_no_file_has_a_name_that_says_nothing() -> None:
    for path in [*APP, *TESTS]:
        pieces = {piece for part in path.with_suffix("").parts[-2:] for piece in part.split("_")}
        assert not pieces & NAMELESS, f"{named(path)}: name it after what it holds."
