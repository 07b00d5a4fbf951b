"""`flask editions add`: an edition is checked, shown and kept, and running workers notice it."""

import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from app.config import ROOT
from app.database import db, transaction
from app.domain.edition_facts import edition_as_facts
from app.domain.errors import AlreadyExists, ChangedByAnother
from app.models import InstalledEdition
from app.queries import edition_shelf
from app.services.installed_editions import install_edition
from tests import assessment_factories as make
from tests.conftest import NOW, Browser, make_app
from tests.correction_factories import correct, install, shelf
from tests.editions.examples import FIRST, FIRST_GUIDANCE
from tests.integration.conftest import Council, queries_of

CODE_2024_1 = "housing-ombudsman-2024-1"
SISTER = FIRST.replace("superseded: 2024-04-01\n", "")


@pytest.fixture
def correction(tmp_path: Path) -> Path:
    """A file that corrects our edition of 2024: other words for 1.2."""
    released = (ROOT / "code_definitions" / "housing-ombudsman" / "2024.yaml").read_text()
    changed = released.replace('edition: "2024"', 'edition: "2024-1"\ncorrects: "2024"', 1)
    file = tmp_path / "sent.yaml"
    file.write_text(_reworded(changed, "1.2"))
    return file


def _reworded(text: str, number: str) -> str:
    """Return an edition's file with one sentence more in a requirement."""
    start = text.index(f'- number: "{number}"')
    place = text.index("requirement:", start)
    end = text.index("\n        answer:", place)
    return f"{text[:end]} It says so in figures.{text[end:]}"


def add(app: Flask, *arguments: str | Path) -> tuple[int, str]:
    """Run the command; return its exit code and what it says."""
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=["editions", "add", *map(str, arguments)])
    return result.exit_code, result.output


def rows() -> list[InstalledEdition]:
    db.session.rollback()
    return list(db.session.scalars(select(InstalledEdition)))


def test_a_correction_is_shown_and_added(draft: Council, correction: Path) -> None:
    code, said = add(draft.app, correction)

    assert code == 0, said
    assert f"{CODE_2024_1}: Complaint Handling Code 2024-1" in said
    assert "It corrects housing-ombudsman-2024, which stays as it is." in said
    assert "Reworded: 1.2" in said
    assert "1 draft assessment will be offered it." in said
    assert "1 provision without guidance" in said
    assert f"{CODE_2024_1} is added." in said
    (row,) = rows()
    assert row.installed_by == "The command line"
    assert shelf().by_id[CODE_2024_1].corrects == "2024"
    assert shelf().guidance(CODE_2024_1, "1.3") == shelf().guidance(make.CODE_2024, "1.3")
    assert shelf().guidance(CODE_2024_1, "1.2") is None


def test_a_file_that_lies_alone_is_checked_beside_the_editions_in_use(
    draft: Council, correction: Path
) -> None:
    def check() -> tuple[int, str]:
        result = draft.app.test_cli_runner().invoke(args=["editions", "check", str(correction)])
        return result.exit_code, result.output

    assert check() == (0, f"{CODE_2024_1}: no faults.\n")
    assert add(draft.app, correction, "--preview")[0] == 0
    correction.write_text(correction.read_text().replace('follows: "2022"', 'follows: "2020"'))
    code, said = check()
    assert code == 1
    assert "housing-ombudsman-2024 follows “2022”" in said
    assert said.splitlines()[:-1] == add(draft.app, correction, "--preview")[1].splitlines()[:-1]


def test_pages_say_when_an_edition_was_added_and_that_its_words_are_to_be_read_anew(
    draft: Council,
) -> None:
    install(correct(draft.edition, reworded={"5.6": "Other words."}))
    visitor = draft.visitor()

    assert visitor.get("/editions").text.count("Added here") == 1
    assert "Added here" in visitor.get(f"/editions/{CODE_2024_1}").text
    assert "Added here" not in visitor.get(f"/editions/{make.CODE_2024}").text
    for before in ("2022", "2024"):
        page = visitor.get(f"/editions/housing-ombudsman-{before}/compare/{CODE_2024_1}").text
        assert ">5.6 " in page, page[:3000]
        article = page[page.index(">5.6 ") :][:1500]
        assert "reworded by a correction, so read it anew" in article
        assert "asks much the same" not in article
    lineage = visitor.get(f"/editions/{make.CODE_2024}/provisions/5.6").text
    assert "reworded by a correction, so read it anew" in lineage


def test_a_preview_shows_the_same_and_adds_nothing(draft: Council, correction: Path) -> None:
    code, said = add(draft.app, correction, "--preview")

    assert code == 0
    assert "Reworded: 1.2" in said
    assert "nothing was added" in said
    assert rows() == []


def test_the_same_again_is_no_fault_and_other_words_are_refused(
    draft: Council, correction: Path
) -> None:
    add(draft.app, correction)

    assert add(draft.app, correction) == (
        0,
        f"{CODE_2024_1} is here already, with the same content. Nothing was changed.\n",
    )
    correction.write_text(_reworded(correction.read_text(), "1.3"))
    code, said = add(draft.app, correction)

    assert code == 1
    assert "Released editions never change" in said
    assert 'corrects: "2024-1"' in said
    assert len(rows()) == 1


def test_an_edition_of_the_files_is_never_changed_either(draft: Council, correction: Path) -> None:
    released = correction.read_text().replace(
        'edition: "2024-1"\ncorrects: "2024"', 'edition: "2024"'
    )
    correction.write_text(released)

    code, said = add(draft.app, correction)

    assert code == 1
    assert "Released editions never change" in said
    assert rows() == []


def test_faults_are_all_listed_and_nothing_is_added(draft: Council, correction: Path) -> None:
    before = shelf()
    content = correction.read_text()
    correction.write_text(
        content.replace('corrects: "2024"', 'corrects: "1999"').replace(
            "in_force: 2024-04-01", "in_force: soon"
        )
    )

    code, said = add(draft.app, correction)

    assert code == 1
    assert "sent.yaml:" in said
    assert "“1999”" in said
    assert "“soon” is not a date" in said
    assert "nothing was added" in said
    assert rows() == []
    assert shelf() is before


def test_another_rulebook_is_added_with_its_guidance(draft: Council, tmp_path: Path) -> None:
    (tmp_path / "new.yaml").write_text(SISTER)
    (tmp_path / "new.guidance.yaml").write_text(FIRST_GUIDANCE)

    code, said = add(draft.app, tmp_path / "new.yaml")

    assert code == 0, said
    assert "It is the first edition of example here." in said
    note = shelf().guidance("example-2020", "1.2")
    assert note
    assert note.for_residents == "You can read what it means."
    assert shelf().glossary, "The terms of the others stay."


def test_the_list_shows_what_was_added(draft: Council) -> None:
    install(correct(draft.edition))

    said = draft.app.test_cli_runner().invoke(args=["editions", "list"]).output

    assert said.splitlines()[0].startswith(f"{CODE_2024_1}: ")


def test_a_file_that_is_not_there_is_a_sentence(draft: Council, tmp_path: Path) -> None:
    code, said = add(draft.app, tmp_path / "none.yaml")

    assert code == 2
    assert "does not exist" in said


@pytest.fixture
def other_worker(draft: Council) -> Iterator[FlaskClient]:
    """The browser of the lead before another program over the same database."""
    app = make_app(draft.folder)
    app.test_client_class = Browser
    client = app.test_client()
    client.set_cookie("signed-in", draft.cookies["lead"])
    yield client
    with app.app_context():
        db.engine.dispose()


def test_a_running_worker_notices_at_its_next_request(
    draft: Council, other_worker: FlaskClient
) -> None:
    address = draft.address()
    assert "was corrected" not in other_worker.get(address).text

    install(correct(draft.edition, reworded={"5.6": "Other words."}))

    assert "was corrected" in other_worker.get(address).text
    assert "was corrected" in draft.signed_in("lead").get(address).text


def test_another_process_adds_and_this_one_serves_it(draft: Council, correction: Path) -> None:
    client, address = draft.signed_in("lead"), draft.address()
    assert "was corrected" not in client.get(address).text

    ran = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "editions", "add", str(correction)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "INSTANCE_FOLDER": str(draft.folder), "SECRET_KEY": "x" * 40},
    )

    assert ran.returncode == 0, ran.stderr
    assert "was corrected" in client.get(address).text


def test_no_question_is_sent_while_the_database_is_unchanged(draft: Council) -> None:
    install(correct(draft.edition))
    client, address = draft.signed_in("lead"), draft.address("/summary")
    client.get(address)
    client.get(address)

    assert not [one for one in queries_of(client, address) if "installed_edition" in one]


def test_the_shelf_is_made_again_only_when_editions_were_added(draft: Council) -> None:
    install(correct(draft.edition))
    before = shelf()

    make.answer(draft.assessment, draft.officer, "1.2", "yes")

    assert shelf() is before


@pytest.mark.parametrize("damage", ["content", "digest"])
def test_a_damaged_row_is_left_out_and_logged_and_the_site_goes_on(
    draft: Council, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    edition = correct(draft.edition)
    content = edition_as_facts(edition)
    if damage == "content":
        content["edition"]["title"] = "Altered"
    with transaction():
        db.session.add(
            InstalledEdition(
                edition_id=edition.id,
                digest=edition.digest if damage == "content" else "0" * 64,
                content=content,
                installed_at=NOW,
                installed_by="Somebody",
            )
        )

    with caplog.at_level(logging.ERROR):
        answer = draft.signed_in("lead").get(draft.address())

    assert answer.status_code == 200
    assert shelf().get(edition.id) is None
    assert f"{edition.id} is left out" in caplog.text


UNREADABLE = {
    "cut off": "{bad",
    "empty": "",
    "nested": '{"a":' * 3_000 + "1" + "}" * 3_000,
    "a list": "[]",
    "no text": "\udcff".encode("utf-8", "surrogateescape"),
    "guidance": None,
}


@pytest.mark.parametrize("damage", sorted(UNREADABLE))
def test_a_row_that_cannot_be_read_is_left_out_and_its_drafts_are_told(
    draft: Council, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    edition = correct(draft.edition)
    note = draft.app.extensions["editions"].guidance(make.CODE_2024, "1.2")
    with transaction():
        draft.assessment.edition_id = edition.id
        draft.assessment.edition_digest = edition.digest
    content = UNREADABLE[damage]
    if content is None:
        content = json.dumps(edition_as_facts(edition, (note,))).replace(
            json.dumps(note.for_residents), '"You have no right to complain."'
        )
    with transaction():
        columns = "edition_id, digest, content, installed_at, installed_by"
        db.session.execute(
            text(
                f"INSERT INTO installed_edition ({columns}) VALUES "
                "(:id, :digest, :content, '2026-07-01 12:00:00', 'Somebody')"
            ),
            {"id": edition.id, "digest": edition.digest, "content": content},
        )

    with caplog.at_level(logging.ERROR):
        for address in ("/", "/editions", f"/editions/{make.CODE_2024}"):
            assert draft.signed_in("lead").get(address).status_code in (200, 303), address
        assert draft.signed_in("lead").get(f"/landlords/{draft.landlord.slug}").status_code == 200
        answer = draft.signed_in("lead").get(draft.address())

    assert f"{edition.id} is left out" in caplog.text
    assert answer.status_code == 500
    assert "follows the Complaint Handling Code 2024-1, which is missing" in answer.text


def test_a_file_that_came_with_a_later_release_takes_the_place_of_the_row(draft: Council) -> None:
    base = draft.app.extensions["editions"]
    with transaction():
        install_edition(draft.edition, (), seen=frozenset(), by_name="A test", now=NOW)

    assert edition_shelf.current(base) is base


def test_before_the_migration_the_files_are_what_there_is(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    with app.app_context():
        assert edition_shelf.current(app.extensions["editions"]) is app.extensions["editions"]
        db.engine.dispose()


def test_two_who_add_at_once_do_not_judge_past_each_other(draft: Council) -> None:
    seen = edition_shelf.installed()
    install(correct(draft.edition))
    second = correct(draft.edition, "2024-2")

    with pytest.raises(ChangedByAnother), transaction():
        install_edition(second, (), seen=seen, by_name="A test", now=NOW)
    with pytest.raises(AlreadyExists), transaction():
        install_edition(correct(draft.edition), (), seen=seen, by_name="A test", now=NOW)


def test_an_assessment_of_an_added_edition_lives_through_a_restart(draft: Council) -> None:
    install(correct(draft.edition))
    with transaction():
        draft.assessment.edition_id = CODE_2024_1
        draft.assessment.edition_digest = shelf().by_id[CODE_2024_1].digest

    again = make_app(draft.folder)
    again.test_client_class = Browser
    client = again.test_client()
    client.set_cookie("signed-in", draft.cookies["lead"])

    assert "Complaint Handling Code 2024-1" in client.get(draft.address()).text
    with again.app_context():
        db.engine.dispose()


def test_a_database_of_the_past_is_read_without_the_table(migrated: Path, tmp_path: Path) -> None:
    shutil.copy(migrated, tmp_path / "tracker.sqlite")
    app = make_app(tmp_path)
    with app.app_context():
        with transaction():
            db.session.execute(text("DROP TABLE installed_edition"))
        assert len(edition_shelf.current(app.extensions["editions"])) == 3
        db.session.remove()
        db.engine.dispose()
