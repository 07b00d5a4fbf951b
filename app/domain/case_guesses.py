"""Guesses that spare a person most of the mapping; each is shown, and may be changed."""

import re
from collections.abc import Iterable, Sequence

from app.domain.case_mapping import (
    FIELD_LABELS,
    OUTCOME_FIELDS,
    SEPARATORS,
    YES_NO_FIELDS,
    CaseMapping,
    meanings_of,
)

# Short forms of headers, and the words they stand for; tried in this order.
_IN_FULL = (
    (r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|[_\-/.:()?#*]+", " "),
    (r"\b(?:s|st|stg|stage) ?(?:1|i|one)\b|\b(?:1st|first) stage\b", "stage 1"),
    (r"\b(?:s|st|stg|stage) ?(?:2|ii|two)\b|\b(?:2nd|second|final) stage\b", "stage 2"),
    (r"\back(?:['’]?d|s|n|now)?\b", "acknowledged"),
    (r"\brec(?:['’]?d|vd)?\b", "received"),
    (r"\bresp\b", "response"),
    (r"\bext(?:n|['’]?d)?\b", "extension"),
    (r"\besc(?:['’]?d)?\b", "escalated"),
    (r"\bdept\b", "department"),
    (r"\bcomp\b", "compensation"),
)
_NOT_AN_EVENT = r"\b(?:due|target|deadline|sla|days?|overdue|within|time|met|count|number of|kpi)\b"
_RECEIVED = (
    r"\breceived\b|\breceipt\b|\b(?:date|day) (?:of )?(?:the )?complaint\b|\bcomplaint date\b"
    r"|\b(?:date|complaint) (?:opened|raised|made|logged|created|reported|registered)\b"
    r"|\b(?:opened|raised|logged|created|reported|registered) (?:on|date)\b|\bstart date\b"
)
_ANSWERED = (
    r"\brespon(?:se|ded)\b|\banswer(?:ed)?\b|\brepl(?:y|ied)\b|\bclosed\b|\bclosure\b|\bcompleted\b"
    r"|\b(?:decision|outcome)(?: letter)? (?:date|sent|issued)\b"
    r"|\bdate (?:of )?(?:decision|outcome)\b|\bdate (?:issued|sent)\b|\bissued\b"
)
_OUTCOME = r"\boutcome\b|\bdecision\b|\bfinding\b|\bupheld\b|\bresult\b|\bdetermination\b"
_REFUSED = r"\b(?:refus(?:ed|al)|reject(?:ed|ion)|declined|exclu(?:ded|sion)|not accepted)\b"
# What tells each field that is no event of a stage; tried in this order, the first that fits.
_PLAIN = (
    ("refused_reason", rf"(?=.*(?:\breasons?\b|\bwhy\b|\bgrounds?\b)).*{_REFUSED}"),
    ("refused", _REFUSED),
    ("in_remit", r"\bremit\b|\bjurisdiction\b|\bwithin (?:the )?ombudsman\b"),
    ("tenure", r"\btenure\b|\btenancy type\b|\boccupancy type\b|\bhousing type\b"),
    ("compensation", r"\bcompensation\b|\bredress\b|\bgoodwill\b|\bamount (?:paid|offered)\b"),
    (
        "categories",
        r"\bcategor(?:y|ies|isation)\b|\bthemes?\b"
        r"|\bcomplaint (?:type|reason|subject|about|topic)\b"
        r"|\btype of complaint\b|\bnature\b|\bissue types?\b|\b(?:root )?causes?\b|\breasons?\b"
        r"|\btopics?\b",
    ),
    (
        "department",
        r"\bdepartment\b|\bdirectorate\b|\bservice(?: area| team)?\b|\bdivision\b"
        r"|\bbusiness (?:area|unit)\b|\bteam\b",
    ),
    (
        "reference",
        r"\bref(?:erence)?\b|\b(?:case|complaint)s? ?(?:id|no|nr|num|number)\b|^id$|^case$",
    ),
)
_COMPILED = tuple((name, re.compile(words)) for name, words in _PLAIN)

_OUTCOMES = (
    ("withdrawn", r"withdr[ae]w|cancel|discontinu"),
    (
        "not_known",
        r"not known|unknown|not recorded|unclear|not stated|to be confirmed|^tbc$|pending",
    ),
    ("partly_upheld", r"\bpart"),
    (
        "not_upheld",
        r"\b(?:not|un|non|no|never)[ -]?(?:upheld|justified|founded|substantiated|fault|agreed)"
        r"|unfounded|unjustified|unsubstantiated|no (?:fault|failure|service failure)|dismissed"
        r"|^n$|^no$|^declined$|^not upheld",
    ),
    ("upheld", r"\bupheld\b|\bjustified\b|\bfounded\b|\bsubstantiated\b|\bfault\b|^y$|^yes$"),
    ("other", r"^other|duplicate|signpost|referred|resolved|out of (?:scope|remit|jurisdiction)"),
)
_TENURES = (
    ("ownership", r"shared[ -]?owner|^lcho$|^so$|low[ -]cost home owner|shared equity|part[ -]buy"),
    (
        "other",
        r"lease|freehold|owner[ -]?occup|private|market|garage|commercial|non[ -]?tenant|^other|"
        r"applicant|^n/?a$|^rtb$|right to buy",
    ),
    (
        "rental",
        r"^gn$|general needs|\brent|tenan|secure|assured|introductory|flexible|sheltered|supported"
        r"|^lcra$|extra care|older|housing for older|temporary|hostel|licen[cs]e|^social|^council",
    ),
)
_YES = re.compile(r"y|yes|true|t|1|x|✓|✔")
_NO = re.compile(r"n|no|false|f|0|n/a|not applicable")
_OWN_YES_NO = {
    "refused": (
        ("no", r"^accepted|investigat|not (?:refused|rejected|excluded)"),
        ("yes", r"refus|reject|exclu|not accepted|declin"),
    ),
    "in_remit": (
        ("no", r"\bnot\b|outside|out of|lgsco|local government"),
        ("yes", r"^in\b|within|inside|\bhos\b|housing ombudsman"),
    ),
}


def guess_columns(headers: Sequence[str]) -> dict[str, str]:
    """Return the fields whose columns can be told by their headers; each column is taken once."""
    found: dict[str, str] = {}
    for header in headers:
        name = guess_field(header)
        if name is not None and name not in found:
            found[name] = header
    return {name: found[name] for name in FIELD_LABELS if name in found}


def guess_field(header: str) -> str | None:
    """Return the field that a header probably names: “S2 Ack” is the stage 2 acknowledgement."""
    words = header
    for short, full in _IN_FULL:
        flags = re.NOFLAG if full == " " else re.IGNORECASE
        words = re.sub(short, full, words, flags=flags)
    words = " ".join(words.lower().split())
    event = _event(words)
    if event is not None:
        return event
    return next((name for name, told in _COMPILED if told.search(words)), None)


def guess_values(name: str, written: Iterable[str]) -> dict[str, str]:
    """Return what written values of a field probably mean, by the value in lower case."""
    found = {}
    for value in written:
        bare = " ".join(value.split()).casefold()
        meaning = guess_meaning(name, bare)
        if bare and meaning is not None:
            found[bare] = meaning
    return found


def guess_meaning(name: str, value: str) -> str | None:
    """Return what one written value of a field probably means, or None."""
    bare = " ".join(value.split()).casefold()
    allowed = meanings_of(name)
    if allowed is None or not bare:
        return None
    exact = (one for one, label in allowed.items() if bare in (one, label.casefold()))
    meaning = next(exact, None)
    if meaning is not None:
        return meaning
    if name in YES_NO_FIELDS:
        return _yes_or_no(name, bare)
    rules = _OUTCOMES if name in OUTCOME_FIELDS else _TENURES
    return next((one for one, told in rules if re.search(told, bare)), None)


def guess_separator(values: Iterable[str]) -> str:
    """Return the sign that parts several categories in one cell; empty where none does."""
    texts = list(values)
    counts = {sign: sum(sign in text for text in texts) for sign in SEPARATORS if sign}
    # A comma or stroke stands in the name of a category too: “Damp, mould and leaks”.
    for sign in (";", "|", "\n"):
        if counts[sign]:
            return sign
    return ""


def guess_mapping(
    headers: Sequence[str], values: dict[str, Sequence[str]] | None = None
) -> CaseMapping:
    """Return a whole mapping by headers, and by the values of those columns that were listed."""
    columns = guess_columns(headers)
    seen = values or {}
    meanings = {
        name: guess_values(name, seen[header])
        for name, header in columns.items()
        if header in seen and meanings_of(name) is not None
    }
    separator = guess_separator(seen.get(columns.get("categories", ""), ()))
    return CaseMapping(columns, meanings, category_separator=separator)


def _event(words: str) -> str | None:
    """Return the date or outcome of a stage that the words name, or None."""
    if re.search(_NOT_AN_EVENT, words) and "exten" not in words:
        return None
    stage = "s2" if "stage 2" in words else "s1"
    if re.search(r"\bexten(?:sion|ded)\b", words):
        return _extension(words, stage)
    if re.search(r"\backnowledge", words):
        return f"{stage}_acknowledged_on"
    if re.search(r"\bescalat(?:ed|ion)\b", words) and not re.search(r"reason|why|\bby\b", words):
        return "escalated_on"
    if stage == "s2" and re.search(rf"{_RECEIVED}|\brequest(?:ed)?\b|\bstart(?:ed)?\b", words):
        return "escalated_on"
    if re.search(_ANSWERED, words) and not re.search(r"\btype\b|\bmethod\b|\bby\b", words):
        return f"{stage}_answered_on"
    if re.search(_OUTCOME, words) and not re.search(r"ombudsman|\bdate\b|sought|desired", words):
        return f"{stage}_outcome"
    if re.search(_RECEIVED, words) and not re.search(r"\bby\b|method|channel|how", words):
        return "received_on"
    return None


def _extension(words: str, stage: str) -> str | None:
    if re.search(r"reason|why|days|\?|agreed by", words):
        return None
    if re.search(r"notif|\btold\b|inform|letter|\bsent\b|advis|applied|requested", words):
        return f"{stage}_extension_told_on"
    if re.search(r"\bto\b|until|\bnew\b|revised|\bdue\b|target|deadline|\bend|\bdate\b", words):
        return f"{stage}_extended_to"
    return None


def _yes_or_no(name: str, value: str) -> str | None:
    if _YES.fullmatch(value):
        return "yes"
    if _NO.fullmatch(value):
        return "no"
    return next((one for one, told in _OWN_YES_NO[name] if re.search(told, value)), None)
