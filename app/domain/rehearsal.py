"""The rehearsal of a publication: personal details that stand in the text before strangers read it.

E-mail addresses, telephone numbers and the names of people known to the landlord are looked for
everywhere but in the landlord's own ways to complain, which are there to be read.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.domain.documents import Document


class Detail(StrEnum):
    """What kind of personal detail was found."""

    EMAIL = "email"
    TELEPHONE = "telephone"
    NAME = "name"


DETAIL_WORDS = {
    Detail.EMAIL: "E-mail address",
    Detail.TELEPHONE: "Telephone number",
    Detail.NAME: "Name of somebody who works here",
}

# Bounded on both sides: an open repeat before the sign would take a long text's length squared.
EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# A number in the United Kingdom: 10 or 11 figures with the 0 in front, or after +44.
TELEPHONE = re.compile(
    r"(?<![\w./-])(?:\+44[\s-]?(?:\(0\)[\s-]?)?|\(?0)\d(?:[\s()-]{0,2}\d){8,9}(?![\w/])"
)

# What the program writes itself holds nobody's details.
NOT_TYPED = frozenset(
    {
        "schema",
        "edition",
        "assessment",
        "report",
        "landlord",
        "summary",
        "self_assessment",
        "publication",
    }
)
APART = frozenset({"sections", "parts"})  # each of these tells where its text stands
TYPED_OF_PROVISION = ("answer", "evidence", "commentary", "plan_note", "actions")
PARTS = {
    "improvement_plan": "The improvement plan",
    "governing_body_response": "The governing body's response",
    "scrutiny": "The questions of the cabinet member",
    "approval": "The approval",
    "demonstration": "The notice of the demonstration",
    "figures": "The names of the figures",
    "earlier": "The names of the figures of the year before",
    "learning": "What was learned from complaints",
    "explanations": "What is said of figures that contradict each other",
}


@dataclass(frozen=True)
class Found:
    """One detail and where it stands in words; `number` is that of a provision, `part` a key."""

    detail: Detail
    text: str
    where: str
    number: str | None = None
    part: str | None = None


def personal_details(document: Document, names: Collection[str]) -> tuple[Found, ...]:
    """Return every detail found in a document, each once for each place where it stands."""
    return tuple(dict.fromkeys(_found(document, names)))


def _found(document: Document, names: Collection[str]) -> Iterator[Found]:
    for where, typed, address in _pieces(document):
        for text in _texts(typed):
            for detail, words in _in_text(text, names):
                yield Found(detail, words, where, **address)


def _pieces(document: Document) -> Iterator[tuple[str, object, dict[str, str]]]:
    """Yield where something stands, what people typed there, and what its page is found by."""
    for section in document.get("sections", ()):
        for provision in section["provisions"]:
            where = f"{provision['number']} {provision['title']}"
            typed = [provision[key] for key in TYPED_OF_PROVISION]
            yield where, typed, {"number": provision["number"]}
    for part in document.get("parts", ()):
        yield part["title"], part["text"], {"part": part["key"]}
    for key, typed in document.items():
        if key not in NOT_TYPED | APART:
            yield PARTS[key], typed, {}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _in_text(text: str, names: Collection[str]) -> Iterator[tuple[Detail, str]]:
    for match in EMAIL.finditer(text):
        yield Detail.EMAIL, match[0]
    for match in TELEPHONE.finditer(text):
        yield Detail.TELEPHONE, match[0]
    plain = " ".join(text.split()).casefold()
    for name in names:
        words = " ".join(name.split()).casefold()
        if words and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", plain):
            yield Detail.NAME, name
