"""What the rules look at: two landlords in every state, and every route with a real address."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import Rule

from app.database import db, transaction, utc_now
from app.domain.actions import Stage
from app.domain.approvals import Decision
from app.domain.documents import DocumentKind
from app.domain.due_dates import read_due
from app.domain.editions import Edition
from app.domain.landlords import LandlordKind
from app.domain.offices import Office
from app.domain.permissions import Role
from app.domain.published_addresses import FIRST_RULEBOOK
from app.domain.response_content import ResponseContent
from app.domain.responses import EvidenceFacts
from app.domain.statement import build
from app.domain.workflow import Reason
from app.domain.years import FinancialYear
from app.models import (
    Action,
    AnnualReport,
    Assessment,
    Challenge,
    CommitteePack,
    HistoryEntry,
    Landlord,
    Person,
    YearlyDocument,
)
from app.models.facts import assessment_facts, landlord_facts, responses_of
from app.models.scrutiny_facts import approval_of
from app.services import (
    actions,
    approvals,
    assessments,
    carrying,
    landlords,
    learning,
    people,
    publishing,
    reports,
    responses,
    sign_offs,
    steps,
    submissions,
    withdrawals,
)
from app.services.actions import ActionContent
from app.services.approvals import AmendmentContent, ApprovalContent
from app.services.history import Actor
from app.services.learning import LearningContent
from app.services.reports import PartContent
from app.services.sign_offs import BodyResponseContent
from app.services.submissions import SubmissionContent
from app.web import assets
from tests import assessment_factories as make
from tests import challenge_factories as turns
from tests.conftest import NOW
from tests.correction_factories import correct, install
from tests.factories import actor, command_line, make_landlord, make_person, membership_of
from tests.figure_factories import count_cases

OUTSIDER = "outsider"  # a complaints lead of another landlord
RECORD_YEAR = "2020-21"
ABOUT_WHAT_WAS_CARRIED = (
    "carrying.show", "carrying.ask_to_undo", "carrying.undo", "carrying.confirm",
    "carrying.start_afresh",
)  # fmt: skip


@dataclass(frozen=True)
class Route:
    """A method and a rule of the application, with what its address is made of."""

    method: str
    rule: Rule

    def __str__(self) -> str:
        """Write a route as the access table does: "GET /landlords/<slug>"."""
        return f"{self.method} {self.rule.rule}"

    def address(self, values: dict[str, Any]) -> str:
        """Return the address of the route for a landlord's values.

        What only some assessments have is named by the endpoint, with the values of one of those.
        """
        adapter = self.rule.map.bind("localhost")
        values = values | values.get(self.rule.endpoint, {})
        # An assessment, unless a report is asked for: both have the pages of what they go through.
        values = {"place": DocumentKind.STATEMENT, "document_id": values["assessment_id"]} | values
        return adapter.build(self.rule.endpoint, {k: values[k] for k in self.rule.arguments})


def routes_of(app: Flask, *methods: str) -> Iterator[Route]:
    """Yield every route of the application, as the methods are given or for all of them."""
    for rule in sorted(app.url_map.iter_rules(), key=str):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if not methods or method in methods:
                yield Route(method, rule)


def furnish(app: Flask) -> tuple[dict[str, Person], dict[str, Any], dict[str, Any]]:
    """Make two landlords; return the people by identity, and the values of addresses of each."""
    ours = make_landlord("Heronsgate Homes", kind=LandlordKind.HOUSING_ASSOCIATION)
    theirs = make_landlord("Otterbourne Council")
    cast = {role.value: make_person(ours, role) for role in Role}
    cast[OUTSIDER] = make_person(theirs, Role.COMPLAINTS_LEAD)
    invited = _change_people_and_settings(ours, cast)
    lead, member = (actor(cast[role], ours) for role in ("complaints_lead", "cabinet_member"))

    shelf = app.extensions["editions"].by_id
    edition_2024 = shelf["housing-ombudsman-2024"]
    draft = _draft(ours, edition_2024, "2025/26", lead)
    _challenge(draft, cast["cabinet_member"], cast["officer"])
    values = _values(app, draft, cast["officer"], ours)
    values |= {"secret": invited, "carried": _carry(app, ours, draft, lead).id}
    record = _start(ours, shelf["housing-ombudsman-2020"], "2020/21", lead)
    _publish_record(app, record, lead)
    _submit(app, record, lead)
    _withdraw(record, lead)
    values |= {"record": record.id, "published_report": _publish_report(app, ours, lead).id}
    for year in ("2023/24", "2024/25"):
        assessment = _answered_yes(_start(ours, edition_2024, year, lead), edition_2024, lead)
        values |= {"signed_off" if year == "2023/24" else "in_scrutiny": assessment.id}
        _scrutinise(assessment, edition_2024, lead, member, signs=year == "2023/24")

    other_lead = actor(cast[OUTSIDER], theirs)
    colleague = make_person(theirs, Role.OFFICER)
    draft = _draft(theirs, edition_2024, "2025/26", other_lead)
    _challenge(draft, make_person(theirs, Role.CABINET_MEMBER), colleague)
    words = {"1.3": "The landlord says in its policy what a complaint is."}
    install(correct(edition_2024, reworded=words, added=["5.99"], withdrawn=["9.8"]))
    published = {"assessment_id": record.id, "revision_number": 2}
    ours_alone = dict.fromkeys(("publications.ask_to_withdraw", "publications.withdraw"), published)
    ours_alone |= dict.fromkeys(ABOUT_WHAT_WAS_CARRIED, {"assessment_id": values["carried"]})
    return cast, values | ours_alone, values | _values(app, draft, colleague, theirs)


def _change_people_and_settings(landlord: Landlord, cast: dict[str, Person]) -> str:
    """Fill the history with what leads do; return the link of somebody who has not joined."""
    lead = actor(cast["complaints_lead"], landlord)
    proposed = membership_of(make_person(landlord, Role.READ_ONLY), landlord)
    with transaction():
        secret = people.invite_person(
            command_line(landlord),
            email="invited@example.gov.uk",
            name="Invited",
            role=Role.OFFICER,
            now=utc_now(),
        )
        assert secret is not None
        wanted = Role.CABINET_MEMBER
        people.change_role(lead, proposed.id, wanted, seen_version=proposed.version, now=NOW)
        facts = replace(landlord_facts(landlord), homes=1200, complain_telephone="01632 960000")
        landlords.change_settings(lead, facts, seen_version=landlord.version, now=NOW)
        signer = membership_of(cast["cabinet_member"], landlord)
        office = Office("Cabinet Member for Housing", date(2020, 5, 21), None, "Cllr Ann Hill")
        people.change_office(lead, signer.id, office, seen_version=signer.version, now=NOW)
    return secret


def _values(app: Flask, draft: Assessment, colleague: Person, landlord: Landlord) -> dict[str, Any]:
    """Return what fills the addresses of one landlord, by the names in the rules."""
    recorded = select(func.max(HistoryEntry.sequence)).where(
        HistoryEntry.document_id == draft.id, HistoryEntry.subject == "provision:1.2"
    )
    action = select(func.max(Action.id)).where(Action.assessment_id == draft.id)
    challenge = select(func.max(Challenge.id)).where(Challenge.document_id == draft.id)
    with app.test_request_context():
        stylesheet = assets.address_of("site.css")
    return {
        "slug": landlord.slug,
        "assessment_id": draft.id,
        "edition_id": "housing-ombudsman-2022",
        "other_id": "housing-ombudsman-2024",
        "number": "1.2",
        "sequence": db.session.scalar(recorded),
        "action_id": db.session.scalar(action),
        "challenge_id": db.session.scalar(challenge),
        "pack_id": _pack(draft, colleague).id,
        "job_id": count_cases(app, actor(colleague, landlord)),
        "report_id": _report(app, landlord).id,
        "key": "refused",
        "learning_id": _learn(app, landlord, actor(colleague, landlord)),
        "form": "pdf",
        "file_type": "json",
        "membership_id": membership_of(colleague, landlord).id,
        "step_name": "return_to_draft",
        "rulebook": FIRST_RULEBOOK,
        "year": RECORD_YEAR,
        "revision": "v1",
        "revision_number": 1,
        "sha256": publishing.stylesheet_address().rpartition("/")[2].removesuffix(".css"),
        "name": stylesheet.rpartition("/")[2],
    }


def _report(app: Flask, landlord: Landlord) -> AnnualReport:
    """Start the report of 2024/25 and write a part of it."""
    edition = app.extensions["editions"].by_id["housing-ombudsman-2024"]
    by, year = command_line(landlord), FinancialYear(2024)
    token = secrets.token_urlsafe()
    with transaction():
        report = reports.start_report(
            landlord, edition, year, Reason.ANNUAL, by=by, now=NOW, token=token
        )
        said = PartContent("We refused two.", shown=("table:refused",))
        reports.write_part(report, "refused", said, seen_version=None, by=by, now=NOW)
        none = PartContent("", none_this_year=True)
        reports.write_part(report, "non_compliance", none, seen_version=None, by=by, now=NOW)
    return report


def _learn(app: Flask, landlord: Landlord, by: Actor) -> int:
    """Write down what was learned, change it, remove another entry; return what stays."""
    edition = app.extensions["editions"].by_id["housing-ombudsman-2024"]
    heard = LearningContent(
        FinancialYear(2023), "Nobody knew whom to ring.", "Letters name the team.", "June 2024"
    )
    with transaction():
        kept, mistaken = (
            learning.add_learning(
                landlord, edition, heard, by=by, now=NOW, token=secrets.token_hex()
            )
            for _ in range(2)
        )
        more = replace(heard, themes=("letters",), provisions=("6.2",), is_internal=True)
        learning.change_learning(
            kept, landlord, edition, more, seen_version=kept.version, by=by, now=NOW
        )
        learning.remove_learning(
            mistaken, seen_version=mistaken.version, reason="Entered twice.", by=by, now=NOW
        )
        return kept.id


def _pack(assessment: Assessment, person: Person) -> CommitteePack:
    """Keep a committee pack, as if it had been made while the draft was under scrutiny."""
    pack = CommitteePack(
        document_id=assessment.id,
        digest="0" * 64,
        document=b"{}",
        docx=b"PK",
        pdf=b"%PDF",
        made_by_id=person.id,
        made_by_name=person.name,
        made_at=NOW,
    )
    with transaction():
        db.session.add(pack)
    return pack


def _start(
    landlord: Landlord,
    edition: Edition,
    year: str,
    by: Actor,
) -> Assessment:
    reason = Reason.RECORD if year == "2020/21" else Reason.ANNUAL
    with transaction():
        return assessments.start_assessment(
            landlord,
            edition,
            FinancialYear.parse(year),
            reason,
            by=by,
            now=NOW,
            token=secrets.token_urlsafe(),
        )


def _draft(landlord: Landlord, edition: Edition, year: str, by: Actor) -> Assessment:
    """Start an assessment and leave it half answered, with an action that is overdue."""
    assessment = _start(landlord, edition, year, by)
    answered = ResponseContent(
        answer="yes", commentary="It is kept.", evidence=(EvidenceFacts("Policy, page 3", ""),)
    )
    missed = ResponseContent(answer="no", commentary="It is not kept.")
    plan = ActionContent("Write to residents", "Head of Housing", read_due("June 2026", 3))
    with transaction():
        for number, content in (("1.2", answered), ("1.3", missed)):
            _record(assessment, edition, number, content, by)
        token = secrets.token_urlsafe()
        action = actions.raise_action(assessment, edition, plan, by=by, now=NOW, token=token)
        actions.change_action(
            action,
            assessment,
            edition,
            replace(plan, stage=Stage.UNDERWAY, provisions=("1.3",)),
            seen_version=action.version,
            by=by,
            now=NOW,
        )
    return assessment


def _record(
    assessment: Assessment, edition: Edition, number: str, content: ResponseContent, by: Actor
) -> None:
    responses.record_response(assessment, edition, number, content, seen_version=1, by=by, now=NOW)


def _carry(app: Flask, landlord: Landlord, earlier: Assessment, by: Actor) -> Assessment:
    """Start the year after from a draft, and leave everything to be confirmed."""
    editions = app.extensions["editions"]
    edition = editions.by_id[earlier.edition_id]
    year = FinancialYear(FinancialYear.parse(earlier.year).start + 1)
    token = secrets.token_urlsafe()
    with transaction():
        return carrying.start_carried_forward(
            landlord,
            edition,
            year,
            Reason.ANNUAL,
            earlier=earlier,
            before=edition,
            editions=editions,
            by=by,
            now=NOW,
            token=token,
        )


def _answered_yes(assessment: Assessment, edition: Edition, by: Actor) -> Assessment:
    with transaction():
        for row in responses_of(assessment):
            _record(assessment, edition, row.number, ResponseContent(answer="yes"), by)
    return assessment


def _challenge(assessment: Assessment, member: Person, officer: Person) -> None:
    """Ask about a provision, answer with a change of it, and leave the next turn to the member."""
    challenge = turns.ask(assessment, member, number="1.3", prompted_by="The answer is No.")
    make.answer(assessment, officer, "1.3", "no", commentary="It is not kept yet.")
    changed = select(func.max(HistoryEntry.sequence))
    turns.reply(challenge, officer, change_sequence=db.session.scalar(changed))
    turns.press(challenge, member)
    turns.reply(challenge, officer, "Since May.")


def _scrutinise(
    assessment: Assessment, edition: Edition, lead: Actor, member: Actor, *, signs: bool
) -> None:
    """Bring an assessment under scrutiny, with a response, and perhaps on to its sign-off."""
    said = BodyResponseContent(text="We asked and were answered.", role="Cabinet Member")
    version = assessment.version
    with transaction():
        steps.send_for_scrutiny(
            assessment, edition, seen_version=version, assessed_on=None, by=lead, now=NOW
        )
        db.session.flush()
        sign_offs.write_body_response(assessment, said, seen_version=None, by=member, now=NOW)
        if signs:
            digest = build(assessment_facts(assessment, edition))["assessment"]["digest"]
            token = secrets.token_urlsafe()
            sign_offs.sign_off(
                assessment, edition, seen_digest=digest, by=member, now=NOW, token=token
            )
        else:
            _approve(assessment, lead, member)


def _approve(assessment: Assessment, lead: Actor, member: Actor) -> None:
    """Record what the meeting decided, with an amendment that is made and one that is not."""
    content = ApprovalContent(
        "Cabinet",
        Decision.APPROVED_WITH_AMENDMENTS,
        met_on=NOW.date(),
        minute_link="https://democracy.example/42",
        amendments=(AmendmentContent("Name the owner."), AmendmentContent("Say by when.")),
    )
    approvals.record_approval(assessment, content, seen_version=None, by=member, now=NOW)
    row = approval_of(assessment)
    assert row is not None
    done = {row.amendments[0].id: "The plan names Jo Mills."}
    approvals.make_amendments(assessment, done, seen_version=row.version, by=lead, now=NOW)


def _publish_record(app: Flask, assessment: YearlyDocument, by: Actor) -> None:
    """Publish a record, correct it, and publish it again, so that one revision is replaced."""
    edition = app.extensions["editions"].by_id[assessment.edition_id]
    _publish(app, assessment, edition, by, reason="")
    version = assessment.version
    with transaction():
        steps.start_correction(assessment, seen_version=version, reason="A slip", by=by, now=NOW)
    _publish(app, assessment, edition, by, reason="A slip is mended.")


def _publish_report(app: Flask, landlord: Landlord, by: Actor) -> AnnualReport:
    """Publish a record of the report of the same year, and correct it."""
    edition = app.extensions["editions"].by_id["housing-ombudsman-2024"]
    year, token = FinancialYear.parse("2020/21"), secrets.token_urlsafe()
    with transaction():
        report = reports.start_report(
            landlord, edition, year, Reason.RECORD, by=by, now=NOW, token=token
        )
    _publish_record(app, report, by)
    return report


def _withdraw(assessment: Assessment, by: Actor) -> None:
    """Withdraw the first revision, so that one of them is of each kind."""
    token = secrets.token_urlsafe()
    with transaction():
        withdrawals.withdraw(assessment, 1, reason="A slip", by=by, now=NOW, token=token)


def _submit(app: Flask, assessment: Assessment, by: Actor) -> None:
    """Prepare and note a submission of the first revision, which the second has replaced since."""
    form = app.extensions["submission_forms"][0]
    typed = {"policy_address": "https://example.org/policy"}
    content = SubmissionContent(1, NOW.date(), "A lead", "The form")
    token = secrets.token_urlsafe()
    with transaction():
        submissions.prepare_submission(assessment, form, typed, seen_version=None, by=by, now=NOW)
        submissions.record_submission(
            assessment, form, content, today=NOW.date(), by=by, now=NOW, token=token
        )


def _publish(
    app: Flask, assessment: YearlyDocument, edition: Edition, by: Actor, *, reason: str
) -> None:
    settings = app.extensions["settings"]
    prepared = publishing.prepare(
        assessment,
        edition,
        reason=reason,
        explanations=app.extensions["editions"].explanations(edition),
        public_address=settings.public_address,
        lock_folder=settings.instance,
        by=by,
        now=NOW,
    )
    version = assessment.version
    with transaction():
        publishing.publish(
            assessment,
            edition,
            prepared,
            seen_version=version,
            by=by,
            now=NOW,
            token=secrets.token_urlsafe(),
        )
