"""What the pages of every publication of a landlord say alike: every code already in words."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, cast

from app.domain.documents import Document, reference_code
from app.domain.published_addresses import promises_address
from app.domain.signed_documents import about
from app.domain.workflow import Reason
from app.rendering import statement_contacts as contacts
from app.rendering import statement_words as words
from app.rendering.statement_plan import PlanLine, plan_by_source
from app.rendering.statement_scrutiny import (
    NO_APPROVAL,
    ApprovalView,
    QuestionView,
    approval_view,
    question_views,
    questions_in_words,
)


@dataclass(frozen=True)
class PublicationView:
    """A published document in words; templates read this and compute nothing.

    `text_noun` is what its text is called, `standard_label` how it stands to the Code, and
    `elsewhere` tells those who hold a Word file where the same stands.
    """

    document: Document

    text_noun: ClassVar[str]
    standard_label: ClassVar[str]
    elsewhere: ClassVar[str]

    @property
    def signed(self) -> Document:
        """What the document says of its own text: its year, its reason and its digest."""
        return about(self.document)

    @property
    def made_for(self) -> tuple[tuple[str, str], ...]:
        """Why it was made, and what else tells when or for which days."""
        raise NotImplementedError

    @property
    def newest(self) -> str:
        """The root-relative address at which the newest revision stands."""
        raise NotImplementedError

    @property
    def year(self) -> str:
        """The year as people write it."""
        return words.year_in_words(self.signed["year"])

    @property
    def standard(self) -> str:
        """Which edition of which code it is about: "Complaint Handling Code 2024"."""
        edition = self.document["edition"]
        return f"{edition['title']} {edition['name']}"

    @property
    def as_of(self) -> date | None:
        """The day on which promises can be called past; None where an older document speaks."""
        demonstration = self.document["demonstration"]
        at = self._publication.get("published_at")
        if at is None or self.is_record or (demonstration and demonstration["silence"]):
            return None
        return words.moment_day(at)

    @property
    def is_record(self) -> bool:
        """Whether this tells of a text that was not made here."""
        return self._reason is Reason.RECORD

    def blank(self, plain: str) -> str:
        """Return what stands where nothing was given; a demonstration has its own words for it."""
        demonstration = self.document["demonstration"]
        silence = demonstration and demonstration["silence"]
        return words.capitalised(silence) if silence else plain

    @property
    def plan(self) -> tuple[tuple[str, tuple[PlanLine, ...]], ...]:
        """The improvement plan: the lines of each source, in the document's order."""
        return plan_by_source(self.document["improvement_plan"], self.as_of)

    @property
    def response(self) -> tuple[tuple[str, str], ...]:
        """Who gave the governing body's response, when, and where it is recorded."""
        given = self.document["governing_body_response"]
        day = given["on"]
        facts = (
            ("Governing body", given["body"]),
            ("Given by", given["by"]),
            ("Role", given["role"]),
            ("Date", words.day_in_words(day) if day else None),
            ("Minute", given["minute"]),
        )
        # Body and minute belong to the approval since it is recorded apart.
        elsewhere = {"Governing body", "Minute"} if "approval" in self.document else set()
        return tuple(
            (name, value or words.NOT_STATED)
            for name, value in facts
            if value or name not in elsewhere
        )

    @property
    def approval(self) -> ApprovalView | None:
        """The approval by the governing body, if one is recorded."""
        return approval_view(self.document.get("approval"))

    @property
    def tells_of_approval(self) -> bool:
        """Whether there is something to say of it: of a past document only what it says itself."""
        return self.approval is not None or not self.is_record

    @property
    def no_approval(self) -> str:
        """What is said where no approval is recorded, so that none is ever implied."""
        return NO_APPROVAL

    @property
    def questions_sentence(self) -> str | None:
        """How many questions were asked in scrutiny, or None where that is not known."""
        scrutiny = self.document.get("scrutiny")
        return questions_in_words(scrutiny) if scrutiny else None

    @property
    def asked_about(self) -> tuple[str, ...]:
        """What the questions were about."""
        return tuple(self.document["scrutiny"]["about"])

    @property
    def questions(self) -> tuple[QuestionView, ...]:
        """The questions that are published, with their replies."""
        return question_views(self.document["scrutiny"])

    @property
    def glossary(self) -> tuple[Document, ...]:
        """The words that a reader may want explained."""
        return tuple(self._publication.get("glossary", ()))

    @property
    def licence(self) -> Document | None:
        """The licence under which text and data may be used, where it was said."""
        return self._publication.get("licence")

    @property
    def licence_sentence(self) -> str:
        """How others may use what is published here."""
        return words.licence_in_words(self._publication["licence"])

    @property
    def ways_to_complain(self) -> tuple[tuple[str, str, str | None], ...]:
        """The ways to complain that the landlord gave: name, words, and the address of a link."""
        return contacts.ways_to_complain(self.document["landlord"])

    @property
    def going_further(self) -> str:
        """Where a resident may go with what the landlord has not settled, in a sentence or two."""
        return contacts.going_further(self.document)

    @property
    def ombudsmen(self) -> tuple[contacts.Ombudsman, ...]:
        """Which Ombudsman handles what, and how to reach each."""
        return contacts.ombudsmen(self.document["landlord"])

    @property
    def ombudsman_in_own_words(self) -> str | None:
        """What the landlord itself says of the Ombudsmen, where it says something of its own."""
        return contacts.own_words(self.document["landlord"])

    @property
    def revision(self) -> str:
        """The revision and its day, as the foot of every PDF page says it."""
        publication = self.document["publication"]
        day = words.moment_day_in_words(publication["published_at"])
        return f"Revision {publication['revision']}, published {day}"

    @property
    def published_at(self) -> str:
        """The moment of publication, in London."""
        return words.moment_in_words(self.document["publication"]["published_at"])

    @property
    def signed_off(self) -> str | None:
        """When and in which office the text was signed off; None where that is not told."""
        told = self._publication.get("signed_off")
        if not told:
            return None
        who = " – ".join(filter(None, (told["by"], told["as"])))
        day = words.day_in_words(told["on"])
        return f"{day}, by {who}" if who else f"{day}, by the cabinet member"

    @property
    def replaces(self) -> str:
        """Which revision this one replaces, and why."""
        publication = self.document["publication"]
        if publication["replaces"] is None:
            return "Nothing: this is the first revision."
        reason = publication["reason"] or "no reason was given"
        return f"Revision {publication['replaces']}. Reason: {reason}"

    @property
    def signed_code(self) -> str:
        """The reference code of the text without its publication."""
        return reference_code(self.signed["digest"])

    @property
    def issued_code(self) -> str:
        """The reference code of the document as issued."""
        return reference_code(self.document["publication"]["digest"])

    @property
    def this_revision(self) -> str:
        """The root-relative address of this revision, without the ending of a format."""
        return f"{self.newest}/v{self.document['publication']['revision']}"

    @property
    def promises(self) -> str:
        """The root-relative address of what this landlord has promised."""
        return promises_address(self.document["landlord"]["slug"])

    @property
    def _publication(self) -> Document:
        return cast(Document, self.document["publication"])

    @property
    def _reason(self) -> Reason:
        return Reason(self.signed["reason"])
