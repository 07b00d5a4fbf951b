"""The page of one part: what it shows, keeps, offers without saving, and gives back."""

import re
from html import unescape

import pytest

from app.database import db, transaction
from app.domain.report_parts import PARTS
from app.domain.workflow import State
from app.models import AnnualReport
from app.models.report_facts import parts_of
from tests import report_factories as make
from tests.integration.conftest import Council, fill_in, form_of
from tests.integration.report_steps import kept, page_of, part_of, press, seen, words_of

SUGGESTED = (
    "In 2025/26 we received {stage_1.received} complaints at stage 1, and {stage_2.received} "
    "went on to stage 2."
)
READS = "In 2025/26 we received 200 complaints at stage 1, and 40 went on to stage 2."


@pytest.fixture
def report(council: Council) -> AnnualReport:
    """Return a draft with figures whose sums agree."""
    make.type_figures(council.landlord, council.officer)
    return make.start(council.landlord, council.lead)


def test_a_part_is_saved_and_read_with_its_figures(council: Council, report: AnnualReport) -> None:
    address = part_of(report, "performance")

    answer = press(council, address, {"do": "next"}, text=SUGGESTED)

    assert (answer.status_code, answer.location) == (303, part_of(report, "refused"))
    assert kept(report, "performance") == SUGGESTED
    assert READS in seen(council, address, "reader")


def test_a_suggestion_goes_to_the_end_of_the_text_and_saves_nothing(
    council: Council, report: AnnualReport
) -> None:
    address = part_of(report, "performance")

    answer = press(council, address, {"suggestion": SUGGESTED}, text="We did less well.")

    assert answer.status_code == 200
    assert form_of(answer)["text"] == [f"We did less well.\n\n{SUGGESTED}"]
    assert "It is not saved yet." in words_of(answer)
    assert f"We did less well. {READS}" in words_of(answer)
    assert f"{READS} It stands in your text." in words_of(answer)
    assert kept(report, "performance") is None


def test_definitions_make_one_list(council: Council, report: AnnualReport) -> None:
    address = part_of(report, "definitions")
    stage_1 = "• Stage 1: a complaint that we look into and answer for the first time."

    answer = press(council, address, {"suggestion": stage_1}, text="• Upheld: we got it wrong.")

    assert form_of(answer)["text"] == [f"• Upheld: we got it wrong.\n{stage_1}"]


def test_a_suggestion_that_is_not_offered_leaves_the_text_alone(
    council: Council, report: AnnualReport
) -> None:
    address = part_of(report, "performance")

    answer = press(council, address, {"suggestion": "We are the best."}, text="Mine.")

    assert "not offered any more" in words_of(answer)
    assert form_of(answer)["text"] == ["Mine."]


def test_every_suggestion_can_be_pressed_without_script(
    council: Council, report: AnnualReport
) -> None:
    page = council.signed_in("officer").get(part_of(report, "performance")).text
    offered = re.findall(r'form="part" name="suggestion" value="([^"]+)"', page)

    assert unescape(offered[0]) == SUGGESTED
    assert len(offered) > 5
    assert '<form method="post" id="part"' in page


def test_the_preview_shows_figures_in_their_place_and_unknown_names(
    council: Council, report: AnnualReport
) -> None:
    address = part_of(report, "scope")
    text = "{stage_1.received} of {stage_1.recieved}\n\n• <b>one</b>\n• two"

    answer = press(council, address, {"do": "preview"}, text=text)

    said = words_of(answer)
    assert "200 of {stage_1.recieved} <b>one</b> two" in said
    assert "have nothing called {stage_1.recieved} , so it stands in the text as typed" in said
    assert form_of(answer)["text"] == [f"{text}"]
    assert kept(report, "scope") is None


def test_an_unknown_name_never_loses_the_text(council: Council, report: AnnualReport) -> None:
    client, address = council.signed_in("officer"), part_of(report, "scope")

    answer = fill_in(client, address, do="save", text="About {nothing.here}.")

    assert answer.location == address
    assert kept(report, "scope") == "About {nothing.here}."
    page = client.get(address)
    assert "The figures of 2025/26 have nothing called {nothing.here}." in unescape(page.text)
    assert "so it stands in the text as typed" in words_of(page)


def test_names_in_a_text_without_figures_are_told(council: Council) -> None:
    bare = make.start(council.landlord, council.lead, "2023/24")
    make.write(bare, council.officer, "scope", "We had {stage_1.received}.")

    assert "There are no figures of 2023/24 yet, so the names in the text stand as typed." in seen(
        council, part_of(bare, "scope")
    )


def test_none_this_year_says_what_will_be_published(council: Council, report: AnnualReport) -> None:
    address = part_of(report, "non_compliance")
    assert "The Ombudsman made no finding of non-compliance" in seen(council, address)
    assert "There was none this year" not in seen(council, part_of(report, "performance"))

    press(council, address, {"do": "save"}, none_this_year="yes")

    assert "c) What the Ombudsman found against the Code None this year" in seen(council, address)


def test_none_this_year_beside_a_text_is_pointed_out(
    council: Council, report: AnnualReport
) -> None:
    address = part_of(report, "refused")
    typed = {"none_this_year": "yes", "text": "But one was put off."}

    said = words_of(press(council, address, {"do": "preview"}, **typed))

    assert said.index("As residents will read it") < said.index("But one was put off.")
    assert "there is a text as well: residents read" in said


def test_none_this_year_is_doubted_where_the_figures_count_some(
    council: Council, report: AnnualReport
) -> None:
    address = part_of(report, "refused")
    doubt = "The figures of the year count complaints that were refused"
    assert doubt not in seen(council, address)

    press(council, address, {"do": "save"}, none_this_year="yes")

    assert doubt in seen(council, address)


def test_tables_and_charts_are_ticked_and_shown(council: Council, report: AnnualReport) -> None:
    address = part_of(report, "performance")
    wanted = ["table:outcomes", "chart:outcomes"]
    page = council.signed_in("officer").get(address)
    assert all(f'value="{one}"' in page.text for one in wanted)
    assert "<svg" in page.text

    fill_in(council.signed_in("officer"), address, do="save", shown=wanted)

    db.session.expire_all()
    assert next(row for row in parts_of(report) if row.key == "performance").shown == wanted
    again = form_of(council.signed_in("officer").get(address))
    assert again["shown"] == wanted
    assert "Outcomes of complaints" in seen(council, address, "reader")
    assert "Already shown in “How we handled complaints" in seen(council, part_of(report, "scope"))


def test_a_table_that_the_figures_lost_can_be_unticked(
    council: Council, report: AnnualReport
) -> None:
    client, address = council.signed_in("officer"), part_of(report, "performance")
    make.write(report, council.officer, "performance", "Words.", shown=("table:outcomes",))
    gone = ["stage_1.outcomes", "stage_2.outcomes"]
    make.type_figures(council.landlord, council.officer, without=gone)
    assert "The figures of this year cannot fill this any more" in words_of(client.get(address))

    fill_in(client, address, do="save", shown=[])

    db.session.expire_all()
    assert parts_of(report)[0].shown == []
    assert "cannot fill this any more" not in words_of(client.get(address))


def test_two_people_on_one_part_lose_nothing(council: Council, report: AnnualReport) -> None:
    address = part_of(report, "scope")
    client = council.signed_in("officer")
    mine = form_of(client.get(address)) | {"text": "Mine.", "do": "save"}
    press(council, address, {"do": "save"}, "lead", text="Theirs.")

    answer = client.post(address, data=mine)

    said = words_of(answer)
    assert answer.status_code == 409
    assert "Somebody else saved this while your page was open" in said
    assert "The lead saved it on" in said
    assert "What is saved now Theirs." in said
    assert form_of(answer)["text"] == ["Mine."]
    assert kept(report, "scope") == "Theirs."

    client.post(address, data=form_of(answer) | {"do": "save", "text": "Both."})
    assert kept(report, "scope") == "Both."


def test_two_people_who_both_write_it_first_lose_nothing(
    council: Council, report: AnnualReport
) -> None:
    address = part_of(report, "plan")
    client = council.signed_in("officer")
    first = form_of(client.get(address))
    assert first["version"] == [""]

    client.post(address, data=first | {"text": "One.", "do": "save"})
    answer = client.post(address, data=first | {"text": "Two.", "do": "save"})

    assert answer.status_code == 409
    assert "You saved this in another tab" in words_of(answer)


def test_a_text_that_is_too_long_is_given_back(council: Council, report: AnnualReport) -> None:
    long = "x" * 20_001
    for button in ({"do": "save"}, {"do": "preview"}):
        answer = press(council, part_of(report, "scope"), button, text=long)

        assert "20,000 is the most" in words_of(answer)
        assert form_of(answer)["text"] == [f"{long}"]
    assert kept(report, "scope") is None


def test_last_years_words_can_be_begun_from(council: Council) -> None:
    earlier = make.start(council.landlord, council.lead, make.LAST_YEAR)
    said_then = "In 2024/25 we had {stage_1.received}."
    make.write(earlier, council.officer, "performance", said_then, shown=("table:outcomes",))
    make.type_figures(council.landlord, council.officer)
    report = make.start(council.landlord, council.lead)
    address = part_of(report, "performance")
    assert f"What 2024/25 said Read this part of 2024/25 {said_then}" in seen(council, address)

    answer = press(council, address, {"do": "begin"}, text="New words.")

    assert form_of(answer)["text"] == [f"New words.\n\n{said_then}"]
    assert form_of(answer)["shown"] == ["table:outcomes"]
    assert "They name 2024/25: bring that up to date." in words_of(answer)
    assert "In 2024/25 we had 200." in words_of(answer)
    assert kept(report, "performance") is None


def test_where_last_years_report_said_nothing_nothing_is_offered(council: Council) -> None:
    make.start(council.landlord, council.lead, make.LAST_YEAR)
    report = make.start(council.landlord, council.lead)

    assert "Begin from last year" not in seen(council, part_of(report, "performance"))


@pytest.mark.parametrize("state", [State.UNDER_SCRUTINY, State.SIGNED_OFF, State.PUBLISHED])
def test_a_part_of_what_is_no_draft_is_only_read(
    council: Council, report: AnnualReport, state: State
) -> None:
    make.write(report, council.officer, "performance", SUGGESTED, shown=("chart:outcomes",))
    with transaction():
        report.state = state

    page = council.signed_in("officer").get(part_of(report, "performance"))

    assert READS in words_of(page)
    assert "its parts cannot be changed" in words_of(page)
    assert "<textarea" not in page.text
    assert "<svg" in page.text


@pytest.mark.parametrize("button", [{"do": "save"}, {"do": "preview"}])
def test_what_was_typed_under_a_report_that_moved_on_is_given_back(
    council: Council, report: AnnualReport, button: dict[str, str]
) -> None:
    client, address = council.signed_in("officer"), part_of(report, "scope")
    text = "What the figures of this report are about, in many words. " * 3
    form = form_of(client.get(address)) | button | {"text": text}
    with transaction():
        report.state = State.UNDER_SCRUTINY

    answer = client.post(address, data=form)

    assert answer.status_code == 409
    assert "no longer a draft" in answer.text
    assert text.strip() in answer.text


def test_the_cabinet_member_asks_about_a_part(council: Council, report: AnnualReport) -> None:
    client, address = council.signed_in("member"), part_of(report, "performance")
    link = re.search(r'href="([^"]+about=part[^"]*)"', client.get(address).text)
    assert link
    asking = client.get(unescape(link[1]))
    assert "How we handled complaints" in words_of(asking)

    typed = form_of(asking) | {"text": "Why so late?"}
    asked = client.post(page_of(report, "/challenges"), data=typed)

    assert asked.status_code == 303
    assert "1 open question of the cabinet member “Why so late?”" in seen(council, address)
    assert "Why so late?" not in seen(council, part_of(report, "scope"))


def test_every_part_has_its_page_and_the_way_to_the_next(
    council: Council, report: AnnualReport
) -> None:
    for place, part in enumerate(PARTS):
        page = council.signed_in("officer").get(part_of(report, part.key))
        assert f"{place + 1} of {len(PARTS)}" in words_of(page)
        neighbours = [PARTS[at].key for at in (place - 1, place + 1) if 0 <= at < len(PARTS)]
        assert all(f'href="{part_of(report, key)}"' in page.text for key in neighbours)


def test_a_part_of_another_name_is_not_found(council: Council, report: AnnualReport) -> None:
    for key in ("appendix", "finding:parts", "<b>"):
        assert council.signed_in("officer").get(part_of(report, key)).status_code == 404


def test_hostile_words_stay_words(council: Council, report: AnnualReport) -> None:
    hostile = "<script>alert(1)</script> {{ 7*7 }} {stage_1.received}"
    make.write(report, council.officer, "foreword", hostile)

    page = council.signed_in("reader").get(part_of(report, "foreword"))

    assert "<script>alert" not in page.text
    assert "<script>alert(1)</script> {{ 7*7 }} 200" in unescape(page.text)


def test_the_history_tells_what_a_part_said_before(council: Council, report: AnnualReport) -> None:
    make.write(report, council.officer, "scope", "All homes.")
    make.write(report, council.officer, "scope", "All rented homes.", shown=("table:received",))
    make.write(report, council.officer, "refused", none=True)

    said = seen(council, page_of(report, "/history"), "reader")

    assert "Before: All homes. After: All rented homes." in said
    assert "Tables and charts before: none After: table “received”" in said
    assert "“Complaints we refused to accept”: now it says that there was none this year." in said
    assert "started the annual report 2025/26" in said
