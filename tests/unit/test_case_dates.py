"""Written dates: what each says in the order that was chosen, and what is said of the others."""

from datetime import date, timedelta

import pytest

from app.domain.case_amounts import read_amount
from app.domain.case_dates import read_date, shown
from app.domain.case_faults import FaultKind
from app.domain.case_mapping import DateOrder

DAY, MONTH, YEAR = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST, DateOrder.YEAR_FIRST
FORMATS = (
    ("%d/%m/%Y", DAY),
    ("%d-%m-%Y", DAY),
    ("%d.%m.%Y", DAY),
    ("%d/%m/%Y %H:%M", DAY),
    ("%d/%m/%Y %I:%M:%S %p", DAY),
    ("%m/%d/%Y", MONTH),
    ("%Y-%m-%d", None),
    ("%Y/%m/%d", None),
    ("%Y-%m-%dT%H:%M:%SZ", None),
    ("%Y-%m-%d %H:%M:%S.000", None),
    ("%Y%m%d", None),
    ("%d %B %Y", None),
    ("%d-%b-%Y", None),
    ("%A, %d %B %Y", None),
    ("%B %d, %Y", None),
    ("%b %d %Y", None),
)


@pytest.mark.parametrize(("written", "order"), FORMATS)
def test_every_day_is_read_as_it_was_written(written: str, order: DateOrder | None) -> None:
    for days in range(0, 3000, 7):
        day = date(2018, 1, 1) + timedelta(days=days)
        assert read_date(day.strftime(written), order).day == day


@pytest.mark.parametrize("order", [None, DAY, MONTH, YEAR])
def test_a_year_in_front_needs_no_order(order: DateOrder | None) -> None:
    assert read_date("2024-03-05", order).day == date(2024, 3, 5)


def test_day_and_month_are_in_doubt_until_a_person_chooses() -> None:
    in_doubt = read_date("03/04/2024", None)

    assert in_doubt.kind is FaultKind.AMBIGUOUS_DATES
    assert in_doubt.orders == {DAY, MONTH}
    assert read_date("03/04/2024", DAY).day == date(2024, 4, 3)
    assert read_date("03/04/2024", MONTH).day == date(2024, 3, 4)


@pytest.mark.parametrize(("written", "order"), [("25/03/2024", MONTH), ("03/25/2024", DAY)])
def test_a_date_against_the_chosen_order_makes_all_doubtful(written: str, order: DateOrder) -> None:
    read = read_date(written, order)

    assert read.kind is FaultKind.AMBIGUOUS_DATES
    assert "swapped" in read.why
    assert read.day is None


@pytest.mark.parametrize("written", ["21/03/24", "3.4.24", "24-03-21", "21 Mar 24", "21-Mar-24"])
def test_a_year_of_two_digits_is_never_guessed(written: str) -> None:
    assert read_date(written, DAY).kind is FaultKind.TWO_DIGIT_YEAR


def test_a_number_is_a_date_only_where_excel_would_mean_these_years() -> None:
    read = read_date("45372", DAY)

    assert read.day == date(2024, 3, 21)
    assert read.kind is FaultKind.EXCEL_SERIAL_DATE
    assert "21 March 2024" in read.why
    assert read_date("45372.75", DAY).day == date(2024, 3, 21)
    for written in ("12", "1234", "99999", "11111", "453720"):
        assert read_date(written, DAY).kind is FaultKind.NOT_A_DATE


@pytest.mark.parametrize(
    "written", ["", " ", "-", "N/A", "TBC", "not yet", "00/00/0000", "01/01/1900", "1900-01-01"]
)
def test_what_systems_write_for_no_date_is_empty(written: str) -> None:
    read = read_date(written, DAY)

    assert (read.day, read.kind) == (None, None)


@pytest.mark.parametrize(
    "written",
    ["31/02/2024", "32/01/2024", "29 February 2023", "01/01/1066", "2024-13-01", "yesterday",
     "5/2024", "10%", "1/2/345", "May", "12 Foo 2024", "01/01/2999"],
)  # fmt: skip
def test_what_is_no_date_is_said_to_be_none(written: str) -> None:
    assert read_date(written, DAY).kind is FaultKind.NOT_A_DATE


def test_only_what_can_be_nobodys_name_is_quoted() -> None:
    assert shown("31/02/24") == "“31/02/24”"
    assert shown("12 March 24") == "“12 March 24”"
    for written in ("Mrs Jones", "12 High St", "May Smith 1", "1" * 40):
        assert shown(written) == "what stands here"


@pytest.mark.parametrize(
    ("written", "pence"),
    [("£1,250.50", 125050), ("100", 10000), ("0", 0), ("0.005", 1), ("£ 12", 1200), ("", None),
     ("12.5", 1250), ("GBP 3", 300), ("nil", None)],
)  # fmt: skip
def test_amounts_are_read_into_pence(written: str, pence: int | None) -> None:
    read = read_amount(written)

    assert (read.pence, read.kind) == (pence, None)


@pytest.mark.parametrize(
    ("written", "kind"),
    [("45%", FaultKind.PERCENTAGE_IN_AMOUNT), ("a sofa", FaultKind.NOT_AN_AMOUNT),
     ("-5", FaultKind.NOT_AN_AMOUNT), ("1.2.3", FaultKind.NOT_AN_AMOUNT),
     ("12,34", FaultKind.NOT_AN_AMOUNT), ("99999999", FaultKind.NOT_AN_AMOUNT)],
)  # fmt: skip
def test_what_is_no_amount_is_said_to_be_none(written: str, kind: FaultKind) -> None:
    assert read_amount(written).kind is kind
