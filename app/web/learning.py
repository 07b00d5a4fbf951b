"""The learning log: what a landlord heard in complaints, what it changed, and whether it worked."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice

from app.database import transaction, utc_now
from app.domain.editions import Edition
from app.domain.errors import AlreadyExists, ChangedByAnother, Invalid, NotFound
from app.domain.learning import (
    TALLY_WORDS,
    WORKED_WORDS,
    LearningFacts,
    Worked,
    last_day_of,
    looks_personal,
    read_numbers,
    read_themes,
)
from app.domain.pasted_text import tidy
from app.domain.permissions import Permission
from app.domain.wording import listed
from app.domain.years import FinancialYear
from app.queries import learning as queries
from app.queries.assessments import suggested_year
from app.queries.people import own_page
from app.services.learning import (
    LearningContent,
    add_learning,
    change_learning,
    remove_learning,
)
from app.web import access
from app.web.access import Door
from app.web.forms import Form, choices, new_token, one_line, seen_version
from app.web.signed_in import visitor
from app.web.templating import today

pages = Blueprint("learning", __name__)

LOG = "/landlords/<slug>/learning"
ENTRY = f"{LOG}/<int:learning_id>"


class LearningForm(Form):
    """What a person says of one thing that was learned."""

    version = HiddenField()
    token = HiddenField()
    heard = TextAreaField("What did you hear?")
    changed = TextAreaField("What did you change?")
    changed_when = StringField("When was it changed?")
    worked = RadioField(
        "Did it work?",
        choices=choices(WORKED_WORDS),
        default=Worked.TOO_EARLY.value,
        validate_choice=False,
    )
    worked_how = TextAreaField("How do you know?")
    year = StringField("Which year's annual report tells it?")
    ticked_themes = SelectMultipleField("Themes used before", validate_choice=False)
    themes = StringField("Themes")
    ticked_provisions = SelectMultipleField("Provisions", validate_choice=False)
    provisions = StringField("Or type the numbers of provisions")
    is_internal = BooleanField("Keep this entry internal")

    def offer(self, edition: Edition, themes: Iterable[str]) -> "LearningForm":
        """Offer the provisions of the edition and the themes used before; return the form."""
        # What is ticked stays on offer, though the entry that had it may have gone meanwhile.
        offered = dict.fromkeys([*themes, *map(one_line, self.ticked_themes.data or ())])
        self.ticked_themes.choices = [SelectChoice(value=one, label=one) for one in offered]
        if self.ticked_themes.choices:
            self.themes.label.text = "Other themes"
        self.ticked_provisions.choices = [
            SelectChoice(value=one.number, label=one.name) for one in edition.in_form
        ]
        return self

    def content(self) -> LearningContent:
        """Return what was typed; raise Invalid, naming the field, for what cannot be read."""
        if self.worked.data not in set(Worked):
            raise Invalid("Choose whether it worked, or that it is too early to say.", "worked")
        return LearningContent(
            year=FinancialYear.parse(one_line(self.year.data)),
            heard=tidy(self.heard.data or "", "heard"),
            changed=tidy(self.changed.data or "", "changed"),
            changed_when=one_line(tidy(self.changed_when.data or "", "changed_when")),
            worked=Worked(self.worked.data),
            worked_how=tidy(self.worked_how.data or "", "worked_how"),
            themes=(
                *(one_line(tidy(one, "themes")) for one in self.ticked_themes.data or ()),
                *read_themes(tidy(self.themes.data or "", "themes")),
            ),
            provisions=(
                *(self.ticked_provisions.data or ()),
                *read_numbers(tidy(self.provisions.data or "", "provisions")),
            ),
            is_internal=bool(self.is_internal.data),
        )


class RemovalForm(Form):
    """Why an entry is taken out of the log."""

    version = HiddenField()
    reason = StringField("Why is it removed?")


@pages.app_template_filter("worked_words")
def worked_words(worked: str) -> str:
    """Write whether a change worked, as people say it."""
    return WORKED_WORDS[Worked(worked)]


@pages.app_template_filter("tally_words")
def tally_words(tally: Iterable[tuple[Worked, int]]) -> str:
    """Write how many entries had each outcome: "2 worked and 1 too early to say"."""
    return listed([f"{count} {TALLY_WORDS[worked]}" for worked, count in tally if count])


@pages.get("/learning")
def own() -> ResponseReturnValue:
    """Go to the log of the person's only landlord, or show which logs there are."""
    page = own_page(visitor().person)
    if len(page.open) == 1:
        return redirect(url_for(".show_all", slug=page.open[0].slug), 303)
    return render_template("learning/own.html", page=page)


@pages.get(LOG)
def show_all(slug: str) -> ResponseReturnValue:
    """Show the log, of all years and themes or of those chosen in the address."""
    door = access.landlord_for(slug, Permission.VIEW)
    typed_year = one_line(request.args.get("year"))
    log = queries.learning_log(
        door.landlord,
        today(),
        year=FinancialYear.parse(typed_year) if typed_year else None,
        theme=one_line(request.args.get("theme")),
    )
    edition = _edition()
    known = frozenset(one.number for one in edition.in_form)
    return render_template(
        "learning/log.html", door=door, log=log, edition=edition, known_numbers=known
    )


@pages.get(f"{LOG}/new")
def new(slug: str) -> ResponseReturnValue:
    """Show the form for a new entry, with the year and the theme that were looked at."""
    door = access.landlord_for(slug, Permission.EDIT)
    theme = one_line(request.args.get("theme"))
    form = LearningForm(
        data={
            "token": new_token(),
            "year": one_line(request.args.get("year")).replace("-", "/")
            or suggested_year(door.landlord, today()),
            "ticked_themes": [theme] if theme in queries.themes_of(door.landlord) else [],
        }
    )
    return _form_page(door, form)


@pages.post(f"{LOG}/new")
def create(slug: str) -> ResponseReturnValue:
    """Add an entry."""
    door = access.landlord_for(slug, Permission.EDIT)
    form = LearningForm(request.form)
    try:
        content = form.content()
        with transaction():
            add_learning(
                door.landlord,
                _edition(),
                content,
                by=door.actor,
                now=utc_now(),
                token=form.token.data or "",
            )
    except Invalid as refused:
        form.add_error(refused)
        return _form_page(door, form, failed=True), 422
    except AlreadyExists:
        flash("This entry was added already.")
        return redirect(url_for(".show_all", slug=slug), 303)
    flash(_said_of(content, door, "The entry is in the learning log."))
    return redirect(url_for(".show_all", slug=slug), 303)


@pages.get(ENTRY)
def show(slug: str, learning_id: int) -> ResponseReturnValue:
    """Show an entry with what was done to it, and the form for whoever may change it."""
    door = access.landlord_for(slug, Permission.VIEW)
    row, entry = queries.learning_in(door.landlord, learning_id)
    if row.removed_at is not None:
        raise NotFound(
            "This entry was removed from the learning log. The landlord's history says by whom, "
            "why, and what it said."
        )
    form = LearningForm(data=_data_of(entry) | {"version": str(row.version)})
    return _form_page(door, form, entry=entry, version=row.version)


@pages.post(ENTRY)
def save(slug: str, learning_id: int) -> ResponseReturnValue:
    """Change an entry."""
    door = access.landlord_for(slug, Permission.EDIT)
    row, entry = queries.learning_in(door.landlord, learning_id)
    form = LearningForm(request.form)
    try:
        content = form.content()
        with transaction():
            change_learning(
                row,
                door.landlord,
                _edition(),
                content,
                seen_version=seen_version(form.version.data),
                by=door.actor,
                now=utc_now(),
            )
    except Invalid as refused:
        form.add_error(refused)
        return _form_page(door, form, entry=entry, version=row.version, failed=True), 422
    except ChangedByAnother:
        return _clash_page(door, form, learning_id), 409
    flash(_said_of(content, door, "The entry is saved."))
    return redirect(url_for(".show_all", slug=slug), 303)


@pages.post(f"{ENTRY}/remove")
def remove(slug: str, learning_id: int) -> ResponseReturnValue:
    """Take an entry out of the log, with the reason."""
    door = access.landlord_for(slug, Permission.EDIT)
    row, entry = queries.learning_in(door.landlord, learning_id)
    removal = RemovalForm(request.form)
    try:
        with transaction():
            remove_learning(
                row,
                seen_version=seen_version(removal.version.data),
                reason=one_line(tidy(removal.reason.data or "", "reason")),
                by=door.actor,
                now=utc_now(),
            )
    except Invalid as refused:
        removal.add_error(refused)
        form = LearningForm(data=_data_of(entry) | {"version": removal.version.data})
        return _form_page(door, form, entry=entry, removal=removal, failed=True), 422
    except ChangedByAnother:
        return _removal_clash_page(door, removal, learning_id)
    flash("The entry is removed from the log. The history keeps what it said.")
    return redirect(url_for(".show_all", slug=slug), 303)


def _edition() -> Edition:
    return queries.edition_in_force(access.editions(), today())


def _form_page(door: Door, form: LearningForm, **more: Any) -> str:
    """Return the page of an entry or of a new one; `version` is what a removal was seen at."""
    form.offer(_edition(), queries.themes_of(door.landlord))
    entry: LearningFacts | None = more.get("entry")
    if entry is not None:
        before = request.args.get("before", type=int)
        more |= {"history": queries.history_of_entry(door.landlord, entry.id, before)}
        more.setdefault("removal", RemovalForm(data={"version": str(more.get("version", ""))}))
        more["personal"] = looks_personal(entry.heard, entry.changed, entry.worked_how)
    return render_template("learning/entry.html", door=door, form=form, edition=_edition(), **more)


def _clash_page(door: Door, form: LearningForm, learning_id: int) -> str:
    """Show what is saved now beside what was typed, which stays in the form and can be saved."""
    row, entry = queries.learning_in(door.landlord, learning_id)
    if row.removed_at is not None:
        # What was typed goes on as a new entry: the old one is gone for a reason.
        form.token.data = new_token()
        return _form_page(door, form, removed=entry, failed=True)
    form.version.data = str(row.version)
    return _form_page(door, form, entry=entry, version=row.version, theirs=entry, failed=True)


def _removal_clash_page(door: Door, removal: RemovalForm, learning_id: int) -> ResponseReturnValue:
    """Show the entry as somebody else left it, with the reason that was typed still there."""
    row, entry = queries.learning_in(door.landlord, learning_id)
    if row.removed_at is not None:
        flash("Somebody else removed this entry at the same time.")
        return redirect(url_for(".show_all", slug=door.landlord.slug), 303)
    removal.version.data = str(row.version)
    form = LearningForm(data=_data_of(entry) | {"version": str(row.version)})
    return _form_page(
        door, form, entry=entry, removal=removal, changed_before_removal=True, failed=True
    ), 409


def _data_of(entry: LearningFacts) -> dict[str, Any]:
    """Return an entry as its form holds it; numbers that are not offered stand where one types."""
    offered = {one.number for one in _edition().in_form}
    return {
        "heard": entry.heard,
        "changed": entry.changed,
        "changed_when": entry.changed_when,
        "worked": entry.worked.value,
        "worked_how": entry.worked_how,
        "year": entry.year,
        "ticked_themes": list(entry.themes),
        "ticked_provisions": [one for one in entry.provisions if one in offered],
        "provisions": ", ".join(one for one in entry.provisions if one not in offered),
        "is_internal": entry.is_internal,
    }


def _said_of(content: LearningContent, door: Door, saved: str) -> str:
    """Return what a person is told after saving, with what deserves a second look."""
    said = [saved]
    when = content.changed_when
    if when and last_day_of(when, door.landlord.year_end_month) is None:
        said.append(f"“{when}” names no day that can be counted, so it stands last in its year.")
    if personal := looks_personal(content.heard, content.changed, content.worked_how):
        said.append(
            f"It seems to hold {listed(personal)}. Look again whether it tells of one resident."
        )
    return " ".join(said)
