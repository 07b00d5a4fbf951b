"""The base of all forms: they turn text into values, and nothing else."""

import secrets
from typing import Any

from flask import request
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice

from app.domain.errors import Invalid


class Form(PlainForm):
    """A form of ours; the CSRF token is checked for every form before its page runs."""

    def add_error(self, refused: Invalid) -> None:
        """Show a refusal of the domain at the field it concerns, or above the form."""
        if refused.field in self._fields:
            field = self._fields[refused.field]
            field.errors = [*field.errors, refused.message]
        else:
            self.form_errors.append(refused.message)


def typed_again() -> list[tuple[str, str]]:
    """Return what was typed in the form that was just sent, to be kept or shown: no password."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and "password" not in name
    ]


def new_token() -> str:
    """Return a one-time token for a form."""
    return secrets.token_urlsafe(24)


def seen_version(typed: str | None) -> int:
    """Return the version that a form was rendered from; a damaged one matches no version."""
    # Bounded, because Python refuses to read figures of more than 4300 digits.
    readable = typed and typed.isascii() and typed.isdigit() and len(typed) < 10
    return int(typed) if typed and readable else -1


def one_line(value: str | None) -> str:
    """Return typed text as one trimmed line."""
    return " ".join((value or "").split())


def choices(words: Any, *members: Any) -> list[SelectChoice]:
    """Return the choices of a field from a dictionary of words, in its order or as named."""
    return [SelectChoice(value=m.value, label=words[m]) for m in (members or words)]
