"""A published statement as its page, its PDF and its table show it: every code already in words."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

from markupsafe import Markup

from app.domain.answers import Outcome
from app.domain.documents import Document, reference_code
from app.domain.published_addresses import promises_address, rulebook_of, year_address
from app.domain.workflow import REASON_WORDS, Reason
from app.rendering import statement_contacts as contacts
from app.rendering import statement_words as words
from app.rendering.answer_bar import bar, swatch
from app.rendering.statement_plan import PlanLine, plan_by_source
from app.rendering.statement_provisions import Beside, ProvisionView, SectionView, section_view
from app.rendering.statement_scrutiny import (
    NO_APPROVAL,
    ApprovalView,
    QuestionView,
    approval_view,
    question_views,
    questions_in_words,
)
from app.rendering.statement_wording import WordingView, official_texts, wording_view

JUDGEMENT = "This is the landlord’s own judgement, and the Ombudsman has not checked it."


@dataclass(frozen=True)
class Count:
    """One line of the table beside the bar."""

    words: str
    number: int
    swatch: Markup


@dataclass(frozen=True)
class StatementView:
    """The statement in words; templates read this and compute nothing."""

    document: Document

    @property
    def year(self) -> str:
        """The year as people write it."""
        return words.year_in_words(self.document["assessment"]["year"])

    @property
    def heading(self) -> str:
        """The name of the whole, which is also the page's title."""
        landlord = self.document["landlord"]["name"]
        return f"{landlord}: self-assessment {self.year} against the {self.standard}"

    @property
    def standard(self) -> str:
        """What the landlord measures itself against: "Complaint Handling Code 2024"."""
        edition = self.document["edition"]
        return f"{edition['title']} {edition['name']}"

    @property
    def is_questionnaire(self) -> bool:
        """Whether sections have counts instead of a status."""
        return words.is_questionnaire(self.document)

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
        """Whether this tells of a self-assessment that was not made here."""
        return self._reason is Reason.RECORD

    @property
    def reason(self) -> str:
        """Why the assessment was made."""
        return REASON_WORDS[self._reason]

    @property
    def assessed_on(self) -> str:
        """The day of the assessment."""
        day = self.document["assessment"]["assessed_on"]
        return words.day_in_words(day) if day else words.NOT_STATED

    @property
    def judgement(self) -> str:
        """Whose judgement all of this is: the first sentence of every page."""
        return JUDGEMENT

    @property
    def noun(self) -> str:
        """What one numbered line is called: a questionnaire asks, the other editions provide."""
        return "question" if self.is_questionnaire else "provision"

    @property
    def wording(self) -> WordingView:
        """Which wording of the Code stands here: our summary, and the official one where loaded."""
        return wording_view(self.document)

    def blank(self, plain: str) -> str:
        """Return what stands where nothing was given; a demonstration has its own words for it."""
        demonstration = self.document["demonstration"]
        silence = demonstration and demonstration["silence"]
        return words.capitalised(silence) if silence else plain

    @property
    def counts_sentence(self) -> str:
        """How the provisions were answered, in one sentence."""
        return words.counts_in_words(self.document)

    @property
    def evidence_sentence(self) -> str | None:
        """How many Yes answers give no evidence."""
        return words.evidence_in_words(self.document)

    @property
    def holds_sentence(self) -> str | None:
        """Whether the Yes answers hold in policy, in practice or in both."""
        return words.holds_in_words(self.document)

    @property
    def counts(self) -> tuple[Count, ...]:
        """The lines of the table beside the bar."""
        summary = self.document["summary"]
        names = words.count_words(self.document)
        return tuple(
            Count(names[outcome], summary[outcome.value], swatch(outcome))
            for outcome in words.shown_outcomes(summary)
        )

    @property
    def bar(self) -> Markup:
        """The bar that shows the counts."""
        summary = self.document["summary"]
        return bar(
            {outcome: summary[outcome.value] for outcome in Outcome},
            title=f"Chart of the answers. {self.counts_sentence}",
        )

    @cached_property
    def sections(self) -> tuple[SectionView, ...]:
        """The sections, in the order of the Code."""
        beside = Beside(
            plain_words=self._publication.get("plain_words", {}),
            official_texts=official_texts(self.document),
            says_only_should=words.says_only_should(self.document),
        )
        return tuple(section_view(one, beside, self.as_of) for one in self.document["sections"])

    @property
    def provisions(self) -> tuple[ProvisionView, ...]:
        """The provisions of all sections, in the order of the Code."""
        return tuple(one for section in self.sections for one in section.provisions)

    @property
    def recommended_not_met(self) -> bool:
        """Whether something that the Code only recommends is answered No."""
        return any(section["should_not_met"] for section in self.document["sections"])

    @cached_property
    def unmet(self) -> tuple[ProvisionView, ...]:
        """The provisions answered No."""
        return tuple(one for one in self.provisions if one.is_no)

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
        return reference_code(self.document["assessment"]["digest"])

    @property
    def issued_code(self) -> str:
        """The reference code of the document as issued."""
        return reference_code(self.document["publication"]["digest"])

    @property
    def newest(self) -> str:
        """The root-relative address at which the newest revision stands."""
        return year_address(
            self.document["landlord"]["slug"],
            rulebook_of(self.document),
            self.document["assessment"]["year"],
        )

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
        return Reason(self.document["assessment"]["reason"])
