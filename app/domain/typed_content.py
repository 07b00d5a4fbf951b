"""What people typed in as the figures of a year, in the shape of the documented YAML file."""

from collections.abc import Iterator, Mapping
from typing import Any

# The keys by which a figure is said, in the words of a page.
KEY_WORDS = {
    "share": "per cent",
    "count": "number",
    "amount": "pounds",
    "rate": "per 1,000 homes",
    "days": "working days",
    "base": "out of",
    "note": "note",
    "label": "name",
}
HEAD_WORDS = {
    "source": "where these figures come from",
    "starts.stage_1": "what stage 1 counts from",
    "starts.stage_2": "what stage 2 counts from",
    "period.from": "first day",
    "period.to": "last day",
}
# What follows from the landlord and the year, and what is no figure.
NOT_TOLD = frozenset({"schema", "year", "period.name", "landlord"})


def changed_places(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, tuple[str, str]]:
    """Return what was typed and is now, by what it is about in words, for all that changed."""
    was, now = dict(_places(before)), dict(_places(after))
    return {
        place: (was.get(place, ""), now.get(place, ""))
        for place in dict.fromkeys((*was, *now))
        if was.get(place, "") != now.get(place, "")
    }


def _places(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield every value with words for its place."""
    for key, value in content.items():
        if key == "figures":
            yield from _figures(value)
        elif isinstance(value, Mapping):
            for inner, one in value.items():
                yield from _head(f"{key}.{inner}", one)
        else:
            yield from _head(key, value)


def _head(place: str, value: Any) -> Iterator[tuple[str, str]]:
    if place not in NOT_TOLD and value not in (None, ""):
        yield HEAD_WORDS.get(place, place.replace("_", " ").replace(".", " ")), str(value)


def _figures(figures: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for figure in figures:
        about = figure["id"].replace("_", " ").replace(".", ", ")
        for key, value in figure.items():
            if key != "id" and value not in (None, ""):
                yield f"{about}, {KEY_WORDS.get(key, key)}", str(value)
