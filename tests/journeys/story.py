"""How far an assessment has come when a journey begins, reached through the services."""

from collections.abc import Collection
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any

from flask import current_app
from sqlalchemy import select

from app.database import db, transaction, utc_now
from app.domain.actions import Stage
from app.domain.answers import Reach
from app.domain.due_dates import read_due
from app.domain.editions import AnswerType, Edition, Provision
from app.domain.permissions import Role
from app.domain.response_content import ResponseContent
from app.domain.responses import EvidenceFacts
from app.domain.statement import build
from app.domain.workflow import Reason
from app.domain.years import FinancialYear
from app.models import Assessment, Landlord, Person, ProvisionResponse
from app.models.facts import assessment_facts
from app.services import actions, assessments, publishing, responses, sign_offs, steps
from app.services.actions import ActionContent
from app.services.sign_offs import BodyResponseContent
from tests.factories import actor, make_landlord, make_person

LONG_LINK = "https://example.gov.uk/" + "housing-complaints-policy-and-procedure/" * 3
NOT_MET = "6.3"
RESPONSE = "We asked why stage 2 answers were late, and will look again in November."
EVIDENCE = EvidenceFacts("Complaints policy, section 3.2", LONG_LINK)


@dataclass(frozen=True)
class Cast:
    """A landlord, and who works on its complaints."""

    landlord: Landlord
    lead: Person
    officer: Person
    member: Person


def make_cast(name: str = "Nether Wallop District Council") -> Cast:
    """Add a landlord with a lead, an officer and a cabinet member."""
    landlord = make_landlord(name)
    return Cast(
        landlord,
        lead=make_person(landlord, Role.COMPLAINTS_LEAD, name="Aisha Khan"),
        officer=make_person(landlord, Role.OFFICER, name="Ben Okafor"),
        member=make_person(landlord, Role.CABINET_MEMBER, name="Cllr Tom Evans"),
    )


class Story:
    """One assessment, moved on by the people who would move it on."""

    def __init__(self, cast: Cast, assessment: Assessment) -> None:
        """Go on with an assessment that was started."""
        self.cast = cast
        self.assessment = assessment

    @classmethod
    def begin(
        cls,
        cast: Cast,
        *,
        edition: str = "housing-ombudsman-2024",
        year: str = "2025/26",
        reason: Reason = Reason.ANNUAL,
    ) -> "Story":
        """Start an assessment."""
        with transaction():
            return cls(
                cast,
                assessments.start_assessment(
                    cast.landlord,
                    _edition(edition),
                    FinancialYear.parse(year),
                    reason,
                    **_by(cast.lead, cast),
                    token=token_urlsafe(),
                ),
            )

    @classmethod
    def of(cls, cast: Cast, path: str) -> "Story":
        """Go on with the assessment that somebody's browser shows."""
        db.session.rollback()  # or it would see the database as it was before the browser wrote
        found = db.session.get(Assessment, int(path.split("/")[2]))
        assert found is not None
        return cls(cast, found)

    @property
    def edition(self) -> Edition:
        """The edition that is answered."""
        return _edition(self.assessment.edition_id)

    @property
    def at(self) -> str:
        """The address of the assessment."""
        return f"/assessments/{self.assessment.id}"

    def answer_the_rest(self, *, but: Collection[str] = ()) -> None:
        """Answer what nobody has answered: one No with its plan, the others Yes."""
        with transaction():
            rows = db.session.scalars(
                select(ProvisionResponse).where(
                    ProvisionResponse.assessment_id == self.assessment.id
                )
            ).all()
            versions = {row.number: row.version for row in rows if row.answer is None}
            for provision in self.edition.in_form:
                if provision.number in versions and provision.number not in but:
                    self._answer(provision, versions[provision.number])

    def promise(self, title: str, due: str, *provisions: str, stage: Stage = Stage.PLANNED) -> None:
        """Put an action into the plan."""
        content = ActionContent(
            title=title,
            owner="Head of Housing",
            due=read_due(due),
            stage=stage,
            provisions=provisions,
        )
        with transaction():
            actions.raise_action(
                self.assessment,
                self.edition,
                content,
                **_by(self.cast.lead, self.cast),
                token=token_urlsafe(),
            )

    def send_for_scrutiny(self) -> None:
        """Hand it over to the cabinet member."""
        with transaction():
            steps.send_for_scrutiny(
                self.assessment,
                self.edition,
                seen_version=self.assessment.version,
                assessed_on=utc_now().date(),
                **_by(self.cast.lead, self.cast),
            )

    def sign_off(self) -> None:
        """Have the cabinet member respond and approve the text."""
        member = _by(self.cast.member, self.cast)
        with transaction():
            said = BodyResponseContent(RESPONSE, role="Cabinet Member for Housing")
            sign_offs.write_body_response(self.assessment, said, seen_version=None, **member)
        with transaction():
            document = build(assessment_facts(self.assessment, self.edition))
            sign_offs.sign_off(
                self.assessment,
                self.edition,
                seen_digest=document["assessment"]["digest"],
                **member,
                token=token_urlsafe(),
            )

    def publish(self) -> None:
        """Make it public."""
        lead = _by(self.cast.lead, self.cast)
        settings = current_app.extensions["settings"]
        prepared = publishing.prepare(
            self.assessment,
            self.edition,
            reason="",
            explanations=current_app.extensions["editions"].explanations(self.edition),
            public_address=settings.public_address,
            lock_folder=settings.instance,
            **lead,
        )
        with transaction():
            publishing.publish(
                self.assessment,
                self.edition,
                prepared,
                seen_version=self.assessment.version,
                **lead,
                token=token_urlsafe(),
            )

    def _answer(self, provision: Provision, version: int) -> None:
        content = ResponseContent("yes", holds_in=Reach.BOTH, evidence=(EVIDENCE,))
        if provision.number == NOT_MET:
            content = ResponseContent(
                "no",
                shortfall=Reach.PRACTICE,
                commentary="At stage 2:\n\n- two of seven late\n- for want of staff",
                plan_note="The owner is not known before the restructuring.",
            )
        elif provision.answer is not AnswerType.YES_NO:
            content = ResponseContent(None, commentary="Not known.")
        responses.record_response(
            self.assessment,
            self.edition,
            provision.number,
            content,
            seen_version=version,
            **_by(self.cast.officer, self.cast),
        )


def _by(person: Person, cast: Cast) -> dict[str, Any]:
    return {"by": actor(person, cast.landlord), "now": utc_now()}


def _edition(edition_id: str) -> Edition:
    found: Edition = current_app.extensions["editions"].by_id[edition_id]
    return found
