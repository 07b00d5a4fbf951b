"""What happens to a document of either kind from the draft on: questions, decision, sign-off."""

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import select

from app.database import db, transaction
from app.demonstration.people import Cast, cast_of
from app.demonstration.story import Stage, new_token
from app.domain.challenges import Turn
from app.domain.editions import Edition
from app.domain.packs import Cover
from app.domain.signed_documents import signed_digest
from app.domain.workflow import Reason, State
from app.models import Challenge, CommitteePack, YearlyDocument
from app.models.facts import newest_revision
from app.models.signed_texts import text_of
from app.reading.demonstration_says import MeetingSays, QuestionSays, Said
from app.services import approvals, challenge_turns, challenges, packs, publishing, sign_offs, steps
from app.services.approvals import ApprovalContent
from app.services.challenges import ChallengeContent
from app.services.sign_offs import BodyResponseContent

A_TURN = timedelta(days=1)
BEFORE_A_MEETING = timedelta(days=7)
TAKE: dict[Turn, Callable[..., None]] = {
    Turn.REPLY: challenge_turns.reply_to_challenge,
    Turn.PRESSED: challenge_turns.press_challenge,
    Turn.ACCEPTED: challenge_turns.accept_challenge,
    Turn.WITHDRAWN: challenge_turns.withdraw_challenge,
}


def send(document: YearlyDocument, edition: Edition, said: Said, cast: Cast, stage: Stage) -> None:
    """Send a document for scrutiny, and let the member ask."""
    steps.send_for_scrutiny(
        document,
        edition,
        seen_version=document.version,
        assessed_on=said.days.sent,
        by=cast.lead,
        now=stage.at(said.days.sent),
    )
    for question in said.questions:
        ask(document, edition, question, cast, stage, said.days.sent)


def ask(
    document: YearlyDocument,
    edition: Edition,
    question: QuestionSays,
    cast: Cast,
    stage: Stage,
    day: date | None,
) -> None:
    """Ask one thing on a day, and answer it as was said, a turn a day."""
    challenge = challenges.raise_challenge(
        document,
        edition,
        ChallengeContent(
            text=question.text,
            about=question.about,
            number=question.number,
            prompted_by=question.prompted_by,
            is_published=question.is_published,
        ),
        by=cast.member,
        now=stage.at(day),
        token=new_token(),
    )
    for turn, words in question.turns:
        day = day + A_TURN if day else None
        _take(turn, words, challenge, document, edition, cast, stage, day)


def _take(
    turn: Turn,
    words: str,
    challenge: Challenge,
    document: YearlyDocument,
    edition: Edition,
    cast: Cast,
    stage: Stage,
    day: date | None,
) -> None:
    db.session.flush()
    TAKE[turn](
        challenge,
        document,
        edition,
        words,
        seen_version=challenge.version,
        by=cast.officer if turn is Turn.REPLY else cast.member,
        now=stage.at(day),
    )


def make_pack(document: YearlyDocument, edition: Edition, said: Said, stage: Stage) -> None:
    """Make the pack of the meeting, where it had one and it is not made yet."""
    meeting = said.meeting
    if meeting is None or not meeting.risks or _pack_of(document) is not None:
        return
    stage.say(f"Making the committee pack of {said.year.text}, which takes some seconds.")
    lead, now = cast_of(document.landlord_id).lead, stage.at(meeting.on - BEFORE_A_MEETING)
    prepared = packs.prepare_pack(
        document,
        edition,
        Cover(meeting.body, meeting.decision_sought, meeting.risks, meeting.on),
        None,
        lock_folder=stage.lock_folder,
        by=lead,
        now=now,
    )
    with transaction():
        packs.make_pack(document, edition, prepared, by=lead, now=now, token=new_token())


def decide_and_sign(
    document: YearlyDocument, edition: Edition, said: Said, cast: Cast, stage: Stage
) -> None:
    """Record what the meeting decided, write the member's response, and sign off."""
    if said.meeting is not None:
        _decide(document, said.meeting, cast, stage)
    respond(document, said, cast, stage)
    sign_offs.sign_off(
        document,
        edition,
        seen_digest=signed_digest(text_of(document, edition)),
        by=cast.member,
        now=stage.at(said.days.signed),
        token=new_token(),
    )


def respond(document: YearlyDocument, said: Said, cast: Cast, stage: Stage) -> None:
    """Write the governing body's response: the member does, and the lead copies a past one."""
    if said.response is None:
        return
    sign_offs.write_body_response(
        document,
        BodyResponseContent(text=said.response.text, role=said.response.role or ""),
        seen_version=None,
        by=cast.lead if document.reason is Reason.RECORD else cast.member,
        now=stage.at(said.days.signed),
    )


def publish(document: YearlyDocument, edition: Edition, said: Said, stage: Stage) -> None:
    """Publish a document that is ready for it and was never published."""
    ready = State.DRAFT if document.reason is Reason.RECORD else State.SIGNED_OFF
    if document.state is not ready or newest_revision(document) is not None:
        return
    without_pdf = stage.without_pdf or not said.has_pdf
    files = "its page" if without_pdf else "its page and the PDF, which takes some seconds"
    stage.say(f"Publishing the {document.noun} of {said.year.text}: {files}.")
    lead, now = cast_of(document.landlord_id).lead, stage.at(said.days.published)
    prepared = publishing.prepare(
        document,
        edition,
        reason="",
        explanations=stage.editions.explanations(edition),
        public_address=stage.public_address,
        lock_folder=stage.lock_folder,
        by=lead,
        now=now,
        without_pdf=without_pdf,
    )
    with transaction():
        publishing.publish(
            document,
            edition,
            prepared,
            seen_version=document.version,
            by=lead,
            now=now,
            token=new_token(),
        )


def _decide(document: YearlyDocument, meeting: MeetingSays, cast: Cast, stage: Stage) -> None:
    pack = _pack_of(document)
    approvals.record_approval(
        document,
        ApprovalContent(
            body=meeting.body,
            decision=meeting.decision,
            met_on=meeting.on,
            minute=meeting.minute,
            pack_id=pack.id if pack else None,
        ),
        seen_version=None,
        by=cast.lead,
        now=stage.at(meeting.on),
    )


def _pack_of(document: YearlyDocument) -> CommitteePack | None:
    newest = (
        select(CommitteePack)
        .where(CommitteePack.document_id == document.id)
        .order_by(CommitteePack.id.desc())
        .limit(1)
    )
    return db.session.scalar(newest)
