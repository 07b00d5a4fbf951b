"""A published statement as its page, its PDF and its table show it: every code already in words."""

from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from app.domain.answers import Outcome
from app.domain.published_addresses import rulebook_of, year_address
from app.domain.workflow import REASON_WORDS
from app.rendering import statement_words as words
from app.rendering.answer_bar import bar, swatch
from app.rendering.publication_view import PublicationView
from app.rendering.statement_provisions import Beside, ProvisionView, SectionView, section_view
from app.rendering.statement_wording import WordingView, official_texts, wording_view

JUDGEMENT = "This is the landlord’s own judgement, and the Ombudsman has not checked it."


@dataclass(frozen=True)
class Count:
    """One line of the table beside the bar."""

    words: str
    number: int
    swatch: Markup


class StatementView(PublicationView):
    """The statement in words; templates read this and compute nothing."""

    text_noun = "self-assessment"
    standard_label = "Measured against"
    elsewhere = (
        "The same content stands as a page, as a PDF, as CSV and as JSON where it was published."
    )
    provisions_at = ""  # every provision stands on the same page

    @property
    def heading(self) -> str:
        """The name of the whole, which is also the page's title."""
        landlord = self.document["landlord"]["name"]
        return f"{landlord}: self-assessment {self.year} against the {self.standard}"

    @property
    def is_questionnaire(self) -> bool:
        """Whether sections have counts instead of a status."""
        return words.is_questionnaire(self.document)

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
    def made_for(self) -> tuple[tuple[str, str], ...]:
        """Why the assessment was made, and when."""
        return (("Why it was made", self.reason), ("Assessed on", self.assessed_on))

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
    def newest(self) -> str:
        """The root-relative address at which the newest revision stands."""
        return year_address(
            self.document["landlord"]["slug"],
            rulebook_of(self.document),
            self.document["assessment"]["year"],
        )
