"""The published annual report as a web page, and as the HTML that its PDF is made from."""

from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup

from app.domain.documents import Document
from app.rendering.charts import PRINTED, draw, on_paper
from app.rendering.report_view import ReportView
from app.rendering.statement_page import render_framed, render_live

HERE = Path(__file__).parent
STYLES = ("statement-print.css", "report-print.css")


def render(document: Document, *, stylesheet_address: str, has_pdf: bool = True) -> str:
    """Return the public page, made from the document alone; it links to a PDF if there is one."""
    return render_framed(
        "report.html",
        ReportView(document),
        stylesheet_address,
        has_pdf=has_pdf,
        draw_chart=draw,
        chart_pieces=lambda chart: (chart,),
        folds_notes=True,
    )


def render_for_pdf(document: Document, *, newest_address: str) -> str:
    """Return the A4 version; `newest_address` is absolute, for a reader who has only the paper."""
    styles = "\n".join((HERE / name).read_text("utf-8") for name in STYLES)
    return render_live(
        "report_pdf.html",
        page=ReportView(document, site_of(newest_address)),
        newest_address=newest_address,
        draw_chart=partial(draw, width=PRINTED),
        chart_pieces=on_paper,
        folds_notes=False,
        print_styles=Markup(styles),  # noqa: S704  # our own files
    )


def site_of(address: str) -> str:
    """Return the beginning of an absolute address, which its site shares: "https://example.org"."""
    pieces = urlsplit(address)
    return f"{pieces.scheme}://{pieces.netloc}"
