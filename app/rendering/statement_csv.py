"""The published statement as a table: one row for each provision."""

from collections.abc import Iterable

from app.domain.answers import BASIS_WORDS, Basis
from app.domain.documents import Document
from app.rendering.csv_cells import Cell, csv_bytes
from app.rendering.statement_provisions import ProvisionView, SectionView
from app.rendering.statement_view import StatementView
from app.rendering.statement_words import capitalised

HEADER = (
    "Landlord",
    "Year",
    "Edition",
    "Section number",
    "Section title",
    "Provision",
    "Obligation",
    "Title",
    "What the Code asks (summary, not its official text)",
    "Answer",
    "Basis of the answer",
    "Holds in",
    "Falls short in",
    "Evidence",
    "Commentary",
    "Note on the plan",
    "Actions",
    "Note",
    "What the Code asks (its official text)",
)


def to_csv(document: Document) -> bytes:
    """Return the statement as a CSV file; what was left blank is an empty cell."""
    view = StatementView(document)
    return csv_bytes(
        HEADER,
        (
            _row(view, section, provision)
            for section in view.sections
            for provision in section.provisions
        ),
    )


def _row(view: StatementView, section: SectionView, provision: ProvisionView) -> tuple[Cell, ...]:
    document, source = view.document, provision.source
    demonstration = document["demonstration"]
    return (
        document["landlord"]["name"],
        view.year,
        view.standard,
        section.source["number"],
        section.source["title"],
        source["number"],
        source["obligation"].capitalize(),
        source["title"],
        _lines([source["requirement"]["text"], *(_part(part) for part in source["parts"])]),
        _answer(provision),
        provision.basis or BASIS_WORDS[Basis.STATED],
        capitalised(provision.holds_in or ""),
        capitalised(provision.shortfall or ""),
        _lines(_evidence(item) for item in source["evidence"]),
        source["commentary"],
        source["plan_note"],
        _lines(f"{action.title}. {action.progress}" for action in provision.actions),
        demonstration["notice"] if demonstration else None,
        provision.official_text,
    )


def _answer(provision: ProvisionView) -> str:
    if not provision.long_answers:
        return provision.answer
    return _lines(
        f"{asked}{' ' if asked.endswith('?') else ': '}{said}" if asked else said
        for asked, said in provision.long_answers
    )


def _part(part: Document) -> str:
    return f"{part['key']}) {part['text']}" if part["lettered"] else f"• {part['text']}"


def _evidence(item: Document) -> str:
    return f"{item['text']} ({item['link']})" if item["link"] else str(item["text"])


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)
