"""The committee pack: what a meeting has before it, frozen under its own reference code.

A pack is for decision and approves nothing. The sign-off names the pack that the meeting saw, and
what has been amended since.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.domain.actions import OPEN_STAGES
from app.domain.documents import Document, DocumentKind, day_in_document
from app.domain.signed_documents import canonical_bytes, kind_of

SCHEMA = "pack/1"
STATUS = "For decision, not approved"
KEYS = {DocumentKind.STATEMENT: "statement", DocumentKind.REPORT: "report"}


@dataclass(frozen=True)
class Cover:
    """What the cover report says beside the figures of the statement."""

    body: str
    decision_sought: str
    risks: str
    meets_on: date | None = None


@dataclass(frozen=True)
class Since:
    """What changed since the statement that was published before, as sentences, and its year."""

    year: str
    changes: Sequence[str]


def build_pack(
    text: Document,
    cover: Cover,
    since: Since | None,
    *,
    at: datetime,
    official_text: Mapping[str, str] | None = None,
) -> Document:
    """Return the pack of a statement or report as it stands, with its digest.

    The official text, by number, stands beside the summaries, as it would once published.
    """
    pack: Document = {
        "schema": SCHEMA,
        "status": STATUS,
        "made_at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "meeting": {"body": cover.body, "on": day_in_document(cover.meets_on)},
        "decision_sought": cover.decision_sought,
        "risks": cover.risks,
        "since": {"year": since.year, "changes": list(since.changes)} if since else None,
        KEYS[kind_of(text)]: text,
        "official_text": dict(official_text or {}),
    }
    pack["digest"] = pack_digest(pack)
    return pack


def text_in(pack: Document) -> Document:
    """Return the statement or the report inside a pack."""
    inside: Document = next(pack[key] for key in KEYS.values() if key in pack)
    return inside


def pack_digest(pack: Document) -> str:
    """Return the sha256 of a pack without its digest."""
    plain = {key: value for key, value in pack.items() if key != "digest"}
    return hashlib.sha256(canonical_bytes(plain)).hexdigest()


def suggested_decision(statement: Document) -> str:
    """Return the decision that a cover report may ask for, to begin from."""
    summary = statement["summary"]
    code = f"{statement['edition']['title']} {statement['edition']['name']}"
    lines = [
        f"1. Approve the self-assessment {_year(statement)} against the {code}.",
        f"2. Note that {_count(summary['no'], 'provision')} of {summary['provisions']} "
        f"{'is' if summary['no'] == 1 else 'are'} not met, and agree the improvement plan.",
    ]
    if statement["governing_body_response"]:
        lines.append("3. Agree the response of the governing body, to be published beside it.")
    return "\n".join(lines)


def suggested_risks(statement: Document, today: date) -> str:
    """Return the risks that the statement itself shows, to begin from; empty where it shows none.

    The Ombudsman may find against a landlord whose reasons and dates for a No do not hold
    (guidance on annual submissions).
    """
    provisions = [one for section in statement["sections"] for one in section["provisions"]]
    unmet = [one for one in provisions if one["answer"]["value"] == "no"]
    idle = [one for one in unmet if not any(map(_is_open, one["actions"]))]
    bare = [one for one in provisions if _is_bare_yes(one)]
    plan = statement["improvement_plan"]
    undated = [line for line in plan if line["due"] is None]
    late = [line for line in plan if line["due"] and line["due"]["last_day"] < today.isoformat()]
    lines = []
    if unmet:
        numbers = ", ".join(one["number"] for one in unmet)
        lines.append(f"• Not met: {numbers}. The Ombudsman may ask why, and by when it will be.")
    if idle:
        lines.append(f"• No open action for {', '.join(one['number'] for one in idle)}.")
    lines += [f"• Overdue: {line['title']} ({line['due']['promised']})." for line in late]
    if undated:
        lines.append(f"• {_count(len(undated), 'action')} of the plan without a date.")
    if bare:
        lines.append(f"• {_count(len(bare), 'Yes answer')} without evidence.")
    return "\n".join(lines)


def _is_open(action: Document) -> bool:
    return action["stage"] in OPEN_STAGES


def _is_bare_yes(provision: Document) -> bool:
    has_evidence = provision["evidence"] or provision["evidence_internal"]
    return provision["answer"]["value"] == "yes" and not has_evidence


def _year(statement: Document) -> str:
    return str(statement["assessment"]["year"]).replace("-", "/")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
