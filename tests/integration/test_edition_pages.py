"""The public pages of the editions: what was asked when, how editions differ, what was answered."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import db, transaction
from app.domain.documents import reference_code
from app.domain.edition_shelf import shelve
from app.domain.workflow import Reason
from app.models import OfficialWording, Publication
from app.web import editions as web
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.integration.conftest import Council, queries_of
from tests.integration.publication_steps import tamper, withdraw
from tests.unit.test_edition_steps import CORRECTION, MIDDLE, OLD, edition, provision

E2020, E2022, E2024 = (f"housing-ombudsman-{name}" for name in ("2020", "2022", "2024"))
COMPARE = f"/editions/{E2022}/compare/{E2024}"


def read(client: FlaskClient, address: str, status: int = 200) -> str:
    """Return a page with its white space evened out, and its tags."""
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return " ".join(unescape(answer.text).split())


def words(page: str) -> str:
    """Return what can be read on a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


def article(page: str, number: str) -> str:
    """Return what a comparison says about one provision."""
    found = re.search(rf'<article [^>]*"p-{re.escape(number)}".*?</article>', page)
    assert found, f"There is nothing about {number}."
    return found[0]


def record(council: Council, *, of_elsewhere: bool = False) -> None:
    """Publish a record of 2020/21, in which 4.7 has figures and the rest is answered plainly."""
    landlord = council.elsewhere if of_elsewhere else council.landlord
    lead = council.person("stranger" if of_elsewhere else "lead")
    past = make.start(landlord, lead, E2020, "2020/21", Reason.RECORD)
    make.answer_everything(past, lead)
    make.publish(past, lead)


def load_official(*rows: tuple[str, str, str]) -> None:
    with transaction():
        db.session.add_all(
            OfficialWording(
                edition_id=edition_id,
                number=number,
                text=text,
                file_name="form.docx",
                file_sha256="0" * 64,
                loaded_at=NOW,
                loaded_by="A lead",
            )
            for edition_id, number, text in rows
        )


def test_the_list_says_of_every_edition_when_it_held_and_what_it_asks(
    app: Flask, client: FlaskClient
) -> None:
    page = read(client, "/editions")

    code = app.extensions["editions"].by_id[E2022]
    assert [page.index(f"Complaint Handling Code {name}</a>") for name in (2024, 2022, 2020)] == (
        sorted(page.index(f"Complaint Handling Code {name}</a>") for name in (2020, 2022, 2024))
    )
    for said in (
        "March 2022, by the Housing Ombudsman",
        "from 1 April 2022, until the next edition took its place on 1 April 2024; "
        "landlords had to comply by 1 October 2022",
        "8 February 2024, by",
        "July 2020, by",
        "Statutory: the law requires",
        "Not statutory",
        "8 sections, 75 provisions, 72 of them in the form (45 musts, 27 shoulds, 3 statements)",
        "(36 questions)",
        reference_code(code.digest),
    ):
        assert said in words(page), said
    assert code.source in page
    assert f'href="{COMPARE}"' in page
    assert "noindex" not in page


def test_the_pages_are_public_and_set_no_cookie(client: FlaskClient) -> None:
    for address in (
        "/editions",
        f"/editions/{E2024}",
        COMPARE,
        f"/editions/{E2024}/provisions/2.1",
    ):
        answer = client.get(address)

        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "public, no-cache"
        again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304


def test_an_edition_shows_its_provisions_and_offers_the_others(client: FlaskClient) -> None:
    page = read(client, f"/editions/{E2022}")

    assert "5.13 Answer stage 2" in words(page)
    assert "It says “should”" in page
    assert "the form of 2022 does not ask about it" in page
    assert "our summary, not the official text" in page
    assert f'<option value="{E2020}" selected>2020</option>' in page
    assert f'<option value="{E2024}">2024</option>' in page
    sent = client.get(f"/editions/{E2022}/compare?with={E2020}")
    assert (sent.status_code, sent.headers["Location"]) == (
        302, f"/editions/{E2020}/compare/{E2022}"
    )  # fmt: skip
    assert client.get(f"/editions/{E2022}/compare").status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "/editions/nothing",
        "/editions/nothing/provisions/1.1",
        f"/editions/nothing/compare/{E2024}",
        f"/editions/{E2024}/compare/nothing",
        f"/editions/{E2024}/compare?with=nothing",
    ],
)
def test_an_unknown_edition_is_refused_naming_those_there_are(
    client: FlaskClient, address: str
) -> None:
    page = read(client, address, 404)

    assert "Complaint Handling Code 2024, Complaint Handling Code 2022 and Complaint" in page


def test_an_unknown_provision_is_refused_saying_which_there_are(client: FlaskClient) -> None:
    page = read(client, f"/editions/{E2022}/provisions/9.9", 404)

    assert "has no provision “9.9”. Its provisions run from 1.1 to 8." in page


def test_two_editions_are_compared_with_figures_numbers_and_marks(client: FlaskClient) -> None:
    page = read(client, COMPARE)
    said = words(page)

    for kind in ("Unchanged2", "Reworded39", "Merged15", "Split5", "New12", "Dropped since 202212"):
        assert kind in said
    assert "32 ask more than before and 3 ask less" in said
    figures = words(page[page.index('id="figures"') : page.index('id="numbers"')])
    assert "6.15 was 5.13 Longest stage 2 extension without good reason" in figures
    assert "2022: 10 days from original stage 2 due date" in figures
    assert "2024: 20 working days from original stage 2 due date" in figures
    assert "2022: 6 months from issue occurring 2024: 12 months from issue occurring" in figures
    numbers = words(page[page.index('id="numbers"') : page.index('id="provisions"')])
    assert "For example, 2.1 is “" in numbers
    assert "In 2024: Accept unless there is a valid reason" in numbers
    ended = words(page[page.index('id="dropped"') :])
    assert "Dropped: no third stage." in ended


def test_changed_words_are_marked_for_eyes_and_ears(client: FlaskClient) -> None:
    found = article(read(client, COMPARE), "2.2")

    hidden = '<span class="govuk-visually-hidden">'
    assert f"<del>{hidden}removed: </span>6{hidden} (end of removed)</span></del>" in found
    assert f"<ins>{hidden}added: </span>12{hidden} (end of added)</span></ins>" in found
    assert "Merged from 1.8 and 4.14: its figures changed." in words(found)
    assert "1.8 also goes on in 2.3. 4.14 also goes on in 5.11." in words(found)
    assert f'href="/editions/{E2022}/provisions/1.8"' in found


def test_what_is_unchanged_or_new_shows_its_text_once_and_without_marks(
    client: FlaskClient,
) -> None:
    page = read(client, f"{COMPARE}?show=all")

    for number, kind in (("6.13", "Unchanged, was 5.12."), ("2.5", "New.")):
        found = article(page, number)
        assert kind in words(found)
        assert "<ins>" not in found
        assert "<del>" not in found
        assert "text-before" not in found
    assert "The form of 2022 did not ask about it." in words(article(page, "9.2"))
    assert "The words of 6.13, the same in both" in words(article(page, "6.13"))


def test_only_what_changed_is_shown_and_everything_to_who_asks_for_it(client: FlaskClient) -> None:
    page = read(client, COMPARE)
    everything = read(client, f"{COMPARE}?show=all")

    assert 'id="p-2.2"' in page
    assert 'id="p-6.13"' not in page
    assert "Unchanged: 6.13." in words(page)
    assert "Show everything" in page
    assert 'id="p-6.13"' in everything
    assert "Show only what changed" in everything
    assert '<details class="words">' not in everything


def test_a_text_worded_anew_is_said_to_be_and_not_struck_through_as_a_whole(
    client: FlaskClient,
) -> None:
    found = article(read(client, COMPARE), "1.5")

    assert "Reworded, was 1.6: asks more. Worded anew throughout." in words(found)
    assert "Before, in 2022: 1.6 When to log a complaint" in words(found)
    assert "Now, in 2024: 1.5 Unhappy" in words(found)
    assert [found.count(f'<{tag} class="anew">') for tag in ("del", "ins")] == [1, 1]
    assert found.count("<del") + found.count("<ins") == 2
    assert "removed, as a whole: The landlord must" in words(found)
    assert words(found).count("(end of added)") == 1
    # Of two that were merged, the one of which nothing stayed says so.
    merged = words(article(read(client, COMPARE), "2.2"))
    assert "Worded anew. removed, as a whole:" in merged
    assert "Worded anew throughout" not in merged


def test_every_part_leads_back_to_the_contents(client: FlaskClient) -> None:
    page = read(client, COMPARE)

    assert page.count('href="#contents"') == 9 + 2
    assert 'id="contents"' in page


@pytest.mark.parametrize("after", [E2022, E2024])
def test_against_the_questionnaire_nothing_is_called_new(client: FlaskClient, after: str) -> None:
    page = read(client, f"/editions/{E2020}/compare/{after}")

    assert "Not asked in the 2020 form" in words(page)
    assert not re.search(r"<(strong|dt)>New<", page)
    assert "never called new" in page


def test_the_order_in_the_address_is_put_right(client: FlaskClient) -> None:
    answer = client.get(f"/editions/{E2024}/compare/{E2022}?show=changed&edition_id=x")

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{COMPARE}?show=changed")


def test_an_edition_beside_itself_says_so(client: FlaskClient) -> None:
    page = read(client, f"/editions/{E2024}/compare/{E2024}")

    assert "nothing differs" in page
    assert "No provision asks more or less than before. </p>" in page.replace(".</p>", ". </p>")
    assert "Nothing in this section changed." in page


@pytest.fixture
def several(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A site with two rulebooks: one with a correction, the other mapped to it."""
    later = edition("2024", provision("1.1"), rulebook="sister", title="A sister code")
    alone = edition("2023", provision("1.1"), rulebook="sister", title="A sister code")
    mappings = {(later.id, MIDDLE.id): {"1.1": ("1.1", "1.2")}}
    shelf = shelve([OLD, MIDDLE, CORRECTION, later, alone], mappings=mappings)
    monkeypatch.setattr(web, "editions", lambda: shelf)
    return client


def test_several_rulebooks_are_listed_each_by_itself(several: FlaskClient) -> None:
    page = words(read(several, "/editions"))

    assert page.index("A sister code, Somebody") < page.index("A Code, Somebody")
    assert "CorrectsA Code 2022" in page
    assert "Corrected byA Code 2022-2" in page
    assert "Compare 2022 with 2022-2" in page


def test_a_correction_is_compared_with_what_it_corrects(several: FlaskClient) -> None:
    page = words(read(several, "/editions/a-code-2022/compare/a-code-2022-2"))

    # What a correction asks has been judged by nobody, and counts of nothing are not told.
    assert "more or less than before" not in page
    assert "0 ask" not in page
    assert "2022-2 corrects 2022." in page
    assert "Dropped: withdrawn by the correction of" in page


def test_editions_of_two_codes_are_compared_only_where_a_mapping_joins_them(
    several: FlaskClient,
) -> None:
    page = words(read(several, "/editions/a-code-2022/compare/sister-2024"))

    assert "two different codes" in page
    assert "Answers to 1.1 and 1.2." in page
    refused = read(several, "/editions/a-code-2022/compare/sister-2023", 404)
    assert "A sister code 2023 did not grow out of A Code 2022" in refused


def test_a_provision_shows_what_it_continues_and_what_continues_it(client: FlaskClient) -> None:
    page = read(client, f"/editions/{E2022}/provisions/5.13")
    said = words(page)

    assert "As required from 1 April 2022 to 1 April 2024. It says “must”." in said
    assert "What it means for residents" in said
    assert f'href="/editions/{E2020}/provisions/4.7"' in page
    assert f'href="/editions/{E2024}/provisions/6.14"' in page
    assert "6.15 Stage 2 extensionOne made into several; 2024 has other figures" in said
    assert "No landlord has published a self-assessment against this Code here yet." in said
    ended = words(read(client, f"/editions/{E2022}/provisions/5.18"))
    assert "Nothing. It was dropped: no third stage." in ended
    unknown = words(read(client, f"/editions/{E2024}/provisions/2.5"))
    assert "Nothing: it is new since 2022." in unknown
    assert "Not asked in the 2020 form." in unknown


def test_every_published_answer_is_shown_under_the_number_of_its_year(published: Council) -> None:
    record(published)
    address = f"/published/{published.landlord.slug}"

    page = read(published.visitor(), f"/editions/{E2024}/provisions/6.15")

    said = words(page[page.index('id="answers"') :])
    assert said.index("2025/26 edition 2024, revision 1") < said.index("2020/21 edition 2020")
    assert "6.15 Stage 2 extension, as published for 2025/26: Yes" in said
    assert "4.8 Good reason for extensions?, as published for 2020/21: Yes" in said
    for link in (f"{address}/2025-26/v1/provisions/6.15", f"{address}/2020-21/v1/provisions/4.8"):
        assert f'href="{link}"' in page
        assert published.visitor().get(link).status_code == 200
    # From the other end of the lineage the same answers are found.
    assert "as published for 2025/26: Yes" in words(
        read(published.visitor(), f"/editions/{E2020}/provisions/4.8")
    )


def test_what_a_form_did_not_ask_or_leaves_out_is_said(published: Council) -> None:
    record(published)

    page = words(read(published.visitor(), f"/editions/{E2024}/provisions/2.5"))
    assert "The form of that year did not ask about it." in page
    page = words(read(published.visitor(), f"/editions/{E2024}/provisions/1.1"))
    assert "The form of 2024 does not ask about this provision" in page


def test_a_withdrawn_answer_says_so(published: Council) -> None:
    withdraw(published, 1)

    page = words(read(published.visitor(), f"/editions/{E2024}/provisions/6.15"))

    assert "revision 1, withdrawn since" in page


def test_of_several_landlords_one_is_chosen(published: Council) -> None:
    record(published, of_elsewhere=True)
    address = f"/editions/{E2024}/provisions/6.15"

    page = read(published.visitor(), address)
    assert f'<option value="{published.elsewhere.slug}">Elsewhere Homes</option>' in page
    assert "as published for" not in page
    page = words(read(published.visitor(), f"{address}?landlord={published.elsewhere.slug}"))
    assert "as published for 2020/21" in page
    assert "2025/26" not in page
    assert "No landlord" in read(published.visitor(), f"{address}?landlord=nobody", 404)


def test_a_damaged_document_takes_no_other_with_it(published: Council) -> None:
    record(published)
    record(published, of_elsewhere=True)
    damaged = db.session.scalars(
        select(Publication.id).where(
            Publication.landlord_id == published.landlord.id, Publication.year == "2020/21"
        )
    ).one()
    tamper(
        published,
        "published_file",
        f"SET content = X'7B7D' WHERE ending = '.json' AND publication_id = {damaged}",
    )
    address = f"/editions/{E2024}/provisions/6.15"

    own = read(published.visitor(), f"{address}?landlord={published.landlord.slug}")
    assert "This copy is damaged and is not shown" in own
    assert "as published for 2025/26" in words(own)
    other = read(published.visitor(), f"{address}?landlord={published.elsewhere.slug}")
    assert "damaged" not in other


def test_a_demonstration_is_marked_and_not_found_by_search_engines(published: Council) -> None:
    with transaction():
        published.landlord.demonstration_notice = "Only a trial."
    address = f"/editions/{E2024}/provisions/6.15"

    answer = published.visitor().get(address)

    assert "Only a trial." in answer.text
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "X-Robots-Tag" not in published.visitor().get(COMPARE).headers


def test_more_years_ask_the_database_no_more_often(published: Council) -> None:
    address = f"/editions/{E2024}/provisions/6.15"
    one = len(queries_of(published.visitor(), address))
    record(published)

    assert len(queries_of(published.visitor(), address)) == one


def test_official_wording_stands_beside_the_summary_each_named(
    app: Flask, client: FlaskClient
) -> None:
    load_official(
        (E2024, "1.2", "Our invented official words.\nIn two lines."),
        # New in 2024, so that there is nothing to compare it with.
        (E2024, "2.5", "More invented words."),
    )

    for address in (f"/editions/{E2024}/provisions/1.2", f"/editions/{E2024}"):
        said = words(read(client, address))
        assert "Official wording, in the words of the Housing Ombudsman Our invented" in said
        assert "Our summary The complaints policy uses" in said
    assert "Compare the official wording" not in read(client, COMPARE)


def test_official_wording_is_compared_where_both_sides_have_it(
    app: Flask, client: FlaskClient
) -> None:
    load_official(
        (E2022, "1.2", "Landlords must use the invented words of 2022."),
        (E2024, "1.2", "Landlords must use the invented words of 2024."),
    )

    assert "Compare the official wording" in read(client, COMPARE)
    page = read(client, f"{COMPARE}?wording=official")

    found = words(article(page, "1.2"))
    assert "(official wording)" in found
    assert "Landlords must use the invented words of added: 2024." in found
    assert "(our summary)" in words(article(page, "1.3"))
    assert "Our summary" in words(article(page, "2.5"))
    assert "Compare our summaries" in page
