"""The nginx configuration that we ship, in a real nginx: the same site, only faster."""

import http.client
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from app.web.representations import ASK_AGAIN, FOR_EVER
from app.web.security_headers import HEADERS, HSTS
from benchmarks.nginx_server import NGINX, SHIPPED, free_port, running_nginx, shipped_site
from tests.integration.conftest import Council
from tests.integration.publication_steps import withdraw
from tests.integration.test_public_site import address_of, base, paths, start

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Of these each says what it knows: nginx by its file, the program by its digest and revision. And
# nginx says of every answer that it varies, the program of those of which it has several.
THEIR_OWN = {"date", "server", "connection", "etag", "last-modified", "accept-ranges"}
THEIR_OWN |= {"content-disposition", "vary"}

needs_nginx = pytest.mark.skipif(
    NGINX is None, reason="nginx is NOT tested: apt-get install -y --no-install-recommends nginx"
)


@dataclass
class Answer:
    """What a server sent."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Site:
    """nginx in front, and the program behind it."""

    folder: Path
    council: Council
    nginx: int
    program: int

    def get(self, address: str, method: str = "GET", **headers: str) -> Answer:
        """Ask nginx."""
        return ask(self.nginx, address, method, headers)

    def behind(self, address: str, method: str = "GET", **headers: str) -> Answer:
        """Ask the program."""
        return ask(self.program, address, method, headers)


def ask(port: int, address: str, method: str, headers: dict[str, str]) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, address, headers=named)
    sent = connection.getresponse()
    found = {name.lower(): value for name, value in sent.getheaders()}
    assert len(found) == len(sent.getheaders()), f"a header twice: {sent.getheaders()}"
    answer = Answer(sent.status, found, sent.read())
    connection.close()
    return answer


@pytest.fixture
def site(published: Council, tmp_path: Path) -> Iterator[Site]:
    """Run the program with its plain files, and nginx in front of it."""
    with running_site(published, tmp_path) as running:
        yield running


@contextmanager
def running_site(council: Council, tmp_path: Path) -> Iterator[Site]:
    """Run the program of a council with its plain files, and nginx in front of it."""
    council = start(council, tmp_path / "public")
    server = make_server("127.0.0.1", 0, council.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    port = free_port()
    ours = shipped_site(
        port=port, program_port=server.server_port, root=tmp_path / "public" / "current"
    )
    try:
        with running_nginx(tmp_path / "nginx", ours, port):
            yield Site(tmp_path / "public", council, port, server.server_port)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@needs_nginx
def test_every_file_is_sent_as_the_program_sends_it(site: Site) -> None:
    for path in paths(site.folder):
        address = address_of(path)
        if path.endswith((".br", ".gz")) or address.startswith("/demonstrations/"):
            continue
        ours, programs = site.get(address), site.behind(address)
        assert (ours.status, ours.body) == (200, programs.body), address
        assert ours.headers["vary"] == "Accept-Encoding"
        for name in (ours.headers.keys() | programs.headers.keys()) - THEIR_OWN:
            assert ours.headers.get(name) == programs.headers.get(name), f"{name} of {address}"


@needs_nginx
def test_gzip_is_sent_to_whoever_takes_it(site: Site) -> None:
    page = f"/{base(site.council)}"

    sent = site.get(page, Accept_Encoding="gzip")

    assert sent.headers["content-encoding"] == "gzip"
    assert sent.body == site.behind(page, Accept_Encoding="gzip").body
    assert "content-encoding" not in site.get(page).headers


@needs_nginx
def test_headers_of_files(site: Site) -> None:
    page, stylesheet = f"/{base(site.council)}", stylesheet_of(site)
    word = site.get(f"{page}.docx").headers

    assert word["content-type"] == WORD
    assert word["content-disposition"] == (
        f'inline; filename="{site.council.landlord.slug}-2025-26.docx"'
    )
    assert site.get(f"{page}/v1.pdf").headers["content-disposition"].endswith('-2025-26-v1.pdf"')
    assert site.get(page).headers["cache-control"] == ASK_AGAIN
    assert site.get(stylesheet).headers["cache-control"] == FOR_EVER
    assert "strict-transport-security" not in word  # only over TLS


def stylesheet_of(site: Site) -> str:
    found = re.search(
        r'href="(/published/assets/[^"]+)"', site.get(f"/{base(site.council)}").body.decode()
    )
    assert found
    return found[1]


@needs_nginx
def test_who_has_it_already_is_told_so(site: Site) -> None:
    for address in (
        f"/{base(site.council)}",
        f"/{base(site.council)}.pdf",
        "/published/index.json",
    ):
        sent = site.get(address)
        for headers in (
            {"If_None_Match": sent.headers["etag"]},
            {"If_Modified_Since": sent.headers["last-modified"]},
        ):
            again = site.get(address, **headers)
            assert (again.status, again.body) == (304, b""), headers
            assert "content-security-policy" in again.headers


PROGRAMS = (
    "/published/nobody/2025-26",
    "/published/{slug}/2024-25",
    "/published/{slug}/2025-26/v7",
    "/published/{slug}",
    "/published/{slug}/",
    "/published/",
    "/published",
    "/published/{slug}/promises",
    "/published/{slug}/2025-26/changes",
    "/schemas/statement-1.json",
    "/accessibility",
    "/sign-in",
    "/home",
    "/nothing",
    "/releases/1.json",
    # The files, by names that are no addresses of the site.
    "/index.html",
    "/published/{slug}/2025-26.html",
    "/published/{slug}/2025-26.html.br",
    "/published/{slug}/2025-26.json.gz",
    "/published/{slug}/2025-26/",
    "/published/{slug}/2025-26/provisions",
    "/demonstrations/southampton",
)
OUTSIDE = (
    "/../releases/1.json",
    "/published/%2e%2e/%2e%2e/releases/1.json",
    "/published/../../.lock",
)


@needs_nginx
def test_everything_else_is_the_programs(site: Site) -> None:
    for address in (one.format(slug=site.council.landlord.slug) for one in PROGRAMS):
        sent, programs = site.get(address), site.behind(address)

        assert sent.status == programs.status, address
        assert sent.headers.get("location") == programs.headers.get("location"), address
        assert without_tokens(sent.body) == without_tokens(programs.body), address
    for address in OUTSIDE:
        assert site.get(address).status in (400, 404), address


def without_tokens(page: bytes) -> str:
    return re.sub(r'value="[^"]{20,}"', "", page.decode())


@needs_nginx
def test_a_form_reaches_the_program_even_where_a_file_lies(site: Site) -> None:
    assert site.get(f"/{base(site.council)}", "POST").status == 405
    assert b"This page cannot be used that way" in site.get("/", "POST").body


@needs_nginx
def test_no_link_leads_out_of_the_site(site: Site, tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("secret")
    inside = site.folder / "current" / "published" / "escape.html"
    inside.symlink_to(tmp_path / "secret.html")

    sent = site.get("/published/escape")

    assert b"secret" not in sent.body
    assert sent.status in (403, 404)


@needs_nginx
def test_a_withdrawal_is_seen_within_two_seconds(site: Site) -> None:
    page = f"/{base(site.council)}"
    held = site.get(page).headers["etag"]
    withdraw(site.council, 1, "It named a resident.")
    assert site.council.app.extensions["public_site"].refresh()

    until = time.monotonic() + 2.5
    while (sent := site.get(page, If_None_Match=held)).status == 304 and time.monotonic() < until:
        time.sleep(0.1)

    assert sent.status == 200
    assert b"It named a resident." in sent.body


def test_the_configuration_states_the_headers_of_the_program() -> None:
    text = SHIPPED.read_text()
    stated = dict(
        re.findall(r'add_header (\S+) "?([^"$\n][^"\n]*?)"?;(?: #.*)?$', text, re.MULTILINE)
    )

    assert stated == HEADERS | {"Vary": "Accept-Encoding"}
    assert f'on "{HSTS}";' in text
    assert f'"{FOR_EVER}"' in text
    assert f'"{ASK_AGAIN}"' in text
