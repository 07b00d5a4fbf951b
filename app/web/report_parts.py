"""The form of one part of a report: what is typed, what is taken in unsaved, and how it reads."""

from dataclasses import dataclass
from typing import Any

from flask import render_template
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, SelectMultipleField, TextAreaField

from app.domain.errors import Invalid, NotFound
from app.domain.figure_words import PLACED, placed
from app.domain.figures import YearFigures
from app.domain.pasted_text import tidy
from app.domain.report_parts import PART_KEYS, ReportPart, part_named
from app.domain.wording import listed
from app.domain.years import FinancialYear, earlier_years_in
from app.queries.report_parts import PartPage
from app.rendering.charts import draw
from app.services.reports import PartContent
from app.web.access import ReportDoor
from app.web.forms import Form

LISTED = "• "


@dataclass(frozen=True)
class Reading:
    """A text as residents will read it, and the names in it that name no figure."""

    text: str
    unknown: tuple[str, ...]


class PartForm(Form):
    """What a part says: its text, or none, and the tables and charts in it."""

    version = HiddenField()
    text = TextAreaField("What this part says")
    none_this_year = BooleanField("There was none this year")
    shown = SelectMultipleField("Tables and charts", validate_choice=False)

    def only_looks(self, sent: MultiDict[str, str]) -> bool:
        """Return whether the press saves nothing: a suggestion, last year's words, a preview."""
        return "suggestion" in sent or sent.get("do") in ("preview", "begin")

    def take_in(self, sent: MultiDict[str, str], page: PartPage) -> str:
        """Put what was asked for at the end of the text, and return in words what was done."""
        sentence = sent.get("suggestion")
        if sentence is not None and sentence in page.suggestions:
            self._add(sentence)
            return "The suggestion stands at the end of your text. It is not saved yet."
        if sentence is not None:
            return "This suggestion is not offered any more: the figures have changed meanwhile."
        if sent.get("do") == "begin" and page.earlier:
            self._add(page.earlier.text)
            self.shown.data = list(dict.fromkeys([*(self.shown.data or ()), *page.earlier.shown]))
            years = earlier_years_in(page.earlier.text, FinancialYear.parse(page.heading.year))
            named = f" They name {listed(years)}: bring that up to date." if years else ""
            return f"The words of {page.earlier.year} stand in your text. Not saved yet.{named}"
        return "This is how it will read. It is not saved yet."

    def content(self) -> PartContent:
        """Return what was typed; raise Invalid for a text that is too long."""
        return PartContent(
            text=tidy(self.text.data or "", "text"),
            none_this_year=bool(self.none_this_year.data),
            shown=tuple(self.shown.data or ()),
        )

    def _add(self, more: str) -> None:
        said = (self.text.data or "").rstrip()
        last = said.rpartition("\n")[2]
        between = "\n" if last.startswith(LISTED) and more.startswith(LISTED) else "\n\n"
        self.text.data = f"{said}{between}{more}" if said else more


def part_with(key: str) -> ReportPart:
    """Return a part of every report; raise NotFound for what no page of ours links to."""
    if key not in PART_KEYS:
        raise NotFound("The report has no such part. Choose one of its parts.")
    return part_named(key)


def blank_form(page: PartPage) -> PartForm:
    """Return the form with what is saved."""
    said = page.said
    return PartForm(
        data={
            "version": str(page.version or ""),
            "text": said.text,
            "none_this_year": said.none_this_year,
            "shown": list(said.shown),
        }
    )


def read(text: str, figures: YearFigures | None) -> Reading:
    """Return a text with its figures in place."""
    if figures is None:
        return Reading(text, tuple(dict.fromkeys(PLACED.findall(text))))
    words, unknown = placed(text, figures)
    return Reading(words, tuple(unknown))


def saved_words(page: PartPage) -> str:
    """Return what a person is told after saving, with the names that name no figure."""
    unknown = read(page.said.text, page.figures).unknown
    saved = f"Saved “{page.part.title}”."
    if not unknown:
        return saved
    names = listed([f"{{{name}}}" for name in unknown])
    return f"{saved} The figures of {page.heading.year} have nothing called {names}."


def text_page(door: ReportDoor, page: PartPage, form: PartForm, **more: Any) -> str:
    """Return the page of a part with its form; a text too long to be saved shows why at once."""
    if more.get("preview"):
        try:
            form.content()
        except Invalid as refused:
            form.add_error(refused)
            more["preview"] = False
    return render_template(
        "reports/part.html",
        door=door,
        page=page,
        form=form,
        reading=read(form.text.data or "", page.figures),
        read=lambda said: read(said, page.figures).text,
        draw=draw,
        **more,
    )
