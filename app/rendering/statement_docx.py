"""A published statement as a Word file in the layout of the Ombudsman's own form.

It says what the page and the PDF say, in their words: first the landlord's judgement, what is not
met and how to complain, then every provision.
"""

from docx.document import Document as WordDocument

from app.domain.documents import Document
from app.domain.published_files import MEDIA_TYPES
from app.rendering import statement_words as words
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
from app.rendering.statement_docx_form import (
    add_actions,
    add_explanation,
    add_sections,
)
from app.rendering.statement_provisions import ProvisionView
from app.rendering.statement_view import StatementView
from app.rendering.word_parts import (
    LANDSCAPE_WIDTH,
    heading,
    new_document,
    table,
    to_bytes,
)
from app.rendering.word_text import add_fact, add_line, add_text

MEDIA_TYPE = MEDIA_TYPES[".docx"]
RECORD = (
    "It is a record of a past self-assessment: what is blank there is left blank here, and it was "
    "not signed off here."
)


def to_docx(document: Document, *, newest_address: str | None = None) -> bytes:
    """Return the statement as a Word file, which can say where its newest revision stands."""
    view = StatementView(document)
    subject = f"Self-assessment {view.year} against the {view.standard}"
    made = new_document(about_file(view, subject, view.heading), landscape=True)
    _add_opening(made, view, newest_address)
    add_counts(made, view)
    add_not_met(made, view)
    add_plan(made, view)
    add_approval(made, view)
    add_response(made, view)
    add_scrutiny(made, view)
    heading(made, 2, "How to complain")
    add_ways_to_complain(made, view)
    add_section_results(made, view)
    add_sections(made, view)
    add_glossary(made, view)
    add_identity(made, view, newest_address)
    add_foot(made, view)
    return to_bytes(made)


def _add_opening(made: WordDocument, view: StatementView, newest: str | None) -> None:
    if view.document["demonstration"]:
        add_line(made, view.document["demonstration"]["notice"], "Notice")
    add_line(made, view.judgement, "Lede")
    if view.is_record:
        add_line(made, RECORD)
    add_line(made, view.wording.both)
    add_revision(made, view, newest)


def add_counts(made: WordDocument, view: StatementView) -> None:
    """Add how the provisions were answered, in sentences and as a table."""
    heading(made, 2, "At a glance")
    for sentence in (view.counts_sentence, view.evidence_sentence, view.holds_sentence):
        if sentence:
            add_line(made, sentence)
    table(
        made,
        ("Answer", "Number"),
        [(count.words, str(count.number)) for count in view.counts],
        widths=(80, 30),
        caption=f"Answers to the {view.document['summary']['provisions']} {view.noun}s",
    )


def add_not_met(made: WordDocument, view: StatementView) -> None:
    """Add each provision answered No: why, what is being done and by when."""
    heading(made, 2, "What is answered No" if view.is_questionnaire else "What is not met")
    for provision in view.unmet:
        _add_unmet(made, provision, view)
    if not view.unmet:
        add_line(made, f"No {view.noun} is answered No.")
        if silent := view.document["summary"]["not_answered"]:
            whole = view.document["summary"]["provisions"]
            add_line(made, f"{silent} of {whole} are not answered.")


def _add_unmet(made: WordDocument, provision: ProvisionView, view: StatementView) -> None:
    heading(made, 3, provision.name)
    if provision.means:
        add_line(made, provision.means)
    if provision.shortfall or not view.is_questionnaire:
        falls_short = words.capitalised(provision.shortfall or "") or words.NOT_STATED
        add_fact(made, "What falls short", falls_short)
    add_line(made, "Explanation", "Label")
    add_explanation(made, provision, view)
    add_line(made, "What is being done", "Label")
    add_actions(made, provision, view)
    if not provision.kept_actions:
        add_fact(made, "By when", words.NO_DATE)
    if provision.source["plan_note"]:
        add_line(made, "About the plan", "Label")
        add_text(made, provision.source["plan_note"])


def add_plan(made: WordDocument, view: StatementView, width: int = LANDSCAPE_WIDTH) -> None:
    """Add the improvement plan, in so many millimetres."""
    heading(made, 2, "Improvement plan")
    add_plan_lines(made, view, width)


def add_section_results(
    made: WordDocument, view: StatementView, width: int = LANDSCAPE_WIDTH
) -> None:
    """Add the result and the gaps of each section, in so many millimetres."""
    heading(made, 2, "Section by section")
    add_sections_table(made, view, width)
