"""The PDF: tagged, told apart by its footer, and made by a process that fetches nothing."""

import builtins
import fcntl
import http.server
import io
import signal
import threading
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from app.rendering import pdf, pdf_child
from app.rendering.pdf import PdfNotAvailable, make_pdf, why_not_available
from app.rendering.statement_page import render_for_pdf
from tests.unit import statements


@pytest.fixture(scope="module", autouse=True)
def _pango() -> None:
    reason = why_not_available()
    if reason:
        print(f"\nNO PDF TESTS WERE RUN. {reason}")  # noqa: T201  # to be seen, not only counted
        pytest.skip(reason)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    document = statements.issued_long(provisions=18, words=150)
    html = render_for_pdf(document, newest_address=statements.NEWEST)
    made = make_pdf(html, lock_folder=tmp_path_factory.mktemp("lock"))
    return PdfReader(io.BytesIO(made))


def test_the_pdf_is_tagged_and_names_its_language_and_title(reader: PdfReader) -> None:
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == (
        "Southampton City Council: self-assessment 2023/24 against the Complaint Handling Code 2024"
    )
    assert b"pdfuaid" in reader.xmp_metadata.stream.get_data()  # type: ignore[union-attr]


def test_the_header_row_is_repeated_where_a_table_goes_on(reader: PdfReader) -> None:
    texts = [page.extract_text() for page in reader.pages]
    with_rows = [text for text in texts if "complaints team checks" in text]
    assert len(with_rows) > 4
    assert all("Code requirement" in text for text in with_rows)


def test_every_page_says_what_it_is_and_where_to_look_for_a_newer_one(reader: PdfReader) -> None:
    for number, page in enumerate(reader.pages, start=1):
        text = " ".join(page.extract_text().split())
        assert "Southampton City Council, 2023/24" in text
        assert "Revision 2, published 1 July 2026" in text
        assert f"Check for a newer one: {statements.NEWEST}" in text
        assert f"Page {number} of {len(reader.pages)}" in text


def test_the_same_statement_gives_the_same_bytes(tmp_path: Path) -> None:
    html = render_for_pdf(statements.issued(), newest_address=statements.NEWEST)
    assert make_pdf(html, lock_folder=tmp_path) == make_pdf(html, lock_folder=tmp_path)


@pytest.mark.parametrize(
    "place",
    [
        '<img alt="" src="{}">',
        '<link rel="stylesheet" href="{}">',
        '<link rel="attachment" href="{}">',
        '<a rel="attachment" href="{}">x</a>',
        '<p style="background: url({})">x</p>',
        '<object data="{}"></object>',
        "<style>@import url({});</style>",
        "<style>@font-face {{ font-family: x; src: url({}) }} * {{ font-family: x }}</style>x",
    ],
)
def test_nothing_is_fetched_from_the_network(place: str, tmp_path: Path) -> None:
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: Any) -> None:
            """Keep the test's output clean."""

    with http.server.HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/x"
        with pytest.raises(PdfNotAvailable, match="fetches nothing"):
            make_pdf(f"<title>x</title>{place.format(url)}", lock_folder=tmp_path)
        server.shutdown()
    assert asked == []


@pytest.mark.parametrize("element", ["link", "a"])
def test_no_file_of_the_server_is_attached(element: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret of the server")
    with pytest.raises(PdfNotAvailable, match="fetches nothing"):
        make_pdf(f'<{element} rel="attachment" href="{secret.as_uri()}">x', lock_folder=tmp_path)


def test_one_pdf_is_made_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "QUEUE_SECONDS", 0.2)
    with (tmp_path / "pdf.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(PdfNotAvailable, match="others are being made"):
            make_pdf("<p>x", lock_folder=tmp_path)
    assert make_pdf("<p>x", lock_folder=tmp_path).startswith(b"%PDF")


def test_too_long_a_making_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "WALL_SECONDS", 0.1)
    with pytest.raises(PdfNotAvailable, match="took more than"):
        make_pdf("<p>x", lock_folder=tmp_path)


def test_too_much_memory_is_refused(tmp_path: Path) -> None:
    html = '<table><tr><td colspan="100000000">x</td></tr></table>'
    with pytest.raises(PdfNotAvailable, match="too much memory"):
        make_pdf(html, lock_folder=tmp_path)


def test_depth_without_an_end_is_refused_and_not_followed(tmp_path: Path) -> None:
    with pytest.raises(PdfNotAvailable, match="PDF is not available"):
        make_pdf("<div>" * 3_000, lock_folder=tmp_path)


@pytest.mark.parametrize(
    ("status", "said", "sentence"),
    [
        (
            pdf_child.NO_LIBRARIES,
            "cannot load library",
            "install the libraries it needs, by apt-get",
        ),
        (pdf_child.OUT_OF_MEMORY, "", "too much memory"),
        (-signal.SIGSEGV, "", "SIGSEGV. A font may be missing"),
        (-signal.SIGXCPU, "", "more than 55 seconds"),
        (1, "Traceback\nValueError: odd", "PDF is not available: ValueError: odd"),
        (9, "", "its process ended with status 9"),
    ],
)
def test_each_way_of_failing_has_its_sentence(status: int, said: str, sentence: str) -> None:
    assert sentence in pdf._reason(status, said)


def test_missing_libraries_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    real_import = builtins.__import__

    def without_pango(name: str, *rest: Any) -> Any:
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libgobject-2.0-0'")
        return real_import(name, *rest)

    monkeypatch.setattr("builtins.__import__", without_pango)
    with pytest.raises(SystemExit) as end:
        pdf_child._pdf("<p>x")
    assert end.value.code == pdf_child.NO_LIBRARIES


def test_no_secret_of_the_environment_reaches_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "x")
    seen: dict[str, str] = {}

    def run(command: list[str], *, env: dict[str, str], **rest: Any) -> Any:
        seen.update(env)
        raise PdfNotAvailable("enough")

    monkeypatch.setattr("subprocess.run", run)
    with pytest.raises(PdfNotAvailable):
        pdf._run([], b"")
    assert "PATH" in seen
    assert "SECRET_KEY" not in seen
