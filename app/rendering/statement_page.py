"""The published statement as a web page, and as the HTML that its PDF is made from."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app.domain.statement import Document
from app.rendering.marked_text import to_html
from app.rendering.statement_view import StatementView

HERE = Path(__file__).parent
TEMPLATES = HERE.parents[1] / "templates" / "publication"

# Stands once in every page, after the skip link. Typed text cannot forge it: "<" is escaped there.
FOR_NOTICE = "<!-- notice of a newer revision -->"


def render(document: Document, *, stylesheet_address: str, has_pdf: bool = True) -> str:
    """Return the public page, made from the document alone; it links to a PDF if there is one."""
    return _templates.get_template("page.html").render(
        page=StatementView(document), stylesheet_address=stylesheet_address, has_pdf=has_pdf
    )


def render_for_pdf(document: Document, *, newest_address: str) -> str:
    """Return the A4 version; `newest_address` is absolute, for a reader who has only the paper."""
    return _templates.get_template("pdf.html").render(
        page=StatementView(document),
        newest_address=newest_address,
        print_styles=Markup((HERE / "statement-print.css").read_text("utf-8")),  # noqa: S704
    )


def stylesheet_bytes() -> bytes:
    """Return the page's own stylesheet, which is stored with each publication."""
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
    )
    templates.filters["marked"] = to_html
    templates.globals["FOR_NOTICE"] = Markup(FOR_NOTICE)  # noqa: S704  # our own constant
    return templates


_templates = _make_templates()
