"""The committee pack as a Word file, which democratic services can put under their own heading."""

from datetime import datetime

from docx.document import Document as WordDocument

from app.domain.documents import Document
from app.rendering.pack_view import PackView
from app.rendering.report_docx import add_parts
from app.rendering.report_view import ReportView
from app.rendering.statement_docx import add_counts, add_not_met, add_plan, add_section_results
from app.rendering.statement_docx_form import add_sections
from app.rendering.statement_view import StatementView
from app.rendering.word_parts import (
    PORTRAIT_WIDTH,
    About,
    footer,
    heading,
    new_document,
    to_bytes,
    turn_landscape,
)
from app.rendering.word_text import add_bullets, add_fact, add_line, add_text


def pack_to_docx(pack: Document) -> bytes:
    """Return the pack as a Word file."""
    view = PackView(pack)
    made = new_document(_about(view), landscape=False)
    _add_cover(made, view)
    if isinstance(view.inside, ReportView):
        add_parts(made, view.inside)
        _add_draft_response(made, view)
    else:
        _add_statement(made, view.inside, view)
    footer(made, f"{view.status}. {view.inside.document['landlord']['name']}", f"Pack {view.code}")
    return to_bytes(made)


def _add_statement(made: WordDocument, statement: StatementView, view: PackView) -> None:
    add_not_met(made, statement)
    add_counts(made, statement)
    add_section_results(made, statement, PORTRAIT_WIDTH)
    add_plan(made, statement, PORTRAIT_WIDTH)
    _add_draft_response(made, view)
    turn_landscape(made)
    add_sections(made, statement)


def _about(view: PackView) -> About:
    return About(
        title=view.title,
        subject=view.status,
        author=view.inside.document["landlord"]["name"],
        made_at=datetime.strptime(view.pack["made_at"], "%Y-%m-%dT%H:%M:%SZ"),
        identifier=view.pack["digest"],
    )


def _add_cover(made: WordDocument, view: PackView) -> None:
    if demonstration := view.inside.document["demonstration"]:
        add_line(made, demonstration["notice"], "Notice")
    add_line(made, view.status, "Notice")
    add_fact(made, "Meeting", view.meeting)
    add_fact(made, "Reference code of this pack", view.code)
    add_fact(made, f"Reference code of the {view.noun} inside", view.inside_code)
    add_fact(made, "Made", f"{view.made_at} (London time)")
    if isinstance(view.inside, StatementView):
        add_line(made, view.inside.wording.both)
    heading(made, 2, "Decision sought")
    add_text(made, view.pack["decision_sought"])
    heading(made, 2, "Risks")
    add_text(made, view.pack["risks"] or "No risks are stated.")
    heading(made, 2, "What changed")
    if view.changes:
        add_line(made, f"Since the {view.noun} {view.since}:")
        add_bullets(made, view.changes)
    elif view.since:
        add_line(made, f"Nothing has changed since the {view.noun} {view.since}.")
    else:
        add_line(made, view.nothing_before)


def _add_draft_response(made: WordDocument, view: PackView) -> None:
    heading(made, 2, "Draft response of the governing body")
    response = view.inside.document["governing_body_response"]
    add_text(made, response["text"] if response else "No response has been drafted yet.")
