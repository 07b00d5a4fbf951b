"""One's own account: who one is, one's password, signing out, and typing that was kept."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from wtforms import PasswordField

from app.database import transaction, utc_now
from app.domain.errors import Invalid, NotFound
from app.queries import people as queries
from app.services import passwords
from app.services import sign_in as services
from app.web.forms import Form
from app.web.own_addresses import own_path
from app.web.signed_in import take_cookie, visitor

pages = Blueprint("account", __name__)


class PasswordForm(Form):
    """The password one has, and the one to have instead."""

    current_password = PasswordField("Your current password")
    new_password = PasswordField("Your new password")


@pages.get("/account")
def show() -> ResponseReturnValue:
    """Show who is signed in, and in which roles."""
    return render_template("account/show.html", page=queries.own_page(visitor().person))


@pages.get("/account/password")
def password() -> ResponseReturnValue:
    """Show the form for a new password."""
    return _password_page(PasswordForm())


@pages.post("/account/password")
def change_password() -> ResponseReturnValue:
    """Change one's own password."""
    form = PasswordForm(request.form)
    try:
        passwords.change_own_password(
            visitor().person,
            form.current_password.data or "",
            form.new_password.data or "",
            keep_secret=visitor().secret,
            now=utc_now(),
        )
    except Invalid as refused:
        form.add_error(refused)
        return _password_page(form, failed=True), 422
    flash("Your password is changed. Wherever else you were signed in, you are not any more.")
    return redirect(url_for("account.show"), 303)


@pages.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session, here and on the server."""
    with transaction():
        services.sign_out(visitor().secret, now=utc_now())
    session.clear()
    response = redirect(url_for("sign_in.show", out="yes"), 303)
    take_cookie(response)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@pages.get("/kept")
def kept() -> ResponseReturnValue:
    """Show what was typed when the session ended, to be sent again."""
    found = services.kept_typing(visitor().person.id, now=utc_now())
    if found is None or own_path(found.address) is None:
        raise NotFound("Nothing that you typed is waiting here. It is kept for 30 minutes.")
    return render_template("account/kept.html", page=found)


@pages.post("/kept")
def forget() -> ResponseReturnValue:
    """Forget what was typed."""
    with transaction():
        services.forget_typing(visitor().person.id)
    return redirect(url_for("home.show"), 303)


def _password_page(form: PasswordForm, *, failed: bool = False) -> str:
    page = queries.own_page(visitor().person)
    return render_template("account/password.html", form=form, page=page, failed=failed)
