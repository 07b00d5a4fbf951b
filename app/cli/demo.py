"""`flask demo`: load the demonstration, and say how to sign in to it."""

import sys
from collections.abc import Iterable

import click
from flask import current_app
from flask.cli import AppGroup

from app import demonstration
from app.database import utc_now
from app.demonstration import SignIn
from app.domain.errors import DomainError
from app.domain.permissions import ROLE_EXPLAINED, ROLE_WORDS
from app.reading.demonstration import DemonstrationFaulty

demo = AppGroup(
    "demo",
    help="The demonstration: Southampton's documents, and two years of an invented landlord.",
)


@demo.command("load")
@click.option("--if-empty", is_flag=True, help="Do nothing where there is a real landlord.")
@click.option("--without-pdf", is_flag=True, help="Publish without PDFs, which is much quicker.")
def load(if_empty: bool, without_pdf: bool) -> None:
    """Load the demonstration, or what is missing of it; refused in production."""
    settings = current_app.extensions["settings"]
    if settings.production:
        click.echo(
            "The demonstration is not loaded in production: its passwords are known to everybody.",
            err=True,
        )
        sys.exit(1)
    if if_empty and demonstration.has_real_landlord():
        return
    try:
        demonstration.load(
            current_app.extensions["editions"],
            public_address=settings.public_address,
            lock_folder=settings.instance,
            now=utc_now(),
            say=click.echo,
            without_pdf=without_pdf,
        )
    except (DomainError, DemonstrationFaulty) as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    click.echo("The demonstration is loaded.")


@demo.command("sign-ins")
def sign_ins() -> None:
    """Print the sign-ins of the demonstration; nothing where it is not loaded, or in production."""
    settings = current_app.extensions["settings"]
    people = () if settings.production else demonstration.sign_ins()
    if not people:
        return
    click.echo(f"To sign in to the demonstration: {settings.public_address}/sign-in")
    click.echo(f"The password is {demonstration.PASSWORD} for each of these.")
    _show("Southampton City Council", demonstration.SIGN_INS, people)
    _show("Saltmarsh Homes, an invented landlord", demonstration.INVENTED_SIGN_INS, people)


def _show(landlord: str, who: Iterable[SignIn], there: Iterable[SignIn]) -> None:
    """Print those of a landlord's people who are there."""
    shown = [one for one in who if one in there]
    if shown:
        click.echo(f"{landlord}:")
    for one in shown:
        click.echo(f"  {one.email:<31}{ROLE_WORDS[one.role]}. {ROLE_EXPLAINED[one.role]}")
