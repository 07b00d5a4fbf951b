"""A published statement as its page, its PDF and its table show it: every code already in words."""

from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from app.domain.actions import SOURCE_WORDS, STAGE_WORDS, Source, Stage
from app.domain.answers import Outcome
from app.domain.landlords import OMBUDSMAN_WORDS, LandlordKind
from app.domain.statement import Document, reference_code
from app.domain.workflow import REASON_WORDS, Reason
from app.rendering import statement_words as words
from app.rendering.answer_bar import bar, swatch
from app.rendering.statement_provisions import ProvisionView, SectionView, section_view


@dataclass(frozen=True)
class Count:
    """One line of the table beside the bar."""

    words: str
    number: int
    swatch: Markup


@dataclass(frozen=True)
class PlanLine:
    """One line of the improvement plan."""

    title: str
    provisions: tuple[str, ...]
    owner: str
    due: str
    stage: str


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
            title="How the provisions of the Code were answered",
            description=self.counts_sentence,
        )

    @cached_property
    def sections(self) -> tuple[SectionView, ...]:
        """The sections, in the order of the Code."""
        return tuple(section_view(section) for section in self.document["sections"])

    @property
    def recommended_not_met(self) -> bool:
        """Whether something that the Code only recommends is answered No."""
        return any(section["should_not_met"] for section in self.document["sections"])

    @cached_property
    def unmet(self) -> tuple[ProvisionView, ...]:
        """The provisions answered No."""
        return tuple(one for section in self.sections for one in section.provisions if one.is_no)

    @property
    def plan(self) -> tuple[tuple[str, tuple[PlanLine, ...]], ...]:
        """The improvement plan: the lines of each source, in the document's order."""
        lines = self.document["improvement_plan"]
        groups = (
            (
                SOURCE_WORDS[source],
                tuple(_plan_line(one) for one in lines if one["source"] == source),
            )
            for source in Source
        )
        return tuple((name, group) for name, group in groups if group)

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
        return tuple((name, value or words.NOT_STATED) for name, value in facts)

    @property
    def ways_to_complain(self) -> tuple[tuple[str, str, str | None], ...]:
        """The ways to complain that the landlord gave: name, words, and the address of a link."""
        given = self.document["landlord"]["complain"]
        names = {
            "online": "Online",
            "email": "Email",
            "telephone": "Telephone",
            "address": "In writing",
            "other": "Other ways",
        }
        ways = ((name, given[key]) for key, name in names.items() if given[key])
        return tuple((name, text, words.link_to(text)) for name, text in ways)

    @property
    def ombudsman(self) -> str:
        """Which Ombudsman handles what."""
        landlord = self.document["landlord"]
        return landlord["ombudsman"] or OMBUDSMAN_WORDS[LandlordKind(landlord["kind"])]

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
        landlord, assessment = self.document["landlord"], self.document["assessment"]
        return f"/published/{landlord['slug']}/{assessment['year']}"

    @property
    def this_revision(self) -> str:
        """The root-relative address of this revision, without the ending of a format."""
        return f"{self.newest}/v{self.document['publication']['revision']}"

    @property
    def _reason(self) -> Reason:
        return Reason(self.document["assessment"]["reason"])


def _plan_line(line: Document) -> PlanLine:
    return PlanLine(
        title=line["title"],
        provisions=tuple(line["provisions"]),
        owner=line["owner"] or words.NO_OWNER,
        due=words.due_in_words(line["due"]),
        stage=STAGE_WORDS[Stage(line["stage"])],
    )
