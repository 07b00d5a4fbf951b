"""The styles of documents that are printed for people inside the landlord."""

from pathlib import Path

from markupsafe import Markup

HERE = Path(__file__).parent


def for_brief() -> Markup:
    """Return the style sheet of the brief, for a style element."""
    return Markup((HERE / "brief-print.css").read_text("utf-8"))  # noqa: S704  # our own file
