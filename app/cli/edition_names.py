"""How a command is told which edition is meant."""

from app.domain.edition_shelf import Editions
from app.domain.editions import Edition
from app.domain.errors import NotFound
from app.domain.wording import listed


def edition_named(name: str, shelf: Editions) -> Edition:
    """Return an edition by its id, or by its short name where only one rulebook has it."""
    found = [one for one in shelf if name in (one.id, one.name)]
    if len(found) == 1:
        return found[0]
    wrong = f"Several rulebooks have an edition “{name}”" if found else f"There is no “{name}”"
    there = listed([one.id for one in (found or shelf)]) or "none"
    raise NotFound(f"{wrong}. The editions are: {there}.")
