"""Reading a publisher's Word form, in whatever shape it reached us."""

import pytest

from app.domain.form_rows import FormRow
from app.reading.official_forms import read_form
from tests.editions import word_forms as make


def rows(content: bytes) -> list[FormRow]:
    return list(read_form(content).rows)


def only(content: bytes) -> FormRow:
    (row,) = rows(content)
    return row


def in_table(*lines: str) -> bytes:
    """Return a form of one table with the usual header."""
    return make.xml_form(make.table(make.row(*make.HEADER), *lines))


# The shapes of tables.


def test_a_filled_form_gives_all_of_its_columns() -> None:
    content = make.form(
        [
            [("1.2", "Invented words", "Yes", "Policy, page 3", "It is kept")],
            [("2.1", "Other words\nin two lines", "No", "", "Not yet")],
        ]
    )

    first, second = rows(content)

    assert first == FormRow("1.2", "Invented words", "yes", "Policy, page 3", "It is kept", 1, 2)
    assert second == FormRow("2.1", "Other words\nin two lines", "no", "", "Not yet", 2, 2)
    assert read_form(content).around == "Appendix A: self-assessment form"


@pytest.mark.parametrize(
    ("header", "line", "expected"),
    [
        (
            ("No.", "Provision", "Compliance", "Evidence", "Comments"),
            ("1.2", "Words", "Yes", "Here", "So"),
            FormRow("1.2", "Words", "yes", "Here", "So", 1, 2),
        ),
        (
            ("CODE PROVISION", "REQUIREMENT", "Comply?", "Evidence:", "Commentary / explanation"),
            ("1.2", "Words", "no", "Here", "So"),
            FormRow("1.2", "Words", "no", "Here", "So", 1, 2),
        ),
        (
            ("Code requirement", "Comply: Yes/No", "Evidence, commentary and any explanations"),
            ("1.2 Words that follow", "Yes", "So"),
            FormRow("1.2", "Words that follow", "yes", "", "So", 1, 2),
        ),
        (
            ("Provision", "Yes", "No", "Commentary"),
            ("1.2 Words that follow", "", "✓", "So"),
            FormRow("1.2", "Words that follow", "no", "", "So", 1, 2),
        ),
        (
            ("1", "Definition of a complaint", "Yes", "No", "Comments"),
            ("1.1", "Is it so?", "✓", "", "It is"),
            FormRow("1.1", "Is it so?", "yes", "", "It is", 1, 2),
        ),
        (
            ("Number", "Requirement", "Comply", "Evidence", "Commentary"),
            ("1.2", "1.2 Words", "Yes / No", "", ""),
            FormRow("1.2", "Words", None, "", "", 1, 2),
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
def test_headers_are_worded_in_many_ways(
    header: make.Row, line: make.Row, expected: FormRow
) -> None:
    assert only(make.form([[line]], header)) == expected


def test_a_header_may_stand_in_two_rows_with_yes_and_no_below_comply() -> None:
    wide = make.cell("Comply", properties='<w:gridSpan w:val="2"/>')
    tall = [
        make.cell(words, properties='<w:vMerge w:val="restart"/>')
        for words in ("Provision", "Requirement", "Commentary")
    ]
    under = make.cell(properties="<w:vMerge/>")
    content = make.xml_form(
        make.table(
            make.row(tall[0], tall[1], wide, tall[2]),
            make.row(under, under, "Yes", "No", under),
            make.row("1.2", "Words", "X", "", "So"),
        )
    )

    assert only(content) == FormRow("1.2", "Words", "yes", "", "So", 1, 3)


def test_a_table_cut_by_a_page_goes_on_with_or_without_its_header() -> None:
    line = ("Words", "Yes", "", "")
    content = make.xml_form(
        make.table(make.row(*make.HEADER), make.row("1.2", *line)),
        make.paragraph("Page 2"),
        make.table(make.row("1.3", *line)),
        make.table(make.row(*make.HEADER), make.row("1.4", *line)),
    )

    assert [(row.number, row.status) for row in rows(content)] == [
        ("1.2", "yes"),
        ("1.3", "yes"),
        ("1.4", "yes"),
    ]


def test_a_form_without_any_header_is_read_by_where_its_numbers_stand() -> None:
    content = make.form(
        [[("1.2", "Words", "Yes", "Here", "So"), ("1.3", "More", "", "", "")]], None
    )

    assert rows(content) == [
        FormRow("1.2", "Words", "yes", "Here", "So", 1, 1),
        FormRow("1.3", "More", None, "", "", 1, 2),
    ]


def test_titles_of_sections_are_no_rows() -> None:
    title = make.cell("Section 2: Exclusions", properties='<w:gridSpan w:val="5"/>')
    content = in_table(
        make.row("1.2", "Words", "", "", ""),
        make.row(title),
        make.row(*make.HEADER),
        make.row("2.1", "More words", "", "", ""),
    )

    assert [row.number for row in rows(content)] == ["1.2", "2.1"]


def test_a_provision_over_several_rows_is_put_together() -> None:
    first = make.cell("1.2", properties='<w:vMerge w:val="restart"/>')
    under = make.cell(properties="<w:vMerge/>")
    content = in_table(
        make.row(first, "The first half", "Yes", "A", ""),
        make.row(under, "The second half", "", "B", ""),
    )

    row = only(content)

    assert row.requirement == "The first half\nThe second half"
    assert (row.status, row.evidence) == ("yes", "A\nB")


def test_other_tables_of_the_file_are_left_alone() -> None:
    content = make.xml_form(
        make.table(make.row("Landlord", "Herons"), make.row("Date", "1 May")),
        make.table(make.row(*make.HEADER), make.row("1.2", "Words", "", "", "")),
        make.table(make.row("Action", "Owner", "By"), make.row("Write", "Jo", "May")),
    )

    assert [row.number for row in rows(content)] == ["1.2"]


def test_a_form_inside_a_frame_is_found() -> None:
    inner = make.table(make.row(*make.HEADER), make.row("1.2", "Words", "", "", ""))
    framed = make.table(make.row(make.cell(inner, make.paragraph())))

    assert only(make.xml_form(framed)).number == "1.2"


def test_a_table_inside_a_cell_belongs_to_the_cell() -> None:
    inner = make.table(make.row("12", "months"))
    content = in_table(
        make.row("1.2", make.cell("Words", inner, make.paragraph("end")), "", "", "")
    )

    assert only(content).requirement == "Words\n12\nmonths\nend"


# The text of cells.


def test_numbers_typed_in_pieces_are_whole() -> None:
    pieces = {
        "1.2": make.paragraph(make.text("1."), make.text("2")),
        "1.3": make.paragraph(make.text("1"), make.text(" .3.")),
        "1.10": make.paragraph(make.text("1.1"), make.text("0")),
        "5.1": make.paragraph(make.text("\u00a05.\u00a01 ")),
        "9.8": make.paragraph(make.control(make.text("9.8"))),
    }
    content = in_table(*(make.row(make.cell(one), "W", "", "", "") for one in pieces.values()))

    assert [row.number for row in rows(content)] == list(pieces)


def test_a_number_that_word_makes_is_not_in_the_text() -> None:
    automatic = make.paragraph(properties='<w:numPr><w:numId w:val="3"/></w:numPr>')
    content = in_table(make.row(make.cell(automatic), "Words of it", "Yes", "", ""))

    assert only(content) == FormRow(None, "Words of it", "yes", "", "", 1, 2)


def test_paragraphs_bullets_breaks_and_hyphens_are_kept() -> None:
    bullet = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    content = in_table(
        make.row(
            "1.2",
            make.cell(
                make.paragraph("The landlord must:"),
                make.paragraph("answer", properties=bullet),
                make.paragraph(),
                make.paragraph("explain", properties='<w:pStyle w:val="ListBullet2"/>'),
                make.paragraph("<w:r><w:t>one</w:t><w:br/><w:t>two</w:t><w:tab/></w:r>"),
                make.paragraph("<w:r><w:t>self</w:t><w:noBreakHyphen/><w:t>help</w:t></w:r>"),
            ),
            "",
            "",
            "",
        )
    )

    assert only(content).requirement == (
        "The landlord must:\n• answer\n• explain\none\ntwo\nself-help"
    )


def test_what_was_inserted_counts_and_what_was_deleted_does_not() -> None:
    words = make.paragraph(
        make.text("It is "),
        f"<w:del>{make.text('never ').replace('w:t', 'w:delText')}</w:del>",
        f"<w:ins>{make.text('always ')}</w:ins>",
        f"<w:moveFrom>{make.text('here')}</w:moveFrom>",
        f"<w:moveTo>{make.text('there')}</w:moveTo>",
    )
    content = in_table(
        make.row("1.2", make.cell(words), "", "", ""),
        make.row("1.3", "Gone", "", "", "", properties="<w:del/>"),
        make.row("1.4", "New", "", "", "", properties="<w:ins/>"),
    )

    assert [(row.number, row.requirement) for row in rows(content)] == [
        ("1.2", "It is always there"),
        ("1.4", "New"),
    ]


def test_content_controls_are_read_wherever_they_stand() -> None:
    hint = make.control(make.text("Click or tap here to enter text."), "<w:showingPlcHdr/>")
    content = in_table(
        make.control(
            make.row(
                "1.2",
                make.control(make.cell("Words")),
                make.cell(make.control(make.paragraph("Yes"), "<w:dropDownList/>")),
                make.cell(make.paragraph(hint)),
                make.cell(make.control(make.control(make.paragraph("So")))),
            )
        )
    )

    assert only(content) == FormRow("1.2", "Words", "yes", "", "So", 1, 2)


def test_fields_give_their_result_and_hidden_text_nothing() -> None:
    field = make.paragraph(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        make.text("section 2"),
        f'<w:fldSimple w:instr="PAGE">{make.text(", page 3")}</w:fldSimple>',
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>",
    )

    assert only(in_table(make.row("1.2", make.cell(field), "", "", ""))).requirement == (
        "section 2, page 3"
    )


OLD_BOX = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>'
    '<w:checked w:val="1"/></w:checkBox></w:ffData></w:fldChar></w:r>'
)
OLD_LIST = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
    '<w:listEntry w:val="Yes"/><w:listEntry w:val="No"/></w:ddList></w:ffData></w:fldChar></w:r>'
)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (make.paragraph("Yes"), "yes"),
        (make.paragraph("NO."), "no"),
        (make.paragraph("Yes / No"), None),
        (make.paragraph("Choose an item."), None),
        (make.paragraph("Partially"), "Partially"),
        (make.paragraph("☒ Yes ☐ No"), "yes"),
        (make.paragraph("Yes ☐ No ☒"), "no"),
        (make.paragraph("☐ Yes ☐ No"), None),
        (make.paragraph("✓"), "yes"),
        (make.paragraph(make.tick_box(True), " Yes ", make.tick_box(False), " No"), "yes"),
        (make.paragraph(make.tick_box(False), " Yes ", make.tick_box(True), " No"), "no"),
        (make.paragraph(OLD_BOX, " Yes"), "yes"),
        (make.paragraph(OLD_LIST), "no"),
        (make.paragraph('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'), "yes"),
        (
            make.paragraph("Yes / ", "<w:r><w:rPr><w:strike/></w:rPr><w:t>No</w:t></w:r>"),
            "yes",
        ),
    ],
)
def test_answers_are_typed_chosen_ticked_or_struck(answer: str, status: str | None) -> None:
    content = in_table(make.row("1.2", "Words", make.cell(answer), "", ""))

    assert only(content).status == status


@pytest.mark.parametrize(
    ("yes", "no", "status"),
    [
        (True, False, "yes"),
        (False, True, "no"),
        (False, False, None),
        (True, True, "yes and no"),
    ],
)
def test_columns_for_yes_and_no_are_read_by_their_boxes(
    yes: bool, no: bool, status: str | None
) -> None:
    boxes = [make.cell(make.paragraph(make.tick_box(one))) for one in (yes, no)]
    content = make.xml_form(
        make.table(
            make.row("No.", "Question", "Yes", "No", "Comments"),
            make.row("1.2", "Words", *boxes, ""),
        )
    )

    assert only(content).status == status


def test_the_other_namespace_of_word_is_read_as_well() -> None:
    table = make.table(make.row(*make.HEADER), make.row("1.2", "Words", "", "", ""))
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"

    assert only(make.xml_form(table, namespace=strict)).number == "1.2"


def test_the_text_may_lie_under_another_name() -> None:
    document = make.body(make.table(make.row(*make.HEADER), make.row("1.2", "W", "", "", "")))

    assert only(make.packed(document, name="word/document2.xml")).number == "1.2"
