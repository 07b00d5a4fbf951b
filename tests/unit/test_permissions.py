"""Who may do what, cell by cell."""

import pytest

from app.domain.errors import NotAllowed
from app.domain.permissions import (
    REFUSALS,
    ROLE_EXPLAINED,
    ROLE_WORDS,
    Permission,
    Role,
    may,
    may_sign,
    require,
)

# The table of the documentation, written out once more, so that no cell changes unnoticed.
TABLE = {
    Role.COMPLAINTS_LEAD: "view edit lead return approval manage",
    Role.OFFICER: "view edit",
    Role.CABINET_MEMBER: "view return challenge sign_off approval",
    Role.READ_ONLY: "view",
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_a_role_may_do_what_its_row_says_and_nothing_else(
    role: Role, permission: Permission
) -> None:
    assert may(role, permission) == (permission.value in TABLE[role].split())


@pytest.mark.parametrize("permission", Permission)
def test_a_refusal_says_why_in_a_sentence(permission: Permission) -> None:
    refused = [role for role in Role if not may(role, permission)]

    for role in refused:
        with pytest.raises(NotAllowed) as refusal:
            require(role, permission)
        assert refusal.value.message == REFUSALS[permission]
    assert REFUSALS[permission].endswith(".")


def test_nobody_may_both_write_and_sign_off() -> None:
    assert not [r for r in Role if may(r, Permission.EDIT) and may(r, Permission.SIGN_OFF)]


def test_every_role_has_its_words() -> None:
    assert set(ROLE_WORDS) == set(ROLE_EXPLAINED) == set(Role)


def test_nobody_signs_what_they_helped_to_write() -> None:
    assert may_sign(3, recorded_by={1, 2})
    assert not may_sign(2, recorded_by={1, 2})
