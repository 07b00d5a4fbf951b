"""A published statement as a Word file in the layout of the Ombudsman's own form.

It says what the page and the PDF say, in their words: first the landlord's judgement, what is not
met and how to complain, then every provision.
"""

from datetime import datetime

from docx.document import Document as WordDocument

from app.domain.documents import Document
from app.domain.published_files import MEDIA_TYPES
from app.rendering import statement_words as words
from app.rendering.statement_docx_form import (
    add_actions,
    add_explanation,
    add_sections,
    gaps_in_words,
)
from app.rendering.statement_provisions import ProvisionView
from app.rendering.statement_view import StatementView
from app.rendering.word_parts import (
    LANDSCAPE_WIDTH,
    About,
    footer,
    heading,
    new_document,
    shared,
    table,
    to_bytes,
)
from app.rendering.word_text import add_bullets, add_fact, add_line, add_link, add_run, add_text

MEDIA_TYPE = MEDIA_TYPES[".docx"]
RECORD = (
    "It is a record of a past self-assessment: what is blank there is left blank here, and it was "
    "not signed off here."
)


def to_docx(document: Document, *, newest_address: str | None = None) -> bytes:
    """Return the statement as a Word file, which can say where its newest revision stands."""
    view = StatementView(document)
    made = new_document(_about(view), landscape=True)
    _add_opening(made, view, newest_address)
    add_counts(made, view)
    add_not_met(made, view)
    add_plan(made, view)
    _add_approval(made, view)
    _add_response(made, view)
    _add_scrutiny(made, view)
    _add_ways_to_complain(made, view)
    add_section_results(made, view)
    add_sections(made, view)
    _add_glossary(made, view)
    _add_identity(made, view, newest_address)
    demonstration = "Demonstration. " if document["demonstration"] else ""
    footer(
        made,
        f"{demonstration}{document['landlord']['name']}, {view.year}",
        f"{view.revision}. Reference code {view.issued_code}",
    )
    return to_bytes(made)


def _about(view: StatementView) -> About:
    publication = view.document["publication"]
    return About(
        title=view.heading,
        subject=f"Self-assessment {view.year} against the {view.standard}",
        author=view.document["landlord"]["name"],
        made_at=datetime.strptime(publication["published_at"], "%Y-%m-%dT%H:%M:%SZ"),
        identifier=publication["digest"],
    )


def _add_opening(made: WordDocument, view: StatementView, newest: str | None) -> None:
    if view.document["demonstration"]:
        add_line(made, view.document["demonstration"]["notice"], "Notice")
    add_line(made, view.judgement, "Lede")
    if view.is_record:
        add_line(made, RECORD)
    add_line(made, view.wording.both)
    paragraph = add_line(made, f"{view.revision}.")
    if newest:
        add_run(paragraph, " Check for a newer one at ")
        add_link(paragraph, newest, newest)


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
    """Add the improvement plan, a table for each source, in so many millimetres."""
    heading(made, 2, "Improvement plan")
    for source, lines in view.plan:
        table(
            made,
            ("Action", "Provisions", "Owner", "By when", "Stage"),
            [
                (
                    line.title,
                    ", ".join(line.provisions) or "none named",
                    line.owner,
                    line.due,
                    line.stage,
                )
                for line in lines
            ],
            widths=shared(width, (98, 39, 46, 52, 32)),
            caption=source,
        )
    if not view.plan:
        add_line(made, f"{view.blank('No open action is recorded')}.")


def _add_approval(made: WordDocument, view: StatementView) -> None:
    """The approval stands apart from the response, and none is implied where none is recorded."""
    if not view.tells_of_approval:
        return
    heading(made, 2, "Approval by the governing body")
    approval = view.approval
    if approval is None:
        add_line(made, view.no_approval)
        return
    for name, value in approval.facts:
        add_fact(made, name, value)
    add_fact(made, "Minute", approval.minute, approval.minute_link)
    if approval.amendments:
        heading(made, 3, "Amendments the meeting asked for")
    for asked, done in approval.amendments:
        add_text(made, asked)
        add_line(made, f"What was done: {done}", "Note")
    if approval.changes_since:
        heading(made, 3, f"Changes {approval.since}")
        add_bullets(made, approval.changes_since)
    elif approval.unchanged:
        add_line(made, f"Nothing has changed {approval.since}.")


def _add_response(made: WordDocument, view: StatementView) -> None:
    heading(made, 2, "The governing body’s response")
    response = view.document["governing_body_response"]
    if response is None:
        add_line(made, f"{view.blank('No response of the governing body is recorded')}.")
        return
    for name, value in view.response:
        add_fact(made, name, value)
    add_text(made, response["text"])


def _add_scrutiny(made: WordDocument, view: StatementView) -> None:
    if not view.questions_sentence:
        return
    heading(made, 2, "Questions asked before sign-off")
    add_line(made, view.questions_sentence)
    add_bullets(made, view.asked_about)
    if view.asked_about and not view.questions:
        add_line(made, "The questions themselves are not published.")
    for question in view.questions:
        heading(made, 3, question.about)
        add_line(made, question.asked, "Label")
        add_text(made, question.text)
        for turn in question.turns:
            add_line(made, turn.heading, "Label")
            add_text(made, turn.text)
        if question.outcome:
            add_line(made, question.outcome, "Note")


def _add_ways_to_complain(made: WordDocument, view: StatementView) -> None:
    heading(made, 2, "How to complain")
    for name, text, link in view.ways_to_complain:
        add_fact(made, name, text, link)
    if not view.ways_to_complain:
        add_line(made, "The landlord has not said here how to complain to it.")
    heading(made, 3, "If you are not content with the final answer")
    add_line(made, view.going_further)
    for ombudsman in view.ombudsmen:
        add_line(made, ombudsman.name, "Label")
        add_line(made, ombudsman.handles)
        paragraph = add_line(made)
        add_link(paragraph, ombudsman.address_words, ombudsman.address)
        add_run(paragraph, f", telephone {ombudsman.telephone}")
    if own_words := view.ombudsman_in_own_words:
        add_line(made, own_words)


def add_section_results(
    made: WordDocument, view: StatementView, width: int = LANDSCAPE_WIDTH
) -> None:
    """Add the result and the gaps of each section, in so many millimetres."""
    heading(made, 2, "Section by section")
    result = "Answers" if view.is_questionnaire else "Result"
    table(
        made,
        ("Section of the Code", result, "Gaps"),
        [(section.name, section.result, gaps_in_words(section)) for section in view.sections],
        widths=shared(width, (110, 60, 97)),
        caption=f"{result} and gaps of each section",
    )
    add_line(made, f"A gap is a {view.noun} answered No, or one on which work is promised.", "Note")
    if not view.is_questionnaire:
        add_line(made, "A section can be Compliant and still have gaps.", "Note")
    if view.recommended_not_met:
        add_line(made, "“Should” marks what the Code recommends and does not require.", "Note")


def _add_glossary(made: WordDocument, view: StatementView) -> None:
    if view.glossary:
        heading(made, 2, "Words explained")
    for entry in view.glossary:
        add_fact(made, entry["term"], entry["meaning"])


def _add_identity(made: WordDocument, view: StatementView, newest: str | None) -> None:
    """Say which text this is, so that nobody takes an edited copy for it."""
    document = view.document
    heading(made, 2, "About this document")
    add_fact(made, "Revision", str(document["publication"]["revision"]))
    add_fact(made, "Published", f"{view.published_at} (London time)")
    if view.signed_off:
        add_fact(made, "Signed off", view.signed_off)
    add_fact(made, "Replaces", view.replaces)
    if newest:
        add_fact(made, "Newer revision", newest, newest)
    add_fact(made, "Why it was made", view.reason)
    add_fact(made, "Assessed on", view.assessed_on)
    add_fact(made, "Measured against", f"{view.standard} of the {document['edition']['issuer']}")
    if document["landlord"]["homes"] is not None:
        add_fact(made, "Homes", f"{document['landlord']['homes']:,}")
    codes = f"{view.signed_code} for the self-assessment, {view.issued_code} for this revision"
    add_fact(made, "Reference codes", f"{codes} of it")
    if view.licence:
        add_fact(made, "Licence", view.licence_sentence)
        if view.licence["link"]:
            add_fact(made, "Read the licence", view.licence["link"], view.licence["link"])
    add_line(
        made,
        "The same content stands as a page, as a PDF, as CSV and as JSON where it was published. "
        "A Word file can be changed by anybody: compare the reference codes before you rely on a "
        "copy. These are the full digests of which they are the first characters:",
    )
    add_fact(made, "Self-assessment", document["assessment"]["digest"])
    add_fact(made, "This revision", document["publication"]["digest"])
