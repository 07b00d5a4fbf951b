"""Which wording of the Code a statement shows: our summary, its issuer's own words, or both."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.documents import Document
from app.rendering import statement_words as words


@dataclass(frozen=True)
class WordingView:
    """The labels of the two wordings, and the sentence that says which of them are shown."""

    summary_label: str
    official_label: str
    both: str


def official_texts(document: Document) -> Mapping[str, str]:
    """Return the official wording by number; nothing of it stands in older documents."""
    texts: Mapping[str, str] = document.get("publication", {}).get("official_text", {})
    return texts


def wording_view(document: Document) -> WordingView:
    """Return what a statement says of the wordings in it."""
    theirs = f"the {document['edition']['issuer']}’s own words"
    return WordingView("Our summary", words.capitalised(theirs), _sentence(document, theirs))


def _sentence(document: Document, theirs: str) -> str:
    officially, whole = _counts(document)
    asked = "What the Code asks is told in"
    if not officially:
        return f"{asked} our summary, not in its official text."
    if officially == whole:
        return f"{asked} our summary and in {theirs}."
    noun = "question" if words.is_questionnaire(document) else "provision"
    share = f"{officially} of the {words.number_of(whole, noun)}"
    return f"{asked} our summary, and for {share} in {theirs} as well."


def _counts(document: Document) -> tuple[int, int]:
    """Return how many provisions have their official wording, and how many there are."""
    texts = official_texts(document)
    numbers = [
        provision["number"]
        for section in document["sections"]
        for provision in section["provisions"]
    ]
    return sum(number in texts for number in numbers), len(numbers)
