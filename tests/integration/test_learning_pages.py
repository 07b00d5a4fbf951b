"""The pages of the learning log: what they show, keep, refuse, and give back."""

import re
from html import unescape

import pytest
from werkzeug.test import TestResponse

from app.database import transaction
from app.domain.permissions import Role
from tests.factories import make_landlord, make_person, membership_of, sign_in
from tests.integration.conftest import Council, fill_in, form_of, queries_of

CHANGED = "Letters name the team."


def log_of(council: Council, rest: str = "") -> str:
    return f"/landlords/{council.landlord.slug}/learning{rest}"


def add(council: Council, heard: str, **typed: str | list[str]) -> TestResponse:
    typed = {"heard": heard, "changed": CHANGED, "year": "2024/25"} | typed
    return fill_in(council.signed_in("officer"), log_of(council, "/new"), **typed)


def words_of(council: Council, address: str, who: str = "reader") -> str:
    """Return what can be read on a page, without its tags."""
    page = council.signed_in(who).get(address)
    assert page.status_code == 200
    main = page.text.split("<main")[1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


# Where the log is.


def test_whoever_has_one_landlord_comes_to_its_log(council: Council) -> None:
    answer = council.signed_in("officer").get("/learning")

    assert (answer.status_code, answer.location) == (303, log_of(council))


def test_whoever_has_several_landlords_chooses(council: Council) -> None:
    make_person(council.elsewhere, Role.READ_ONLY, email="officer@ashford.example")

    page = council.signed_in("officer").get("/learning")

    assert page.status_code == 200
    assert f'href="{log_of(council)}"' in page.text
    assert f'href="/landlords/{council.elsewhere.slug}/learning"' in page.text


def test_whoever_has_no_landlord_is_told_what_to_do(council: Council) -> None:
    landlord = make_landlord()
    person = make_person(landlord, Role.OFFICER)
    client = council.visitor()
    sign_in(client, person)
    with transaction():
        membership_of(person, landlord).role = None  # as while a second lead has to confirm it

    page = client.get("/learning")

    assert page.status_code == 200
    assert "you have no role for any landlord" in page.text


def test_the_log_is_in_the_navigation(council: Council) -> None:
    page = council.signed_in("reader").get(f"/landlords/{council.landlord.slug}")

    assert f'href="{log_of(council)}"' in page.text


# The log.


def test_an_empty_log_explains_what_belongs_in_it(council: Council) -> None:
    said = words_of(council, log_of(council), "officer")

    assert "Nothing has been written down yet" in said
    assert "An example, made up" in said
    assert "no names, no addresses" in said
    assert "Write the first entry" in said
    assert "Write the first entry" not in words_of(council, log_of(council))


def test_the_log_groups_by_year_and_counts_what_worked(council: Council) -> None:
    add(council, "Nobody knew whom to ring.", worked="yes", themes="letters", provisions="6.2")
    add(council, "Letters were long.", worked="yes", changed_when="June 2024")
    add(council, "Damp came back.", worked="no", year="2023/24", worked_how="14 came back.")

    said = words_of(council, log_of(council))

    assert "3 entries of what complaints taught us" in said
    assert "It worked 2 It worked in part 0 It did not work 1 Too early to say 0" in said
    assert "2024/25 2 worked What we heard" in said
    assert "2023/24 1 did not work What we heard" in said
    # The dated entry first, and the newest year first.
    order = [said.index(one) for one in ("Letters were long", "Nobody knew", "Damp came back")]
    assert order == sorted(order)
    assert "It did not work 14 came back." in said
    assert "Add an entry" not in said


def test_the_log_is_filtered_by_year_and_theme(council: Council) -> None:
    add(council, "One", themes="Letters")
    add(council, "Two", themes="damp", year="2023/24")
    add(council, "Three", themes="letters, damp", year="2023/24")

    def shown(query: str) -> list[str]:
        said = words_of(council, log_of(council, query))
        return [one for one in ("One", "Two", "Three") if one in said]

    assert shown("") == ["One", "Two", "Three"]
    assert shown("?year=2023-24") == ["Two", "Three"]
    assert shown("?theme=LETTERS") == ["One", "Three"]
    assert shown("?year=2023%2F24&theme=letters") == ["Three"]
    assert shown("?year=2019-20&theme=%3Cb%3E") == []
    said = words_of(council, log_of(council, "?year=2019-20&theme=%3Cb%3E"))
    assert "There is no entry of 2019/20 with the theme “<b>”" in said


def test_a_filter_that_is_no_year_is_told_in_words(council: Council) -> None:
    answer = council.signed_in("reader").get(log_of(council, "?year=soon"))

    assert answer.status_code == 422
    assert "“soon” is not a financial year" in answer.text


def test_what_was_too_early_to_say_is_asked_again_in_later_years(council: Council) -> None:
    add(council, "Old", changed="Old change", year="2023/24")
    add(council, "Known", changed="Known change", year="2023/24", worked="yes")
    asked = re.compile(r"Did it work by now\?(.*?)Show only")

    now = asked.search(words_of(council, log_of(council), "officer"))
    then = asked.search(words_of(council, log_of(council, "?year=2023-24"), "officer"))

    assert now is not None
    assert "2023/24: Old change Say whether it worked" in now[1]
    assert "Known change" not in now[1]
    assert then is None


def test_the_log_asks_the_database_as_often_for_thirty_as_for_three(council: Council) -> None:
    client = council.signed_in("officer")
    for number in range(3):
        add(council, f"Entry {number}", themes=f"theme {number}", provisions="6.2")
    pages = [log_of(council), log_of(council, "/1"), log_of(council, "/new")]
    client.get(pages[0])
    few = [len(queries_of(client, page)) for page in pages]
    for number in range(3, 30):
        add(council, f"Entry {number}", themes=f"theme {number}", provisions="6.3")

    assert [len(queries_of(client, page)) for page in pages] == few


# One entry.


def test_an_entry_is_added_and_shown_as_it_was_typed(council: Council) -> None:
    saved = add(
        council,
        "Nobody knew\nwhom to ring <b>.",
        changed_when="Quarter 2 of 2024/25",
        worked="partly",
        worked_how="12 calls, not 31.",
        themes="letters, Telephone",
        ticked_provisions=["6.2"],
        provisions="6.3 and 4.1",
        is_internal="yes",
    )

    assert (saved.status_code, saved.location) == (303, log_of(council))
    said = words_of(council, log_of(council, "/1"))
    assert "What we heard Nobody knew whom to ring <b>." in said
    assert "When Quarter 2 of 2024/25 (last day 30 September 2024)" in said
    assert "It worked in part: 12 calls, not 31." in said
    assert "Told in the report of 2024/25: in none, it is kept internal" in said
    assert "Themes letters, Telephone" in said
    assert "Provisions 4.1, 6.2, 6.3" in said
    assert "Internal" in words_of(council, log_of(council))


def test_the_form_of_a_new_entry_starts_from_what_was_looked_at(council: Council) -> None:
    add(council, "Damp came back", themes="damp")
    client = council.signed_in("officer")

    plain = form_of(client.get(log_of(council, "/new")))
    chosen = form_of(client.get(log_of(council, "/new?year=2023-24&theme=damp")))
    unknown = form_of(client.get(log_of(council, "/new?theme=%3Cb%3E")))

    assert (plain["year"], plain["worked"]) == (["2025/26"], ["too_early"])
    assert (chosen["year"], chosen["ticked_themes"]) == (["2023/24"], ["damp"])
    assert "ticked_themes" not in unknown


def test_earlier_themes_are_offered_and_can_be_ticked(council: Council) -> None:
    add(council, "One", themes="damp and mould")

    add(council, "Two", ticked_themes=["damp and mould"], themes="repairs")

    assert "Themes damp and mould, repairs" in words_of(council, log_of(council, "/2"))


@pytest.mark.parametrize(
    ("typed", "said", "field"),
    [
        ({"heard": " "}, "Write what you heard.", "heard"),
        ({"changed": ""}, "belongs in the improvement plan", "changed"),
        ({"year": ""}, "The financial year is missing", "year"),
        ({"year": "2024"}, "“2024” is not a financial year", "year"),
        ({"year": "2098/99"}, "2098/99 has not begun", "year"),
        ({"provisions": "6.2, 6.99"}, "has no provision “6.99”. It runs from", "provisions"),
        ({"provisions": "six"}, "has no provision “six”", "provisions"),
        ({"ticked_provisions": ["99.9"]}, "has no provision “99.9”", "provisions"),
        ({"themes": "a " * 40}, "is too long for a theme", "themes"),
        ({"themes": "a,b,c,d,e,f,g,h,i,j,k"}, "Name 10 themes at most", "themes"),
        ({"changed_when": "now " * 60}, "Write only when it was changed", "changed_when"),
        ({"worked": "perhaps"}, "Choose whether it worked", "worked"),
        ({"heard": "x" * 20_001}, "20,000 is the most", "heard"),
    ],
)
def test_what_was_typed_of_an_entry_is_shown_again(
    council: Council, typed: dict[str, str | list[str]], said: str, field: str
) -> None:
    all_typed: dict[str, str | list[str]] = {
        "changed": "My words", "worked_how": "We counted.", "is_internal": "yes"
    }  # fmt: skip
    all_typed |= typed

    answer = add(council, **{"heard": "We heard this.", **all_typed})  # type: ignore[arg-type]

    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}"' in answer.text
    again = form_of(answer)
    assert again["worked_how"] == ["We counted."]
    assert again["is_internal"] == ["yes"]
    assert again["changed"] == [all_typed["changed"]]
    for name, value in typed.items():
        if name not in ("worked", "ticked_provisions"):
            assert again[name] == [value]


def test_words_that_name_no_day_are_kept_and_told(council: Council) -> None:
    client = council.signed_in("officer")

    fill_in(
        client,
        log_of(council, "/new"),
        heard="One",
        changed=CHANGED,
        year="2024/25",
        changed_when="after the summer",
    )

    page = unescape(client.get(log_of(council)).text)
    assert "“after the summer” names no day that can be counted" in page
    assert "When after the summer What" not in page
    assert "When after the summer Did it work?" in words_of(council, log_of(council, "/1"))


def test_what_looks_like_one_resident_is_asked_about(council: Council) -> None:
    client = council.signed_in("officer")
    fill_in(
        client,
        log_of(council, "/new"),
        heard="Damp at 12 Acacia Road, SO14 7LY",
        changed=CHANGED,
        year="2024/25",
    )

    assert "It seems to hold a postcode and a house number and a street." in unescape(
        client.get(log_of(council)).text
    )
    assert "seems to hold a postcode" in words_of(council, log_of(council, "/1"), "officer")


def test_a_second_press_adds_nothing_and_is_no_error(council: Council) -> None:
    client = council.signed_in("officer")
    typed = form_of(client.get(log_of(council, "/new"))) | {"heard": "One", "changed": "Two"}

    answers = [client.post(log_of(council, "/new"), data=typed) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert "1 entry of what" in words_of(council, log_of(council))


def test_an_entry_tells_what_changed_since(council: Council) -> None:
    add(council, "Nobody knew whom to ring.", themes="letters")
    page = log_of(council, "/1")

    fill_in(
        council.signed_in("lead"),
        page,
        heard="Few knew whom to ring.",
        worked="yes",
        changed_when="May 2024",
        year="2023/24",
        ticked_themes=[],
        provisions="6.2",
        is_internal="yes",
    )

    said = words_of(council, page)
    for words in (
        "The lead changed the entry “Nobody knew whom to ring.” of the learning log:",
        "it said “Too early to say” and says “It worked”",
        "the time was not said and is May 2024",
        "the report of 2023/24 tells it, no longer that of 2024/25",
        "its themes are now not named",
        "it is now about 6.2",
        "it is now kept internal",
        "what was heard reads otherwise",
        "What was heard, before: Nobody knew whom to ring. After: Few knew whom to ring.",
        "The officer added to the learning log of 2024/25: “Nobody knew whom to ring.”",
    ):
        assert words in said


def test_of_two_forms_of_an_entry_the_later_one_shows_both(council: Council) -> None:
    add(council, "First words")
    page = log_of(council, "/1")
    theirs, mine = council.signed_in("lead"), council.signed_in("officer")
    typed = form_of(mine.get(page)) | {"heard": "My words", "themes": "mine"}
    fill_in(theirs, page, heard="Their words")

    clash = mine.post(page, data=typed)

    assert clash.status_code == 409
    assert "Somebody else saved this" in clash.text
    assert ">Their words</dd>" in clash.text
    again = form_of(clash)
    assert (again["heard"], again["themes"]) == (["My words"], ["mine"])
    assert mine.post(page, data=again).status_code == 303
    assert "What we heard My words" in words_of(council, page)


def test_what_is_typed_into_an_entry_that_was_removed_can_be_added_anew(council: Council) -> None:
    add(council, "First words", themes="letters")
    page = log_of(council, "/1")
    mine = council.signed_in("officer")
    typed = form_of(mine.get(page)) | {"heard": "My words", "worked_how": "We counted."}
    remove(council, reason="Twice", who="lead")

    clash = mine.post(page, data=typed)

    assert clash.status_code == 409
    assert "Somebody else removed this entry" in clash.text
    assert f'action="{log_of(council, "/new")}"' in clash.text
    assert mine.post(log_of(council, "/new"), data=form_of(clash)).status_code == 303
    said = words_of(council, log_of(council, "/2"))
    assert "What we heard My words" in said
    assert "We counted." in said
    assert "Themes letters" in said


# Removing.


def remove(
    council: Council, *, reason: str, who: str = "officer", version: str = "1"
) -> TestResponse:
    client = council.signed_in(who)
    token = form_of(client.get(log_of(council, "/new")))["csrf_token"]
    typed = {"csrf_token": token, "version": version, "reason": reason}
    return client.post(log_of(council, "/1/remove"), data=typed)


def test_a_removed_entry_leaves_the_log_and_stays_in_the_history(council: Council) -> None:
    add(council, "Nobody knew whom to ring.", themes="letters")

    assert remove(council, reason="Entered twice").status_code == 303

    assert "Nothing has been written down yet" in words_of(council, log_of(council))
    gone = council.signed_in("officer").get(log_of(council, "/1"))
    assert gone.status_code == 404
    assert "was removed from the learning log" in gone.text
    history = words_of(council, f"/landlords/{council.landlord.slug}/history")
    assert "removed an entry from the learning log of 2024/25. It said: What we heard:" in history
    assert "“Entered twice”" in history


def test_removing_without_a_reason_asks_for_it(council: Council) -> None:
    add(council, "Nobody knew whom to ring.")

    answer = remove(council, reason=" ")

    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text
    assert "Write why the entry is removed." in answer.text
    assert "1 entry of what" in words_of(council, log_of(council))


def test_removing_what_somebody_changed_shows_the_change_and_keeps_the_reason(
    council: Council,
) -> None:
    add(council, "First words")
    fill_in(council.signed_in("lead"), log_of(council, "/1"), heard="Their words")

    answer = remove(council, reason="Entered twice")

    assert answer.status_code == 409
    assert "It was not removed." in answer.text
    assert 'value="Entered twice"' in answer.text
    assert "Their words" in answer.text
    assert remove(council, reason="Entered twice", version="2").status_code == 303
    assert remove(council, reason="Entered twice", version="2").status_code == 303


# Who may.


@pytest.mark.parametrize("who", ["member", "reader"])
def test_who_may_not_edit_reads_an_entry_without_its_form(council: Council, who: str) -> None:
    add(council, "Nobody knew whom to ring.")

    page = council.signed_in(who).get(log_of(council, "/1")).text

    assert "Your role lets you read this, not change it." in page
    assert "<textarea" not in page
    assert "Remove" not in page


def test_the_log_of_another_landlord_is_not_found(council: Council) -> None:
    add(council, "Nobody knew whom to ring.")
    stranger = council.signed_in("stranger")

    assert stranger.get(log_of(council)).status_code == 404
    assert stranger.get(log_of(council, "/1")).status_code == 404
    own = f"/landlords/{council.elsewhere.slug}/learning"
    assert stranger.get(f"{own}/1").status_code == 404
    assert "Nothing has been written down yet" in stranger.get(own).text
