"""Which wording of the Code a statement shows: our summary, its issuer's own words, or both."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.documents import Document
from app.rendering import statement_words as words


@dataclass(frozen=True)
class WordingView:
    """The labels of the two wordings, and the sentences that say which of them stands where.

    `both` is for a page that always shows our summary; `either` for a form with room for one of
    the two, where the official wording comes first.
    """

    summary_label: str
    official_label: str
    both: str
    either: str


def official_texts(document: Document) -> Mapping[str, str]:
    """Return the official wording by number; nothing of it stands in older documents."""
    texts: Mapping[str, str] = document.get("publication", {}).get("official_text", {})
    return texts


def wording_view(document: Document) -> WordingView:
    """Return what a statement says of the wordings in it."""
    theirs = f"the {document['edition']['issuer']}’s own words"
    both, either = _sentences(document, theirs)
    return WordingView("Our summary", words.capitalised(theirs), both, either)


def _sentences(document: Document, theirs: str) -> tuple[str, str]:
    """Return the sentence for where our summary always stands, and for where one of them does."""
    officially, whole = _counts(document)
    asked = "What the Code asks is told in"
    if not officially:
        ours_only = f"{asked} our summary, not in its official text."
        return ours_only, ours_only
    if officially == whole:
        return f"{asked} our summary and in {theirs}.", f"{asked} {theirs}."
    noun = "question" if words.is_questionnaire(document) else "provision"
    share = f"{officially} of the {words.number_of(whole, noun)}"
    return (
        f"{asked} our summary, and for {share} in {theirs} as well.",
        f"{asked} {theirs} for {share}, and in our summary for the rest; each says which it is.",
    )


def _counts(document: Document) -> tuple[int, int]:
    """Return how many provisions have their official wording, and how many there are."""
    texts = official_texts(document)
    numbers = [
        provision["number"]
        for section in document["sections"]
        for provision in section["provisions"]
    ]
    return sum(number in texts for number in numbers), len(numbers)
