"""The form in which the figures of a year are typed in: its groups, its inputs, and what they say.

Each input is named after the figure and what is typed of it, `stage_1.received-count`, and comes
back with everything that was typed, whatever is wrong with it.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.errors import Invalid
from app.domain.figures import Unit
from app.domain.measures import MEMBER_ID, REST, REST_LABEL, Kind, Measure, MeasureSet
from app.domain.pasted_text import tidy
from app.web.forms import one_line
from app.web.typed_groups import COUNTED_FROM, GROUPS, KEYS, OWN_NAMES

EMPTY_ROWS = 3
MOST_ROWS = 60
LONGEST_INPUT = 200


@dataclass(frozen=True)
class Cell:
    """One input."""

    name: str
    words: str
    value: str
    wide: bool = False


@dataclass(frozen=True)
class Row:
    """The inputs of one figure; `own` is the input of its name, where a landlord gives it one."""

    label: str
    cells: tuple[Cell, ...]
    own: Cell | None = None
    hidden: tuple[str, str] | None = None


@dataclass(frozen=True)
class FigureSet:
    """The rows of one measure."""

    measure: str
    title: str
    rows: tuple[Row, ...]
    grows: bool

    @property
    def is_narrow(self) -> bool:
        """Whether each row is one number, so that several stand beside each other."""
        return not self.grows and all(len(row.cells) == 1 for row in self.rows)


@dataclass(frozen=True)
class Group:
    """The measures under one heading."""

    title: str
    hint: str
    sets: tuple[FigureSet, ...]


@dataclass
class TypedForm:
    """What stands in the inputs of a year, out of what is kept or as it was sent.

    `extra` are the rows that were asked for, by measure. `errors` are sentences by input.
    """

    measures: MeasureSet
    values: dict[str, str]
    stored: Mapping[str, Any]
    extra: dict[str, int] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def groups(self) -> tuple[Group, ...]:
        """Every group with its rows."""
        return tuple(
            Group(title, hint, tuple(self._set(one) for one in self._measures(names)))
            for title, hint, names in GROUPS
        )

    def value(self, name: str) -> str:
        """Return what stands in an input."""
        return self.values.get(name, "")

    def content(self, year: str, period: Mapping[str, str] | None) -> dict[str, Any]:
        """Return what was typed in the shape of the documented file; empty without a figure.

        Raises Invalid, naming the input, for a row that has numbers and no name.
        """
        figures = [figure for figure, _ in self._figures()]
        if not figures:
            return {}
        starts = {f"stage_{n}": self.value(f"start_{n}") for n in COUNTED_FROM}
        content = {
            "schema": "figures/1",
            "year": year,
            "period": period,
            "source": self.value("source"),
            "rules": self.stored.get("rules"),
            "starts": {stage: start for stage, start in starts.items() if start},
            "edition": self.stored.get("edition"),
            "answers": self.stored.get("answers"),
            "figures": figures,
        }
        return {key: value for key, value in content.items() if value}

    def add_error(self, refused: Invalid) -> None:
        """Show a refusal at the input that it is about, or above the form."""
        name = self._input_of(refused.field or "")
        where = self._places().get(name)
        self.errors.setdefault(name, f"{where}: {refused.message}" if where else refused.message)

    def add_rows(self, measure: str) -> None:
        """Offer more empty rows of a measure."""
        self.extra[measure] = min(MOST_ROWS, self.extra.get(measure, 0) + EMPTY_ROWS)

    def _measures(self, names: Sequence[str]) -> Iterator[Measure]:
        for name in names:
            for one in self.measures.measures:
                if one.id == name or (name.endswith(".") and one.id.startswith(name)):
                    yield one

    def _set(self, measure: Measure) -> FigureSet:
        grows = measure.kind is not Kind.SINGLE and not measure.members
        rows = self._own_rows(measure) if grows else self._known_rows(measure)
        return FigureSet(measure.id, measure.title, tuple(rows), grows)

    def _known_rows(self, measure: Measure) -> Iterator[Row]:
        for figure_id, label in _members(measure):
            yield Row(label, self._cells(measure, figure_id))

    def _own_rows(self, measure: Measure) -> Iterator[Row]:
        words = OWN_NAMES[measure.id.rpartition(".")[2]]
        for n in range(self._own_count(measure)):
            start = f"{measure.id}-{n}"
            own = Cell(f"{start}-name", words, self.value(f"{start}-name"), wide=True)
            hidden = (f"{start}-id", self.value(f"{start}-id"))
            label = own.value or f"{words} {n + 1}"
            yield Row(label, self._cells(measure, start), own, hidden)

    def _own_count(self, measure: Measure) -> int:
        """Return how many rows there are: those with something in them, and some empty ones."""
        start = f"{measure.id}-"
        numbers = [
            int(number)
            for name, value in self.values.items()
            if value and name.startswith(start)
            for number in [name.removeprefix(start).partition("-")[0]]
            if number.isascii() and number.isdigit() and len(number) < 4
        ]
        wanted = max([n + 1 for n in numbers], default=0) + EMPTY_ROWS
        return min(MOST_ROWS, wanted + self.extra.get(measure.id, 0))

    def _cells(self, measure: Measure, start: str) -> tuple[Cell, ...]:
        return tuple(
            Cell(f"{start}-{key}", words, self.value(f"{start}-{key}"))
            for key, words in _keys(measure)
        )

    def _figures(self) -> Iterator[tuple[dict[str, str], str]]:
        """Yield each figure that was typed, and the start of the names of its inputs."""
        taken: set[str] = set()
        counts: dict[str, str] = {}
        for names in (one[2] for one in GROUPS):
            for measure in self._measures(names):
                for figure, start in self._typed(measure, taken):
                    if figure.get("count"):
                        counts[figure["id"]] = figure["count"].replace(",", "")
                    base = figure.get("base", "").replace(",", "")
                    # What is the number of a figure that stands here is named after it.
                    named = [one for one in _bases(measure) if base and counts.get(one) == base]
                    if named:
                        figure["base"] = named[-1]
                    yield figure, start

    def _typed(self, measure: Measure, taken: set[str]) -> Iterator[tuple[dict[str, str], str]]:
        kept = {one["id"]: one for one in self.stored.get("figures", ())}
        for figure_id, start, label in self._ids(measure, taken):
            keys = [key for key, _ in _keys(measure)]
            typed = {key: value for key in keys if (value := self.value(f"{start}-{key}"))}
            if not typed:
                continue
            before = kept.get(figure_id, {})
            rest = {key: one for key, one in before.items() if key not in (*keys, "id", "label")}
            if label is None and "label" in before:
                label = before["label"]
            named = {"label": label} if label else {}
            yield {"id": figure_id, **named, **typed, **rest}, start

    def _ids(self, measure: Measure, taken: set[str]) -> Iterator[tuple[str, str, str | None]]:
        """Yield the id of each row, the start of its inputs, and the name it was given."""
        if measure.kind is Kind.SINGLE or measure.members:
            yield from ((figure_id, figure_id, None) for figure_id, _ in _members(measure))
            return
        for n in range(self._own_count(measure)):
            start = f"{measure.id}-{n}"
            name = self.value(f"{start}-name")
            if not name:
                if any(self.value(f"{start}-{key}") for key, _ in _keys(measure)):
                    raise Invalid("Write the name of this row.", f"{start}-name")
                continue
            member = self._member(measure, name, self.value(f"{start}-id"), taken)
            taken.add(member)
            yield member, start, None if measure.id.endswith(".target") else name

    def _member(self, measure: Measure, name: str, known: str, taken: set[str]) -> str:
        """Return the id of a row: the one it has, or one made of its name that no other has."""
        if measure.id.endswith(".target"):
            number = name.split()[0]
            return f"{measure.id}.{number}_days"
        old = known.removeprefix(f"{measure.id}.")
        if old != known and MEMBER_ID.fullmatch(old) and known not in taken:
            return known
        wanted, number = f"{measure.id}.{_slug(name)}", 1
        while (found := wanted if number == 1 else f"{wanted}_{number}") in taken:
            number += 1
        return found

    def _input_of(self, place: str) -> str:
        """Return the input for a place in the content, such as "figures-3-share"."""
        if place.startswith("starts-stage_"):
            return f"start_{place[-1]}"
        found = re.fullmatch(r"figures-(\d+)(?:-(\w+))?", place)
        if not found:
            return place
        typed = list(self._figures())
        if int(found[1]) >= len(typed):
            return place
        figure, start = typed[int(found[1])]
        key = found[2] if f"{start}-{found[2]}" in self._places() else None
        if key is None:
            named = f"{start}-name" in self._places()
            key = "name" if named else next(k for k in figure if k not in ("id", "label"))
        return f"{start}-{key}"

    def _places(self) -> dict[str, str]:
        """Return what each input is about in words: "Stage 1 outcomes, Upheld, per cent"."""
        return {
            cell.name: ", ".join(
                dict.fromkeys(
                    (one.title, row.label, cell.words.lower() if cell is not row.own else "")
                )
            ).removesuffix(", ")
            for group in self.groups
            for one in group.sets
            for row in one.rows
            for cell in (*row.cells, *((row.own,) if row.own else ()))
        }


def form_of_content(measures: MeasureSet, content: Mapping[str, Any]) -> TypedForm:
    """Return the form with what is kept."""
    form = TypedForm(measures, {"source": content.get("source", "")}, content)
    for n in COUNTED_FROM:
        form.values[f"start_{n}"] = content.get("starts", {}).get(f"stage_{n}", "")
    counts = {one["id"]: one.get("count", "") for one in content.get("figures", ())}
    places: dict[str, int] = {}
    for one in content.get("figures", ()):
        measure = measures.of_figure(one["id"])
        if measure is None:
            continue
        start = one["id"]
        if measure.kind is not Kind.SINGLE and not measure.members:
            number = places.setdefault(measure.id, 0)
            places[measure.id] += 1
            start = f"{measure.id}-{number}"
            form.values[f"{start}-id"] = one["id"]
            form.values[f"{start}-name"] = _name_of(one)
        for key, _ in _keys(measure):
            value = str(one.get(key, ""))
            form.values[f"{start}-{key}"] = counts.get(value, value) if key == "base" else value
    return form


def form_as_sent(
    measures: MeasureSet, sent: Mapping[str, str], stored: Mapping[str, Any]
) -> TypedForm:
    """Return the form with what was typed."""
    values = {
        name: one_line(tidy(value[:LONGEST_INPUT]) if name != "source" else tidy(value))
        for name, value in sent.items()
        if name not in ("csrf_token", "version", "more")
    }
    return TypedForm(measures, values, stored)


def _members(measure: Measure) -> Iterator[tuple[str, str]]:
    """Yield the id and the label of each figure of a measure whose figures are known."""
    if measure.kind is Kind.SINGLE:
        yield measure.id, measure.title
        return
    yield from ((f"{measure.id}.{one}", label) for one, label in measure.members.items())
    if measure.kind is Kind.WHOLE and not measure.id.endswith("_by_quarter"):
        yield f"{measure.id}.{REST}", REST_LABEL


def _bases(measure: Measure) -> Iterator[str]:
    """Yield the figures that a share may be out of, the likeliest last."""
    stage, _, rest = measure.id.partition(".")
    if rest and stage.startswith("stage_"):
        yield f"{stage}.received"
    if measure.base_id:
        yield measure.base_id


def _keys(measure: Measure) -> tuple[tuple[str, str], ...]:
    keys = KEYS[measure.unit]
    if measure.unit is Unit.MONEY and measure.kind is Kind.SINGLE:
        return (*keys, ("count", "Number of cases"))
    return keys


def _name_of(figure: Mapping[str, str]) -> str:
    member = str(figure["id"]).rpartition(".")[2]
    if ".target." in figure["id"]:
        return member.removesuffix("_days")
    return figure.get("label") or member.replace("_", " ").capitalize()


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40].rstrip("_") or "named"
