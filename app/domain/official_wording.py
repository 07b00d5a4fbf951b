"""Which provision each row of a publisher's form belongs to, and which rows leave it in doubt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.edition_shelf import Editions
from app.domain.editions import Edition
from app.domain.errors import Invalid
from app.domain.form_rows import FilledForm, FormRow
from app.domain.likeness import measure_of, same_words, words_of
from app.domain.official_form_kinds import is_heading, refuse_another_form, refuse_far_more_rows
from app.domain.wording import listed

# A text belongs elsewhere only where another provision is clearly nearer: our words are our own.
CLEARLY_LIKE = 0.25
CLEARLY_NEARER = 2.0
ENOUGH_LIKE = 0.15
MOST_PLACES = 3
ENOUGH_WORDS = 3  # one rare figure alone makes no likeness


@dataclass(frozen=True)
class MatchedRow:
    """A row whose provision is certain; `likeness` to our summary goes from 0 to 1."""

    number: str
    text: str
    likeness: float
    is_our_summary: bool = False


@dataclass(frozen=True)
class ExtraRow:
    """A row with a number that the edition has not."""

    number: str
    text: str
    place: str


@dataclass(frozen=True)
class DoubtfulRow:
    """A row that a person has to judge; `number` is what it seems to be, None without a guess."""

    number: str | None
    text: str
    why: str
    place: str

    @property
    def can_be_kept(self) -> bool:
        """Whether there is a text, and a provision that it could belong to."""
        return bool(self.number and self.text)


@dataclass(frozen=True)
class WordingPreview:
    """What a form would add to an edition: every row of the form stands in one of the lists."""

    edition: Edition
    matched: tuple[MatchedRow, ...]
    missing: tuple[str, ...]
    extra: tuple[ExtraRow, ...]
    doubtful: tuple[DoubtfulRow, ...]

    @property
    def our_own_words(self) -> int:
        """How many rows say exactly what our summary says, which no official form would."""
        return sum(row.is_our_summary for row in self.matched)


def preview(edition: Edition, form: FilledForm, shelf: Editions) -> WordingPreview:
    """Match the rows of a form with an edition; raise Invalid where it is another one's form."""
    refuse_far_more_rows(edition, form.rows)
    refuse_another_form(edition, form.rows, form.around, shelf)
    rows = [row for row in form.rows if not is_heading(row, edition)]
    guesses = _guesses(edition, rows)
    by_number = _by_number(rows)
    unclear = _with_different_texts(by_number)
    matched, extra, doubtful = [], [], []
    for at, row in enumerate(rows):
        number = row.number
        if number is not None and edition.provision(number) is None:
            extra.append(ExtraRow(number, row.requirement, row.place))
        elif number is None:
            if row.requirement:
                doubtful.append(_without_number(row, guesses.get(at)))
        elif row is not by_number[number][0] and _repeats(row, by_number[number]):
            continue
        elif why := _doubt(edition, row, unclear.get(number)):
            doubtful.append(DoubtfulRow(number, row.requirement, why, row.place))
        else:
            matched.append(_matched(edition, number, row.requirement))
    seen = set(by_number) | {one.number for one in doubtful}
    return WordingPreview(
        edition=edition,
        matched=tuple(matched),
        missing=tuple(one.number for one in edition.in_form if one.number not in seen),
        extra=tuple(extra),
        doubtful=tuple(doubtful),
    )


def texts_to_keep(
    matched: Iterable[MatchedRow], doubtful: Iterable[DoubtfulRow], ticked: Iterable[int]
) -> dict[str, str]:
    """Return number and text of what is kept: all that is certain, and what a person ticked.

    Raises Invalid where two of the ticked rows are for one provision.
    """
    texts = {row.number: row.text for row in matched}
    rows = tuple(doubtful)
    for at in sorted(set(ticked)):
        if not 0 <= at < len(rows) or not rows[at].can_be_kept:
            continue
        row = rows[at]
        assert row.number is not None
        if row.number in texts:
            raise Invalid(
                f"You ticked two texts for {row.number}, and only one can be kept. "
                "Take one of the ticks away.",
                "keep",
            )
        texts[row.number] = row.text
    return texts


def _by_number(rows: Iterable[FormRow]) -> dict[str, list[FormRow]]:
    found: dict[str, list[FormRow]] = {}
    for row in rows:
        if row.number is not None:
            found.setdefault(row.number, []).append(row)
    return found


def _repeats(row: FormRow, others: list[FormRow]) -> bool:
    """Whether a row only says again, or leaves empty, what the first row of its number says."""
    first = others[0].requirement
    return bool(first) and (not row.requirement or same_words(row.requirement, first))


def _with_different_texts(by_number: Mapping[str, list[FormRow]]) -> dict[str, str]:
    """Return the numbers that stand there with different texts, each with what is said of it."""
    found = {}
    for number, rows in by_number.items():
        said = [row for row in rows if row.requirement]
        if len({words_of(row.requirement) for row in said}) > 1:
            places = _places([row.place for row in said])
            found[number] = f"{number} stands there more than once with different texts: {places}."
    return found


def _places(places: list[str]) -> str:
    """Name the first of some places, and how many more there are."""
    more = len(places) - MOST_PLACES
    return listed(places) if more < 1 else listed([*places[:MOST_PLACES], f"{more:,} more"])


def _doubt(edition: Edition, row: FormRow, differs: str | None) -> str | None:
    """Return why a row's provision is not certain, or None."""
    number, text = row.number, row.requirement
    assert number is not None
    if not text:
        return f"The row of {number} has no text of a requirement."
    if differs:
        return differs
    measure = measure_of(edition)
    nearer = _nearer(measure.of(text), number)
    if nearer is None or measure.shared(text, nearer) < ENOUGH_WORDS:
        return None
    provision = edition.provision(nearer)
    assert provision is not None
    return (
        f"The text is hardly like our summary of {number}, and much more like that of "
        f"{provision.name}. The numbers may have slipped."
    )


def _nearer(likeness: Mapping[str, float], number: str) -> str | None:
    """Return the number of another provision that a text is clearly nearer to, or None."""
    own = likeness[number]
    best = max(likeness, key=lambda one: likeness[one])
    clearly = likeness[best] >= CLEARLY_LIKE and likeness[best] >= own * CLEARLY_NEARER
    return best if best != number and own < ENOUGH_LIKE and clearly else None


def _matched(edition: Edition, number: str, text: str) -> MatchedRow:
    provision = edition.provision(number)
    assert provision is not None
    return MatchedRow(
        number=number,
        text=text,
        likeness=round(measure_of(edition).of(text)[number], 2),
        is_our_summary=same_words(text, provision.requirement),
    )


def _without_number(row: FormRow, guess: str | None) -> DoubtfulRow:
    if guess is None:
        why = "The row has no number that can be read, and its place does not tell which it is."
    else:
        why = (
            f"The row has no number that can be read. By its place and its words it seems to be "
            f"{guess}."
        )
    return DoubtfulRow(guess, row.requirement, why, row.place)


def _guesses(edition: Edition, rows: list[FormRow]) -> dict[int, str]:
    """Return what the rows without numbers seem to be, by their index: in order, and by words."""
    order = [one.number for one in edition.in_form]
    taken = {row.number for row in rows if row.number}
    measure = measure_of(edition)
    guesses: dict[int, str] = {}
    last = -1
    for at, row in enumerate(rows):
        if row.number is not None:
            last = order.index(row.number) if row.number in order else last
        elif row.requirement:
            likeness = measure.of(row.requirement)
            next_one = order[last + 1] if last + 1 < len(order) else None
            free = [one for one in order if one not in taken]
            guess = _guess(next_one if next_one in free else None, free, likeness)
            if guess is not None:
                guesses[at] = guess
                taken.add(guess)
                last = order.index(guess)
    return guesses


def _guess(next_one: str | None, free: list[str], likeness: Mapping[str, float]) -> str | None:
    """Return the provision that follows, or another that the text is clearly nearer to."""
    best = max(free, key=lambda one: likeness[one], default=None)
    if best is None or likeness[best] < ENOUGH_LIKE:
        return next_one
    if next_one is None:
        return best
    return best if likeness[best] >= likeness[next_one] * CLEARLY_NEARER else next_one
