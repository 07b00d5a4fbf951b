"""The files of a published document of either kind, each named by the ending of its address."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.domain.documents import Document, DocumentKind
from app.domain.published_files import HTML, media_type_of
from app.domain.signed_documents import canonical_bytes, kind_of
from app.rendering import (
    report_csv,
    report_docx,
    report_page,
    statement_csv,
    statement_docx,
    statement_page,
)


@dataclass(frozen=True)
class RenderedFile:
    """A file of a publication: the ending of its address, how it is sent, and its bytes."""

    ending: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Renderer:
    """How a document of one kind is made into files."""

    page: Callable[..., str]
    for_pdf: Callable[..., str]
    docx: Callable[..., bytes]
    csv: Callable[[Document], bytes]


RENDERERS = {
    DocumentKind.STATEMENT: Renderer(
        statement_page.render,
        statement_page.render_for_pdf,
        statement_docx.to_docx,
        statement_csv.to_csv,
    ),
    DocumentKind.REPORT: Renderer(
        report_page.render, report_page.render_for_pdf, report_docx.to_docx, report_csv.to_csv
    ),
}


def rendered_page(document: Document, *, stylesheet_address: str, has_pdf: bool) -> str:
    """Return the public page of a document."""
    renderer = RENDERERS[kind_of(document)]
    return renderer.page(document, stylesheet_address=stylesheet_address, has_pdf=has_pdf)


def html_for_pdf(document: Document, *, newest_address: str) -> str:
    """Return the A4 version of a document, that its PDF is made from."""
    return RENDERERS[kind_of(document)].for_pdf(document, newest_address=newest_address)


def rendered_files(
    document: Document, *, stylesheet_address: str, pdf: bytes | None, newest_address: str
) -> Iterator[RenderedFile]:
    """Yield every file of a publication, all of the same document."""
    renderer = RENDERERS[kind_of(document)]
    yield from rendered_pages(
        document, stylesheet_address=stylesheet_address, has_pdf=pdf is not None
    )
    if pdf is not None:
        yield _file(".pdf", pdf)
    yield _file(".docx", renderer.docx(document, newest_address=newest_address))
    yield _file(".csv", renderer.csv(document))
    yield _file(".json", canonical_bytes(document))


def rendered_pages(
    document: Document, *, stylesheet_address: str, has_pdf: bool
) -> Iterator[RenderedFile]:
    """Yield the page; of a statement also its summary in large print and a page per provision."""
    page = rendered_page(document, stylesheet_address=stylesheet_address, has_pdf=has_pdf)
    yield RenderedFile("", HTML, page.encode())
    if kind_of(document) is DocumentKind.REPORT:
        return
    summary = statement_page.render_summary(document, stylesheet_address=stylesheet_address)
    yield RenderedFile("/summary", HTML, summary.encode())
    for number, provision in statement_page.render_provisions(
        document, stylesheet_address=stylesheet_address
    ):
        yield RenderedFile(f"/provisions/{number}", HTML, provision.encode())


def _file(ending: str, content: bytes) -> RenderedFile:
    return RenderedFile(ending, media_type_of(ending), content)
