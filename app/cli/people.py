"""`flask landlords` and `flask people`: what only whoever runs the server may do."""

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click
from flask import current_app
from flask.cli import AppGroup

from app.database import transaction, utc_now
from app.domain.errors import DomainError
from app.domain.landlords import LandlordKind
from app.domain.people import plain_email
from app.domain.permissions import ROLE_WORDS, Role
from app.queries.people import person_at
from app.services.history import Actor
from app.services.landlords import add_landlord
from app.services.people import change_role, invite_person, make_reset_link

landlords = AppGroup("landlords", help="The landlords of this installation.")
people = AppGroup("people", help="Who works for a landlord.")

Result = TypeVar("Result")


def _words(members: Any) -> click.Choice:
    return click.Choice([member.value.replace("_", "-") for member in members])


@landlords.command("add")
@click.option("--name", required=True, help="As residents know it.")
@click.option("--slug", required=True, help="Its part of addresses: small letters and hyphens.")
@click.option("--kind", required=True, type=_words(LandlordKind))
def add(name: str, slug: str, kind: str) -> None:
    """Add a landlord."""
    sort = LandlordKind(kind.replace("-", "_"))
    landlord = _done(lambda: add_landlord(name=name, slug=slug, kind=sort, now=utc_now()))
    click.echo(
        f"{landlord.name} is added. Invite its first complaints lead: flask people invite "
        f"--landlord {landlord.slug} --email … --name … --role complaints-lead"
    )


@people.command("invite")
@click.option("--landlord", "slug", required=True, help="The landlord's slug.")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", required=True, type=_words(Role))
def invite(slug: str, email: str, name: str, role: str) -> None:
    """Invite somebody and print their one-time link, or give somebody known another role."""
    wanted = Role(role.replace("-", "_"))
    landlord, membership = _found(slug, email)
    by = Actor(landlord.id, role=None)
    if membership is not None:
        _done(
            lambda: change_role(
                by, membership.id, wanted, seen_version=membership.version, now=utc_now()
            )
        )
        click.echo(f"{membership.person.name} is now {ROLE_WORDS[wanted].lower()}.")
        return
    secret = _done(lambda: invite_person(by, email=email, name=name, role=wanted, now=utc_now()))
    if secret is None:
        click.echo(f"{name} is {ROLE_WORDS[wanted].lower()} now, and keeps their own password.")
        return
    click.echo(f"Send {name} this address. It works once, within 7 days:\n{_address(secret)}")


@people.command("link")
@click.option("--landlord", "slug", required=True, help="The landlord's slug.")
@click.option("--email", required=True)
def link(slug: str, email: str) -> None:
    """Print a one-time link with which somebody sets a new password."""
    landlord, membership = _found(slug, email)
    if membership is None:
        _refuse(f"{landlord.name} has nobody with the e-mail address “{email}”.")
    by = Actor(landlord.id, role=None)
    has_joined = membership.person.password_hash is not None
    secret = _done(lambda: make_reset_link(by, membership.id, now=utc_now()))
    lasts = "24 hours" if has_joined else "7 days"
    click.echo(
        f"Send {membership.person.name} this address. It works once, within {lasts}:\n"
        f"{_address(secret)}"
    )


def _found(slug: str, email: str) -> Any:
    found = person_at(slug, plain_email(email))
    if found is None:
        _refuse(f"There is no landlord at “{slug}”. Add it with flask landlords add.")
    return found


def _done(change: Callable[[], Result]) -> Result:
    """Do something in a transaction; print why and exit with 1 where it is refused."""
    try:
        with transaction():
            return change()
    except DomainError as refused:
        _refuse(refused.message)


def _refuse(sentence: str) -> Any:
    click.echo(sentence, err=True)
    sys.exit(1)


def _address(secret: str) -> str:
    return f"{current_app.extensions['settings'].public_address}/join/{secret}"
