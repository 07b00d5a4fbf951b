"""Asking addresses over a real connection: what works, what does not, and where we never go."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.domain.public_addresses import Reached
from app.reading import web_addresses
from app.reading.web_addresses import ask_all


class Site(BaseHTTPRequestHandler):
    """A web site with a page for each thing that can happen."""

    def do_GET(self) -> None:
        name = self.path.split("?")[0]
        if name == "/slow":
            self._drip()
        elif name == "/moved":
            self._answer(301, {"Location": "/here"})
        elif name == "/round":
            self._answer(302, {"Location": "/round"})
        elif name == "/inside":
            self._answer(302, {"Location": f"http://127.0.0.1:{self.server.secret_port}/"})
        elif name == "/file":
            self._answer(302, {"Location": "file:///etc/passwd"})
        else:
            status = {"/here": 200, "/empty": 200, "/broken": 500}.get(name, 404)
            self._answer(status, {}, b"" if name == "/empty" else b"x" * 10_000_000)

    def _answer(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for key, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(key, value)
        self.end_headers()
        with contextlib.suppress(OSError):  # the rest is not fetched
            self.wfile.write(body)

    def _drip(self) -> None:
        """Send a header now and then, so that no single wait is ever long."""
        with contextlib.suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for _ in range(40):
                self.wfile.write(b"X: y\r\n")
                time.sleep(0.1)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the tests look at what is found, not at the server."""


@pytest.fixture(scope="module")
def own() -> Iterator[str]:
    """Serve the site as the installation's own, beside a private port that nobody may reach."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    with socket.create_server(("127.0.0.1", 0)) as private:
        server.secret_port = private.getsockname()[1]  # type: ignore[attr-defined]
        private.settimeout(0)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        server.server_close()
        with pytest.raises(BlockingIOError):
            private.accept()


def test_each_address_is_told_apart(own: str) -> None:
    names = ("here", "moved", "nowhere", "broken", "empty", "round")

    found = dict(
        zip(names, ask_all((f"{own}/{name}" for name in names), own_address=own), strict=True)
    )

    assert found["here"] == Reached(f"{own}/here", 200, f"{own}/here")
    assert (found["moved"].problem, found["moved"].ended_at) == ("", f"{own}/here")
    assert found["moved"].leads_on
    assert found["nowhere"].problem == "The server answered 404 (Not Found)"
    assert found["broken"].status == 500
    assert found["empty"].problem == "The server answered with an empty page"
    assert found["round"].problem == "It leads on more than 5 times"


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("{own}/inside", web_addresses.PRIVATE),
        ("{own}/file", web_addresses.NOT_WEB),
        ("http://127.0.0.1:9/", web_addresses.PRIVATE),
        ("http://localhost/", web_addresses.PRIVATE),
        ("http://[::1]/", web_addresses.PRIVATE),
        ("http://169.254.169.254/latest/meta-data/", web_addresses.PRIVATE),
        ("http://2130706433/", web_addresses.PRIVATE),
        ("file:///etc/passwd", web_addresses.NOT_WEB),
        ("nonsense", web_addresses.NOT_WEB),
    ],
)
def test_it_never_goes_where_a_typed_address_must_not_lead(
    own: str, address: str, problem: str
) -> None:
    (found,) = ask_all([address.format(own=own)], own_address=own)

    assert (found.status, found.problem) == (None, problem)


def test_a_name_is_refused_that_leads_to_a_private_machine_or_nowhere(
    own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def answers(host: str, *rest: object, **more: object) -> object:
        if host == "two.example":
            return [(2, 1, 6, "", (ip, 80)) for ip in ("93.184.215.14", "10.0.0.1")]
        if host == "nobody.example":
            raise socket.gaierror
        return real(host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", answers)

    two, nobody = ask_all(["http://two.example/", "http://nobody.example/"], own_address=own)

    assert two.problem == web_addresses.PRIVATE
    assert nobody.problem == "No server of this name was found"


def test_a_server_that_drips_is_left_after_the_time_for_one_address(own: str) -> None:
    begun = time.monotonic()

    slow, here = ask_all([f"{own}/slow", f"{own}/here"], own_address=own, seconds=0.5)

    assert slow.problem == "It did not answer within 0.5 seconds"
    assert (here.problem, time.monotonic() - begun < 3) == ("", True)


def test_the_connection_goes_to_the_very_machine_that_was_judged(
    own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(own.rpartition(":")[2])
    asked = []

    def answers(host: str, *_: object, **__: object) -> object:
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    monkeypatch.setattr(web_addresses, "is_public", lambda ip: ip == "127.0.0.1")

    (found,) = ask_all([f"http://site.example:{port}/here"], own_address="https://own.example")

    # Looked up by name once; the connection itself names the IP address.
    assert (found.problem, asked.count("site.example")) == ("", 1)
    assert found.ended_at == f"http://site.example:{port}/here"
