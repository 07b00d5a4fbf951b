"""Signing in, and choosing a password by a one-time link."""

from flask import (
    Blueprint,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField

from app.database import transaction, utc_now
from app.domain.errors import Invalid
from app.services import passwords
from app.services import sign_in as services
from app.web.forms import Form, one_line
from app.web.own_addresses import own_path
from app.web.signed_in import give_cookie

pages = Blueprint("sign_in", __name__)


class SignInForm(Form):
    """Who somebody says they are, and where they were going."""

    email = StringField("E-mail address")
    password = PasswordField("Password")
    next = HiddenField()


class NewPasswordForm(Form):
    """A password chosen by a one-time link; it is asked once, since it can be shown."""

    new_password = PasswordField("Choose a password")


@pages.get("/sign-in")
def show() -> ResponseReturnValue:
    """Show the sign-in page."""
    form = SignInForm(data={"next": own_path(request.args.get("next")) or ""})
    return _sign_in_page(form)


@pages.post("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Sign somebody in, and send them on to what they had typed, or to where they were going."""
    form = SignInForm(request.form)
    try:
        secret = services.sign_in(
            *_typed_pair(form),
            network=request.remote_addr or "",
            production=_is_production(),
            now=utc_now(),
        )
    except Invalid as refused:
        form.add_error(refused)
        return _sign_in_page(form, failed=True), 422
    response = redirect(_next_page(secret, form.next.data), 303)
    # A new token for forms as well: none that was made before may act for this person.
    session.clear()
    give_cookie(response, secret)
    return response


@pages.get("/join/<secret>")
def join(secret: str) -> ResponseReturnValue:
    """Show the page of a one-time link."""
    return _join_page(secret, NewPasswordForm())


@pages.post("/join/<secret>")
def set_password(secret: str) -> ResponseReturnValue:
    """Set the password of whoever holds a one-time link."""
    form = NewPasswordForm(request.form)
    try:
        with transaction():
            passwords.accept_link(secret, form.new_password.data or "", now=utc_now())
    except Invalid as refused:
        form.add_error(refused)
        return _join_page(secret, form, failed=True), 422
    flash("Your password is set. Sign in with it.")
    return _without_the_secret(redirect(url_for("sign_in.show"), 303))


def _is_production() -> bool:
    return bool(current_app.extensions["settings"].production)


def _typed_pair(form: SignInForm) -> tuple[str, str]:
    email, password = one_line(form.email.data), form.password.data or ""
    if not email:
        raise Invalid("Enter your e-mail address.", "email")
    if not password:
        raise Invalid("Enter your password.", "password")
    return email, password


def _next_page(secret: str, wanted: str | None) -> str:
    now = utc_now()
    person = services.person_signed_in(secret, now=now)
    if person is not None and services.kept_typing(person.id, now=now):
        return url_for("account.kept")
    return own_path(wanted) or url_for("home.show")


def _sign_in_page(form: SignInForm, *, failed: bool = False) -> str:
    return render_template(
        "sign_in/show.html",
        form=form,
        failed=failed,
        session_ended="kept" in request.args,
        signed_out="out" in request.args,
    )


def _join_page(secret: str, form: NewPasswordForm, *, failed: bool = False) -> Response:
    holder = passwords.link_holder(secret, now=utc_now())
    return _without_the_secret(
        make_response(render_template("sign_in/join.html", form=form, page=holder, failed=failed))
    )


def _without_the_secret(response: Response) -> Response:
    """Keep the secret in a link's address out of the headers of the next request.

    Not `no-referrer`: with it, browsers send our own form with an origin of null.
    """
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
