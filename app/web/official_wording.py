"""Loading the Ombudsman's own words from the Ombudsman's Word form, and removing them again."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import FileField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from app.database import transaction, utc_now
from app.domain.editions import Edition
from app.domain.errors import AlreadyExists, Invalid
from app.domain.official_wording import (
    DoubtfulRow,
    ExtraRow,
    MatchedRow,
    WordingPreview,
    preview,
    texts_to_keep,
)
from app.domain.pasted_text import tidy
from app.domain.permissions import Permission
from app.queries import official_wording as queries
from app.reading.official_forms import read_form
from app.reading.word_files import MOST_BYTES, sha256_of
from app.services.official_wording import WordingSource, keep, remove
from app.web import access
from app.web.access import Door
from app.web.forms import Form, new_token, one_line
from app.web.templating import plural
from app.web.uploads import takes_files_of

pages = Blueprint("official_wording", __name__)

ADDRESS = "/landlords/<slug>/official-wording"
MOST_CARRIED = 600_000  # characters; the form that keeps the rows must stay below a megabyte
CARRIED_FOR = 24 * 60 * 60  # seconds
LOAD_AGAIN = "Choose the file and look at the preview again."


class UploadForm(Form):
    """Which edition's form is looked at, and the file of it."""

    edition = SelectField("Edition", validate_choice=False)
    file = FileField("The Ombudsman's form, as a Word file")


class RemovalForm(Form):
    """Whose official wording is removed, and why."""

    token = HiddenField()
    edition = HiddenField()
    reason = StringField("Why is it removed?")


@dataclass(frozen=True)
class Seen:
    """The rows that a preview showed, as they travel with its form and come back."""

    found: WordingPreview
    source: WordingSource


@pages.get(ADDRESS)
def show(slug: str) -> ResponseReturnValue:
    """Show how much official wording there is, and the form to load more."""
    door = access.landlord_for(slug, Permission.LEAD)
    return _page(door, UploadForm())


@pages.post(ADDRESS)
@takes_files_of(MOST_BYTES)
def look(slug: str) -> ResponseReturnValue:
    """Read a form and show what it would add, row by row; nothing is kept yet."""
    door = access.landlord_for(slug, Permission.LEAD)
    form = UploadForm(request.form)
    try:
        edition = _edition(form.edition.data or "")
        content, name = _uploaded()
        found = preview(edition, read_form(content), access.editions())
        seen = Seen(found, WordingSource(name, sha256_of(content)))
        carried = _carried(door, seen)
    except Invalid as refused:
        form.add_error(refused)
        return _page(door, form, failed=True), 422
    return _preview_page(door, seen, carried)


@pages.post(f"{ADDRESS}/keep")
def keep_rows(slug: str) -> ResponseReturnValue:
    """Keep the rows of a preview, with those in doubt that were ticked."""
    door = access.landlord_for(slug, Permission.LEAD)
    try:
        seen = _seen(door, request.form.get("rows", ""))
    except Invalid as refused:
        form = UploadForm()
        form.add_error(refused)
        return _page(door, form, failed=True), 422
    found, ticked = seen.found, _ticked()
    try:
        texts = texts_to_keep(found.matched, found.doubtful, ticked)
        with transaction():
            token = request.form.get("token", "")
            left = keep(
                found.edition, texts, seen.source, now=utc_now(), by=door.actor, token=token
            )
    except Invalid as refused:
        carried = request.form["rows"]
        page = _preview_page(door, seen, carried, ticked=ticked, refused=refused.message)
        return page, 422
    except AlreadyExists:
        return redirect(url_for("official_wording.show", slug=slug), 303)
    flash(_what_was_kept(len(texts) - len(left), left))
    return redirect(url_for("official_wording.show", slug=slug), 303)


@pages.post(f"{ADDRESS}/remove")
def remove_rows(slug: str) -> ResponseReturnValue:
    """Remove what this landlord loaded of an edition's official wording."""
    door = access.landlord_for(slug, Permission.LEAD)
    form = RemovalForm(request.form)
    try:
        edition = _edition(form.edition.data or "")
        reason = tidy(one_line(form.reason.data), "reason")
        with transaction():
            remove(
                edition, reason=reason, by=door.actor, now=utc_now(), token=form.token.data or ""
            )
    except Invalid as refused:
        form.add_error(refused)
        return _page(door, UploadForm(), removal=form), 422
    except AlreadyExists:
        return redirect(url_for("official_wording.show", slug=slug), 303)
    flash("What your landlord loaded of that edition is removed.")
    return redirect(url_for("official_wording.show", slug=slug), 303)


def _what_was_kept(count: int, left: Sequence[str]) -> str:
    said = f"The official wording of {plural(count, 'provision')} is loaded."
    if not left:
        return said
    return f"{said} Loaded by others before, and left as they are: {', '.join(left)}."


def _edition(edition_id: str) -> Edition:
    edition = access.editions().get(edition_id)
    if edition is None:
        raise Invalid("Choose the edition that the form is of.", "edition")
    return edition


def _uploaded() -> tuple[bytes, str]:
    """Return the file that was sent and its name, which is only ever shown."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Invalid("Choose the Word file of the form.", "file")
    name = one_line(tidy(sent.filename.replace("\\", "/").rpartition("/")[2], "file"))
    return sent.stream.read(MOST_BYTES + 1), name or "a file without a name"


def _ticked() -> list[int]:
    """Return which rows in doubt were ticked, by their place in the list."""
    typed = request.form.getlist("keep")
    return [int(one) for one in typed if one.isascii() and one.isdigit() and len(one) < 6]


def _signer(door: Door) -> URLSafeTimedSerializer:
    """Return what signs the rows of a preview for the person and the landlord who looked at it."""
    assert door.actor.person is not None
    salt = f"official-wording {door.landlord.id} {door.actor.person.id}"
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=salt)


def _carried(door: Door, seen: Seen) -> str:
    """Return the rows as text that nobody can change on its way through the browser."""
    found = seen.found
    facts = {
        "edition": found.edition.id,
        "matched": [asdict(row) for row in found.matched],
        "missing": found.missing,
        "extra": [asdict(row) for row in found.extra],
        "doubtful": [asdict(row) for row in found.doubtful],
        "source": asdict(seen.source),
    }
    carried = _signer(door).dumps(facts)
    text = carried.decode() if isinstance(carried, bytes) else carried
    if len(text) > MOST_CARRIED:
        raise Invalid(
            "The texts of this form are too long to be shown here. Whoever looks after this site "
            "can load it with the command “flask editions official-text”.",
            "file",
        )
    return text


def _seen(door: Door, carried: str) -> Seen:
    """Return the rows of the preview that a form carries; raise Invalid where it is not ours."""
    try:
        facts: dict[str, Any] = _signer(door).loads(carried, max_age=CARRIED_FOR)
    except BadData as wrong:
        raise Invalid(
            f"The preview is older than a day, or it was opened by somebody else. {LOAD_AGAIN}"
        ) from wrong
    edition = access.editions().get(facts["edition"])
    if edition is None:
        raise Invalid(f"The edition of the preview is no longer here. {LOAD_AGAIN}")
    found = WordingPreview(
        edition=edition,
        matched=tuple(MatchedRow(**row) for row in facts["matched"]),
        missing=tuple(facts["missing"]),
        extra=tuple(ExtraRow(**row) for row in facts["extra"]),
        doubtful=tuple(DoubtfulRow(**row) for row in facts["doubtful"]),
    )
    return Seen(found, WordingSource(**facts["source"]))


def _page(
    door: Door, form: UploadForm, *, failed: bool = False, removal: RemovalForm | None = None
) -> str:
    shelf = access.editions()
    form.edition.choices = [
        SelectChoice(value=one.id, label=f"{one.title} {one.name}, {one.issuer}") for one in shelf
    ]
    return render_template(
        "official_wording/show.html",
        door=door,
        form=form,
        failed=failed,
        editions=queries.wording_by_edition(shelf, door.landlord.id),
        removal=removal or RemovalForm(data={"token": new_token()}),
        token=new_token(),
    )


def _preview_page(
    door: Door, seen: Seen, carried: str, *, ticked: Sequence[int] = (), refused: str | None = None
) -> str:
    found = seen.found
    loaded = queries.official_texts(found.edition.id)
    return render_template(
        "official_wording/preview.html",
        door=door,
        found=found,
        source=seen.source,
        carried=carried,
        ticked=ticked,
        refused=refused,
        token=new_token(),
        replaced=sum(loaded.get(row.number, row.text) != row.text for row in found.matched),
    )
