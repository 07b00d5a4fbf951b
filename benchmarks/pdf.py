"""The PDF of a statement: our whole step beside bare WeasyPrint, and how its cost grows.

    python -m benchmarks.pdf [--quick]

All times are CPU seconds of whole processes, start and imports included.
"""

import argparse
import copy
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import lxml.html

from app.config import ROOT
from app.domain import signed_documents, statement
from app.domain.answers import Reach
from app.domain.documents import Document
from app.domain.landlords import LandlordFacts, LandlordKind
from app.domain.responses import EvidenceFacts, ResponseFacts
from app.domain.statement import AssessmentFacts
from app.domain.workflow import Reason
from app.domain.years import FinancialYear
from app.reading.editions import read_editions
from app.rendering import pdf, statement_page
from benchmarks.measure import (
    RUNS,
    alternated,
    children_cpu,
    median_of_pairs,
    print_last_line,
    print_table,
    say,
    versions_of,
)

# As little as WeasyPrint can be asked for: the same variant, no limits, nothing of ours imported.
BARE = (
    "import sys; from weasyprint import HTML; "
    "sys.stdout.buffer.write(HTML(string=sys.stdin.buffer.read().decode())"
    ".write_pdf(pdf_variant='pdf/ua-1'))"
)
WORDS = (
    "Our policy sets this out and every officer is trained in it when they join and once a year. "
    "The team checks a sample of ten cases each month and the manager reports what it finds. "
)
# The sides, by the names that the table gives them.
OURS = "our whole step"
PLAIN = "bare WeasyPrint, the same HTML"
LIST = "bare WeasyPrint, the same with definition lists for tables"


def main() -> None:
    """Measure, print the table, and end with one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small size, once")
    quick: bool = parser.parse_args().quick
    missing = pdf.why_not_available()
    if missing:
        say(missing)
        sys.exit(2)
    provisions, runs = (6, 1) if quick else (75, RUNS)
    say(f"{provisions} provisions of 100 to 300 words each, {runs} run(s) of each side.")
    document = long_document(provisions)
    page = printed(document)
    sides = {
        OURS: partial(_our_step, document),
        PLAIN: partial(_bare, page),
        LIST: partial(_bare, definition_list(page)),
    }
    found = _measured(sides, runs)
    growth = _measured(
        {
            str(many): partial(_bare, printed(long_document(many)))
            for many in (provisions, provisions * 8)
        },
        1 if quick else 3,
    )
    _report(found, growth, provisions, page)


def long_document(provisions: int) -> Document:
    """Return an invented statement with as many provisions as asked for, all answered in words."""
    edition = max(read_editions(ROOT / "code_definitions").all, key=lambda one: len(one.in_form))
    numbers = [one.number for one in edition.in_form]
    facts = AssessmentFacts(
        landlord=LandlordFacts(name="Anytown Council", slug="anytown", kind=LandlordKind.COUNCIL),
        edition=edition,
        year=FinancialYear.parse("2025/26"),
        reason=Reason.ANNUAL,
        responses={
            number: ResponseFacts(
                number,
                answer="yes",
                holds_in=Reach.BOTH,
                commentary=WORDS * (3 + at % 7),
                evidence=(EvidenceFacts("Complaints policy, section 3.2"),),
            )
            for at, number in enumerate(numbers)
        },
        actions=(),
    )
    document = _issued(statement.build(facts))
    _repeat(document, provisions)
    return document


def _issued(signed: Document) -> Document:
    return signed_documents.published(
        signed,
        revision=1,
        at=datetime(2026, 6, 1, tzinfo=UTC),
        replaces=None,
        reason=None,
    )


def _repeat(document: Document, wanted: int) -> None:
    """Cut the provisions to a number, or repeat them under new numbers until there are as many."""
    every = [one for section in document["sections"] for one in section["provisions"]]
    for section in document["sections"]:
        section["provisions"] = []
    sections: list[Any] = document["sections"]
    for at in range(wanted):
        provision = copy.deepcopy(every[at % len(every)])
        place = at * len(sections) // wanted
        provision["number"] = f"{place + 1}.{at + 1}"
        sections[place]["provisions"].append(provision)


def printed(document: Document) -> str:
    """Return the HTML from which our PDF is made."""
    return statement_page.render_for_pdf(
        document, newest_address="https://complaints.example/published/anytown/2025-26"
    )


def definition_list(page: str) -> str:
    """Return our page with each table of provisions as a definition list of the same words.

    It is the layout that WeasyPrint does fastest; everything else on the page stays as it is.
    """
    tree = lxml.html.document_fromstring(page)
    for table in tree.xpath("//table[@class='provisions']"):
        made = lxml.html.Element("dl")
        for cell in table.xpath("./tbody/tr/*"):
            cell.tag = "dt" if cell.tag == "th" else "dd"
            cell.attrib.clear()
            made.append(cell)
        table.getparent().replace(table, made)
    return str(lxml.html.tostring(tree, encoding="unicode", doctype="<!DOCTYPE html>"))


def _our_step(document: Document) -> None:
    with tempfile.TemporaryDirectory() as folder:
        pdf.make_pdf(printed(document), lock_folder=Path(folder))


def _bare(page: str) -> None:
    subprocess.run(  # noqa: S603  # our own arguments
        [sys.executable, "-I", "-c", BARE], input=page.encode(), capture_output=True, check=True
    )


def _measured(sides: dict[str, Callable[[], None]], runs: int) -> dict[str, list[float]]:
    return alternated({name: partial(children_cpu, side) for name, side in sides.items()}, runs)


def _report(
    found: dict[str, list[float]], growth: dict[str, list[float]], provisions: int, page: str
) -> None:
    small, large = growth[str(provisions)], growth[str(provisions * 8)]
    say()
    print_table(
        ("CPU seconds, median", "s"),
        [(name, f"{statistics.median(runs):.2f}") for name, runs in found.items()]
        + [
            (f"bare WeasyPrint, {many} provisions", f"{statistics.median(runs):.2f}")
            for many, runs in growth.items()
        ],
    )
    say()
    print_last_line(
        "pdf",
        {
            "step_over_bare": median_of_pairs(found[OURS], found[PLAIN]),
            "layout_over_definition_list": median_of_pairs(found[PLAIN], found[LIST]),
            "eight_times_the_provisions": median_of_pairs(large, small),
        },
        {"provisions": provisions, "html_bytes": len(page.encode())},
        versions_of("weasyprint", "jinja2"),
    )


if __name__ == "__main__":
    main()
