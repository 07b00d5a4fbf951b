"""Templates are all used, all readable, and carry neither style nor script of their own."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, meta, nodes

from app.config import ROOT
from app.rendering import statement_page
from tests.rules.conftest import House

TEMPLATES = ROOT / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
PUBLICATION = "publication/"  # these have an environment of their own, without Flask
ENTRIES = {name for name in NAMES if name.startswith("history/entries/")}

# The policy of app/web/security_headers.py refuses each of these.
FORBIDDEN = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script with content": re.compile(r"<script\b[^>]*>\s*[^<\s]", re.IGNORECASE),
    "an on… handler": re.compile(r"\son[a-z]+\s*=\s*[\"'{]", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}
# Only the pages that PDFs are made from hold their stylesheets: that process fetches nothing.
FOR_PDF = ("publication/print_layout.html", "brief/pdf.html")
MAY_HOLD = {(name, "a style element") for name in FOR_PDF}
# Where a template may print text without escaping it, each with the reason. None so far.
SAFE: set[str] = set()
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)


def parsed(name: str) -> nodes.Template:
    return Environment(autoescape=True).parse((TEMPLATES / name).read_text())


def referenced(name: str) -> Iterator[str]:
    """Yield the templates of ours that a template extends, includes or imports."""
    folder = PUBLICATION if name.startswith(PUBLICATION) else ""
    for found in meta.find_referenced_templates(parsed(name)):
        if found is None:  # an address put together: only the history does so
            assert name == "history/list.html", f"{name}: name templates in full."
            yield from ENTRIES
        elif folder + found in NAMES:
            yield folder + found
        else:
            assert found.startswith("govuk_frontend_jinja/"), f"{name}: there is no {found}."


def named_in_code() -> set[str]:
    """Return the templates that the code names, in web pages and in rendering."""
    found = set()
    for floor, folder in (("web", ""), ("rendering", PUBLICATION)):
        for path in (ROOT / "app" / floor).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.add(folder + node.value)
    return found & set(NAMES)


def reachable(start: set[str]) -> set[str]:
    """Return templates with everything that they extend, include or import."""
    seen: set[str] = set()
    waiting = set(start)
    while waiting:
        name = waiting.pop()
        seen.add(name)
        waiting |= set(referenced(name)) - seen
    return seen


def test_every_template_is_used() -> None:
    unused = sorted(set(NAMES) - reachable(named_in_code()))

    assert not unused, f"No page, file or template uses these; remove them: {unused}"


def test_every_template_that_a_page_names_exists() -> None:
    for path in (ROOT / "app" / "web").glob("*.py"):
        for name in re.findall(r"[\"']([a-z_]+/[a-z_]+\.html)[\"']", path.read_text()):
            assert name in NAMES, f"app/web/{path.name} names {name}, which does not exist."


@pytest.mark.parametrize("name", NAMES)
def test_a_template_can_be_read_with_the_filters_it_uses(house: House, name: str) -> None:
    if name.startswith(PUBLICATION):
        statement_page._templates.get_template(name.removeprefix(PUBLICATION))
    else:
        house.app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_has_no_style_or_script_inside(name: str) -> None:
    text = COMMENT.sub("", (TEMPLATES / name).read_text())
    for what, pattern in FORBIDDEN.items():
        if (name, what) not in MAY_HOLD:
            assert not pattern.search(text), (
                f"{name} holds {what}; write it in app/static/site.css or site.js instead."
            )


@pytest.mark.parametrize("name", NAMES)
def test_a_template_escapes_what_it_prints(name: str) -> None:
    tree = parsed(name)
    filters = {node.name for node in tree.find_all(nodes.Filter)}

    assert "safe" not in filters or name in SAFE, f"{name}: return Markup from a filter instead."
    assert not list(tree.find_all(nodes.ScopedEvalContextModifier)), f"{name}: no autoescape block"


@pytest.mark.parametrize("name", NAMES)
def test_every_macro_that_a_template_imports_is_used(name: str) -> None:
    unused = imported(name) - used_names(name)

    assert not unused, f"{name} imports {sorted(unused)} and uses nothing of it; remove the import."


def imported(name: str) -> set[str]:
    """Return the names that a template imports."""
    tree = parsed(name)
    names = {
        pair[1] if isinstance(pair, tuple) else pair
        for node in tree.find_all(nodes.FromImport)
        for pair in node.names
    }
    return names | {node.target for node in tree.find_all(nodes.Import)}


def used_names(name: str) -> set[str]:
    """Return the names that a template uses; what it includes sees its imports as well."""
    tree = parsed(name)
    used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
    folder = PUBLICATION if name.startswith(PUBLICATION) else ""
    for node in tree.find_all(nodes.Include):
        if isinstance(node.template, nodes.Const):
            used |= used_names(folder + node.template.value)
    return used


def test_every_macro_is_called_somewhere() -> None:
    called = {
        node.node.name if isinstance(node.node, nodes.Name) else getattr(node.node, "attr", "")
        for name in NAMES
        for node in parsed(name).find_all(nodes.Call)
    }
    for name in NAMES:
        unused = {macro.name for macro in parsed(name).find_all(nodes.Macro)} - called
        assert not unused, f"{name}: nobody calls {sorted(unused)}; remove it."


def test_templates_lie_in_the_folder_of_a_part_of_the_product() -> None:
    web = {path.stem for path in (ROOT / "app" / "web").glob("*.py")}
    shared = {"components", "errors", "layouts", "publication"}
    folders = {Path(name).parts[0] for name in NAMES}

    assert folders <= web | shared, f"Name them as app/web does: {sorted(folders - web - shared)}"
