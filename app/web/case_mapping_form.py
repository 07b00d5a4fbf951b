"""The form that says which column of an extract holds what, and what its written values mean."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from app.domain.case_guesses import guess_mapping, guess_meaning
from app.domain.case_mapping import (
    FIELD_LABELS,
    LABEL_FIELDS,
    ORDER_WORDS,
    VALUE_FIELDS,
    CaseMapping,
    DateOrder,
    mapping_faults,
    meanings_of,
)
from app.domain.errors import Invalid
from app.domain.faults import quoted
from app.reading.case_preview import Seen
from app.web.forms import Form

MEANT = tuple(name for name in VALUE_FIELDS if name not in LABEL_FIELDS)
SEPARATORS = {
    "": "One category in each cell",
    ";": "Semicolons",
    ",": "Commas",
    "|": "Upright bars",
    "/": "Slashes",
    "\n": "Line breaks",
}
# A line break would not come back from a browser as it was sent.
SENT_AS = {"\n": "line break"}
NO_MEANING = "Leave without a meaning"


@dataclass(frozen=True)
class WrittenValue:
    """A value as it stands in the file, in how many rows, and the name of its input."""

    written: str
    rows: int
    input: str


class MappingForm(Form):
    """A choice of a column for every field, and of a meaning for the values of some.

    The inputs are added for each file, by `mapping_form`; `shown_…` holds the column whose values
    the page listed, so that another choice of column is noticed.
    """

    token = HiddenField()
    date_order = RadioField("How are the dates written?", validate_choice=False)
    category_separator = SelectField(
        "What stands between several categories in one cell?", validate_choice=False
    )
    seen: Seen

    @property
    def must_choose_order(self) -> bool:
        """Whether a person has to say how dates are written."""
        orders = {one.order for one in self.seen.columns if one.order}
        return self.seen.must_choose_order or len(orders) > 1

    def values_of(self, name: str) -> tuple[WrittenValue, ...]:
        """Return the values of the column that is chosen for a field, with their inputs."""
        column = self.seen.column(self[f"column_{name}"].data or "")
        if name not in MEANT or column is None:
            return ()
        inputs = (
            WrittenValue(text, rows, _input_name(self.seen, name, column.header, n))
            for n, (text, rows) in enumerate(column.values)
        )
        return tuple(one for one in inputs if one.input in self)

    def unlisted(self, listed: Sequence[str]) -> list[str]:
        """Return the columns that were chosen and whose values nobody has looked at yet."""
        chosen = [self[f"column_{name}"].data for name in MEANT]
        return [one for one in self.seen.headers if one in chosen and one not in listed]

    def chosen(self, remembered: CaseMapping | None) -> CaseMapping:
        """Return what was chosen, whether or not it can be used as it is."""
        columns = {
            name: str(self[f"column_{name}"].data)
            for name in FIELD_LABELS
            if self[f"column_{name}"].data
        }
        return CaseMapping(
            columns=columns,
            values={**_labels(remembered, columns), **self._meanings(columns)},
            date_order=self._order(),
            category_separator=_separator(self.category_separator.data),
            sheet=self.seen.sheet,
            delimiter=self.seen.delimiter,
            encoding=self.seen.encoding,
        )

    def mapping(self, remembered: CaseMapping | None) -> CaseMapping | None:
        """Return what was chosen, or None with the errors at their fields."""
        found = self.chosen(remembered)
        for place, sentence in mapping_faults(found, self.seen.headers):
            self.add_error(Invalid(sentence, f"column_{place}" if place in FIELD_LABELS else place))
        self._refuse_unseen_values(found.columns)
        if self.must_choose_order and found.date_order is None:
            message = "Choose how the dates are written: they could be read in two ways."
            self.add_error(Invalid(message, "date_order"))
        return None if self.errors else found

    def _order(self) -> DateOrder | None:
        if not self.must_choose_order:
            return self.seen.order
        chosen = self.date_order.data
        return DateOrder(chosen) if chosen in set(DateOrder) else None

    def _meanings(self, columns: Mapping[str, str]) -> dict[str, dict[str, str]]:
        meanings: dict[str, dict[str, str]] = {}
        for name in MEANT:
            for one in self.values_of(name) if name in columns else ():
                meaning = self[one.input].data
                if meaning:
                    written = " ".join(one.written.split()).casefold()
                    meanings.setdefault(name, {})[written] = meaning
        return meanings

    def _refuse_unseen_values(self, columns: Mapping[str, str]) -> None:
        """Ask again where another column was chosen, whose values nobody has looked at yet."""
        for name in MEANT:
            header = columns.get(name, "")
            column = self.seen.column(header)
            if column and column.values and self[f"shown_{name}"].data != header:
                label = FIELD_LABELS[name]
                message = f"“{label}” has another column now: say what its values mean."
                self.add_error(Invalid(message, f"column_{name}"))


def mapping_form(
    seen: Seen, remembered: CaseMapping | None, sent: Any = None, *, token: str = ""
) -> MappingForm:
    """Return the form for a file: as it was sent, or with guesses and what is remembered."""
    first = _first_choice(seen, remembered)
    columns = {
        name: str(sent.get(f"column_{name}") or "") if sent else first.columns.get(name, "")
        for name in FIELD_LABELS
    }
    fields: dict[str, Any] = {"seen": seen}
    data: dict[str, Any] = {
        "token": token,
        "date_order": first.date_order,
        "category_separator": SENT_AS.get(first.category_separator, first.category_separator),
    }
    offered = [
        SelectChoice(value="", label="Not in this file"),
        *(SelectChoice(value=header, label=_shortened(header)) for header in seen.headers),
    ]
    for name, label in FIELD_LABELS.items():
        fields[f"column_{name}"] = SelectField(label, choices=offered, validate_choice=False)
        data[f"column_{name}"] = columns[name]
        if name in MEANT:
            fields[f"shown_{name}"] = HiddenField()
            data[f"shown_{name}"] = columns[name]
            for input_name, value, meaning in _value_inputs(seen, name, columns[name], first):
                fields[input_name] = _meaning_field(name, value)
                data[input_name] = meaning
    form: MappingForm = type("MappingFormOfFile", (MappingForm,), fields)(sent, data=data)
    form.date_order.choices = [
        SelectChoice(value=order.value, label=words[0].upper() + words[1:])
        for order, words in ORDER_WORDS.items()
        if order is not DateOrder.YEAR_FIRST
    ]
    form.category_separator.choices = [
        SelectChoice(value=SENT_AS.get(sign, sign), label=words)
        for sign, words in SEPARATORS.items()
    ]
    return form


def show_values_of_new_columns(form: MappingForm) -> None:
    """Take the values that the page will list as seen, once it is shown again."""
    for name in MEANT:
        form[f"shown_{name}"].data = form[f"column_{name}"].data


def _first_choice(seen: Seen, remembered: CaseMapping | None) -> CaseMapping:
    """Return what was chosen the last time where the file has those columns, and else guesses."""
    listed = {one.header: [text for text, _ in one.values] for one in seen.columns if one.values}
    guessed = guess_mapping(seen.headers, listed)
    if remembered is None:
        return guessed
    columns = {name: one for name, one in remembered.columns.items() if one in seen.headers}
    taken = set(columns.values())
    for name, header in guessed.columns.items():
        # What was left out on purpose the last time is not guessed again.
        if name not in remembered.columns or header in taken:
            continue
        columns.setdefault(name, header)
    return CaseMapping(
        columns=columns or guessed.columns,
        values=remembered.values,
        date_order=remembered.date_order,
        category_separator=remembered.category_separator,
    )


def _value_inputs(
    seen: Seen, name: str, header: str, first: CaseMapping
) -> Iterator[tuple[str, str, str]]:
    """Yield the input, the written value and the likely meaning of each value of a column."""
    column = seen.column(header)
    known = first.values.get(name, {})
    for n, (text, _) in enumerate(column.values if column else ()):
        written = " ".join(text.split()).casefold()
        meaning = known.get(written) or guess_meaning(name, written) or ""
        yield _input_name(seen, name, header, n), text, meaning


def _input_name(seen: Seen, name: str, header: str, number: int) -> str:
    """Return the name of an input; that of another column never answers for it."""
    return f"value_{name}_{seen.headers.index(header)}_{number}"


def _meaning_field(name: str, written: str) -> SelectField:
    offered = [
        SelectChoice(value="", label=NO_MEANING),
        *(SelectChoice(value=one, label=words) for one, words in (meanings_of(name) or {}).items()),
    ]
    return SelectField(f"{quoted(written)} means", choices=offered, validate_choice=False)


def _labels(
    remembered: CaseMapping | None, columns: Mapping[str, str]
) -> dict[str, Mapping[str, str]]:
    """Return what a mapping file said of departments and the like, which no page asks about."""
    if remembered is None:
        return {}
    return {
        name: meanings
        for name, meanings in remembered.values.items()
        if name in LABEL_FIELDS and name in columns
    }


def _separator(sent: str | None) -> str:
    return next((sign for sign, text in SENT_AS.items() if text == sent), sent or "")


def _shortened(header: str) -> str:
    return header if len(header) <= 60 else f"{header[:59]}…"


GROUPS = (
    ("The complaint", ("received_on", "reference")),
    (
        "Stage 1",
        (
            "s1_acknowledged_on",
            "s1_extension_told_on",
            "s1_extended_to",
            "s1_answered_on",
            "s1_outcome",
        ),
    ),
    (
        "Stage 2",
        (
            "escalated_on",
            "s2_acknowledged_on",
            "s2_extension_told_on",
            "s2_extended_to",
            "s2_answered_on",
            "s2_outcome",
        ),
    ),
    ("Refused complaints", ("refused", "refused_reason")),
    (
        "What it was about, and whose",
        ("categories", "department", "tenure", "in_remit", "compensation"),
    ),
)
