"""Marks on words: what stayed is plain, what changed is marked in runs, and nothing is lost."""

import pytest

from app.domain.word_changes import Marked, word_changes


def written(text: Marked) -> list[str]:
    """Write marked words in brackets, a line for each paragraph."""
    return [
        "".join(f"[{run.text}]{run.space}" if run.changed else run.text + run.space for run in line)
        for line in text.paragraphs
    ]


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    found = word_changes([[before]], [after])
    return written(found.before[0]), written(found.after)


@pytest.mark.parametrize(
    ("before", "after", "was", "now"),
    [
        (
            "It may be up to 10 days after the original date.",
            "It may be up to 20 working days after the original date.",
            "It may be up to [10] days after the original date.",
            "It may be up to [20 working] days after the original date.",
        ),
        # Capitals and full stops make no other word.
        ("The policy says so.", "the policy says so", "The policy says so.", "the policy says so"),
        # A lone "the" between words that changed is taken along, so that marks do not flicker.
        (
            "Residents hear at once whether the officer agreed and how to go on from here.",
            "Residents hear at once when the meeting is and how to go on from here.",
            "Residents hear at once [whether the officer agreed] and how to go on from here.",
            "Residents hear at once [when the meeting is] and how to go on from here.",
        ),
        # Texts with next to nothing in common are marked as a whole.
        (
            "Every point must be answered with reasons of its own.",
            "Staff who are needed take part, with the landlord's help.",
            "[Every point must be answered with reasons of its own.]",
            "[Staff who are needed take part, with the landlord's help.]",
        ),
        ("", "A new sentence.", "", "[A new sentence.]"),
    ],
)
def test_words_that_came_and_went_are_marked(before: str, after: str, was: str, now: str) -> None:
    assert changed(before, after) == ([was] if was else [], [now])


def test_of_several_texts_each_shows_what_did_not_stay_and_now_what_none_said() -> None:
    first = "The landlord names an officer for complaints. It tells staff."
    second = "It publishes how many complaints there were in every year."
    now = (
        "The landlord names an officer for complaints. It publishes how many complaints there were "
        "in every year. It learns from them."
    )
    found = word_changes([[first], [second]], [now])

    assert written(found.before[0]) == [
        "The landlord names an officer for complaints. It [tells staff.]"
    ]
    assert written(found.before[1]) == [second]
    assert written(found.after) == [now.replace("It learns from them.", "[It learns from them.]")]


def test_paragraphs_stay_apart_and_every_word_is_kept() -> None:
    before = ["The letter says these things.", "what was decided", "any remedy"]
    after = ["The letter says these things.", "the stage", "what was decided", "any remedy offered"]
    found = word_changes([before], after)

    assert written(found.after) == [
        "The letter says these things.", "[the stage]", "what was decided", "any remedy [offered]",
    ]  # fmt: skip
    assert written(found.before[0]) == before
    assert found.after.has_changes
    assert not found.before[0].has_changes


def test_lines_of_an_official_text_are_paragraphs() -> None:
    found = word_changes([["One.\n\nTwo."]], ["One.\nTwo."])

    assert written(found.before[0]) == written(found.after) == ["One.", "Two."]


def test_texts_with_nothing_in_common_are_worded_anew() -> None:
    found = word_changes(
        [["Every point gets reasons of its own."], ["Staff who are needed take part at once."]],
        ["Staff who are needed take part, with help.", "Others wait."],
    )

    assert [one.is_anew for one in found.before] == [True, False]
    assert not found.after.is_anew
    assert word_changes([["One thing."]], ["Another matter entirely."]).after.is_anew
    assert not word_changes([["The same."]], ["The same."]).after.is_anew


def test_a_text_without_one_before_is_all_that_came() -> None:
    assert written(word_changes([], ["All of this."]).after) == ["[All of this.]"]
