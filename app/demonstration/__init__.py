"""The demonstration: a council's published documents, and two years of a landlord that is invented.

It walks through the services as three people of each landlord would. Each step is one transaction
and begins by looking whether it was done, so a loading that was interrupted is completed by the
next one, and a finished one is left alone.
"""

from datetime import datetime
from pathlib import Path

from app.config import ROOT
from app.demonstration import assessments, figures, reports
from app.demonstration.people import (
    INVENTED_SIGN_INS,
    PASSWORD,
    SIGN_INS,
    SignIn,
    has_real_landlord,
    landlord_of,
    sign_ins,
)
from app.demonstration.story import Say, Stage
from app.domain.edition_shelf import Editions
from app.reading.demonstration import read_document, read_landlord, read_report

__all__ = [
    "INVENTED_SIGN_INS",
    "PASSWORD",
    "SIGN_INS",
    "SignIn",
    "has_real_landlord",
    "load",
    "sign_ins",
]

FOLDER = ROOT / "demonstration"
INVENTED = FOLDER / "invented"
YEARS = ("2020-21", "2023-24")
REPORT_YEAR = "2023-24"
INVENTED_YEARS = ("2024-25", "2025-26")


def load(
    editions: Editions,
    *,
    public_address: str,
    lock_folder: Path,
    now: datetime,
    say: Say,
    without_pdf: bool = False,
) -> None:
    """Load what is missing of the demonstration; raise Invalid where something is in its way.

    `without_pdf` publishes everything without a PDF, as a lead can choose to; its page says so.
    """
    stage = Stage(editions, public_address, lock_folder, now, say, without_pdf)
    _load_southampton(stage)
    _load_invented(stage)


def _load_southampton(stage: Stage) -> None:
    """Load what the council published; it was published long ago, and is loaded now."""
    facts, notice = read_landlord(FOLDER / "landlord.yaml")
    documents = [read_document(FOLDER / f"{year}.yaml") for year in YEARS]
    report = read_report(FOLDER / f"report-{REPORT_YEAR}.yaml")
    landlord = landlord_of(facts, notice, SIGN_INS, stage.now, stage.say)
    for document in documents:
        assessments.load(landlord, document, stage)
    figures.load(landlord, FOLDER, report, stage)
    reports.load(landlord, report, stage)


def _load_invented(stage: Stage) -> None:
    """Load the two years of the landlord that does not exist, each on the days of its story."""
    facts, notice = read_landlord(INVENTED / "landlord.yaml")
    documents = [read_document(INVENTED / f"{year}.yaml") for year in INVENTED_YEARS]
    first, second = (read_report(INVENTED / f"report-{year}.yaml") for year in INVENTED_YEARS)
    begun = stage.at(documents[0].days.started)
    landlord = landlord_of(facts, notice, INVENTED_SIGN_INS, begun, stage.say)
    assessments.load(landlord, documents[0], stage)
    figures.load(landlord, INVENTED, first, stage)
    reports.load(landlord, first, stage)
    assessments.load(landlord, documents[1], stage)
    figures.load(landlord, INVENTED, second, stage)
    reports.answer_later(landlord, first, second, stage)
    reports.load(landlord, second, stage)
