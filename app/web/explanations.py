"""What is published beside a landlord's text: our words for residents, and the Code's own."""

from app.domain.editions import Edition
from app.domain.signed_documents import Explanations
from app.queries.official_wording import official_texts
from app.web import access


def explanations_of(edition: Edition) -> Explanations:
    """Return what a publication of now would hold beside the text, as far as it was loaded."""
    return access.editions().explanations(edition, official_texts(edition.id))
