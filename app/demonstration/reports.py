"""The annual reports of the demonstration, with what was learned in their years."""

from sqlalchemy import select

from app.database import db, transaction
from app.demonstration import scrutiny
from app.demonstration.people import Cast, cast_of
from app.demonstration.story import Stage, new_token
from app.domain.editions import Edition
from app.domain.workflow import Reason, State
from app.domain.years import FinancialYear
from app.models import AnnualReport, Landlord, LearningEntry
from app.reading.demonstration_says import LearningSays, ReportSays
from app.services import learning, reports
from app.services.learning import LearningContent
from app.services.reports import PartContent


def load(landlord: Landlord, said: ReportSays, stage: Stage) -> None:
    """Write a report, and take it as far as its story goes, as far as that was not done."""
    edition = stage.edition_of(said)
    report = _report_of(landlord, edition, said)
    if report is None:
        stage.say(f"Writing the annual report of {said.year.text}.")
        with transaction():
            report = _write(landlord, edition, said, stage)
    if report.state is State.UNDER_SCRUTINY and said.days.signed:
        scrutiny.make_pack(report, edition, said, stage)
        with transaction():
            cast = cast_of(landlord.id)
            scrutiny.decide_and_sign(report, edition, said, cast, stage)
    if said.reason is Reason.RECORD or said.days.published:
        scrutiny.publish(report, edition, said, stage)


def answer_later(landlord: Landlord, said: ReportSays, following: ReportSays, stage: Stage) -> None:
    """Say of what was learned in a year whether it worked, once the year after is written about."""
    edition = stage.edition_of(following)
    if _report_of(landlord, edition, following) is not None:
        return
    entries = {row.heard: row for row in _entries(landlord, said.year)}
    with transaction():
        for one in said.learning:
            row = entries.get(one.heard)
            if row is None or one.later is None:
                continue
            worked, how = one.later
            learning.change_learning(
                row,
                landlord,
                edition,
                _learned(one, said.year, worked=worked, worked_how=how),
                seen_version=row.version,
                by=cast_of(landlord.id).officer,
                now=stage.at(following.days.started),
            )


def _report_of(landlord: Landlord, edition: Edition, said: ReportSays) -> AnnualReport | None:
    return db.session.scalar(
        select(AnnualReport)
        .where(
            AnnualReport.landlord_id == landlord.id,
            AnnualReport.rulebook == edition.rulebook,
            AnnualReport.year == said.year.text,
        )
        .order_by(AnnualReport.id)
        .limit(1)
    )


def _entries(landlord: Landlord, year: FinancialYear) -> list[LearningEntry]:
    rows = select(LearningEntry).where(
        LearningEntry.landlord_id == landlord.id, LearningEntry.year == year.text
    )
    return list(db.session.scalars(rows))


def _write(landlord: Landlord, edition: Edition, said: ReportSays, stage: Stage) -> AnnualReport:
    """Write everything that a report says, with the log of its year, and send it if it was sent."""
    cast, now = cast_of(landlord.id), stage.at(said.days.started)
    for entry in said.learning:
        learning.add_learning(
            landlord,
            edition,
            _learned(entry, said.year),
            by=cast.officer,
            now=now,
            token=new_token(),
        )
    report = reports.start_report(
        landlord,
        edition,
        said.year,
        said.reason,
        by=cast.lead,
        now=now,
        token=new_token(),
        demonstration=said.demonstration,
    )
    _write_parts(report, said, cast, stage)
    if said.reason is Reason.RECORD:
        scrutiny.respond(report, said, cast, stage)
    elif said.days.sent:
        scrutiny.send(report, edition, said, cast, stage)
    else:
        for question in said.questions:
            scrutiny.ask(report, edition, question, cast, stage, said.days.started)
    return report


def _write_parts(report: AnnualReport, said: ReportSays, cast: Cast, stage: Stage) -> None:
    now = stage.at(said.days.started)
    for position, part in enumerate(said.parts):
        reports.write_part(
            report,
            part.key,
            PartContent(part.text, part.none_this_year, part.shown),
            seen_version=None,
            by=cast.officer if position % 2 else cast.lead,
            now=now,
        )
    for finding, text in said.explanations.items():
        reports.explain_finding(report, finding, text, seen_version=None, by=cast.lead, now=now)


def _learned(entry: LearningSays, year: FinancialYear, **said_later: object) -> LearningContent:
    content = {
        "heard": entry.heard,
        "changed": entry.changed,
        "changed_when": entry.changed_when,
        "worked": entry.worked,
        "worked_how": entry.worked_how,
        "themes": entry.themes,
        "provisions": entry.provisions,
    }
    return LearningContent(year=year, **{**content, **said_later})  # type: ignore[arg-type]
