"""What can be wrong inside one edition: every rule that needs no other edition to judge it.

Each rule is a small generator of objections. The rules between an edition and its neighbours are in
`edition_succession`.
"""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

from app.domain.editions import (
    AnswerType,
    Edition,
    Guidance,
    Obligation,
    Provision,
    Section,
    number_order,
)
from app.domain.faults import Fault, LineOf, Objection, as_faults, quoted, unknown_line
from app.domain.published_addresses import can_stand_in_an_address

# No leading zero and three figures at most: 4.01 would sort as 4.1 and mean something else.
SECTION_NUMBER = re.compile(r"[1-9][0-9]{0,2}")
# A rulebook that asks once for a whole section numbers that provision as the section: 5.
PROVISION_NUMBER = re.compile(r"[1-9][0-9]{0,2}(?:\.[1-9][0-9]{0,2})?")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HTTPS = re.compile(r"https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(/[^\s<>\"\\]*)?")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

# A part answered by itself is a figure or words of the 2020 form; parts cannot hold parts again.
_PART_ANSWERS = (AnswerType.SHARE, AnswerType.COUNT, AnswerType.TEXT, AnswerType.YES_NO)


def faults_of_edition(
    edition: Edition, *, where: str, line_of: LineOf = unknown_line
) -> tuple[Fault, ...]:
    """Return every fault inside an edition: its names, its dates, its source, its sections."""
    objections = chain(
        _names(edition), _dates(edition), _source(edition), _dropped_numbers(edition)
    )
    own = as_faults(objections, where=where, line_of=line_of)
    return tuple(sorted(own + faults_of_sections(edition.sections, where=where, line_of=line_of)))


def faults_of_sections(
    sections: Sequence[Section], *, where: str, line_of: LineOf = unknown_line
) -> tuple[Fault, ...]:
    """Return the faults of sections and provisions, also where the head of the file is unread.

    Every rule here holds for a part of an edition too, so that one misspelt key does not hide
    the other faults of its file.
    """
    objections = chain(
        _section_numbers(sections),
        _provision_numbers(sections),
        _whole_sections(sections),
        _mixed_obligations(sections),
        _provisions_alone(sections),
    )
    return as_faults(objections, where=where, line_of=line_of)


def faults_of_guidance(
    guidance: Sequence[Guidance],
    edition: Edition,
    *,
    where: str,
    line_of: LineOf = unknown_line,
) -> tuple[Fault, ...]:
    """Return where guidance and its edition differ: each provision has exactly one entry."""
    return as_faults(_guidance(guidance, edition), where=where, line_of=line_of)


def date_span(text: str) -> tuple[date, date] | None:
    """Return the first and last day of a year, month or day, or None when it is no such date."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(piece) if piece else None for piece in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        last_month = month or 12
        return first, date(first.year, last_month, day or monthrange(first.year, last_month)[1])
    except ValueError:
        return None


def _names(edition: Edition) -> Iterator[Objection]:
    """Names become addresses and file names, so they keep to small letters, figures, hyphens."""
    named = (("rulebook", edition.rulebook), ("edition", edition.name))
    for key, name in (*named, ("follows", edition.follows), ("corrects", edition.corrects)):
        if name is not None and not _NAME.fullmatch(name):
            yield (key,), f"{quoted(name)} is not a name: use small letters, figures and hyphens."
        elif key == "rulebook" and not can_stand_in_an_address(edition.rulebook):
            message = f"{quoted(edition.rulebook)} cannot name a rulebook in a public address"
            yield (key,), f"{message}: begin with a letter, as in “example-code”, in 60 characters."


def _dates(edition: Edition) -> Iterator[Objection]:
    """Each date is a year, month or day; the life of an edition runs forward."""
    keys = ("published", "in_force", "comply_by", "superseded")
    spans: dict[str, tuple[date, date]] = {}
    for key in keys:
        text = getattr(edition, key)
        span = None if text is None else date_span(text)
        if span is not None:
            spans[key] = span
        elif text is not None:
            yield (key,), f"{quoted(text)} is not a date: write 2024, 2024-04 or 2024-04-01."
    # A month is compared by its first and last day: July may contain the seventh of July.
    for earlier, later in (("published", "in_force"), ("in_force", "comply_by")):
        if earlier in spans and later in spans and spans[earlier][0] > spans[later][1]:
            yield (later,), f"“{later}” is before “{earlier}”: check both dates."
    life = spans.get("in_force"), spans.get("superseded")
    if life[0] and life[1] and life[0][0] >= life[1][1]:
        yield ("superseded",), "“superseded” is not after “in_force”: check both dates."


def _source(edition: Edition) -> Iterator[Objection]:
    """The source is shown as a link to the public, so it must be a plain https address."""
    if not _HTTPS.fullmatch(edition.source):
        message = f"{quoted(edition.source)} is not an https address: give the publisher's page."
        yield ("source",), message


def _dropped_numbers(edition: Edition) -> Iterator[Objection]:
    """A dropped provision has a provision's number, and is dropped once."""
    counts = Counter(one.number for one in edition.dropped)
    for index, one in enumerate(edition.dropped):
        place = ("dropped", index, "number")
        if not PROVISION_NUMBER.fullmatch(one.number):
            yield place, _not_a_number(one.number)
        elif counts[one.number] > 1:
            yield place, f"{one.number} is dropped more than once: keep one reason."


def _not_a_number(number: str) -> str:
    """Return the sentence about a provision number that is none."""
    message = f"{quoted(number)} is not a provision number: write it like 4.10"
    return f"{message}, section and position, or like 4 for a whole section."


def _section_numbers(sections: Sequence[Section]) -> Iterator[Objection]:
    """Section numbers are whole numbers that go up."""
    last = 0
    for index, section in enumerate(sections):
        place = ("sections", index, "number")
        if not SECTION_NUMBER.fullmatch(section.number):
            message = f"{quoted(section.number)} is not a section number: write it like 3."
            yield place, message
        elif int(section.number) == last:
            yield place, f"Section {last} stands twice: give each section its own number."
        elif int(section.number) < last:
            yield place, f"Section {section.number} comes after {last}: keep the Code's order."
        else:
            last = int(section.number)


def _provision_numbers(sections: Sequence[Section]) -> Iterator[Objection]:
    """Provision numbers are unique, belong to their section, and go up as in the Code."""
    seen: set[str] = set()
    for i, section in enumerate(sections):
        last = ""
        numbered = SECTION_NUMBER.fullmatch(section.number) is not None
        for j, number in enumerate(provision.number for provision in section.provisions):
            place = ("sections", i, "provisions", j, "number")
            if not PROVISION_NUMBER.fullmatch(number):
                yield place, _not_a_number(number)
                continue
            if number in seen:
                yield place, f"Provision {number} stands twice: give each its own number."
            elif numbered and number.split(".")[0] != section.number:
                message = f"Provision {number} stands in section {quoted(section.number)}"
                yield place, f"{message}: move it to its section or correct its number."
            elif last and number_order(number) < number_order(last):
                yield place, f"Provision {number} comes after {last}: keep the Code's order."
            else:
                last = number
            seen.add(number)


def _whole_sections(sections: Sequence[Section]) -> Iterator[Objection]:
    """A provision numbered as its section answers for all of it: the form asks no other there."""
    for i, section in enumerate(sections):
        for j, provision in enumerate(section.provisions):
            is_whole = provision.in_form and provision.number == section.number
            if is_whole and len(section.in_form) > 1:
                message = f"Provision {provision.number} stands for its whole section"
                place = ("sections", i, "provisions", j, "number")
                yield place, f"{message}, and the form asks others in it: write it like 4.10."


def _mixed_obligations(sections: Sequence[Section]) -> Iterator[Objection]:
    """An edition asks questions or sets duties, never both: its pages are made for one of them."""
    listed = [
        (("sections", i, "provisions", j, "obligation"), provision)
        for i, section in enumerate(sections)
        for j, provision in enumerate(section.provisions)
    ]
    questions = [pair for pair in listed if pair[1].obligation is Obligation.QUESTION]
    others = [pair for pair in listed if pair[1].obligation is not Obligation.QUESTION]
    if questions and others:
        kinds = "question" if len(questions) > len(others) else "must, should or statement"
        for place, provision in min(questions, others, key=len):
            message = f"The other provisions are {kinds}, and {quoted(provision.number)} is not"
            yield place, f"{message}: an edition asks questions or sets duties, never both."


def _provisions_alone(sections: Sequence[Section]) -> Iterator[Objection]:
    """Yield what each provision has wrong by itself, with its place in the edition."""
    for i, section in enumerate(sections):
        for j, provision in enumerate(section.provisions):
            rules = (_form, _parts, _deadlines, _predecessors)
            for place, message in chain.from_iterable(rule(provision) for rule in rules):
                yield ("sections", i, "provisions", j, *place), message


def _form(provision: Provision) -> Iterator[Objection]:
    """A statement asks for nothing, so no form can ask about it."""
    if provision.obligation is Obligation.STATEMENT and provision.in_form:
        yield ("obligation",), "A statement is never in the form: write “in_form: no” beside it."


def _parts(provision: Provision) -> Iterator[Objection]:
    """Parts have keys of their own, and answers exactly where the provision is answered by them."""
    by_parts = provision.answer is AnswerType.PARTS
    choices = ", ".join(_PART_ANSWERS[:-1]) + f" or {_PART_ANSWERS[-1]}"
    if by_parts and not provision.parts:
        yield ("answer",), "This provision is answered by its parts and has none: write “parts”."
    seen: set[str] = set()
    for index, part in enumerate(provision.parts):
        place = ("parts", index)
        if part.key in seen:
            yield (*place, "key"), f"Two parts have the key {quoted(part.key)}: give each its own."
        seen.add(part.key)
        if by_parts and part.answer not in _PART_ANSWERS:
            yield (*place, "answer"), f"Each part here needs an “answer”: {choices}."
        elif part.answer is not None and not by_parts:
            message = "Only parts of a provision with “answer: parts” have an answer: delete it."
            yield (*place, "answer"), message


def _deadlines(provision: Provision) -> Iterator[Objection]:
    """A figure counts days or months, so it is at least one."""
    for index, deadline in enumerate(provision.deadlines):
        if deadline.number < 1:
            yield ("deadlines", index, "number"), "A deadline is 1 or more: correct the figure."


def _predecessors(provision: Provision) -> Iterator[Objection]:
    """A predecessor is a provision number, named once."""
    counts = Counter(one.number for one in provision.predecessors)
    for index, one in enumerate(provision.predecessors):
        place = ("predecessors", index, "number")
        if not PROVISION_NUMBER.fullmatch(one.number):
            yield place, _not_a_number(one.number)
        elif counts[one.number] > 1:
            yield place, f"{one.number} is named twice as predecessor: keep one of them."


def _guidance(guidance: Sequence[Guidance], edition: Edition) -> Iterator[Objection]:
    """Guidance speaks about the edition's provisions: each of them, once, and no other."""
    numbers = {provision.number for provision in edition.provisions}
    seen: set[str] = set()
    for index, one in enumerate(guidance):
        place = ("provisions", index, "number")
        if one.number not in numbers:
            yield place, f"{edition.id} has no provision {quoted(one.number)}: correct the number."
        elif one.number in seen:
            yield place, f"{one.number} has guidance twice: keep one."
        seen.add(one.number)
    for provision in edition.provisions:
        if provision.number not in seen:
            yield ("provisions",), f"Provision {provision.number} has no guidance: write it."
