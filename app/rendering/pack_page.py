"""The committee pack as the HTML that its PDF is made from."""

from pathlib import Path

from markupsafe import Markup

from app.domain.documents import Document
from app.rendering.pack_view import PackView
from app.rendering.statement_page import render_live

HERE = Path(__file__).parent
STYLES = ("statement-print.css", "pack-print.css")


def render_pack(pack: Document) -> str:
    """Return the A4 version of a pack."""
    view = PackView(pack)
    styles = "\n".join((HERE / name).read_text("utf-8") for name in STYLES)
    return render_live(
        "pack.html",
        pack=view,
        page=view.statement,
        print_styles=Markup(styles),  # noqa: S704  # our own files
    )
