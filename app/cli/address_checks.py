"""`flask publications check-addresses`: ask whether what is given to the Ombudsman can be read."""

import sys

import click
from flask import current_app

from app.database import transaction, utc_now
from app.queries import submissions as queries
from app.reading import web_addresses
from app.services.submissions import keep_address_checks


@click.command("check-addresses")
def check_addresses() -> None:
    """Request every public address of every submission; exit 1 when one does not work."""
    own = current_app.extensions["settings"].public_address
    forms = current_app.extensions["submission_forms"]
    wanted = [
        (landlord.id, landlord.slug, addresses)
        for landlord, addresses in queries.addresses_to_check(forms, own)
    ]
    failed = asked = 0
    for landlord_id, slug, addresses in wanted:
        reached = web_addresses.ask_all(addresses, own_address=own)
        # The requests take seconds each, and come before the write lock.
        with transaction():
            keep_address_checks(landlord_id, reached, now=utc_now())
        for one in reached:
            asked += 1
            failed += bool(one.problem)
            click.echo(f"{slug}: {one.address}: {one.problem or 'works'}.", err=bool(one.problem))
    if failed:
        click.echo(f"{failed} of {asked} addresses do not work.", err=True)
        sys.exit(1)
    click.echo(f"All {asked} work." if asked else "Nothing is published or typed yet.")
