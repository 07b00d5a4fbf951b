"""The published statement as web pages, and as the HTML that its PDF is made from."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app.domain.documents import Document
from app.domain.published_addresses import promises_address
from app.rendering import telephones
from app.rendering.large_print import sheet
from app.rendering.marked_text import to_html
from app.rendering.publication_view import PublicationView
from app.rendering.statement_view import StatementView
from app.rendering.statement_words import day_in_words

HERE = Path(__file__).parent
TEMPLATES = HERE.parents[1] / "templates" / "publication"

# Stands once in every page, after the skip link. Typed text cannot forge it: "<" is escaped there.
FOR_NOTICE = "<!-- notice of a newer revision -->"


def render(document: Document, *, stylesheet_address: str, has_pdf: bool = True) -> str:
    """Return the public page, made from the document alone; it links to a PDF if there is one."""
    return render_framed("page.html", StatementView(document), stylesheet_address, has_pdf=has_pdf)


def render_summary(document: Document, *, stylesheet_address: str) -> str:
    """Return the summary in large print, which fits on one sheet of A4."""
    view = StatementView(document)
    return render_framed("summary.html", view, stylesheet_address, sheet=sheet(view))


def render_provisions(document: Document, *, stylesheet_address: str) -> Iterator[tuple[str, str]]:
    """Yield the number of each provision, and the page that is its own."""
    view = StatementView(document)
    order = view.provisions
    before = dict(zip((one.anchor for one in order[1:]), order, strict=False))
    after = dict(zip((one.anchor for one in order), order[1:], strict=False))
    for section in view.sections:
        for provision in section.provisions:
            yield (
                provision.source["number"],
                render_framed(
                    "provision.html",
                    view,
                    stylesheet_address,
                    section=section,
                    provision=provision,
                    before=before.get(provision.anchor),
                    after=after.get(provision.anchor),
                ),
            )


def render_for_pdf(document: Document, *, newest_address: str) -> str:
    """Return the A4 version; `newest_address` is absolute, for a reader who has only the paper."""
    return _templates.get_template("pdf.html").render(
        page=StatementView(document),
        newest_address=newest_address,
        print_styles=Markup((HERE / "statement-print.css").read_text("utf-8")),  # noqa: S704
    )


def render_framed(
    template: str, view: PublicationView, stylesheet_address: str, **values: Any
) -> str:
    """Return one page in the frame that all of a landlord's published pages share."""
    landlord, demonstration = view.document["landlord"], view.document["demonstration"]
    return _templates.get_template(template).render(
        page=view,
        stylesheet_address=stylesheet_address,
        landlord_name=landlord["name"],
        landlord_slug=landlord["slug"],
        demonstration_notice=demonstration["notice"] if demonstration else None,
        **values,
    )


def render_live(template: str, **values: Any) -> str:
    """Return a page in the same frame that is made anew for each reader, and never stored."""
    return _templates.get_template(template).render(**values)


def stylesheet_bytes() -> bytes:
    """Return the pages' own stylesheet, which is stored with each publication."""
    return (HERE / "statement.css").read_bytes()


def with_notice(html: bytes, notice: str, *, link_to: str = "", link_words: str = "") -> bytes:
    """Return a page with one notice at its marker, and not another byte changed."""
    marker = FOR_NOTICE.encode()
    if html.count(marker) != 1:
        raise ValueError("The page does not hold the marker for a notice exactly once.")
    link = Markup(' <a href="{}">{}</a>').format(link_to, link_words) if link_to else ""
    box = Markup('<aside class="notice" aria-label="About this revision"><p>{}{}</p></aside>')
    return html.replace(marker, box.format(escape(notice), link).encode())


def _make_templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # What is frozen comes from the program that was started, not from one half-way to the next.
        auto_reload=False,
    )
    templates.filters["marked"] = to_html
    templates.filters["telephones"] = telephones.with_links
    templates.filters["day"] = day_in_words
    templates.globals["promises_address"] = promises_address
    templates.globals["FOR_NOTICE"] = Markup(FOR_NOTICE)  # noqa: S704  # our own constant
    return templates


_templates = _make_templates()
