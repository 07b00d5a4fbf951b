"""The public page: our nginx configuration, bare nginx and the program's server, side by side.

    python -m benchmarks.public_page [--quick]

The page is the demonstration's of 2023/24. The servers have one core and wrk the other, except
beside a PDF, where everything shares both. It needs Debian's packages nginx and wrk.
"""

import argparse
import http.client
import re
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from app.rendering import pdf
from benchmarks.load import WRK, Drive, Driven
from benchmarks.measure import (
    RUNS,
    alternated,
    median_of_pairs,
    on_core,
    print_last_line,
    print_table,
    say,
    versions_of,
)
from benchmarks.nginx_server import NGINX, free_port, running_nginx, shipped_site
from benchmarks.pdf import long_document, printed
from benchmarks.program_server import PUBLIC_PAGE, gunicorn, install

BARE_SITE = """
    server {{
        listen 127.0.0.1:{port};
        root {root};
        sendfile on;
        tcp_nopush on;
        gzip_static on;
        types {{ text/html html; }}
    }}
"""
BARE, OURS, OURS_304 = "bare nginx, the file", "our nginx", "our nginx, 304"
HELLO, VIEW, VIEW_304 = "gunicorn, hello world", "gunicorn, public view", "public view, 304"
CROWD, CALM = 16, 2


@dataclass(frozen=True)
class Servers:
    """Where each server listens, and its process."""

    bare: tuple[int, int]
    ours: tuple[int, int]
    program: tuple[int, int]
    hello: tuple[int, int]


def main() -> None:
    """Measure, print the tables, and end with one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one second for each, once")
    quick: bool = parser.parse_args().quick
    if NGINX is None or WRK is None:
        say("nginx and wrk are needed: apt-get install -y --no-install-recommends nginx wrk")
        sys.exit(2)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        say("Loading the demonstration, which takes up to a minute.")
        install(folder)
        servers = _start(folder, stack)
        runs, seconds = (1, 1) if quick else (RUNS, 5)
        say(f"{runs} run(s) of {seconds} s each, in turns.")
        alone = alternated(_sides(servers, seconds), runs)
        beside = alternated(_calm_sides(servers, seconds), runs)
        with _pdfs_being_made(folder, 6 if quick else 75):
            busy = alternated(_calm_sides(servers, seconds), runs)
        _report(alone, beside, busy, _sizes(folder, servers))


def _start(folder: Path, stack: ExitStack) -> Servers:
    core = on_core(0)
    bare, ours, program, hello = (free_port() for _ in range(4))
    root = folder / "public" / "current"
    program_pid = stack.enter_context(gunicorn("wsgi:app", program, folder, before=core))
    hello_pid = stack.enter_context(gunicorn("benchmarks.hello:app", hello, folder, before=core))
    sites = {
        bare: BARE_SITE.format(port=bare, root=root),
        ours: shipped_site(port=ours, program_port=program, root=root),
    }
    pids = {
        port: stack.enter_context(running_nginx(folder / str(port), site, port, before=core))
        for port, site in sites.items()
    }
    return Servers(
        (bare, pids[bare]), (ours, pids[ours]), (program, program_pid), (hello, hello_pid)
    )


def _sides(servers: Servers, seconds: int) -> dict[str, Drive]:
    """Return every side at the most that it can do; the client has a core of its own."""

    def drive(server: tuple[int, int], path: str, **more: str) -> Drive:
        headers = {"Accept-Encoding": "gzip", **more}
        port, pid = server
        url = f"http://127.0.0.1:{port}{path}"
        return Drive(url, pid, headers, seconds, CROWD, on_core(1))

    tags = {one: _etag(one[0]) for one in (servers.ours, servers.program)}
    return {
        BARE: drive(servers.bare, f"{PUBLIC_PAGE}.html"),
        OURS: drive(servers.ours, PUBLIC_PAGE),
        OURS_304: drive(servers.ours, PUBLIC_PAGE, **{"If-None-Match": tags[servers.ours]}),
        HELLO: drive(servers.hello, "/"),
        VIEW: drive(servers.program, PUBLIC_PAGE),
        VIEW_304: drive(servers.program, PUBLIC_PAGE, **{"If-None-Match": tags[servers.program]}),
    }


def _calm_sides(servers: Servers, seconds: int) -> dict[str, Drive]:
    """Return the public page as few people read it at once, where waiting is what counts."""
    every = _sides(servers, seconds)
    return {name: replace(every[name], connections=CALM, before=()) for name in (OURS, VIEW)}


def _etag(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", PUBLIC_PAGE, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.headers["ETag"]


@contextmanager
def _pdfs_being_made(folder: Path, provisions: int) -> Iterator[None]:
    """Make one PDF after another, as publishing does, until the block ends."""
    page, ended = printed(long_document(provisions)), threading.Event()

    def make() -> None:
        while not ended.is_set():
            pdf.make_pdf(page, lock_folder=folder)

    maker = threading.Thread(target=make)
    maker.start()
    try:
        yield
    finally:
        ended.set()
        maker.join()


def _sizes(folder: Path, servers: Servers) -> dict[str, int]:
    """Return the bytes of the page, and of a first visit: the page and its one stylesheet."""
    current = folder / "public" / "current"
    page = current / f"{PUBLIC_PAGE[1:]}.html"
    sheets = [
        one
        for one in current.glob("published/assets/*.css")
        if one.name.encode() in page.read_bytes()
    ]
    brotli = sum(Path(f"{one}.br").stat().st_size for one in (page, *sheets))
    return {
        "page": page.stat().st_size,
        "page_gzip": Path(f"{page}.gz").stat().st_size,
        "page_brotli": Path(f"{page}.br").stat().st_size,
        "first_visit_brotli": brotli,
    }


def _report(
    alone: dict[str, list[Driven]],
    calm: dict[str, list[Driven]],
    busy: dict[str, list[Driven]],
    sizes: dict[str, int],
) -> None:
    rows = [(name, *_medians(runs)) for name, runs in alone.items()]
    rows += [(f"{name}, {CALM} readers", *_medians(runs)) for name, runs in calm.items()]
    rows += [(f"{name}, beside a PDF", *_medians(runs)) for name, runs in busy.items()]
    say()
    print_table(("median of the runs", "requests/s", "p99 ms", "CPU µs each"), rows)
    say()

    def ratio(above: list[Driven], below: list[Driven], what: str) -> float:
        return median_of_pairs(
            [getattr(one, what) for one in above], [getattr(one, what) for one in below]
        )

    ratios = {
        "ours_over_bare_nginx": ratio(alone[OURS], alone[BARE], "per_second"),
        "view_over_hello_cpu": ratio(alone[VIEW], alone[HELLO], "cpu_us"),
        "nginx_304_over_200": ratio(alone[OURS_304], alone[OURS], "per_second"),
        "view_304_over_200": ratio(alone[VIEW_304], alone[VIEW], "per_second"),
        "nginx_p99_beside_pdf": ratio(busy[OURS], calm[OURS], "p99_ms"),
        "view_p99_beside_pdf": ratio(busy[VIEW], calm[VIEW], "p99_ms"),
    }
    print_last_line("public_page", ratios, sizes, _versions())


def _medians(runs: list[Driven]) -> tuple[str, str, str]:
    return (
        f"{statistics.median(one.per_second for one in runs):,.0f}",
        f"{statistics.median(one.p99_ms for one in runs):.2f}",
        f"{statistics.median(one.cpu_us for one in runs):.0f}",
    )


def _versions() -> dict[str, str]:
    found = {name: _version_of(program) for name, program in (("nginx", NGINX), ("wrk", WRK))}
    return versions_of("flask", "gunicorn", "sqlalchemy") | found


def _version_of(program: str | None) -> str:
    """Return the first number that a program says of itself with -v."""
    said = subprocess.run([str(program), "-v"], capture_output=True, text=True)  # noqa: S603
    number = re.search(r"\d+\.[\w.+-]+", said.stdout + said.stderr)
    return number[0] if number else "not known"


if __name__ == "__main__":
    main()
