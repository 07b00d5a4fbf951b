"""The committee pack as the HTML that its PDF is made from."""

from functools import partial
from pathlib import Path

from markupsafe import Markup

from app.domain.documents import Document
from app.rendering.charts import PRINTED, draw, on_paper
from app.rendering.pack_view import PackView
from app.rendering.report_view import ReportView
from app.rendering.statement_page import render_live

HERE = Path(__file__).parent
STYLES = ("statement-print.css", "pack-print.css")
REPORT_STYLES = ("statement-print.css", "report-print.css", "pack-print.css")


def render_pack(pack: Document) -> str:
    """Return the A4 version of a pack."""
    view = PackView(pack)
    is_report = isinstance(view.inside, ReportView)
    names = REPORT_STYLES if is_report else STYLES
    styles = "\n".join((HERE / name).read_text("utf-8") for name in names)
    return render_live(
        "report_pack.html" if is_report else "pack.html",
        pack=view,
        page=view.inside,
        draw_chart=partial(draw, width=PRINTED),
        chart_pieces=on_paper,
        folds_notes=False,
        print_styles=Markup(styles),  # noqa: S704  # our own files
    )
