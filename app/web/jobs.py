"""Following a job that is done in a process of its own, and cancelling it."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.database import transaction, utc_now
from app.domain.jobs import OPEN
from app.domain.permissions import Permission
from app.queries import jobs as queries
from app.reading.brought_files import delete_brought
from app.services.jobs import ask_to_cancel
from app.web import access

pages = Blueprint("jobs", __name__)

ADDRESS = "/landlords/<slug>/jobs/<int:job_id>"


@pages.get(ADDRESS)
def show(slug: str, job_id: int) -> ResponseReturnValue:
    """Show how far a job is, or go on to what came of it."""
    door = access.landlord_for(slug, Permission.EDIT)
    now = utc_now()
    job = queries.job_view(queries.job_of(door.landlord.id, job_id), now=now)
    if not job.is_open:
        address = url_for("case_extracts.show", slug=slug, year=job.year.slug, job_id=job_id)
        return redirect(address, 303)
    reloads = request.args.get("reload") != "no"
    return render_template("jobs/show.html", door=door, job=job, now=now, reloads=reloads)


@pages.post(f"{ADDRESS}/cancel")
def cancel(slug: str, job_id: int) -> ResponseReturnValue:
    """Ask the process of a job to stop."""
    door = access.landlord_for(slug, Permission.EDIT)
    with transaction():
        job = queries.job_of(door.landlord.id, job_id)
        ask_to_cancel(job, by=door.actor, now=utc_now())
        has_ended, file = job.state not in OPEN, str(job.asked["file"])
    if has_ended:
        # No process has it, or will take it: nobody else would delete the file.
        delete_brought(current_app.extensions["settings"].instance, file)
    flash("The reading is being stopped. Nothing of the file is kept.")
    return redirect(url_for("jobs.show", slug=slug, job_id=job_id), 303)
