"""`flask editions compare`: what changed between two editions, for people or for programs."""

import json
import sys
from collections.abc import Iterator

import click
from flask import current_app

from app.cli.edition_names import edition_named
from app.domain.carrying import EFFECT_WORDS
from app.domain.edition_comparison import ComparedProvision, EditionComparison
from app.domain.editions import Edition
from app.domain.errors import NotFound
from app.domain.wording import listed
from app.queries import edition_shelf
from app.queries.edition_comparison import comparison, origin_in_words


@click.command("compare")
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="Write JSON for programs.")
def compare(one: str, other: str, as_json: bool) -> None:
    """Compare the editions A and B, named as 2022 or housing-ombudsman-2022, in any order."""
    shelf = edition_shelf.current(current_app.extensions["editions"])
    try:
        found = comparison(edition_named(one, shelf), edition_named(other, shelf), shelf)
    except NotFound as refusal:
        click.echo(refusal.message, err=True)
        sys.exit(1)
    if as_json:
        click.echo(json.dumps(_facts(found), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(found)))


def _facts(found: EditionComparison) -> dict[str, object]:
    return {
        "provisions": [
            {
                "number": number,
                "predecessors": [
                    {
                        "edition": found.before.id,
                        "number": link.number,
                        "change": link.change.value,
                        "effect": link.effect.value,
                    }
                    for link, _ in one.predecessors
                ],
            }
            for number, one in found.provisions.items()
        ],
        "dropped": [
            {"number": one.provision.number, "reason": one.end.reason} for one in found.dropped
        ],
        "figures": [
            {
                "number": figure.number,
                "what": figure.what,
                "before": figure.before,
                "after": figure.after,
            }
            for figure in found.figures
        ],
    }


def _lines(found: EditionComparison) -> Iterator[str]:
    before, after = found.before, found.after
    yield f"From {before.title} {before.name} to {after.title} {after.name}"
    yield ""
    for origin, count in sorted(found.origins.items()):
        yield f"{origin_in_words(origin, before)}: {count}"
    yield f"Dropped: {len(found.dropped)}"
    for section in after.sections:
        yield from ("", f"{section.number} {section.title}")
        for one in found.in_section(section):
            yield f"  {one.provision.name}: {_kind(one, before)}"
    if found.dropped:
        yield from ("", "Dropped")
    for end in found.dropped:
        yield f"  {end.provision.name}: {end.end.reason}"
    if found.figures:
        yield from ("", "Figures that changed")
    for figure in found.figures:
        was, now = figure.before or "no figure", figure.after or "no figure any more"
        yield f"  {figure.number} {figure.what}: {was} → {now}"
    if found.other_meanings:
        yield from ("", "Numbers that now mean something else")
    for other in found.other_meanings:
        yield f"  {other.after.number}: {other.before.title} → {other.after.title}"


def _kind(one: ComparedProvision, before: Edition) -> str:
    kind = origin_in_words(one.origin, before).lower()
    if not one.predecessors:
        return kind
    numbers = listed([old.number for _, old in one.predecessors])
    effects = [EFFECT_WORDS[effect] for effect in one.effects]
    return "; ".join([f"{kind}, was {numbers}", *effects])
