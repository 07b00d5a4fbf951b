"""The office of a cabinet member: its days, its words, and what it keeps closed."""

from datetime import date

import pytest

from app.domain.errors import Invalid, NotAllowed
from app.domain.offices import Office, checked, require_now, why_not_now, without_names
from app.domain.permissions import Permission, Role

TODAY = date(2026, 11, 21)
TERM = Office("Cabinet Member for Housing", date(2026, 5, 21), date(2027, 5, 5))


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 5, 20), "begins on 21 May 2026"),
        (date(2026, 5, 21), None),
        (date(2027, 5, 5), None),
        (date(2027, 5, 6), "ended on 5 May 2027"),
    ],
)
def test_the_first_and_the_last_day_belong_to_the_office(day: date, reason: str | None) -> None:
    assert TERM.why_not_on(day) == reason


def test_an_office_without_days_is_held_on_every_day() -> None:
    assert Office().why_not_on(TODAY) is None


@pytest.mark.parametrize(
    ("office", "words"),
    [
        (Office(), "Cabinet member"),
        (TERM, "Cabinet Member for Housing"),
        (Office("Chair", stands_in_for="Cllr Ann Hill"), "Chair, standing in for Cllr Ann Hill"),
        (Office(stands_in_for="Cllr Hill"), "Cabinet member, standing in for Cllr Hill"),
    ],
)
def test_a_sign_off_names_the_office_and_whom_it_stands_in_for(office: Office, words: str) -> None:
    assert office.signed_as == words


@pytest.mark.parametrize("permission", sorted(set(Permission) - {Permission.VIEW}))
def test_outside_the_days_a_cabinet_member_only_reads(permission: Permission) -> None:
    late = date(2027, 5, 6)

    with pytest.raises(NotAllowed, match="Cabinet Member for Housing ended on 5 May 2027"):
        require_now(Role.CABINET_MEMBER, permission, TERM, late)

    assert why_not_now(Role.CABINET_MEMBER, permission, TERM, TODAY) is None
    assert why_not_now(Role.CABINET_MEMBER, Permission.VIEW, TERM, late) is None


def test_the_days_bind_no_other_role() -> None:
    assert why_not_now(Role.COMPLAINTS_LEAD, Permission.RETURN, TERM, date(2030, 1, 1)) is None


@pytest.mark.parametrize(
    ("office", "field"),
    [
        (Office("a" * 201), "office"),
        (Office(stands_in_for="a" * 201), "stands_in_for"),
        (Office("Chair", date(2026, 5, 2), date(2026, 5, 1)), "office_until"),
    ],
)
def test_an_office_that_cannot_be_is_refused_at_its_field(office: Office, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked(office)

    assert refused.value.field == field


def test_an_office_is_published_without_the_name_of_whoever_was_stood_in_for() -> None:
    substitute = Office("Cabinet Member for Housing", stands_in_for="Councillor Able")

    assert without_names(substitute.signed_as) == "Cabinet Member for Housing, as a substitute"
    assert without_names(Office().signed_as) == "Cabinet member"
