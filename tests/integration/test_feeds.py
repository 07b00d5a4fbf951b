"""The lists of publications for programs, as the program sends them."""

from xml.etree import ElementTree as Xml

import pytest

from app.queries import public_lists
from tests.integration.conftest import Council
from tests.integration.publication_steps import tamper, withdraw

INDEX, FEED = "/published/index.json", "/published/feed.atom"


def test_the_index_leads_to_bytes_with_the_digests_that_it_states(published: Council) -> None:
    visitor = published.visitor()

    sent = visitor.get(INDEX)

    assert sent.mimetype == "application/json"
    line = sent.json["publications"][0]
    assert (line["state"], line["revision"], line["year"]) == ("current", 1, "2025-26")
    assert line["licence"]["id"] == "OGL-UK-3.0"
    for file in line["files"]:
        answer = visitor.get(file["address"].removeprefix("https://complaints.example"))
        assert len(answer.data) == file["bytes"]
        assert answer.content_type == file["media_type"]
    document = visitor.get(f"{line['newest'].removeprefix('https://complaints.example')}.json").json
    assert line["digest"] == document["publication"]["digest"]
    assert line["assessment_digest"] == document["assessment"]["digest"]


def test_the_feed_is_atom_and_names_the_publication(published: Council) -> None:
    sent = published.visitor().get(FEED)

    assert sent.mimetype == "application/atom+xml"
    title = Xml.fromstring(sent.data).find("{*}entry/{*}title")
    assert title is not None
    assert title.text == "Ashford Borough Council: self-assessment 2025-26, revision 1"


@pytest.mark.parametrize("address", [INDEX, FEED])
def test_who_has_it_already_is_told_so_until_something_changes(
    published: Council, address: str
) -> None:
    visitor = published.visitor()
    held = {"If-None-Match": visitor.get(address).headers["ETag"]}

    assert visitor.get(address, headers=held).status_code == 304
    withdraw(published, 1, "It named a resident.")
    changed = visitor.get(address, headers=held)

    assert changed.status_code == 200
    assert "It named a resident." in changed.text


@pytest.mark.parametrize("change", ["SET content = X'00'", "DELETE FROM published_file"])
def test_a_publication_that_was_altered_is_in_no_list(published: Council, change: str) -> None:
    public_lists._document.cache_clear()
    tamper(published, "published_file", f"{change} WHERE ending = '.json'")

    assert published.visitor().get(INDEX).json["publications"] == []
    assert published.visitor().get(FEED).status_code == 200


@pytest.mark.parametrize("address", [INDEX, FEED])
def test_an_installation_without_publications_has_them_too(council: Council, address: str) -> None:
    assert council.visitor().get(address).status_code == 200
