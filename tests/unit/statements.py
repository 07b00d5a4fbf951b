"""Statements for the tests of rendering: small ones with one of everything, and extremes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from app.domain.actions import ActionFacts, Source, Stage
from app.domain.answers import Answer, Basis, Reach
from app.domain.approvals import AmendmentFacts, ApprovalFacts, Decision, PackFacts
from app.domain.challenges import About, ChallengeFacts, Standing, Turn, TurnFacts
from app.domain.document_parts import Demonstration, GoverningBodyResponse
from app.domain.documents import Document
from app.domain.due_dates import Due
from app.domain.editions import AnswerType, Edition, Obligation, Part, Provision, Section
from app.domain.landlords import LandlordFacts, LandlordKind
from app.domain.responses import EvidenceFacts, ResponseFacts
from app.domain.signed_documents import Explanations, published
from app.domain.statement import AssessmentFacts, build
from app.domain.workflow import Reason
from app.domain.years import FinancialYear

ISSUED_AT = datetime(2026, 7, 1, 13, 5, tzinfo=UTC)
NEWEST = "https://tracker.example.org/published/southampton/2023-24"

COUNCIL = LandlordFacts(
    name="Southampton City Council",
    slug="southampton",
    kind=LandlordKind.COUNCIL,
    homes=16_500,
    complain_online="https://www.southampton.gov.uk/how-to-make-a-complaint",
    complain_email="mytenancy@southampton.gov.uk",
    complain_telephone="023 8083 3006",
    complain_address="Local Housing Office\nCivic Centre\nSouthampton",
)
CABINET = GoverningBodyResponse(
    text="I have scrutinised and challenged the self-assessment.\n\nThe plan will be monitored.",
    body="Cabinet",
    role="Cabinet Member for Housing Operations",
    on=date(2024, 6, 25),
)
DEMONSTRATION = Demonstration(
    notice="This is a demonstration, made from a public report. It is not the council’s own page.",
    silence="the report gives none",
)
RESPONSES = (
    ResponseFacts(
        "1.1",
        "yes",
        holds_in=Reach.BOTH,
        evidence=(EvidenceFacts("Complaints policy, section 2", "https://example.org/policy"),),
        commentary="Our policy covers:\n•\tcomplaints made by phone\n•\tcomplaints on paper",
    ),
    ResponseFacts("1.2", "yes", basis=Basis.INFERRED),
    ResponseFacts(
        "2.1",
        "no",
        shortfall=Reach.PRACTICE,
        commentary="53.9% of closed complaints were answered within 10 working days.",
        plan_note="No date can be given until the budget is agreed.",
        evidence=(EvidenceFacts("Quarterly complaints report"),),
    ),
    ResponseFacts("2.2", "no", commentary="We do not use social media for complaints."),
)
ACTIONS = (
    ActionFacts(
        1,
        "Refresh staff training",
        Stage.UNDERWAY,
        Source.LEARNING,
        "Head of Housing",
        Due("Quarter 2 2024/25", date(2024, 9, 30)),
        ("1.2", "2.1"),
    ),
    ActionFacts(
        2, "Fill the vacant post", Stage.PLANNED, Source.SELF_ASSESSMENT, provisions=("2.1",)
    ),
    ActionFacts(
        3,
        "Publish the new policy",
        Stage.DONE,
        Source.CODE,
        "Policy team",
        Due("31 March 2024", date(2024, 3, 31)),
        ("2.1",),
    ),
    ActionFacts(
        4,
        "Buy a new system",
        Stage.DROPPED,
        Source.OMBUDSMAN,
        provisions=("2.1",),
        dropped_reason="The old one does what is needed",
    ),
)


EXPLANATIONS = Explanations(
    plain_words={
        "1.1": "It is a complaint if you say that you are unhappy. You need no special word.",
        "2.1": "You should have a written answer within ten working days.",
    },
    glossary=(
        ("Provision", "One numbered rule of the Code."),
        ("Working day", "Monday to Friday, apart from bank holidays."),
    ),
    official_text={
        "1.1": "A complaint must be told to:\n\n• the resident\n• the Ombudsman\n\nboth at once.",
        "2.2": "Landlords should answer where they are asked.",
    },
)
CHALLENGES = (
    ChallengeFacts(
        1,
        About.PROVISION,
        "2.1 Answer in time",
        "Why is every second answer late?\n\nAnd since when?",
        Standing.ACCEPTED,
        "Cllr Ann Example",
        "cabinet_member",
        date(2024, 6, 3),
        number="2.1",
        is_published=True,
        turns=(
            TurnFacts(
                Turn.REPLY,
                "Lee Example",
                "complaints_lead",
                date(2024, 6, 5),
                "Two posts are vacant:\n•\tone since May\n•\tone since June",
            ),
            TurnFacts(Turn.ACCEPTED, "Cllr Ann Example", "cabinet_member", date(2024, 6, 6), ""),
        ),
    ),
    ChallengeFacts(
        2,
        About.WHOLE,
        "",
        "An internal question, never to be published.",
        Standing.WITHDRAWN,
        "Cllr Ann Example",
        "cabinet_member",
        date(2024, 6, 4),
    ),
)


def edition(sections: Sequence[Section] | None = None, *, name: str = "2024") -> Edition:
    """Return a small edition of the Code, or one with the given sections."""
    return Edition(
        rulebook="housing-ombudsman",
        name=name,
        title="Complaint Handling Code",
        issuer="Housing Ombudsman",
        published="2024-02-08",
        in_force="2024-04-01",
        comply_by=None,
        superseded=None,
        statutory=True,
        source="https://www.housing-ombudsman.org.uk/the-code/",
        follows=None,
        form_name="Self-assessment form",
        form_columns=("Code provision", "Code requirement", "Comply", "Evidence", "Commentary"),
        sections=tuple(sections) if sections is not None else _small_sections(),
    )


def duty(
    number: str, title: str, *, should: bool = False, parts: tuple[Part, ...] = ()
) -> Provision:
    """Return a provision that is answered Yes or No."""
    return Provision(
        number,
        title,
        Obligation.SHOULD if should else Obligation.MUST,
        f"The landlord does what provision {number} asks for, within 10 working days.",
        AnswerType.YES_NO,
        parts=parts,
    )


def _small_sections() -> tuple[Section, ...]:
    lettered = (Part("a", "the resident", lettered=True), Part("b", "the Ombudsman", lettered=True))
    plain = (Part("1", "by telephone"), Part("2", "in writing"))
    return (
        Section(
            "1",
            "Definition of a complaint",
            (
                duty("1.1", "Use the official definition", parts=lettered),
                duty("1.2", "No magic word"),
            ),
        ),
        Section(
            "2",
            "Complaints stages",
            (
                duty("2.1", "Answer in time", parts=plain),
                duty("2.2", "Social media", should=True),
                duty("2.3", "Say what comes next"),
            ),
        ),
    )


def questionnaire() -> Edition:
    """Return a small edition of questions, with every kind of answer."""

    def question(
        number: str, title: str, answer: AnswerType, parts: tuple[Part, ...] = ()
    ) -> Provision:
        return Provision(number, title, Obligation.QUESTION, f"{title}?", answer, parts=parts)

    shared = (
        Part("a", "How are lessons shared with residents?", lettered=True, answer=AnswerType.TEXT),
        Part("b", "What share was answered in time?", lettered=True, answer=AnswerType.SHARE),
    )
    return edition(
        [
            Section(
                "1",
                "Every kind of answer",
                (
                    question("1.1", "Is there a policy", AnswerType.YES_NO_NA),
                    question("1.2", "Is a third stage optional", AnswerType.YES_NO_NA),
                    question("1.3", "What share was answered in time", AnswerType.SHARE),
                    question("1.4", "How many were refused", AnswerType.COUNT),
                    question("1.5", "What have we changed", AnswerType.TEXT),
                    question("1.6", "How are lessons shared", AnswerType.PARTS, shared),
                ),
            )
        ],
        name="2020",
    )


QUESTION_ANSWERS: dict[str, Answer] = {
    "1.1": "no",
    "1.2": "not_applicable",
    "1.3": {"count": 23, "of": 29},
    "1.4": {"not_available": True},
    "1.5": {"text": "We changed:\n•\tthe form\n•\tthe letters"},
    "1.6": {"parts": {"a": {"text": "In the tenants’ magazine."}}},
}


def facts(
    *,
    of: Edition | None = None,
    responses: Sequence[ResponseFacts] = RESPONSES,
    actions: Sequence[ActionFacts] = ACTIONS,
    reason: Reason = Reason.ANNUAL,
    demonstration: Demonstration | None = None,
) -> AssessmentFacts:
    """Return what a statement is built from."""
    return AssessmentFacts(
        landlord=COUNCIL,
        edition=of or edition(),
        year=FinancialYear(2023),
        reason=reason,
        responses={one.number: one for one in responses},
        actions=actions,
        assessed_on=date(2024, 5, 31),
        response=CABINET,
        demonstration=demonstration,
    )


def issued(assessment: AssessmentFacts | None = None, *, revision: int = 2) -> Document:
    """Return a published document; by default the small one, as its second revision."""
    return published(
        build(assessment or facts()),
        revision=revision,
        at=ISSUED_AT,
        replaces=revision - 1 if revision > 1 else None,
        reason="The figures of 2.1 were corrected" if revision > 1 else None,
    )


def issued_after_scrutiny() -> Document:
    """Return a published document with questions, an approval, dated and internal evidence."""
    seen = (
        EvidenceFacts("Complaints policy, section 2", dated_on=date(2024, 3, 1)),
        EvidenceFacts("A secret report on named cases", is_internal=True),
    )
    responses = [
        replace(one, evidence=seen) if one.number == "1.1" else one for one in RESPONSES
    ] + [ResponseFacts("2.3", "yes", holds_in=Reach.POLICY, evidence=seen[1:])]
    before = facts(responses=responses)
    approval = ApprovalFacts(
        "Cabinet",
        Decision.APPROVED_WITH_AMENDMENTS,
        date(2024, 6, 25),
        minute="Minute 14",
        minute_link="https://www.southampton.gov.uk/minutes/14",
        amendments=(
            AmendmentFacts(
                "Give a date for the vacant post.", "Action 2 now says why it has none."
            ),
            AmendmentFacts("Say how many answers were late."),
        ),
        pack=PackFacts("4f2a91c0" * 8, date(2024, 6, 18), build(before)),
    )
    return published(
        build(
            replace(
                before,
                responses={**before.responses, "2.2": ResponseFacts("2.2", "yes")},
                challenges=CHALLENGES,
                approval=approval,
            )
        ),
        revision=1,
        at=ISSUED_AT,
        replaces=None,
        reason=None,
        explanations=EXPLANATIONS,
    )


def issued_questionnaire() -> Document:
    """Return a published document of the questionnaire."""
    responses = [ResponseFacts(number, answer) for number, answer in QUESTION_ANSWERS.items()]
    return issued(facts(of=questionnaire(), responses=responses, actions=()))


def issued_empty() -> Document:
    """Return a published record in which nothing was given at all."""
    bare = facts(responses=(), actions=(), reason=Reason.RECORD)
    landlord = LandlordFacts("Southampton City Council", "southampton", LandlordKind.COUNCIL)
    return issued(replace(bare, response=None, assessed_on=None, landlord=landlord), revision=1)


def issued_long(
    *, provisions: int = 72, words: int = 200, commentary: str | None = None
) -> Document:
    """Return a published document with long commentary on every provision of nine sections."""
    sentence = "The complaints team checks each case, and tells the resident what happens next. "
    text = commentary or (sentence * (words // 13 + 1)).strip()
    each = provisions // 9
    sections = [
        Section(
            str(number),
            "Complaint handling",
            tuple(
                duty(f"{number}.{place}", "Answer the complaint") for place in range(1, each + 1)
            ),
        )
        for number in range(1, 10)
    ]
    long_edition = edition(sections)
    responses = [
        ResponseFacts(
            one.number,
            "yes",
            commentary=text,
            evidence=(EvidenceFacts("Complaints policy, section 2"),),
        )
        for one in long_edition.in_form
    ]
    return issued(facts(of=long_edition, responses=responses, actions=()))
