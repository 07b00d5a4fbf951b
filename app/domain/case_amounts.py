"""One amount of money of a case extract as it was written, read strictly into pence."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.domain.case_faults import FaultKind

MOST_POUNDS = 10_000_000
EMPTY = frozenset({"", "-", "–", "—", "n/a", "na", "none", "nil", "null", "no", "tbc", "£", "£-"})

_AMOUNT = re.compile(r"(?:£|gbp)? ?(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(\d{1,9}))? ?(?:£|gbp)?", re.I)


@dataclass(frozen=True)
class ReadAmount:
    """What a written amount says in pence, or the fault and the end of its sentence."""

    pence: int | None
    kind: FaultKind | None = None
    why: str = ""


def read_amount(text: str) -> ReadAmount:
    """Read pounds, with or without the sign and commas; a percentage is a fault of its own."""
    bare = " ".join(text.split())
    if bare.casefold() in EMPTY:
        return ReadAmount(None)
    if "%" in bare:
        return ReadAmount(
            None,
            FaultKind.PERCENTAGE_IN_AMOUNT,
            "is a percentage, where an amount in pounds is expected. Choose the column with "
            "amounts, or correct the file",
        )
    found = _AMOUNT.fullmatch(bare)
    if not found:
        return ReadAmount(
            None,
            FaultKind.NOT_AN_AMOUNT,
            "cannot be read as an amount in pounds, so no compensation is counted for this case",
        )
    pounds = Decimal(f"{found[1].replace(',', '')}.{found[2] or '0'}")
    if pounds > MOST_POUNDS:
        return ReadAmount(
            None,
            FaultKind.NOT_AN_AMOUNT,
            "is more than ten million pounds, so no compensation is counted for this case",
        )
    return ReadAmount(int((pounds * 100).quantize(Decimal(1), ROUND_HALF_UP)))
