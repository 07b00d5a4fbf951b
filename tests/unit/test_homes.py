"""The homes that CH01 is out of, as they were typed last."""

from decimal import Decimal

from app.domain.figures import Unit, with_homes
from tests.unit.figure_samples import a_figure


def test_homes_that_are_typed_later_change_the_rates() -> None:
    rate = a_figure("ch01.stage_1.rental", Unit.RATE, count=288, base=4138, value="69.6")
    unknown = a_figure("ch01.stage_2.rental", Unit.RATE, count=40, why_not="no homes")
    homes = {"homes.rental": a_figure("homes.rental", count=4150)}

    stated, *rates = with_homes((a_figure("homes.rental", count=4138), rate, unknown), homes)

    assert stated.count == 4150
    assert [(one.value, one.base, one.why_not) for one in rates] == [
        (Decimal("69.4"), 4150, ""),
        (Decimal("9.6"), 4150, ""),
    ]
    others = (a_figure("stage_1.received", count=4138), rate)
    assert with_homes(others, {}) == others
