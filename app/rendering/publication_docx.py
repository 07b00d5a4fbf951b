"""What the Word files of every publication say alike: the plan, the approval, how to complain."""

from datetime import datetime
from typing import Protocol

from docx.document import Document as WordDocument

from app.rendering import statement_words as words
from app.rendering.publication_view import PublicationView
from app.rendering.statement_docx_form import gaps_in_words
from app.rendering.statement_provisions import SectionView
from app.rendering.word_parts import About, footer, heading, shared, table
from app.rendering.word_text import add_bullets, add_fact, add_line, add_link, add_run, add_text


class AnsweredSections(Protocol):
    """Sections with their results, of a statement or as a report shows them."""

    @property
    def sections(self) -> tuple[SectionView, ...]:
        """The sections, in the order of the Code."""

    @property
    def is_questionnaire(self) -> bool:
        """Whether sections have counts instead of a status."""

    @property
    def recommended_not_met(self) -> bool:
        """Whether something that the Code only recommends is answered No."""

    @property
    def noun(self) -> str:
        """What one numbered line is called."""


def add_plan_lines(made: WordDocument, view: PublicationView, width: int) -> None:
    """Add the lines of the improvement plan, a table for each source, in so many millimetres."""
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


def add_approval(made: WordDocument, view: PublicationView) -> None:
    """Add the approval, apart from the response; none is implied where none is recorded."""
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


def add_response(made: WordDocument, view: PublicationView) -> None:
    """Add what the governing body says, or that nothing is recorded."""
    heading(made, 2, "The governing body’s response")
    response = view.document["governing_body_response"]
    if response is None:
        add_line(made, f"{view.blank('No response of the governing body is recorded')}.")
        return
    for name, value in view.response:
        add_fact(made, name, value)
    add_text(made, response["text"])


def add_scrutiny(made: WordDocument, view: PublicationView) -> None:
    """Add how many questions were asked before sign-off, and those that are published."""
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


def add_ways_to_complain(made: WordDocument, view: PublicationView) -> None:
    """Add how to complain to the landlord, and where to go after it."""
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


def add_glossary(made: WordDocument, view: PublicationView) -> None:
    """Add the words explained for residents, if there are any."""
    if view.glossary:
        heading(made, 2, "Words explained")
    for entry in view.glossary:
        add_fact(made, entry["term"], entry["meaning"])


def about_file(view: PublicationView, subject: str, heading_of_all: str) -> About:
    """Return what a published Word file says of itself beside its text."""
    publication = view.document["publication"]
    return About(
        title=heading_of_all,
        subject=subject,
        author=view.document["landlord"]["name"],
        made_at=datetime.strptime(publication["published_at"], "%Y-%m-%dT%H:%M:%SZ"),
        identifier=publication["digest"],
    )


def add_revision(made: WordDocument, view: PublicationView, newest: str | None) -> None:
    """Add which revision it is, and where the newest one stands."""
    paragraph = add_line(made, f"{view.revision}.")
    if newest:
        add_run(paragraph, " Check for a newer one at ")
        add_link(paragraph, newest, newest)


def add_foot(made: WordDocument, view: PublicationView) -> None:
    """Put at the foot of every page whose text it is, and which revision of it."""
    demonstration = "Demonstration. " if view.document["demonstration"] else ""
    footer(
        made,
        f"{demonstration}{view.document['landlord']['name']}, {view.year}",
        f"{view.revision}. Reference code {view.issued_code}",
    )


def add_identity(made: WordDocument, view: PublicationView, newest: str | None) -> None:
    """Add which text this is and its digests, so that nobody takes an edited copy for it."""
    document = view.document
    heading(made, 2, "About this document")
    add_fact(made, "Revision", str(document["publication"]["revision"]))
    add_fact(made, "Published", f"{view.published_at} (London time)")
    if view.signed_off:
        add_fact(made, "Signed off", view.signed_off)
    add_fact(made, "Replaces", view.replaces)
    if newest:
        add_fact(made, "Newer revision", newest, newest)
    for name, value in view.made_for:
        add_fact(made, name, value)
    add_fact(made, view.standard_label, f"{view.standard} of the {document['edition']['issuer']}")
    if document["landlord"]["homes"] is not None:
        add_fact(made, "Homes", f"{document['landlord']['homes']:,}")
    codes = f"{view.signed_code} for the {view.text_noun}, {view.issued_code} for this revision"
    add_fact(made, "Reference codes", f"{codes} of it")
    if view.licence:
        add_fact(made, "Licence", view.licence_sentence)
        if view.licence["link"]:
            add_fact(made, "Read the licence", view.licence["link"], view.licence["link"])
    add_line(
        made,
        f"{view.elsewhere} "
        "A Word file can be changed by anybody: compare the reference codes before you rely on a "
        "copy. These are the full digests of which they are the first characters:",
    )
    add_fact(made, words.capitalised(view.text_noun), view.signed["digest"])
    add_fact(made, "This revision", document["publication"]["digest"])


def add_sections_table(made: WordDocument, view: AnsweredSections, width: int) -> None:
    """Add the result and the gaps of each section, in so many millimetres."""
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
