"""What can go wrong, in whole sentences for the person at the page: what happened, what to do."""


class DomainError(Exception):
    """A rule refused; its text is a sentence that may be shown to the person using the page."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(DomainError):
    """The person's role, or a rule about the person, does not permit this."""


class StepNotAllowed(DomainError):
    """The assessment is not in the state from which this step starts."""


class ChangedByAnother(DomainError):
    """The form was rendered from an older version than the one now stored."""


class AlreadyExists(DomainError):
    """What was to be made exists already."""


class NotFound(DomainError):
    """No such thing, or not the person's to see; the sentence says what exists."""


class Invalid(DomainError):
    """A value cannot be read; `field` names where it was typed, when that is known."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class NotReady(DomainError):
    """Obstacles stand before the step; the readiness page lists the same ones."""

    def __init__(self, message: str, obstacles: tuple[str, ...]) -> None:
        super().__init__(message)
        self.obstacles = obstacles


class ChangedSinceSignOff(DomainError):
    """What would be published is not what was signed off; `changes` says in sentences how."""

    def __init__(self, changes: tuple[str, ...]) -> None:
        super().__init__(
            "This is no longer the text that was signed off, so it cannot be published. "
            "Reopen it, and ask for it to be signed off again."
        )
        self.changes = changes


class Damaged(DomainError):
    """What is stored is no longer what was published or signed, so nothing is made of it."""


class EditionAltered(DomainError):
    """The edition of an assessment is not the one that it was started with."""
