"""The process in which WeasyPrint runs: HTML on standard input, a PDF on standard output.

It is run by its path, without the `app` package: the web framework would double its start and its
memory. A process of its own, because a text can exhaust WeasyPrint, and a missing font kills it.
"""

import os
import resource
import sys
from typing import NoReturn

# The exit statuses by which `pdf.py` tells what went wrong; 1 is Python's own for any exception.
NO_LIBRARIES = 3
REFUSED = 4
OUT_OF_MEMORY = 5

# Address space, not memory in use: libraries and thread stacks are counted before any page.
MEMORY_BYTES = 1024**3
CPU_SECONDS = 55
TRY = "--try"
TRY_HTML = '<html lang="en-GB"><title>Try</title><p>Try</p>'


def main() -> None:
    """Turn standard input into a PDF, or a fixed word with `--try`, under limits."""
    output = _keep_standard_output()
    _limit()
    html = TRY_HTML if TRY in sys.argv else sys.stdin.buffer.read().decode()
    try:
        pdf = _pdf(html)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    with os.fdopen(output, "wb") as file:
        file.write(pdf)


def _keep_standard_output() -> int:
    """Return a copy of standard output, and send whatever else is printed to standard error."""
    output = os.dup(1)
    os.dup2(2, 1)
    return output


def _limit() -> None:
    """Bound memory and time; no core file, which would hold the text."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _pdf(html: str) -> bytes:
    try:
        from weasyprint import HTML  # type: ignore[import-untyped]
        from weasyprint.urls import (  # type: ignore[import-untyped]
            FatalURLFetchingError,
            URLFetcher,
        )
    except OSError as error:  # what cffi raises where Pango is missing
        _end(NO_LIBRARIES, error)

    class RefusesAll(URLFetcher):  # type: ignore[misc]
        """Fetches nothing: all that a statement needs stands in its HTML."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> NoReturn:
            # The fatal kind: anything milder would leave a hole in the page and go on.
            raise FatalURLFetchingError(f"A PDF fetches nothing, and this was asked for: {url}")

    try:
        made = HTML(string=html, base_url=None, url_fetcher=RefusesAll()).write_pdf(
            pdf_variant="pdf/ua-1"
        )
    except FatalURLFetchingError as error:  # derives from BaseException
        _end(REFUSED, error)
    return bytes(made)


def _end(status: int, error: BaseException) -> NoReturn:
    print(error, file=sys.stderr)  # noqa: T201  # the parent reads it
    sys.exit(status)


if __name__ == "__main__":
    main()
