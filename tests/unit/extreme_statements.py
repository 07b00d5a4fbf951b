"""Statements that try the pages: hostile text, words without an end, and very much not met."""

from app.domain.documents import Document
from app.domain.editions import Section
from app.domain.responses import EvidenceFacts, ResponseFacts
from tests.unit import statements


def issued_not_met(count: int, *, title: str = "Answer in time") -> Document:
    """Return a published document of 72 provisions, so many of them answered No without a plan."""
    whole = statements.edition(
        [Section("1", "All of it", tuple(statements.duty(f"1.{n}", title) for n in range(1, 73)))]
    )
    responses = [
        ResponseFacts(one.number, "no" if place < count else "yes")
        for place, one in enumerate(whole.in_form)
    ]
    return statements.issued(statements.facts(of=whole, responses=responses, actions=()))


def issued_in_long_official_words() -> Document:
    """Return a published document whose official wording fills pages, some of it unbroken."""
    document = statements.issued()
    document["publication"]["official_text"] = {
        "1.1": "Invented words of the issuer. " * 660 + "End of 1.1.",
        "2.1": "\n".join(f"• point {place} {'W' * place * 3}" for place in range(60)),
    }
    return document


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"' {{ 7*7 }} <!-- notice -->"


def issued_hostile() -> Document:
    """Return a document with hostile text wherever a person can type, and words without an end."""
    text = HOSTILE + "W" * 300
    response = ResponseFacts(
        "2.1",
        "no",
        commentary=text,
        plan_note=text,
        evidence=(EvidenceFacts(text, "javascript:alert(1)"), EvidenceFacts("W" * 300)),
    )
    document = statements.issued_after_scrutiny()
    hostile = statements.issued(statements.facts(responses=[response]))
    document["sections"] = hostile["sections"]
    document["landlord"]["name"] = text
    for way in document["landlord"]["complain"]:
        document["landlord"]["complain"][way] = "javascript:alert(1) " + text
    document["landlord"]["ombudsman"] = text
    document["governing_body_response"].update(by=text, text=text)
    document["approval"].update(
        body=text, minute=text, minute_link="javascript:alert(1)", changes_since=[text]
    )
    document["approval"]["amendments"] = [{"text": text, "done": text}]
    document["scrutiny"]["about"] = [text]
    for question in document["scrutiny"]["published"]:
        question.update(about=text, text=text, asked_by=text)
        for turn in question["turns"]:
            turn.update(by=text, text=text)
    document["publication"]["reason"] = text
    document["publication"]["plain_words"] = {"2.1": text}
    document["publication"]["official_text"] = {"2.1": text, "2.2": f"• {text}\n• {text}"}
    document["publication"]["glossary"] = [{"term": text, "meaning": text}]
    for line in document["improvement_plan"]:
        line["title"] = line["owner"] = text
    return document
