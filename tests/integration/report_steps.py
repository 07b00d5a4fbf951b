"""Reading and sending the pages of annual reports, as several tests do."""

import re
from html import unescape

from werkzeug.test import TestResponse

from app.database import db
from app.models import AnnualReport
from app.models.report_facts import parts_of
from tests.integration.conftest import Council, fill_in


def words_of(page: TestResponse) -> str:
    """Return what can be read on a page, without its tags."""
    main = page.text.split("<main")[1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def all_of(council: Council, rest: str = "") -> str:
    return f"/landlords/{council.landlord.slug}/reports{rest}"


def page_of(report: AnnualReport, rest: str = "") -> str:
    return f"/reports/{report.id}{rest}"


def part_of(report: AnnualReport, key: str) -> str:
    return page_of(report, f"/parts/{key}")


def seen(council: Council, address: str, who: str = "officer") -> str:
    page = council.signed_in(who).get(address)
    assert page.status_code == 200
    return words_of(page)


def kept(report: AnnualReport, key: str) -> str | None:
    """Return the text of a part as the database holds it, None where nobody wrote it."""
    db.session.expire_all()
    return next((row.text for row in parts_of(report) if row.key == key), None)


def press(
    council: Council, address: str, button: dict[str, str], who: str = "officer", **typed: str
) -> TestResponse:
    """Open a part, type something and press one of its buttons."""
    return fill_in(council.signed_in(who), address, **typed, **button)
