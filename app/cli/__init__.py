"""`flask …` commands: parse, call one service or query, print one sentence."""

from flask import Flask

from app.cli import address_checks, demo, editions, people, publications


def register(app: Flask) -> None:
    """Add our commands to `flask`."""
    for group in (demo.demo, editions.editions, people.landlords, people.people):
        app.cli.add_command(group)
    app.cli.add_command(publications.publications)
    publications.publications.add_command(address_checks.check_addresses)
