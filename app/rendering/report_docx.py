"""A published annual report as a Word file: what the page and the PDF say, in their words."""

from functools import partial

from docx.document import Document as WordDocument
from docx.table import _Cell as Cell

from app.domain.documents import Document
from app.domain.published_files import MEDIA_TYPES
from app.rendering.charts import on_paper
from app.rendering.figure_tables_docx import add_figure_chart, add_figure_table
from app.rendering.publication_docx import (
    about_file,
    add_approval,
    add_foot,
    add_glossary,
    add_identity,
    add_plan_lines,
    add_response,
    add_revision,
    add_scrutiny,
    add_sections_table,
    add_ways_to_complain,
)
from app.rendering.report_page import site_of
from app.rendering.report_view import LearningView, PartView, ReportView
from app.rendering.statement_words import capitalised
from app.rendering.word_parts import (
    PORTRAIT_WIDTH,
    heading,
    new_document,
    shared,
    table,
    to_bytes,
)
from app.rendering.word_text import (
    add_bullets,
    add_fact,
    add_line,
    add_link,
    add_run,
    add_text,
)

MEDIA_TYPE = MEDIA_TYPES[".docx"]


def to_docx(document: Document, *, newest_address: str | None = None) -> bytes:
    """Return the report as a Word file, which can say where its newest revision stands."""
    view = ReportView(document, site_of(newest_address) if newest_address else None)
    made = new_document(about_file(view, capitalised(view.subject), view.heading), landscape=False)
    _add_opening(made, view, newest_address)
    add_parts(made, view)
    add_response(made, view)
    add_scrutiny(made, view)
    add_approval(made, view)
    _add_annex(made, view)
    add_glossary(made, view)
    add_identity(made, view, newest_address)
    add_foot(made, view)
    return to_bytes(made)


def add_parts(made: WordDocument, view: ReportView) -> None:
    """Add the year at a glance and every part: all that a committee pack shows as well."""
    _add_glance(made, view)
    add_line(made, view.letters_sentence, "Note")
    for part in view.parts:
        _add_part(made, part, view)


def _add_opening(made: WordDocument, view: ReportView, newest: str | None) -> None:
    if view.document["demonstration"]:
        add_line(made, view.document["demonstration"]["notice"], "Notice")
    add_line(made, view.judgement, "Lede")
    if view.record_sentence:
        add_line(made, view.record_sentence)
    add_revision(made, view, newest)


def _add_glance(made: WordDocument, view: ReportView) -> None:
    heading(made, 2, "At a glance")
    for line in view.glance:
        add_line(made, line.asked, "Label")
        if line.anchor and len(line.said) > 1:
            add_bullets(made, line.said)
        else:
            for sentence in line.said:
                add_line(made, sentence)
        if line.more:
            add_line(made, f"See “{line.more}”.")
        elif not line.said:
            add_line(made, view.blank("Not stated"), "Note")
    add_line(made, "How to complain", "Label")
    for name, text, link in view.short_ways_to_complain:
        add_fact(made, name, text, link)


def _add_part(made: WordDocument, part: PartView, view: ReportView) -> None:
    heading(made, 2, part.heading)
    if part.text:
        add_text(made, part.text)
    if part.none_words:
        add_line(made, part.none_words)
    if part.blank:
        add_line(made, part.blank, "Note")
    for picture in part.pictures:
        if picture.table:
            add_figure_table(made, picture.table)
        elif picture.chart:
            for chart in on_paper(picture.chart):
                add_figure_chart(made, chart)
    _add_own_content(made, part.key, view)


def _add_own_content(made: WordDocument, key: str, view: ReportView) -> None:
    """Add what a part has beside its text, as the page has it."""
    if key == "performance" and view.explanations:
        _add_explanations(made, view)
    elif key == "how_to_complain":
        add_ways_to_complain(made, view)
    elif key == "self_assessment" and view.self_assessment:
        _add_self_assessment(made, view)
    elif key == "improvements" and view.learning:
        _add_learning(made, view)
    elif key == "plan" and view.plan:
        heading(made, 3, "Improvement plan")
        add_plan_lines(made, view, PORTRAIT_WIDTH)


def _add_explanations(made: WordDocument, view: ReportView) -> None:
    heading(made, 3, "Figures that do not agree, and what we say about them")
    for finding, said in view.explanations:
        add_line(made, finding, "Label")
        add_text(made, said)


def _add_self_assessment(made: WordDocument, view: ReportView) -> None:
    assessment = view.self_assessment
    if assessment is None:
        return
    paragraph = add_line(made)
    add_run(paragraph, assessment.counts_sentence, "Strong")
    add_link(add_line(made), assessment.name, assessment.provisions_at)
    add_sections_table(made, assessment, PORTRAIT_WIDTH)


def _add_learning(made: WordDocument, view: ReportView) -> None:
    table(
        made,
        ("What we heard", "What we changed", "When", "Did it work?"),
        [
            (
                partial(_add_heard, entry),
                partial(_add_changed, entry),
                entry.when,
                partial(_add_worked, entry),
            )
            for entry in view.learning
        ],
        widths=shared(PORTRAIT_WIDTH, (60, 60, 26, 34)),
        caption="What we heard, and what we changed because of it",
    )


def _add_heard(entry: LearningView, cell: Cell) -> None:
    add_text(cell, entry.heard)
    if entry.themes:
        add_line(cell, f"About: {entry.themes}", "Note")
    if entry.provisions:
        add_line(cell, f"Provisions: {', '.join(entry.provisions)}", "Note")


def _add_changed(entry: LearningView, cell: Cell) -> None:
    add_text(cell, entry.changed)


def _add_worked(entry: LearningView, cell: Cell) -> None:
    add_line(cell, f"{entry.worked}.")
    if entry.worked_how:
        add_text(cell, entry.worked_how)


def _add_annex(made: WordDocument, view: ReportView) -> None:
    if view.annex:
        heading(made, 2, "More figures")
        add_line(made, "These tables hold the figures that no part above shows.")
    for one in view.annex:
        add_figure_table(made, one)
    if view.rules:
        heading(made, 2, "How the figures were worked out")
        add_bullets(made, view.rules)
