"""The office of a cabinet member: recorded by a lead, held on its days, frozen by a sign-off."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.database import db, transaction
from app.domain.errors import ChangedByAnother, Invalid, NotAllowed, NotReady
from app.domain.history import Kind
from app.domain.offices import Office
from app.domain.permissions import Permission
from app.models import HistoryEntry, SignOff
from app.services import people
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.factories import actor, membership_of
from tests.integration.conftest import Council, fill_in, form_of

TODAY = NOW.date()
TITLE = "Cabinet Member for Housing"
ENDED = Office(TITLE, ends_on=TODAY - timedelta(days=1))
# The pages are judged by the real day, so these begin later or ended before on every day.
PAST = Office(TITLE, ends_on=date(2020, 5, 5))
FUTURE = Office(TITLE, starts_on=date(2099, 5, 5))


def give_office(council: Council, office: Office, by: str = "lead", version: int = 0) -> None:
    membership = membership_of(council.member, council.landlord)
    seen = version or membership.version
    with transaction():
        people.change_office(
            actor(council.person(by), council.landlord),
            membership.id,
            office,
            seen_version=seen,
            now=NOW,
        )


def test_a_lead_records_the_office_and_people_read_it(council: Council) -> None:
    membership = membership_of(council.member, council.landlord)
    page = f"/landlords/{council.landlord.slug}/people/{membership.id}"
    client = council.signed_in("lead")
    typed = form_of(client.get(page)) | {
        "office": TITLE,
        "office_from": "21 May 2026",
        "office_until": "5 May 2099",
        "stands_in_for": "Cllr Ann Hill",
    }

    answers = [client.post(f"{page}/office", data=typed) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    words = f"{TITLE}, standing in for Cllr Ann Hill"
    assert (
        words in council.signed_in("reader").get(f"/landlords/{council.landlord.slug}/people").text
    )
    history = db.session.scalars(
        select(HistoryEntry).where(HistoryEntry.kind == Kind.PERSON_OFFICE_CHANGED)
    ).all()
    assert len(history) == 1
    told = client.get(f"/landlords/{council.landlord.slug}/history").text
    assert f"recorded the office of The member: {TITLE}, from 21 May 2026, until 5 May 2099" in told


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"office_from": "soon"}, "“soon” is not a day"),
        ({"office_from": "2 May 2026", "office_until": "1 May 2026"}, "before the first one"),
        ({"office": "a" * 201}, "200 characters or fewer"),
    ],
)
def test_an_office_that_cannot_be_read_is_shown_again(
    council: Council, typed: dict[str, str], said: str
) -> None:
    membership = membership_of(council.member, council.landlord)
    page = f"/landlords/{council.landlord.slug}/people/{membership.id}"
    client = council.signed_in("lead")
    form = form_of(client.get(page)) | {"stands_in_for": "Cllr Ann Hill"} | typed

    answer = client.post(f"{page}/office", data=form)

    assert answer.status_code == 422
    assert said in answer.text
    assert form_of(answer)["stands_in_for"] == ["Cllr Ann Hill"]


def test_nobody_records_their_own_and_only_a_lead_may(council: Council) -> None:
    for who in ("member", "officer", "reader"):
        with pytest.raises(NotAllowed):
            give_office(council, PAST, who)


def test_an_older_page_does_not_overwrite_an_office(council: Council) -> None:
    version = membership_of(council.member, council.landlord).version
    give_office(council, FUTURE)

    with pytest.raises(ChangedByAnother):
        give_office(council, PAST, version=version)


def test_only_a_cabinet_member_has_an_office(council: Council) -> None:
    membership = membership_of(council.officer, council.landlord)

    with pytest.raises(Invalid, match="is no cabinet member"), transaction():
        people.change_office(
            actor(council.lead, council.landlord),
            membership.id,
            PAST,
            seen_version=membership.version,
            now=NOW,
        )


@pytest.mark.parametrize(
    ("office", "said"),
    [(PAST, "ended on 5 May 2020"), (FUTURE, "begins on 5 May 2099")],
)
def test_outside_its_days_a_member_reads_and_acts_on_nothing(
    under_scrutiny: Council, office: Office, said: str
) -> None:
    give_office(under_scrutiny, office)

    with pytest.raises(NotAllowed, match=said):
        make.write_response(under_scrutiny.assessment, under_scrutiny.member)
    with pytest.raises(NotAllowed, match=said):
        make.sign_off(under_scrutiny.assessment, under_scrutiny.member)
    for permission in (Permission.CHALLENGE, Permission.APPROVAL, Permission.RETURN):
        with pytest.raises(NotAllowed, match=said):
            actor(under_scrutiny.member, under_scrutiny.landlord).require(permission)

    client = under_scrutiny.signed_in("member")
    refused = [client.get(under_scrutiny.address(page)) for page in ("/response", "/sign-off")]
    shown = client.get(under_scrutiny.address())
    assert said in client.get(under_scrutiny.address("/brief")).text
    assert [one.status_code for one in refused] == [403, 403]
    assert all(said in one.text for one in refused)
    assert shown.status_code == 200
    assert said in shown.text
    assert "/sign-off" not in shown.text


def test_the_day_of_the_service_decides_and_not_the_clock(under_scrutiny: Council) -> None:
    give_office(under_scrutiny, Office(TITLE, TODAY, TODAY))

    make.write_response(under_scrutiny.assessment, under_scrutiny.member)
    make.sign_off(under_scrutiny.assessment, under_scrutiny.member)

    assert db.session.scalars(select(SignOff)).one().signed_as == TITLE


def test_when_every_office_is_over_nobody_can_sign_and_the_page_says_why(
    answered: Council,
) -> None:
    give_office(answered, ENDED)

    with pytest.raises(NotReady) as refused:
        make.send_for_scrutiny(answered.assessment, answered.lead)

    assert refused.value.obstacles == (
        "No cabinet member can sign this off today: the role of The member ended on "
        "20 November 2026.",
    )


def test_the_office_is_frozen_by_the_sign_off(under_scrutiny: Council) -> None:
    give_office(under_scrutiny, Office(TITLE, stands_in_for="Cllr Ann Hill"))
    make.write_response(under_scrutiny.assessment, under_scrutiny.member)
    make.sign_off(under_scrutiny.assessment, under_scrutiny.member)
    give_office(under_scrutiny, Office("Leader of the Council"))

    words = f"The member, {TITLE}, standing in for Cllr Ann Hill, signed off the text"
    assert words in under_scrutiny.page_of("lead", "/publish")
    assert words in under_scrutiny.page_of("lead", "/history")


def test_what_is_signed_is_published_though_the_office_has_ended_since(
    signed_off: Council,
) -> None:
    give_office(signed_off, ENDED)

    assert make.publish(signed_off.assessment, signed_off.lead).revision == 1


def test_the_office_is_offered_as_the_role_of_the_response(under_scrutiny: Council) -> None:
    give_office(under_scrutiny, Office(TITLE))

    form = form_of(under_scrutiny.signed_in("member").get(under_scrutiny.address("/response")))
    saved = fill_in(
        under_scrutiny.signed_in("member"), under_scrutiny.address("/response"), text="We asked."
    )

    assert form["role"] == [TITLE]
    assert saved.status_code == 303
