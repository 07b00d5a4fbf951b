"""`flask publications`: check that nothing published has changed."""

import sys

import click
from flask.cli import AppGroup

from app.queries import publications as queries

publications = AppGroup("publications", help="What has been published.")


@publications.command("verify")
def verify() -> None:
    """Recompute every digest of everything published; exit 1 when one does not hold."""
    checked = list(queries.verify())
    faulty = [one for one in checked if one.faults]
    for one in faulty:
        click.echo(f"{one.name}: {'; '.join(one.faults)}.", err=True)
    if faulty:
        click.echo(f"{len(faulty)} of {len(checked)} do not hold.", err=True)
        sys.exit(1)
    click.echo(f"All {len(checked)} items are as they were issued, signed or recorded.")
