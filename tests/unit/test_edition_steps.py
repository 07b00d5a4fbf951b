"""The ways between editions: by predecessors, by corrections, and by mappings between rulebooks."""

from dataclasses import replace

from app.domain.edition_shelf import Editions, shelve
from app.domain.edition_steps import UNMAPPED, ancestors, met_a_correction, way_back
from app.domain.editions import (
    AnswerType,
    Change,
    Deadline,
    DeadlineKind,
    Edition,
    Effect,
    Obligation,
    Predecessor,
    Provision,
    Section,
    Unit,
)

FIVE_DAYS = Deadline("answer", 5, Unit.WORKING_DAYS, "receipt", DeadlineKind.LIMIT)


def provision(number: str, *links: Predecessor, text: str = "Says.") -> Provision:
    return Provision(
        number, "A title", Obligation.SHOULD, text, AnswerType.YES_NO, predecessors=links
    )


def edition(name: str, *provisions: Provision, **changes: str) -> Edition:
    made = Edition(
        rulebook=changes.pop("rulebook", "a-code"),
        name=name,
        title="A Code",
        issuer="Somebody",
        published="2024",
        in_force=name,
        comply_by=None,
        superseded=None,
        statutory=False,
        source="https://example.org",
        follows=None,
        form_name="Form",
        form_columns=("Answer",),
        sections=(Section("1", "One", provisions),),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def link(number: str, change: Change, effect: Effect) -> Predecessor:
    return Predecessor(number, change, effect)


OLD = edition("2020", provision("1.1"), provision("1.2"))
MIDDLE = edition(
    "2022",
    provision("1.1", link("1.1", Change.UNCHANGED, Effect.STRONGER)),
    provision("1.2", link("1.2", Change.SPLIT, Effect.SAME)),
    follows="2020",
)
NEW = edition(
    "2024",
    provision(
        "1.3",
        link("1.1", Change.REWORDED, Effect.SAME),
        link("1.2", Change.MERGED, Effect.WEAKER),
    ),
    follows="2022",
)
CORRECTION = edition("2022-2", provision("1.1", text="Says more."), corrects="2022", follows="2020")


def links(after: Edition, before: Edition, editions: Editions, number: str) -> list[Predecessor]:
    way = way_back(after, before, editions)
    assert way is not None
    return list(ancestors(number, way))


def test_the_greatest_change_and_effect_on_a_way_count() -> None:
    assert links(NEW, OLD, shelve([OLD, MIDDLE, NEW]), "1.3") == [
        link("1.1", Change.REWORDED, Effect.STRONGER),
        link("1.2", Change.MERGED, Effect.WEAKER),
    ]


def test_a_correction_is_met_number_by_number_from_either_side() -> None:
    shelf = shelve([OLD, MIDDLE, CORRECTION, NEW])
    assert links(CORRECTION, MIDDLE, shelf, "1.1") == [link("1.1", Change.REWORDED, Effect.SAME)]
    [step] = way_back(CORRECTION, MIDDLE, shelf) or ()
    assert step.dropped == {"1.2": "withdrawn by the correction of A Code 2022"}
    # What follows the corrected edition can carry on from the correction as well.
    assert links(NEW, CORRECTION, shelf, "1.3") == [link("1.1", Change.REWORDED, Effect.SAME)]


def test_other_figures_under_the_same_number_are_an_effect() -> None:
    figures = edition("2022-2", replace(MIDDLE.in_form[0], deadlines=(FIVE_DAYS,)), corrects="2022")
    assert links(figures, MIDDLE, shelve([MIDDLE, figures]), "1.1") == [
        link("1.1", Change.REWORDED, Effect.FIGURES)
    ]


def test_what_a_correction_changed_counts_on_the_way_to_what_the_corrected_edition_follows() -> (
    None
):
    # Its predecessors are copies, made before it changed a figure and made a should a must.
    figures = replace(MIDDLE.in_form[0], deadlines=(FIVE_DAYS,))
    must = replace(MIDDLE.in_form[1], obligation=Obligation.MUST)
    correction = edition("2022-2", figures, must, corrects="2022", follows="2020")
    again = edition("2022-3", figures, must, corrects="2022-2", follows="2020")
    shelf = shelve([OLD, MIDDLE, correction, again, NEW])
    for corrected in (correction, again):
        assert links(corrected, OLD, shelf, "1.1") == [
            link("1.1", Change.REWORDED, Effect.FIGURES),
        ]
        assert links(corrected, OLD, shelf, "1.2") == [link("1.2", Change.SPLIT, Effect.STRONGER)]
        way = way_back(corrected, OLD, shelf) or ()
        assert met_a_correction("1.1", way)
        assert met_a_correction("1.2", way)
    assert links(MIDDLE, OLD, shelf, "1.2") == [link("1.2", Change.SPLIT, Effect.SAME)]


def test_what_a_correction_adds_and_withdraws_is_said_on_the_way_past_what_it_corrects() -> None:
    added = provision("1.3", link("1.2", Change.REWORDED, Effect.STRONGER))
    kept = MIDDLE.in_form[0]
    correction = edition("2022-2", kept, added, corrects="2022", follows="2020")
    shelf = shelve([OLD, MIDDLE, correction])
    assert links(correction, OLD, shelf, "1.1") == list(kept.predecessors)
    assert links(correction, OLD, shelf, "1.3") == list(added.predecessors)
    assert not met_a_correction("1.1", way_back(correction, OLD, shelf) or ())
    without = edition("2022-2", kept, corrects="2022", follows="2020")
    [step] = way_back(without, OLD, shelve([OLD, MIDDLE, without])) or ()
    assert step.dropped == {"1.2": "withdrawn by the correction of A Code 2022"}


def test_a_mapping_is_read_from_either_side_and_only_between_rulebooks() -> None:
    sister = edition("2026", provision("1.1"), rulebook="sister")
    other = edition("2027", provision("1.1"), rulebook="sister")
    mappings = {
        ("sister-2026", NEW.id): {"1.1": ("1.3",)},
        ("sister-2027", NEW.id): {"1.1": ("1.3",)},
    }
    shelf = shelve([OLD, MIDDLE, NEW, sister, other], mappings=mappings)
    mapped = Predecessor("1.3", Change.REWORDED, Effect.SAME)
    assert links(sister, NEW, shelf, "1.1") == [mapped]
    assert links(NEW, sister, shelf, "1.3") == [replace(mapped, number="1.1")]
    assert way_back(sister, other, shelf) is None
    [step] = way_back(OLD, sister, shelve([OLD, sister], mappings={(sister.id, OLD.id): {}})) or ()
    assert step.dropped == {"1.1": UNMAPPED}
