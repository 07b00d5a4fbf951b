"""`flask …` commands: parse, call one service or query, print one sentence."""

from flask import Flask


def register(app: Flask) -> None:
    """Add our commands to `flask`.

    Imported here, because `flask editions check` takes one of them and has no time for the others.
    """
    from app.cli import (
        address_checks,
        demo,
        edition_additions,
        edition_comparison,
        editions,
        figure_checks,
        figures,
        jobs,
        official_wording,
        people,
        publications,
    )

    for group in (demo.demo, editions.editions, jobs.jobs, people.landlords, people.people):
        app.cli.add_command(group)
    app.cli.add_command(publications.publications)
    publications.publications.add_command(address_checks.check_addresses)
    editions.editions.add_command(edition_comparison.compare)
    editions.editions.add_command(edition_additions.add)
    editions.editions.add_command(official_wording.official_text)
    app.cli.add_command(figures.figures)
    figures.figures.add_command(figure_checks.check)
