"""Where everybody starts: their landlord, or the list of them."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.queries import people as queries
from app.web.signed_in import visitor

pages = Blueprint("home", __name__)


@pages.get("/home")
def show() -> ResponseReturnValue:
    """Go to the person's only landlord, or show which there are."""
    page = queries.own_page(visitor().person)
    if len(page.open) == 1 and len(page.roles) == 1:
        return redirect(url_for("assessments.overview", slug=page.open[0].slug))
    return render_template("home/show.html", page=page)
