"""Official wording: loaded by a command or by a lead, shown beside our summary, removed again."""

import io
import json
from html import unescape
from pathlib import Path

import pytest
from click.testing import Result
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from app.database import db, transaction
from app.models import HistoryEntry, OfficialWording
from app.queries.official_wording import official_texts
from tests.editions import word_forms as make_form
from tests.integration.conftest import Council, form_of
from tests.integration.test_hostile_text import HOSTILE, assert_inert

CODE = "housing-ombudsman-2024"
FILE = "Appendix A (2024).docx"


def address(council: Council, rest: str = "") -> str:
    return f"/landlords/{council.landlord.slug}/official-wording{rest}"


def whole_form(council: Council, year: str = "2024") -> bytes:
    return make_form.whole_form(council.app.extensions["editions"].get(f"housing-ombudsman-{year}"))


def upload(
    council: Council,
    content: bytes,
    *,
    name: str = FILE,
    edition: str = CODE,
    client: FlaskClient | None = None,
) -> TestResponse:
    """Send a form to the page, as a browser does."""
    client = client or council.signed_in("lead")
    token = form_of(client.get("/account/password"))["csrf_token"][0]
    file = FileStorage(io.BytesIO(content), filename=name)
    boundary, body = encode_multipart({"csrf_token": token, "edition": edition, "file": file})
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(address(council), data=body, content_type=kind)


def load(council: Council, content: bytes, **ticked: list[str]) -> TestResponse:
    """Upload a form and press the button of its preview."""
    client = council.signed_in("lead")
    preview = upload(council, content, client=client)
    assert preview.status_code == 200
    return client.post(address(council, "/keep"), data=form_of(preview) | ticked)


def command(council: Council, *arguments: str) -> Result:
    return council.app.test_cli_runner().invoke(args=["editions", "official-text", *arguments])


def entries(council: Council, kind: str) -> list[HistoryEntry]:
    return [one for one in db.session.scalars(select(HistoryEntry)) if one.kind.value == kind]


@pytest.fixture
def form_file(council: Council, tmp_path: Path) -> Path:
    path = tmp_path / FILE
    path.write_bytes(whole_form(council))
    return path


# The command.


def test_the_command_shows_what_it_found_and_keeps_nothing(
    council: Council, form_file: Path
) -> None:
    result = command(council, "2024", str(form_file))

    assert result.exit_code == 0
    assert "Matched: 72" in result.output
    assert "Missing from the form: none" in result.output
    assert "nothing was kept" in result.output
    assert official_texts(CODE) == {}


def test_the_command_answers_programs_in_json(council: Council, form_file: Path) -> None:
    result = command(council, CODE, str(form_file), "--apply", "--json")

    told = json.loads(result.output)
    assert told.keys() == {
        "edition", "file", "matched", "missing", "extra", "doubtful", "applied"
    }  # fmt: skip
    assert (told["edition"], told["file"]["name"], told["applied"]) == (CODE, FILE, True)
    assert len(told["file"]["sha256"]) == 64
    assert {one["number"]: one["text"] for one in told["matched"]} == official_texts(CODE)
    assert len(official_texts(CODE)) == 72
    row = db.session.scalars(select(OfficialWording).limit(1)).one()
    assert (row.file_name, row.loaded_by) == (FILE, "The command line")


@pytest.mark.parametrize("as_json", [False, True])
def test_the_command_refuses_another_edition_and_keeps_nothing(
    council: Council, form_file: Path, as_json: bool
) -> None:
    result = command(council, "2022", str(form_file), "--apply", *(["--json"] if as_json else []))

    told = json.loads(result.output)["refused"] if as_json else result.stderr
    assert result.exit_code == 1
    assert "This is the form of the Complaint Handling Code 2024" in told
    assert db.session.scalar(select(OfficialWording)) is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("2031", "x.docx"), "There is no “2031”"), (("2024", "no-such.docx"), "cannot be read")],
)
def test_the_command_says_what_is_wrong_with_its_arguments(
    council: Council, arguments: tuple[str, ...], words: str
) -> None:
    result = command(council, *arguments)

    assert result.exit_code == 1
    assert words in result.stderr


def test_loading_again_replaces_what_the_file_holds_and_leaves_the_rest(
    council: Council, form_file: Path
) -> None:
    command(council, "2024", str(form_file), "--apply")
    form_file.write_bytes(make_form.form([[("1.2", "Mended words", "", "", "")]]))

    assert command(council, "2024", str(form_file), "--apply").exit_code == 0

    texts = official_texts(CODE)
    assert (texts["1.2"], len(texts)) == ("Mended words", 72)


# The page.


def test_a_lead_sees_row_by_row_what_a_form_holds_before_anything_is_kept(council: Council) -> None:
    page = upload(council, whole_form(council))

    assert page.status_code == 200
    text = unescape(page.text)
    assert "Nothing is kept yet" in text
    assert "Matched: 72 provisions" in text
    assert "Invented official words, use the official definition" in text
    assert official_texts(CODE) == {}


def test_a_lead_keeps_what_the_preview_showed_without_sending_the_file_again(
    council: Council,
) -> None:
    answer = load(council, whole_form(council))

    assert answer.status_code == 303
    assert len(official_texts(CODE)) == 72
    page = unescape(council.signed_in("lead").get(address(council)).text)
    assert "72 of 73 have official wording" in page
    assert "by The lead, from" in page
    assert FILE in page
    (entry,) = entries(council, "official_wording.loaded")
    assert entry.after is not None
    assert (entry.after["title"], len(entry.after["numbers"])) == (
        "Complaint Handling Code 2024",
        72,
    )
    history = unescape(
        council.signed_in("reader").get(f"/landlords/{council.landlord.slug}/history").text
    )
    assert "The lead loaded the Ombudsman's own wording of 72 provisions" in history


def test_doubtful_rows_are_kept_only_when_they_are_ticked(council: Council) -> None:
    content = make_form.form(
        [[("1.2", "Words", "", "", ""), ("1.3", "Some", "", "", ""), ("1.3", "Other", "", "", "")]]
    )

    assert load(council, content).status_code == 303
    assert official_texts(CODE) == {"1.2": "Words"}
    both = load(council, content, keep=["0", "1"])
    assert both.status_code == 422
    assert "You ticked two texts for 1.3" in both.text
    assert form_of(both)["keep"] == ["0", "1"]
    assert load(council, content, keep=["1"]).status_code == 303
    assert official_texts(CODE) == {"1.2": "Words", "1.3": "Other"}


def test_one_press_keeps_once(council: Council) -> None:
    client = council.signed_in("lead")
    fields = form_of(upload(council, whole_form(council), client=client))

    answers = [client.post(address(council, "/keep"), data=fields) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(entries(council, "official_wording.loaded")) == 1


def test_rows_that_were_altered_on_their_way_are_refused(council: Council) -> None:
    client = council.signed_in("lead")
    fields = form_of(upload(council, whole_form(council), client=client))
    rows = fields["rows"][0]
    fields["rows"] = [rows[:40] + ("A" if rows[40] != "A" else "B") + rows[41:]]

    answer = client.post(address(council, "/keep"), data=fields)

    assert answer.status_code == 422
    assert "Choose the file and look at the preview again" in answer.text
    assert official_texts(CODE) == {}


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"%PDF-1.7", "This is a PDF file"), (b"PK\x03\x04", "cut off or damaged"), (b"", "empty")],
)
def test_a_file_that_is_no_form_is_refused_at_its_field(
    council: Council, content: bytes, words: str
) -> None:
    answer = upload(council, content)

    assert answer.status_code == 422
    assert words in answer.text
    assert 'href="#file"' in answer.text


def test_a_press_without_a_file_asks_for_one(council: Council) -> None:
    answer = upload(council, b"", name="")

    assert answer.status_code == 422
    assert "Choose the Word file of the form" in answer.text


def test_another_editions_form_is_refused_and_the_choice_stays(council: Council) -> None:
    answer = upload(council, whole_form(council, "2022"))

    assert answer.status_code == 422
    assert "This is the form of the Complaint Handling Code 2022" in answer.text
    assert f'<option value="{CODE}" selected' in answer.text


def test_a_file_of_several_megabytes_is_taken_and_a_larger_one_gets_a_sentence(
    council: Council,
) -> None:
    table = make_form.table(
        make_form.row(*make_form.HEADER), make_form.row("1.2", "Words", "", "", "")
    )
    content = make_form.packed(
        make_form.body(table), more={"word/media/a.png": b"\x00" * 3_000_000}, stored=True
    )

    assert upload(council, content).status_code == 200
    large = upload(council, b"PK" + b"\x00" * 20_200_000)
    assert large.status_code == 413
    assert "larger than 20 MB" in large.text


def test_other_pages_still_refuse_what_is_larger_than_a_megabyte(council: Council) -> None:
    client = council.signed_in("lead")
    data = {"reason": "x" * 1_500_000}

    assert client.post(address(council, "/remove"), data=data).status_code == 413


@pytest.mark.parametrize("who", ["officer", "member", "reader"])
def test_only_a_lead_loads_official_wording(council: Council, who: str) -> None:
    client = council.signed_in(who)

    assert client.get(address(council)).status_code == 403
    assert upload(council, whole_form(council), client=client).status_code == 403


# Putting a mistake right.


def removal(client: FlaskClient, council: Council, **typed: str) -> TestResponse:
    fields = {"token": ["a-token-1"], "edition": [CODE], "reason": [typed.get("reason", "")]}
    token = form_of(client.get("/account/password"))["csrf_token"]
    return client.post(address(council, "/remove"), data=fields | {"csrf_token": token})


def test_a_lead_removes_the_wording_of_an_edition_with_a_reason(council: Council) -> None:
    load(council, whole_form(council))
    client = council.signed_in("lead")

    without = removal(client, council)
    assert without.status_code == 422
    assert "Say why the official wording is removed" in without.text
    assert len(official_texts(CODE)) == 72
    assert removal(client, council, reason="The wrong file").status_code == 303
    assert official_texts(CODE) == {}
    (entry,) = entries(council, "official_wording.removed")
    assert entry.reason == "The wrong file"


# Showing it.


def test_the_provision_page_shows_both_wordings_each_labelled(draft: Council) -> None:
    before = draft.page_of("officer", "/provisions/1.2")
    load(draft, make_form.form([[("1.2", "First line:\n• one\n• two", "", "", "")]]))

    page = draft.page_of("officer", "/provisions/1.2")

    assert "The Ombudsman's wording" not in before
    assert "Our summary of the Code, not its official text" in before
    assert "The Ombudsman's wording" in page
    assert "First line:<br>• one<br>• two" in page
    assert f'from <span class="file-name">{FILE}</span>' in page
    assert "Our summary" in page
    assert "The complaints policy uses the official definition" in page
    assert "The Ombudsman's wording" not in draft.page_of("officer", "/provisions/1.3")


def test_hostile_words_and_names_stay_text(draft: Council) -> None:
    content = make_form.form([[("1.2", HOSTILE, "", "", ""), ("10.1", HOSTILE, "", "", "")]])
    preview = upload(draft, content, name=f"{HOSTILE}.docx")
    load(draft, content)
    client = draft.signed_in("lead")

    for shown in (
        preview,
        client.get(draft.address("/provisions/1.2")),
        client.get(address(draft)),
    ):
        assert shown.status_code == 200
        assert_inert(shown.text)


# What others loaded.


def test_a_lead_adds_to_what_others_loaded_and_replaces_and_removes_none_of_it(
    council: Council,
) -> None:
    form = make_form.form([[("1.2", "Theirs", "", "", "")]])
    others = make_form.form([[("1.2", "Other words", "", "", ""), ("1.3", "New", "", "", "")]])
    load(council, form)
    with transaction():
        db.session.scalars(select(OfficialWording)).one().landlord_id = council.elsewhere.id
    client = council.signed_in("lead")

    fields = form_of(upload(council, others, client=client))
    assert client.post(address(council, "/keep"), data=fields).status_code == 303
    page = unescape(client.get(address(council)).text)
    assert "of 1 provision is loaded. Loaded by others before, and left as they are: 1.2." in page
    assert official_texts(CODE) == {"1.2": "Theirs", "1.3": "New"}
    assert load(council, form).status_code == 422
    assert removal(client, council, reason="All wrong").status_code == 303
    assert official_texts(CODE) == {"1.2": "Theirs"}
    page = unescape(client.get(address(council)).text)
    assert "by another landlord, or by whoever looks after this site" in page
    assert FILE not in page
    assert "Remove official wording" not in page


def test_the_command_replaces_what_a_lead_loaded(council: Council, form_file: Path) -> None:
    load(council, make_form.form([[("1.2", "A lead's words", "", "", "")]]))

    assert command(council, "2024", str(form_file), "--apply").exit_code == 0

    assert official_texts(CODE)["1.2"] != "A lead's words"
    assert load(council, make_form.form([[("1.2", "Again", "", "", "")]])).status_code == 422
