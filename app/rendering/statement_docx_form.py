"""The sections of a statement as the Ombudsman's own form has them: five columns each."""

from collections.abc import Iterator
from functools import partial

from docx.document import Document as WordDocument
from docx.table import _Cell as Cell

from app.domain.documents import Document
from app.rendering import statement_words as words
from app.rendering.statement_provisions import ProvisionView, SectionView
from app.rendering.statement_view import StatementView
from app.rendering.word_parts import CellContent, heading, table
from app.rendering.word_text import (
    Place,
    add_bullet,
    add_bullets,
    add_line,
    add_link,
    add_run,
    add_text,
    link_address,
)

COLUMNS = (
    "Code provision",
    "Code requirement",
    "Comply: Yes/No",
    "Evidence",
    "Commentary/explanation",
)
WIDTHS = (22, 66, 28, 50, 101)


def add_sections(document: WordDocument, view: StatementView) -> None:
    """Add every section, in the order of the Code."""
    heading(document, 2, f"Every {view.noun}")
    paragraph = add_line(document, f"{view.wording.both} The official Code is at ")
    source = view.document["edition"]["source"]
    add_link(paragraph, source, source)
    for section in view.sections:
        heading(document, 3, section.name)
        result = "answers" if view.is_questionnaire else "result"
        table(
            document,
            COLUMNS,
            (row for provision in section.provisions for row in _rows(provision, view)),
            widths=WIDTHS,
            caption=f"Section {section.source['number']}, {result}: {section.result}",
        )


def add_explanation(place: Place, provision: ProvisionView, view: StatementView) -> None:
    """Add why the answer is what it is; an answer in words is its own commentary."""
    blank = "No explanation given" if provision.is_no else "No commentary given"
    if provision.source["commentary"]:
        add_text(place, provision.source["commentary"])
    elif not provision.long_answers:
        add_line(place, view.blank(blank), "Note")


def add_actions(place: Place, provision: ProvisionView, view: StatementView) -> None:
    """Add what is being done, how far it has come, and what was given up."""
    for action in provision.kept_actions:
        add_bullets(place, [f"{action.title}\n{action.progress}"])
    if not provision.kept_actions:
        add_line(place, view.blank("No action given"), "Note")
    for action in provision.dropped_actions:
        add_line(place, f"Given up: {action.title}. {action.progress}", "Note")


def gaps_in_words(section: SectionView) -> str:
    """Return the gaps of a section as the cell of the table of sections says them."""
    return "\n".join(_gaps(section))


def _rows(provision: ProvisionView, view: StatementView) -> Iterator[tuple[CellContent, ...]]:
    """Yield the row of the form, and one below it as wide as the table for the official wording."""
    yield (
        str(provision.source["number"]),
        partial(_requirement, provision, view),
        partial(_answer, provision),
        partial(_evidence, provision, view),
        partial(_commentary, provision, view),
    )
    if provision.official_text:
        yield (partial(_official_words, provision, view),)


def _requirement(provision: ProvisionView, view: StatementView, cell: Cell) -> None:
    """Fill in what the Code asks, in our summary."""
    add_run(add_line(cell), provision.source["title"], "Strong")
    add_line(cell, view.wording.summary_label, "Label")
    _summary(provision.source, cell)
    if provision.obligation_note:
        add_line(cell, provision.obligation_note, "Note")
    if provision.means:
        add_line(cell, f"What it means for you: {provision.means}", "Note")


def _official_words(provision: ProvisionView, view: StatementView, cell: Cell) -> None:
    """Fill in the official wording; it can be long, and a column of the form is narrow."""
    number = provision.source["number"]
    add_line(cell, f"{view.wording.official_label}, for {number}", "Label")
    add_text(cell, provision.official_text or "")


def _summary(source: Document, cell: Cell) -> None:
    add_line(cell, source["requirement"]["text"])
    for part in source["parts"]:
        if part["lettered"]:
            add_line(cell, f"{part['key']}) {part['text']}", "List Continue")
        else:
            add_bullets(cell, [part["text"]])


def _answer(provision: ProvisionView, cell: Cell) -> None:
    paragraph = add_line(cell)
    add_run(paragraph, provision.answer, "Strong")
    if provision.holds_in:
        add_run(paragraph, f", {provision.holds_in}")
    if provision.basis:
        add_line(cell, f"{provision.basis}.", "Note")
    if provision.shortfall:
        add_line(cell, f"Falls short: {provision.shortfall}", "Note")


def _evidence(provision: ProvisionView, view: StatementView, cell: Cell) -> None:
    for item in provision.source["evidence"]:
        _evidence_item(item, cell)
    if provision.internal_evidence:
        add_line(cell, provision.internal_evidence, "Note")
    elif not provision.source["evidence"]:
        add_line(cell, view.blank("No evidence given"), "Note")


def _evidence_item(item: Document, cell: Cell) -> None:
    """Add one item; an address that is none to follow is shown beside it instead."""
    paragraph = add_bullet(cell)
    link = item["link"]
    is_followed = not link or link_address(link) is not None
    add_link(paragraph, item["text"] if is_followed else f"{item['text']} ({link})", link)
    if item.get("dated_on"):
        add_run(paragraph, f" dated {words.day_in_words(item['dated_on'])}")


def _commentary(provision: ProvisionView, view: StatementView, cell: Cell) -> None:
    for asked, said in provision.long_answers:
        if asked:
            add_line(cell, asked, "Label")
        add_text(cell, said)
    add_explanation(cell, provision, view)
    if provision.source["plan_note"]:
        add_line(cell, "About the plan", "Label")
        add_text(cell, provision.source["plan_note"])
    if provision.actions or provision.is_no:
        add_line(cell, "Actions", "Label")
        add_actions(cell, provision, view)


def _gaps(section: SectionView) -> Iterator[str]:
    silent = section.source["counts"]["not_answered"]
    if section.gaps:
        yield ", ".join(f"{number} {stage}" for number, stage in section.gaps)
    elif not silent:
        yield "No gaps"
    if silent:
        yield f"{silent} not answered, so not known"
    if section.source["should_not_met"]:
        yield f"“Should” not met: {', '.join(section.source['should_not_met'])}."
