"""The form of one provision: its answer as the edition allows, its words, and its evidence."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from wtforms import BooleanField, Field, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from app.domain.answers import (
    VERDICT_WORDS,
    Answer,
    Basis,
    Figure,
    Reach,
    allowed_verdicts,
    figure_in_words,
    read_count,
    read_share,
)
from app.domain.due_dates import read_day
from app.domain.editions import AnswerType, Provision
from app.domain.errors import Invalid
from app.domain.pasted_text import tidy
from app.domain.public_addresses import check_address
from app.domain.response_content import ResponseContent
from app.domain.responses import EvidenceFacts, ResponseFacts
from app.web.forms import Form, one_line
from app.web.templating import day

NOT_YET = "not_yet"
SPARE_EVIDENCE = 2
MOST_EVIDENCE = 40
EVIDENCE_FIELD = re.compile(r"evidence_(?:text|link|day|internal)_(\d{1,2})")


class EvidenceRow(NamedTuple):
    """The four fields of one piece of evidence."""

    text: Any
    link: Any
    day: Any
    internal: Any


class ResponseForm(Form):
    """What every provision has; the fields of its answer are added for its answer type."""

    provision: Provision
    version = HiddenField()
    asked = HiddenField()
    holds_in = RadioField(
        "Where does the Yes hold?",
        choices=[
            SelectChoice(value="policy", label="In policy only"),
            SelectChoice(value="practice", label="In practice only"),
            SelectChoice(value="both", label="In policy and in practice"),
            SelectChoice(value="", label="Not said"),
        ],
        default="",
    )
    shortfall = RadioField(
        "What falls short?",
        choices=[
            SelectChoice(value="policy", label="The policy"),
            SelectChoice(value="practice", label="The practice"),
            SelectChoice(value="both", label="The policy and the practice"),
            SelectChoice(value="", label="Not said"),
        ],
        default="",
    )
    inferred = BooleanField("This answer is read from elsewhere in the document, not stated there")
    commentary = TextAreaField("Commentary")
    plan_note = TextAreaField("If there is no action, no owner or no date: why?")

    def content(self, *, is_record: bool) -> ResponseContent:
        """Return what was typed; raise Invalid, naming the field, for what cannot be read."""
        for choice in (self.holds_in, self.shortfall):
            if choice.data not in {value for value, *_ in choice.iter_choices()}:
                raise Invalid("Choose one of the answers that are offered.", choice.name)
        return ResponseContent(
            answer=self._answer(),
            basis=Basis.INFERRED if is_record and self.inferred.data else Basis.STATED,
            holds_in=Reach(self.holds_in.data) if self.holds_in.data else None,
            shortfall=Reach(self.shortfall.data) if self.shortfall.data else None,
            commentary=self.text("commentary"),
            plan_note=self.text("plan_note"),
            evidence=tuple(self._evidence()),
        )

    def text(self, name: str) -> str:
        """Return a long text without what Word leaves in it; raise Invalid when it is too long."""
        try:
            return tidy(self[name].data or "")
        except Invalid as refused:
            raise Invalid(refused.message, name) from refused

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Everything that was typed or chosen, each with its label, to be copied elsewhere."""
        told = [(field.label.text, _typed(field)) for field in self if not _is_hidden(field)]
        return [(label, words) for label, words in told if words]

    def asks_otherwise_than(self, provision: Provision, *, otherwise: bool) -> bool:
        """Whether the form was shown with other words; `otherwise` for one that does not say."""
        return self.asked.data != words_asked(provision) if self.asked.data else otherwise

    def drop_answer(self) -> str:
        """Choose no answer instead of the one that was ticked; return that one in words."""
        if "answer" not in self or self["answer"].data in (None, "", NOT_YET):
            return ""
        ticked = _typed(self["answer"])
        self["answer"].data, self.holds_in.data, self.shortfall.data = NOT_YET, "", ""
        return ticked

    @property
    def evidence_rows(self) -> list[EvidenceRow]:
        """The fields of each piece of evidence, as the template shows them."""
        count = sum(name.startswith("evidence_text_") for name in self._fields)
        return [
            EvidenceRow(*(self[f"evidence_{name}_{at}"] for name in EvidenceRow._fields))
            for at in range(count)
        ]

    @property
    def part_rows(self) -> list[tuple[str, Any, Any]]:
        """The parts that are answered one by one: text, field, and "not available" field."""
        if self.provision.answer is not AnswerType.PARTS:
            return []
        return [
            (part.text, self[f"part_{part.key}"], self._fields.get(f"missing_{part.key}"))
            for part in self.provision.parts
        ]

    def _answer(self) -> Answer | None:
        if allowed_verdicts(self.provision.answer):
            choice = self["answer"].data
            return None if choice in (None, "", NOT_YET) else choice
        if self.provision.answer is not AnswerType.PARTS:
            return self._figure(self.provision.answer, "figure", "missing")
        figures = {
            part.key: figure
            for part in self.provision.parts
            if (figure := self._figure(part.answer, f"part_{part.key}", f"missing_{part.key}"))
        }
        return {"parts": figures} if figures else None

    def _figure(self, kind: AnswerType | None, name: str, missing: str) -> Figure | None:
        typed = self[name].data or ""
        if missing in self._fields and self[missing].data:
            return {"not_available": True}
        if not typed.strip():
            return None
        if kind is AnswerType.SHARE:
            return read_share(typed, name)
        if kind is AnswerType.COUNT:
            return read_count(typed, name)
        return {"text": self.text(name)}

    def _evidence(self) -> list[EvidenceFacts]:
        found = []
        for row in self.evidence_rows:
            words, address = (
                one_line(tidy(row.text.data or "")),
                one_line(tidy(row.link.data or "")),
            )
            dated_on = read_day(row.day.data or "", row.day.name)
            if address:
                check_address(address, row.link.name)
            if (address or dated_on) and not words:
                raise Invalid("Say in a few words what this evidence is.", row.text.name)
            if words:
                found.append(EvidenceFacts(words, address, dated_on, bool(row.internal.data)))
            if len(found) > MOST_EVIDENCE:
                raise Invalid(
                    f"At most {MOST_EVIDENCE} pieces of evidence can be given for a provision.",
                    row.text.name,
                )
        return found


def response_form(provision: Provision, evidence_rows: int) -> type[ResponseForm]:
    """Return the form class for a provision, with so many rows for evidence."""
    fields: dict[str, Any] = {"provision": provision}
    if verdicts := allowed_verdicts(provision.answer):
        offered = [SelectChoice(value=one, label=VERDICT_WORDS[one]) for one in verdicts]
        fields["answer"] = RadioField(
            "Do you comply?" if provision.obligation != "question" else "Your answer",
            choices=[*offered, SelectChoice(value=NOT_YET, label="Not answered yet")],
            default=NOT_YET,
        )
    elif provision.answer is AnswerType.PARTS:
        for part in provision.parts:
            fields |= _figure_fields(
                part.answer, f"part_{part.key}", f"missing_{part.key}", part.text
            )
    else:
        fields |= _figure_fields(provision.answer, "figure", "missing", "Your answer")
    for at in range(evidence_rows):
        fields[f"evidence_text_{at}"] = StringField("What it is, and where in it")
        fields[f"evidence_link_{at}"] = StringField("Web address, if it has one")
        fields[f"evidence_day_{at}"] = StringField("Its date, such as 3 March 2026")
        fields[f"evidence_internal_{at}"] = BooleanField("Keep it internal")
    return type("FormOfProvision", (ResponseForm,), fields)


def words_asked(provision: Provision) -> str:
    """Return a mark of what a provision asks, which is another one once it asks otherwise."""
    asked = (provision.requirement, provision.parts, provision.deadlines, provision.obligation)
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:16]


def _is_hidden(field: Field) -> bool:
    return isinstance(field, HiddenField)


def _typed(field: Field) -> str:
    """Return what somebody typed or chose in a field, in words; nothing where they did not."""
    if isinstance(field, BooleanField):
        return "Yes" if field.data else ""
    if isinstance(field, RadioField):
        chosen = (label for value, label, *_ in field.iter_choices() if value == field.data)
        return "" if field.data in ("", NOT_YET) else next(chosen, "")
    return str(field.data or "").strip()


def _figure_fields(kind: AnswerType | None, name: str, missing: str, label: str) -> dict[str, Any]:
    label = label[0].upper() + label[1:]
    if kind is AnswerType.TEXT:
        return {name: TextAreaField(label)}
    return {name: StringField(label), missing: BooleanField("This figure is not available")}


def blank_form(provision: Provision, response: ResponseFacts, version: int) -> ResponseForm:
    """Return the form filled with what is saved."""
    data: dict[str, Any] = {
        "version": str(version),
        "asked": words_asked(provision),
        "holds_in": response.holds_in.value if response.holds_in else "",
        "shortfall": response.shortfall.value if response.shortfall else "",
        "inferred": response.basis is Basis.INFERRED,
        "commentary": response.commentary,
        "plan_note": response.plan_note,
    }
    for at, item in enumerate(response.evidence):
        data |= {
            f"evidence_text_{at}": item.text,
            f"evidence_link_{at}": item.link,
            f"evidence_day_{at}": day(item.dated_on) if item.dated_on else "",
            f"evidence_internal_{at}": item.is_internal,
        }
    data |= _answer_data(response.answer)
    given = len(response.evidence)
    rows = max(given, min(given + SPARE_EVIDENCE, MOST_EVIDENCE))
    return response_form(provision, rows)(data=data)


def sent_form(provision: Provision, sent: Any) -> ResponseForm:
    """Return the form filled with what a person sent."""
    rows = [int(found[1]) for name in sent if (found := EVIDENCE_FIELD.fullmatch(name))]
    return response_form(provision, max(rows, default=0) + 1)(sent)


def _answer_data(answer: Answer | None) -> dict[str, Any]:
    if answer is None:
        return {}
    if isinstance(answer, str):
        return {"answer": answer}
    if "parts" not in answer:
        return _figure_data(answer, "figure", "missing")
    data: dict[str, Any] = {}
    for key, figure in answer["parts"].items():
        data |= _figure_data(figure, f"part_{key}", f"missing_{key}")
    return data


def _figure_data(figure: Figure | Mapping[str, Any], name: str, missing: str) -> dict[str, Any]:
    if "not_available" in figure:
        return {missing: True}
    if "of" in figure:
        return {name: f"{figure['count']} of {figure['of']}"}
    return {name: figure_in_words(figure)}  # type: ignore[arg-type]
