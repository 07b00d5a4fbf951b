"""Which columns of an extract may be shown by their values: never names, addresses or free text."""

import re
from collections.abc import Sequence

MOST_LISTED = 50
LONGEST_LISTED = 60
MOST_WORDS = 8
FEW_ROWS = 10

_PERSONAL_HEADER = re.compile(
    r"\b(?:name|names|surname|forename|first|last|resident|tenant|complainant|customer|leaseholder|"
    r"person|contact|address|street|road|postcode|post code|town|uprn|e-?mail|phone|telephone|"
    r"mobile|tel|dob|birth|ni|nino|officer|owner|handler|assigned|author|created by|manager|staff|"
    r"investigator|advocate|councillor|mp)\b",
    re.IGNORECASE,
)
_FREE_TEXT_HEADER = re.compile(
    r"\b(?:description|detail|details|comment|comments|note|notes|narrative|summary|text|free|"
    r"title|subject|desired|sought|learning|lessons|actions?)\b",
    re.IGNORECASE,
)
# What a header of either kind can hold and still be about the complaint.
_ABOUT_THE_COMPLAINT = re.compile(
    r"\b(?:outcome|decision|category|categories|type|tenure|department|service|directorate|stage|"
    r"status|remit|jurisdiction|refused|accepted|date|team)\b",
    re.IGNORECASE,
)
_PERSONAL_VALUE = re.compile(
    r"\S@\S+\.\S"  # e-mail
    r"|\b(?:\+44|0)[\d ]{9,13}\b"  # telephone
    r"|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"  # postcode
    r"|\b[A-CEGHJ-PR-TW-Z]{2} ?(?:\d{2} ?){3}[A-D]\b"  # National Insurance number
    r"|^(?:mr|mrs|ms|miss|mx|dr|cllr|councillor|sir)\b\.? ?[A-Z]"
    r"|^\d+[a-z]?,? [\w' ]+ (?:street|road|avenue|close|lane|drive|court|gardens|way|place)\b",
    re.IGNORECASE,
)


def is_personal_header(header: str) -> bool:
    """Whether a header says that its column holds people, addresses or free text."""
    words = header.replace("_", " ")
    if _ABOUT_THE_COMPLAINT.search(words):
        return False
    return bool(_PERSONAL_HEADER.search(words) or _FREE_TEXT_HEADER.search(words))


def looks_personal(value: str) -> bool:
    """Whether a value could tell who a person is or where they live, or is free text."""
    return (
        len(value) > LONGEST_LISTED
        or len(value.split()) > MOST_WORDS
        or bool(_PERSONAL_VALUE.search(value))
    )


# What outcomes and tenures are written with; a single odd cell of other words may be a name.
_KNOWN_WORD = re.compile(
    r"fully|full|partly|partially|part|not|upheld|justified|unjustified|substantiated|proven|"
    r"unproven|withdrawn|resolved|unresolved|closed|open|other|unknown|none|yes|no|y|n|true|false|"
    r"general|needs|supported|housing|shared|ownership|leasehold|leaseholder|rent|rental|social|"
    r"affordable|sheltered|outcome|decision|complaint|stage|in|out|of|and|or|the|by|remit|"
    r"jurisdiction|refused|accepted|rejected|pending|ongoing",
    re.IGNORECASE,
)


def is_of_known_words(value: str) -> bool:
    """Whether a value holds nothing but words that outcomes and tenures are written with."""
    return all(map(_KNOWN_WORD.fullmatch, re.findall(r"[^\W\d_]+", value)))


def hardly_repeat(distinct: int, rows: int) -> bool:
    """Whether values hardly ever come twice: then they tell cases apart, and may be people."""
    return rows > FEW_ROWS and distinct * 2 > rows


def may_be_listed(header: str, values: Sequence[str], rows: int) -> bool:
    """Whether the distinct values of a column may be shown, so that they can be given a meaning.

    `rows` is how many cells they fill: values that hardly ever come twice are no categories.
    """
    if is_personal_header(header) or len(values) > MOST_LISTED:
        return False
    if hardly_repeat(len(values), rows):
        return False
    return not any(map(looks_personal, values))
