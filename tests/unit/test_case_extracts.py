"""Extracts as frames: what each cell becomes, and what is said of the cells that are wrong."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from app.domain.case_faults import (
    EFFECT_WORDS,
    EFFECTS,
    KIND_WORDS,
    Effect,
    FaultKind,
    group_from_facts,
)
from app.domain.case_mapping import CaseMapping, DateOrder
from app.domain.case_privacy import FEW_ROWS
from app.domain.errors import Invalid
from app.reading import case_extracts, case_files, case_tables, case_text
from app.reading.case_extracts import FRAME_SCHEMA, CasesRead
from tests.unit.case_extract_files import (
    FIRST,
    HEADERS,
    MAPPING,
    ROWS,
    SECOND,
    THIRD,
    TODAY,
    csv_file,
    csv_text,
    open_document,
    open_row,
    text_file,
    with_cell,
    workbook,
)


def read(path: Path, mapping: CaseMapping = MAPPING) -> CasesRead:
    """Return what a file gives."""
    return case_extracts.read_cases(path, mapping, today=TODAY)


def read_rows(folder: Path, *rows: Sequence[str], mapping: CaseMapping = MAPPING) -> CasesRead:
    """Return what rows give as a CSV file."""
    return read(csv_file(folder, rows), mapping)


def told(found: CasesRead, kind: FaultKind) -> list[str]:
    """Return the sentences of one kind of fault."""
    return [fault.sentence for group in found.faults if group.kind is kind for fault in group.first]


def kinds(found: CasesRead) -> list[FaultKind]:
    """Return the kinds of faults, in their order."""
    return [group.kind for group in found.faults]


def simple(text: str, folder: Path, **columns: str) -> CasesRead:
    """Return what a text gives, with no more columns than are named."""
    return read(text_file(folder, text), CaseMapping({"received_on": "Date", **columns}))


def test_every_cell_becomes_what_it_means(tmp_path: Path) -> None:
    found = read_rows(tmp_path, *ROWS)

    assert found.faults == ()
    assert (found.rows_in_file, found.rows_used, found.rows_left_out) == (3, 3, 0)
    assert found.frame.columns == list(FRAME_SCHEMA)
    assert found.frame.row(0, named=True) == {
        "row": 2,
        "received_on": date(2023, 4, 5),
        "s1_acknowledged_on": date(2023, 4, 6),
        "s1_extension_told_on": None,
        "s1_extended_to": None,
        "s1_answered_on": date(2023, 4, 19),
        "escalated_on": None,
        "s2_acknowledged_on": None,
        "s2_extension_told_on": None,
        "s2_extended_to": None,
        "s2_answered_on": None,
        "s1_outcome": "upheld",
        "s2_outcome": None,
        "refused": None,
        "refused_reason": None,
        "categories": ["Delay", "Staff"],
        "department": "Repairs",
        "tenure": "rental",
        "in_remit": None,
        "compensation_pence": 10050,
    }
    assert found.frame["tenure"].to_list() == ["rental", "ownership", "rental"]
    assert found.frame["categories"].to_list() == [["Delay", "Staff"], ["Delay"], None]
    assert found.frame["compensation_pence"].to_list() == [10050, None, 125000]


def test_outcomes_and_tenures_compare_with_every_word_that_they_can_be(tmp_path: Path) -> None:
    frame = read_rows(tmp_path, *ROWS).frame

    assert (frame["s1_outcome"] == "withdrawn").sum() == 0
    assert (frame["s1_outcome"] == "not_upheld").sum() == 1
    assert (frame["tenure"] == "other").sum() == 0


@pytest.mark.parametrize("make", [csv_file, workbook])
def test_the_same_table_gives_the_same_frame_from_any_file(tmp_path: Path, make: object) -> None:
    assert callable(make)
    expected = read_rows(tmp_path, *ROWS).frame

    assert read(make(tmp_path, ROWS)).frame.equals(expected)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_changes_nothing(tmp_path: Path, codec: str) -> None:
    rows = [with_cell("Service", "Café £")] * 2
    found = read(text_file(tmp_path, csv_text(rows).encode(codec)), replace(MAPPING, columns={
        name: header for name, header in MAPPING.columns.items() if name != "reference"
    }))  # fmt: skip

    assert found.frame["department"].to_list() == ["Café £"] * 2


def test_a_sign_in_another_encoding_far_down_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_text, "CHECKED_BYTES", 300)
    monkeypatch.setattr(case_files, "SAMPLE_BYTES", 300)
    rows = [
        (f"C{number}", *with_cell("Service", "Repairs" if number < 50 else "Café")[1:])
        for number in range(60)
    ]
    found = read(text_file(tmp_path, csv_text(rows).encode("cp1252")))

    assert found.rows_used == 60
    assert found.frame["department"].to_list()[-1] == "Café"


def test_old_line_ends_and_line_breaks_in_quotes_keep_the_rows(tmp_path: Path) -> None:
    old = read(text_file(tmp_path, csv_text(lineterminator="\r")))
    quoted = read_rows(tmp_path, with_cell("Category", "Delay;\nStaff"), SECOND)

    assert old.rows_used == 3
    assert quoted.frame["row"].to_list() == [2, 3]
    assert quoted.frame["categories"].to_list()[0] == ["Delay", "Staff"]


def test_rows_are_numbered_as_in_the_file_and_empty_ones_left_out(tmp_path: Path) -> None:
    text = "Complaints 2023/24\n\n" + csv_text().replace("C2,", ",,,,,,,,,,\n\nC2,")
    found = read(text_file(tmp_path, text + "\n\n"))

    assert found.frame["row"].to_list() == [4, 7, 8]
    assert found.rows_in_file == 3
    assert "The headers stand in row 3" in found.told[0]


def test_a_workbook_with_dates_numbers_and_empty_rows(tmp_path: Path) -> None:
    rows = [
        ("C1", date(2023, 4, 5), datetime(2023, 4, 6, 9, 30), "19/04/2023", "Upheld", "", "", "A",
         "GN", "", 100.5),
        ("",) * 11,
        (7, 45021, "", "", "", "", "", 12, "GN", "", 20),
    ]  # fmt: skip
    found = read(workbook(tmp_path, rows))

    assert found.frame["row"].to_list() == [2, 4]
    assert found.frame["received_on"].to_list() == [date(2023, 4, 5), date(2023, 4, 5)]
    assert found.frame["s1_acknowledged_on"].to_list() == [date(2023, 4, 6), None]
    assert found.frame["compensation_pence"].to_list() == [10050, 2000]
    assert found.frame["department"].to_list() == ["A", "12"]
    assert told(found, FaultKind.EXCEL_SERIAL_DATE) == [
        "Row 4, column “Date received”: “45021” is a number, read as the date 5 April 2023 as "
        "Excel counts days."
    ]


def test_a_sheet_of_opendocument_is_read(tmp_path: Path) -> None:
    body = open_row(*HEADERS) + open_row(*FIRST) + open_row(*SECOND)
    found = read(open_document(tmp_path / "cases.ods", body))

    assert found.frame.equals(read_rows(tmp_path, FIRST, SECOND).frame)


def test_a_column_may_stand_for_two_fields(tmp_path: Path) -> None:
    text = "Refused because,Date\nToo late,01/02/2024\n,13/02/2024\n"
    both = {"refused_reason": "Refused because"}
    found = simple(text, tmp_path, **both)
    mapping = CaseMapping(
        {"received_on": "Date", "refused": "Refused because", **both},
        {"refused": {"too late": "yes"}},
    )
    twice = read(text_file(tmp_path, text), mapping)

    assert found.frame["refused"].to_list() == [True, False]
    assert found.frame["refused_reason"].to_list() == ["Too late", None]
    assert twice.frame["refused"].to_list() == [True, None]
    assert twice.frame["refused_reason"].to_list() == ["Too late", None]


def test_times_are_left_off(tmp_path: Path) -> None:
    text = "Ref,Date\na,01/02/2024 10:33:01\nb,1/2/2024 9:05\nc,13/02/2024\nd,2024-02-13T10:00:00\n"
    found = simple(text, tmp_path)

    assert found.frame["received_on"].to_list() == [date(2024, 2, 1)] * 2 + [date(2024, 2, 13)] * 2
    assert found.faults == ()


# --- what is wrong with rows --------------------------------------------------------------------


def test_day_and_month_stop_everything_until_a_person_chooses(tmp_path: Path) -> None:
    rows = [with_cell("Stage 1 response sent", "10/04/2023", with_cell("Stage 1 acknowledged", ""))]
    found = read_rows(tmp_path, *rows)
    day = read_rows(tmp_path, *rows, mapping=replace(MAPPING, date_order=DateOrder.DAY_FIRST))
    month = read_rows(tmp_path, *rows, mapping=replace(MAPPING, date_order=DateOrder.MONTH_FIRST))

    assert kinds(found) == [FaultKind.AMBIGUOUS_DATES]
    assert found.is_stopped
    assert (found.frame.height, found.rows_used) == (0, 0)
    assert told(found, FaultKind.AMBIGUOUS_DATES)[0] == (
        "Row 2, column “Date received”: “05/04/2023” could have its day or its month first. "
        "Say which one this file writes first."
    )
    assert day.frame["received_on"].to_list() == [date(2023, 4, 5)]
    assert month.frame["received_on"].to_list() == [date(2023, 5, 4)]


def test_one_clear_date_tells_the_order_of_a_file(tmp_path: Path) -> None:
    assert read_rows(tmp_path, FIRST).frame["received_on"].to_list() == [date(2023, 4, 5)]


def test_dates_that_contradict_each_other_stop_everything(tmp_path: Path) -> None:
    rows = [FIRST, with_cell("Complaint Ref", "C9", with_cell("Date received", "03/25/2023"))]
    for order in (None, DateOrder.DAY_FIRST):
        found = read_rows(tmp_path, *rows, mapping=replace(MAPPING, date_order=order))
        assert found.is_stopped
        assert any("03/25/2023" in one for one in told(found, FaultKind.AMBIGUOUS_DATES))


@pytest.mark.parametrize(
    ("header", "value", "kind", "sentence"),
    [
        (
            "Date received",
            "",
            FaultKind.NO_RECEIVED_DATE,
            "Row 3, column “Date received”: no date stands here, so this row belongs to no year.",
        ),
        (
            "Date received",
            "31/02/2023",
            FaultKind.NOT_A_DATE,
            "Row 3, column “Date received”: “31/02/2023” is no day of the calendar.",
        ),
        (
            "Stage 1 acknowledged",
            "Jane Doe",
            FaultKind.NOT_A_DATE,
            "Row 3, column “Stage 1 acknowledged”: what stands here cannot be read as a date.",
        ),
        (
            "Date received",
            "05/04/23",
            FaultKind.TWO_DIGIT_YEAR,
            "Row 3, column “Date received”: “05/04/23” has a year of two digits, which could be "
            "another part of the date. Export the dates with years of four digits.",
        ),
        (
            "Stage 1 response sent",
            "04/04/2023",
            FaultKind.IMPOSSIBLE_ORDER,
            "Row 3, column “Stage 1 response sent”: this case was answered at stage 1 on "
            "4 April 2023, before it was received on 5 April 2023.",
        ),
        (
            "Stage 1 response sent",
            "02/06/2024",
            FaultKind.FUTURE_DATE,
            "Row 3, column “Stage 1 response sent”: 2 June 2024 has not come yet, so this case "
            "cannot have been answered at stage 1 then.",
        ),
        (
            "Stage 2 response sent",
            "02/05/2024",
            FaultKind.NO_ESCALATION_DATE,
            "Row 3, column “Stage 2 response sent”: this case was answered at stage 2, but has no "
            "date of escalation, so it is not counted at stage 2.",
        ),
        (
            "Stage 1 outcome",
            "Blue",
            FaultKind.UNKNOWN_OUTCOME,
            "Row 3, column “Stage 1 outcome”: “Blue” has no meaning yet, and is counted as not "
            "known. Give it one in the mapping.",
        ),
        (
            "Tenure",
            "Houseboat",
            FaultKind.UNKNOWN_VALUE,
            "Row 3, column “Tenure”: “Houseboat” has no meaning yet, and is counted as empty. "
            "Give it one in the mapping.",
        ),
        (
            "Complaint Ref",
            "C1",
            FaultKind.DUPLICATE_REFERENCE,
            "Row 3, column “Complaint Ref”: row 2 has the same reference, so this one is not "
            "counted. Each case needs one row; stages go into columns.",
        ),
        (
            "Compensation",
            "45%",
            FaultKind.PERCENTAGE_IN_AMOUNT,
            "Row 3, column “Compensation”: “45%” is a percentage, where an amount in pounds is "
            "expected. Choose the column with amounts, or correct the file.",
        ),
        (
            "Compensation",
            "a sofa",
            FaultKind.NOT_AN_AMOUNT,
            "Row 3, column “Compensation”: what stands here cannot be read as an amount in "
            "pounds, so no compensation is counted for this case.",
        ),
        (
            "Date received",
            "45021",
            FaultKind.EXCEL_SERIAL_DATE,
            "Row 3, column “Date received”: “45021” is a number, read as the date 5 April 2023 "
            "as Excel counts days.",
        ),
    ],
)
def test_a_fault_names_row_and_column_and_what_follows(
    tmp_path: Path, header: str, value: str, kind: FaultKind, sentence: str
) -> None:
    faulty = with_cell(header, value, with_cell("Complaint Ref", "C9"))
    found = read_rows(tmp_path, FIRST, faulty, THIRD)

    assert kinds(found) == [kind]
    group = found.faults[0]
    assert told(found, kind) == [sentence]
    assert (group.count, group.first[0].row, group.first[0].column) == (1, 3, header)
    assert group.effect is EFFECTS[kind]
    used = {Effect.STOPS: [], Effect.LEAVES_OUT: [2, 4], Effect.TOLD: [2, 3, 4]}[group.effect]
    assert found.frame["row"].to_list() == used
    assert found.rows_used == len(used)
    assert found.rows_left_out == (group.effect is Effect.LEAVES_OUT)
    assert group_from_facts(group.to_facts()) == group


def test_what_cannot_be_read_is_counted_as_not_known_or_empty(tmp_path: Path) -> None:
    rows = [with_cell("Stage 1 outcome", "Blue", with_cell("Tenure", "Houseboat"))]
    found = read_rows(tmp_path, *rows)

    assert found.frame["s1_outcome"].to_list() == ["not_known"]
    assert found.frame["tenure"].to_list() == [None]


def test_a_value_that_could_be_anybodys_name_is_not_quoted(tmp_path: Path) -> None:
    rows = [
        with_cell("Complaint Ref", f"C{number}", with_cell("Stage 1 outcome", f"Person {number}"))
        for number in range(60)
    ]
    found = read_rows(tmp_path, *rows)

    assert "Person" not in str([group.to_facts() for group in found.faults])
    assert found.faults[0].count == 60


def test_an_order_of_dates_is_judged_for_every_pair(tmp_path: Path) -> None:
    header = "Date,S1 ack,S1 told,S1 to,S1 ans,Esc,S2 ack,S2 told,S2 to,S2 ans"
    good = [f"{day}/05/2023" for day in (10, 11, 12, 20, 18, 21, 22, 23, 30, 29)]
    columns = dict(
        zip(
            ("s1_acknowledged_on", "s1_extension_told_on", "s1_extended_to", "s1_answered_on",
             "escalated_on", "s2_acknowledged_on", "s2_extension_told_on", "s2_extended_to",
             "s2_answered_on"),
            header.split(",")[1:],
            strict=True,
        )
    )  # fmt: skip
    assert simple(f"{header}\n{','.join(good)}\n", tmp_path, **columns).faults == ()
    for at in range(1, 10):
        bad = [*good[:at], "09/05/2023", *good[at + 1 :]]
        found = simple(f"{header}\n{','.join(bad)}\n", tmp_path, **columns)
        assert kinds(found) == [FaultKind.IMPOSSIBLE_ORDER], at
        assert found.rows_left_out == 1


def test_an_extension_may_end_in_the_future(tmp_path: Path) -> None:
    text = "Date,To\n13/05/2024,13/06/2024\n"
    assert simple(text, tmp_path, s1_extended_to="To").faults == ()


def test_columns_too_many_or_too_few_are_told_by_their_rows(tmp_path: Path) -> None:
    lines = csv_text(lineterminator="\n").splitlines()
    text = "\n".join(
        [
            *lines,
            "C4,13/05/2023,,,Upheld,,,Repairs, heating,GN,,12",
            "C5,13/05/2023 14/05/2023,19/05/2023,Upheld,,,Repairs,GN,,",
            "C6;13/05/2023;;;Upheld",
            "C7,13/05/2023,,,Upheld",
            "C8,13/05/2023,,,Upheld,,,Repairs,GN,,,,,",
        ]
    )
    found = read(text_file(tmp_path, text))

    assert [one.row for group in found.faults if group.kind is FaultKind.TOO_MANY_COLUMNS
            for one in group.first] == [5]  # fmt: skip
    assert [one.row for group in found.faults if group.kind is FaultKind.TOO_FEW_COLUMNS
            for one in group.first] == [6, 7]  # fmt: skip
    assert told(found, FaultKind.ENDS_EARLY) == [
        "Row 8: it ends before the last column; what is missing at its end was taken as empty."
    ]
    assert found.frame["row"].to_list() == [2, 3, 4, 8, 9]


def test_the_first_of_two_references_that_can_be_used_counts(tmp_path: Path) -> None:
    unusable = with_cell("Date received", "")
    spaced = with_cell("Complaint Ref", " C1 ")
    nameless = with_cell("Complaint Ref", "  ")
    found = read_rows(tmp_path, unusable, FIRST, spaced, nameless, nameless)

    assert found.frame["row"].to_list() == [3, 5, 6]
    assert "row 3 has the same reference" in told(found, FaultKind.DUPLICATE_REFERENCE)[0]


def test_of_many_faults_the_first_rows_are_kept(tmp_path: Path) -> None:
    rows = [(f"C{number}", *FIRST[1:]) for number in range(30)]
    rows += [(f"D{number}", *with_cell("Date received", "")[1:]) for number in range(300)]
    found = read_rows(tmp_path, *rows)

    assert found.faults[0].count == found.rows_left_out == 300
    assert [fault.row for fault in found.faults[0].first] == list(range(32, 52))


def test_the_gravest_faults_come_first_and_each_kind_has_words() -> None:
    assert set(KIND_WORDS) == set(EFFECTS) == set(FaultKind)
    assert set(EFFECT_WORDS) == set(Effect)


@pytest.mark.parametrize(
    ("header", "values", "field", "sentence"),
    [
        ("Service", ["SO14 7LY"], "department", "names, addresses or free text"),
        ("Service", ["x" * 61], "department", "names, addresses or free text"),
        ("Category", ["Mrs Jones"], "categories", "names, addresses or free text"),
        ("Service", [f"Team {n}" for n in range(201)], "department", "more than 200 different"),
    ],
)
def test_what_could_be_people_is_never_taken_as_a_label(
    tmp_path: Path, header: str, values: list[str], field: str, sentence: str
) -> None:
    rows = [with_cell("Complaint Ref", value[:20], with_cell(header, value)) for value in values]
    with pytest.raises(Invalid, match=sentence) as refusal:
        read_rows(tmp_path, *rows)
    assert refusal.value.field == field
    assert values[0] not in refusal.value.message


def test_what_hardly_ever_comes_twice_is_never_taken_as_a_label(tmp_path: Path) -> None:
    names = (f"Ann {chr(65 + number)}nother" for number in range(FEW_ROWS + 1))
    rows = [[f"R{place}", "03/04/2024", name] for place, name in enumerate(names)]
    columns = {"reference": "Ref", "received_on": "Received", "categories": "Column X"}
    mapping = CaseMapping(columns=columns, date_order=DateOrder.DAY_FIRST)
    lines = [["Ref", "Received", "Column X"], *rows]
    path = text_file(tmp_path, "\n".join(",".join(one) for one in lines))

    with pytest.raises(Invalid, match="Hardly any value of the column “Column X” comes twice"):
        read(path, mapping)


def test_no_reference_name_or_text_is_in_the_frame(tmp_path: Path) -> None:
    found = read_rows(tmp_path, *ROWS)

    assert "reference" not in found.frame.columns
    assert "C1" not in str(found.frame.to_dicts())


def test_a_mapping_that_does_not_fit_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no column “When”"):
        read_rows(tmp_path, FIRST, mapping=CaseMapping({"received_on": "When"}))
    with pytest.raises(Invalid, match="no sheet “Other”"):
        read(workbook(tmp_path), replace(MAPPING, sheet="Other"))


def test_more_rows_than_can_be_numbered_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_tables, "MOST_ROWS", 2)
    with pytest.raises(Invalid, match="more than 2 rows"):
        read_rows(tmp_path, *ROWS)


def test_progress_goes_from_nothing_to_all(tmp_path: Path) -> None:
    steps: list[tuple[int, int, str]] = []
    case_extracts.read_cases(
        csv_file(tmp_path),
        MAPPING,
        today=TODAY,
        progress=lambda done, total, words: steps.append((done, total, words)),
    )
    done = [step[0] for step in steps]

    assert done == sorted(done)
    assert steps[0][0] == 0
    assert steps[-1][0] == steps[-1][1]
    assert "Reading “Date received”" in [step[2] for step in steps]


def test_an_unclosed_quotation_mark_hides_no_case_silently(tmp_path: Path) -> None:
    rows = [(f"C{number}", *FIRST[1:]) for number in range(20)]
    text = csv_text(rows).replace("C5,", '"C5,', 1)
    with pytest.raises(Invalid, match="quotation mark in row 7 that opens"):
        read(text_file(tmp_path, text))


def test_a_first_row_much_wider_than_the_headers_is_told(tmp_path: Path) -> None:
    found = simple("Ref,Date,Kind\na,13/02/2024,x,y,z\nb,14/02/2024,x\n", tmp_path)

    assert kinds(found) == [FaultKind.TOO_MANY_COLUMNS]
    assert found.frame["row"].to_list() == [3]


def test_a_mapped_column_may_be_empty(tmp_path: Path) -> None:
    text = "Ref,Date,Service,Outcome,Paid,Kind\na,13/02/2024,,,,\n"
    found = simple(
        text, tmp_path, department="Service", s1_outcome="Outcome", compensation="Paid",
        categories="Kind",
    )  # fmt: skip

    assert found.faults == ()
    assert found.frame.row(0)[1:] == (date(2024, 2, 13), *[None] * 18)


def test_damaged_files_are_read_or_refused_and_nothing_else(tmp_path: Path) -> None:
    chance = random.Random(3)
    rows = [(f"C{number}", *FIRST[1:]) for number in range(20)]
    whole = [
        csv_text(rows).encode(),
        csv_text(rows, quoting=1).encode("utf-16"),
        workbook(tmp_path, ROWS).read_bytes(),
        open_document(tmp_path / "o.ods", open_row(*HEADERS) + open_row(*FIRST)).read_bytes(),
    ]
    refused = 0
    for _ in range(400):
        content = bytearray(chance.choice(whole))
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(content))
            content[at : at + chance.choice((0, 1, 1, 20))] = chance.choice(
                (b'"', b"\n", b",", b"\x00", b"\xff", b"\r", b";", b'""""', b"", content[:50])
            )
        try:
            read(text_file(tmp_path, bytes(content)))
        except Invalid:
            refused += 1
    assert 100 < refused < 400


def test_random_tables_are_read_as_python_reads_them(tmp_path: Path) -> None:
    chance = random.Random(5)
    for _ in range(30):
        days = [date(2023, 1, 1 + chance.randrange(28)) for _ in range(chance.randrange(1, 60))]
        rows = [
            (f"C{at}", f"{day:%d/%m/%Y}", "", "", chance.choice(["Upheld", ""]), "", "",
             chance.choice(["A", "", 'Say "B", now']), "GN", "", str(at))
            for at, day in enumerate(days)
        ]  # fmt: skip
        found = read_rows(tmp_path, *rows, mapping=replace(MAPPING, date_order=DateOrder.DAY_FIRST))

        assert found.frame["received_on"].to_list() == days
        assert found.frame["department"].cast(pl.String).fill_null("").to_list() == [
            row[7] for row in rows
        ]
        assert found.frame["compensation_pence"].to_list() == [at * 100 for at in range(len(days))]
