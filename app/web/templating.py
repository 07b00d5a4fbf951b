"""What templates can rely on: strict names, dates as people write them, and `may(...)`."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, g
from jinja2 import ChoiceLoader, PackageLoader, StrictUndefined
from markupsafe import Markup

from app.domain.permissions import ROLE_WORDS, Permission, Role, may
from app.domain.published_addresses import FIRST_RULEBOOK, year_address
from app.rendering.marked_text import to_html

LONDON = ZoneInfo("Europe/London")

# Names that GOV.UK's own templates test before anybody has set them.
GOVUK_OPTIONS = frozenset(
    {
        "assetPath",
        "assetUrl",
        "bodyAttributes",
        "bodyClasses",
        "caller",
        "containerAttributes",
        "containerClasses",
        "cspNonce",
        "footerAttributes",
        "footerClasses",
        "headerAttributes",
        "headerClasses",
        "htmlClasses",
        "htmlLang",
        "mainAttributes",
        "mainClasses",
        "mainLang",
        "null",
        "opengraphImageUrl",
        "pageTitleLang",
        "serviceName",
        "serviceUrl",
        "themeColor",
        "undefined",
    }
)


class Undefined(StrictUndefined):
    """Strict for our own templates, lenient for the options that GOV.UK's macros leave out.

    Those macros read missing keys of dictionaries; we pass dataclasses, whose attributes exist.
    """

    def _is_option(self) -> bool:
        return isinstance(self._undefined_obj, dict) or self._undefined_name in GOVUK_OPTIONS

    def __bool__(self) -> bool:
        return False if self._is_option() else self._fail_with_undefined_error()

    def __str__(self) -> str:
        return "" if self._is_option() else self._fail_with_undefined_error()

    def __iter__(self) -> Iterator[Any]:
        return iter(()) if self._is_option() else self._fail_with_undefined_error()

    def __len__(self) -> int:
        return 0 if self._is_option() else self._fail_with_undefined_error()

    def __eq__(self, other: object) -> bool:
        if self._is_option():
            return isinstance(other, Undefined)
        return bool(self._fail_with_undefined_error())

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return id(type(self))


def register(app: Flask) -> None:
    """Set up the environment of the templates."""
    environment = app.jinja_env
    environment.undefined = Undefined
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.loader = ChoiceLoader(
        [
            environment.loader,  # type: ignore[list-item]
            _UnderItsOwnName("govuk_frontend_jinja"),
        ]
    )
    environment.filters.update(
        day=day, moment=moment, marked=to_html, lines=lines, plural=plural, role_word=role_word
    )
    environment.globals |= {
        "FIRST_RULEBOOK": FIRST_RULEBOOK,
        "has_submission_form": lambda rulebook: any(
            form.rulebook == rulebook for form in app.extensions["submission_forms"]
        ),
        "year_address": year_address,
    }
    app.context_processor(lambda: {"may": _may, "visitor": g.get("visitor")})


def today() -> date:
    """Return today's date by London's calendar."""
    return datetime.now(LONDON).date()


def day(value: date | datetime | None) -> str:
    """Write a date as 5 April 2026; a moment by London's calendar."""
    if value is None:
        return "not known"
    if isinstance(value, datetime):
        value = value.astimezone(LONDON).date()
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime) -> str:
    """Write a moment by London's clock: 5 April 2026 at 14:30."""
    local = value.replace(tzinfo=value.tzinfo or UTC).astimezone(LONDON)
    return f"{local.day} {local:%B %Y} at {local:%H:%M}"


def lines(text: str) -> Markup:
    """Keep the line breaks of a short text, such as an address."""
    return Markup("<br>").join(text.splitlines())


def plural(count: int, one: str, many: str | None = None) -> str:
    """Write "1 action" or "3 actions"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def role_word(role: str | None) -> str:
    """Write a role as people say it inside a sentence: "complaints lead"."""
    return ROLE_WORDS[Role(role)].lower() if role else "no role yet"


def _may(permission: str) -> bool:
    """Tell a template whether to show a button; the page behind it asks again."""
    door = g.get("door")
    asked = Permission(permission)
    return door is not None and may(door.role, asked) and door.why_not(asked) is None


class _UnderItsOwnName(PackageLoader):
    """Finds GOV.UK's macros under "govuk_frontend_jinja/…", as they refer to each other."""

    def get_source(self, environment: Any, template: str) -> Any:
        return super().get_source(environment, template.removeprefix(f"{self.package_name}/"))
