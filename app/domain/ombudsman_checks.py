"""The Ombudsman's figures: it counts findings, and one case has several, so cases mislead."""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.figure_sets import Stated, is_usable, per_cent
from app.domain.findings import Finding, Level
from app.domain.possible_counts import cut, last_place, rounded

RATE = "ombudsman.maladministration_rate"
CASES, UPHELD = "ombudsman.cases", "ombudsman.cases_upheld"
FINDINGS = "ombudsman.findings"
ADVERSE = frozenset({"severe_maladministration", "maladministration", "service_failure"})
NOT_COUNTED = "outside_jurisdiction"


def ombudsman_findings(stated: Stated) -> Iterator[Finding]:
    """Yield where the rate of maladministration, the findings and the cases do not fit."""
    counts = _counts(stated)
    if counts:
        yield from _rate_of_findings(stated, counts)
        yield from _fewer_findings(stated, counts)
    else:
        yield from _findings_or_cases(stated)


def has_parts(stated: Stated) -> bool:
    """Tell whether something stands beside the rate that says out of what number it is."""
    return bool(_counts(stated)) or _cases(stated) is not None


def _counts(stated: Stated) -> dict[str, int]:
    """Return the findings by kind, or nothing where they are not stated in full."""
    found = stated.figures.of(FINDINGS)
    if not all(is_usable(one) for one in found):
        return {}
    counts = {one.member: stated.count(one.id) for one in found}
    full = {member: count for member, count in counts.items() if count is not None}
    # Only the worst findings say nothing about how many there were in all.
    return full if len(full) == len(counts) and set(full) - ADVERSE - {NOT_COUNTED} else {}


def _cases(stated: Stated) -> tuple[int, int] | None:
    """Return the cases upheld and all cases, where both are stated and make sense."""
    upheld, cases = stated.count(UPHELD), stated.count(CASES)
    if upheld is None or not cases or upheld > cases:
        return None
    return upheld, cases


def _is_share_of(value: Decimal, count: int, base: int) -> bool:
    place = last_place(value)
    return value in (rounded(count, base, place), cut(count, base, place))


def _findings_or_cases(stated: Stated) -> Iterator[Finding]:
    """A rate that the cases beside it do not give was counted by finding, or is wrong."""
    rate, cases = stated.share(RATE), _cases(stated)
    if rate is None or cases is None or _is_share_of(rate, *cases):
        return
    upheld, all_cases = cases
    share = rounded(upheld, all_cases, last_place(rate))
    sentence = (
        f"The maladministration rate is {per_cent(rate)}, but {upheld:,} of {all_cases:,} cases "
        f"upheld {'is' if upheld == 1 else 'are'} {per_cent(share)}. Does the rate count findings "
        "or cases? The Ombudsman counts findings, of which one case can have several; their "
        "number is not given."
    )
    numbers: dict[str, str | int] = {
        RATE: str(rate),
        UPHELD: upheld,
        CASES: all_cases,
        "share_of_cases": str(share),
    }
    yield Finding(
        "ombudsman.findings_or_cases", Level.QUESTION, sentence, numbers, (RATE, UPHELD, CASES)
    )


def _rate_of_findings(stated: Stated, counts: dict[str, int]) -> Iterator[Finding]:
    """With the findings at hand, the rate is theirs."""
    rate = stated.share(RATE)
    against = sum(count for member, count in counts.items() if member in ADVERSE)
    base = sum(count for member, count in counts.items() if member != NOT_COUNTED)
    if rate is None or not base or _is_share_of(rate, against, base):
        return
    right = rounded(against, base, last_place(rate))
    sentence = (
        f"The maladministration rate is stated as {per_cent(rate)}, but {against:,} of {base:,} "
        f"findings {'is' if against == 1 else 'are'} {per_cent(right)}."
    )
    cases = _cases(stated)
    if cases and _is_share_of(rate, *cases):
        sentence += " It is the share of cases upheld; the Ombudsman counts findings."
    numbers: dict[str, str | int] = {
        RATE: str(rate),
        "count": against,
        "base": base,
        "right": str(right),
    }
    yield Finding(
        "ombudsman.rate_of_findings", Level.CONTRADICTION, sentence, numbers, (RATE, *_ids(stated))
    )


def _fewer_findings(stated: Stated, counts: dict[str, int]) -> Iterator[Finding]:
    """Every case that was upheld has a finding."""
    upheld, total = stated.count(UPHELD), sum(counts.values())
    if upheld is None or upheld <= total:
        return
    sentence = (
        f"{upheld:,} cases were upheld, but only {total:,} findings are stated: every case that "
        "was upheld has at least one."
    )
    numbers: dict[str, str | int] = {UPHELD: upheld, "findings": total}
    yield Finding(
        "ombudsman.fewer_findings",
        Level.CONTRADICTION,
        sentence,
        numbers,
        (UPHELD, *_ids(stated)),
    )


def _ids(stated: Stated) -> tuple[str, ...]:
    return tuple(one.id for one in stated.figures.of(FINDINGS))
