"""The pages of a published statement as files, each named by the ending of its address."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.documents import Document
from app.domain.published_files import HTML
from app.rendering import statement_page


@dataclass(frozen=True)
class RenderedFile:
    """A file of a publication: the ending of its address, how it is sent, and its bytes."""

    ending: str
    media_type: str
    content: bytes


def rendered_pages(
    document: Document, *, stylesheet_address: str, has_pdf: bool
) -> Iterator[RenderedFile]:
    """Yield the page of a statement, its summary in large print, and a page for each provision."""
    page = statement_page.render(document, stylesheet_address=stylesheet_address, has_pdf=has_pdf)
    yield RenderedFile("", HTML, page.encode())
    summary = statement_page.render_summary(document, stylesheet_address=stylesheet_address)
    yield RenderedFile("/summary", HTML, summary.encode())
    for number, provision in statement_page.render_provisions(
        document, stylesheet_address=stylesheet_address
    ):
        yield RenderedFile(f"/provisions/{number}", HTML, provision.encode())
