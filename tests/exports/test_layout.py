"""Pages as GB/T 9704-2012 asks for them, measured in the files themselves: twips, half points, millimetres."""

from datetime import date
from functools import cache
from typing import Any

import pytest
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt

from directives.breakdown import BreakdownRow
from directives.exports import approval_docx, breakdown_docx
from directives.exports.order import Order, OrderLine, order_docx
from documents.gb9704 import Column, Official, add_table
from tests.exports import opened
from tests.exports.opened import W, value

TWIP = 635  # of the file format's smallest unit of length
LINES, CHARACTERS = 22, 28
DAY = date(2024, 7, 20)


def row(number: int = 1, **cells: Any) -> BreakdownRow:
    given = {
        "title": "办好菊花主题消费季",
        "measures": "编制方案\n组织商家",
        "lead": "工科商局",
        "supporting": "城建局",
        "leader": "王镇长",
        "due": "2024年12月31日",
    }
    return BreakdownRow(key=str(number), number=number, **(given | cells))


@cache
def produced() -> dict[str, bytes]:
    rows = [row(number) for number in range(1, 31)]
    line = OrderLine("2024-001", "任务", "措施", "牵头", "王镇长", "2024年12月31日", "每月25日前反馈")
    order = Order("工科商局", "经济工作例会任务分解", "交办〔2024〕1号", "", DAY, [line] * 12)
    return {
        "breakdown": breakdown_docx("经济工作例会任务分解", rows),
        "approval": approval_docx("经济工作例会任务分解", rows, ["分管领导", "镇长"], day=DAY),
        "order": order_docx(order),
    }


@pytest.fixture(params=["breakdown", "approval", "order"])
def made(request: Any) -> bytes:
    return produced()[request.param]


def near(length: Any, millimetres: float) -> bool:
    """Equal as far as the file can say it: to a twip."""
    return abs(length - Mm(millimetres)) <= TWIP


def test_a_portrait_page_is_a4_with_the_margins_of_the_standard() -> None:
    [first, *_] = opened.word(produced()["approval"]).sections
    assert first.orientation == WD_ORIENT.PORTRAIT
    assert near(first.page_width, 210)
    assert near(first.page_height, 297)
    assert near(first.top_margin, 37)
    assert near(first.bottom_margin, 35)
    assert near(first.left_margin, 28)
    assert near(first.right_margin, 26)


def test_a_landscape_page_is_the_portrait_one_turned_with_its_binding_edge_to_the_top() -> None:
    last = opened.word(produced()["approval"]).sections[-1]
    assert last.orientation == WD_ORIENT.LANDSCAPE
    assert near(last.page_width, 297)
    assert near(last.page_height, 210)
    assert near(last.top_margin, 28)
    assert near(last.bottom_margin, 26)
    assert near(last.left_margin, 35)
    assert near(last.right_margin, 37)


def test_a_page_holds_22_lines_of_28_characters_of_the_body() -> None:
    document = opened.word(produced()["approval"])
    first = document.sections[0]
    grid = first._sectPr.find(f"{W}docGrid")
    assert value(grid, "type") == "linesAndChars"
    assert value(grid, "linePitch") == "579"
    height = first.page_height - first.top_margin - first.bottom_margin
    assert height // (579 * TWIP) == LINES
    # The grid counts a character's pitch from the size of the style Normal, in 4096ths of a point.
    size = document.styles["Normal"].font.size
    assert size == Pt(16)
    width = (first.page_width - first.left_margin - first.right_margin) / Pt(1)
    assert width // (size.pt + int(value(grid, "charSpace") or 0) / 4096) == CHARACTERS
    # 28 characters of 3号 are wider than the type area: those of the body stand a little closer, whatever a program
    # makes of the grid.
    for beginning in ("分管领导", "一、", "（一）", "妥否"):
        for run in opened.paragraph(document, beginning).runs:
            beyond = int(value(run._element.rPr.find(f"{W}spacing"), "val") or 0) / 20
            assert width // (run.font.size.pt + beyond) == CHARACTERS


def test_no_letter_is_spread_on_a_landscape_page(made: bytes) -> None:
    for section in opened.word(made).sections:
        grid = section._sectPr.find(f"{W}docGrid")
        assert value(grid, "linePitch") == "579"
        assert abs(int(value(grid, "charSpace") or 0)) < 4096


def test_the_text_stands_in_lines_of_28_95_points_exactly() -> None:
    document = opened.word(produced()["approval"])
    body = [one for one in document.paragraphs if one.text and one.runs[0].font.size == Pt(16)]
    assert len(body) > 5
    for one in body:
        spacing = one._p.pPr.find(f"{W}spacing")
        assert (value(spacing, "line"), value(spacing, "lineRule")) == ("579", "exact")


def test_every_paragraph_has_a_fixed_pitch_and_leaves_nothing_between_lines(made: bytes) -> None:
    for paragraph in opened.all_paragraphs(opened.word(made)):
        spacing = paragraph.find(f"{W}pPr/{W}spacing")
        assert spacing is not None, "".join(paragraph.itertext())
        assert value(spacing, "lineRule") == "exact"
        assert value(spacing, "before") in (None, "0")


@pytest.mark.parametrize(
    ("beginning", "font", "size"),
    [
        ("关于", "方正小标宋简体", 22),
        ("分管领导", "仿宋_GB2312", 16),
        ("一、", "黑体", 16),
        ("（一）", "楷体_GB2312", 16),
        ("妥否", "仿宋_GB2312", 16),
        ("附件：", "仿宋_GB2312", 16),
    ],
)
def test_each_kind_of_paragraph_has_its_font_by_name(beginning: str, font: str, size: int) -> None:
    run = opened.paragraph(opened.word(produced()["approval"]), beginning).runs[0]
    assert opened.fonts(run) == {font}
    assert run.font.size == Pt(size)


def test_the_title_is_centred_and_an_empty_line_follows() -> None:
    title = opened.paragraph(opened.word(produced()["approval"]), "关于")
    assert title.alignment is not None
    assert title.alignment.name == "CENTER"


def test_a_long_title_is_broken_between_its_parts_and_into_lines_of_like_length() -> None:
    def lines(*parts: str) -> list[str]:
        return str(Official("题").title(*parts).text).split("\n")

    assert lines("关于例会", "任务分解的呈批稿") == ["关于例会任务分解的呈批稿"]
    assert lines("关于2024年上半年经济形势分析会", "任务分解的呈批稿") == [
        "关于2024年上半年经济形势分析会",
        "任务分解的呈批稿",
    ]
    assert [len(line) for line in lines("长" * 25)] == [13, 12]
    assert "2024" in lines("一" * 13 + "2024" + "二" * 13)[1]
    assert lines("") == [""]
    assert lines("a" * 99) == ["a" * 99]


def test_paragraphs_begin_two_characters_in() -> None:
    for beginning in ("一、", "（一）", "妥否", "附件："):
        found = opened.paragraph(opened.word(produced()["approval"]), beginning)
        assert Pt(31) <= found.paragraph_format.first_line_indent <= Pt(32)


def test_nothing_is_set_in_a_font_that_no_run_names(made: bytes) -> None:
    """Every run says its font for Chinese letters; python-docx's own template would give Calibri."""
    for run in opened.word(made).element.body.iter(f"{W}r"):
        named = run.find(f"{W}rPr/{W}rFonts")
        assert named is not None
        assert value(named, "eastAsia") in {"方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"}


def footers(section: Any) -> dict[str, Any]:
    return {"odd": section.footer, "even": section.even_page_footer}


def test_the_page_number_stands_between_dashes_in_4_hao_song_on_the_outer_side(made: bytes) -> None:
    document = opened.word(made)
    assert document.settings.odd_and_even_pages_header_footer
    for section in document.sections:
        for side, footer in footers(section).items():
            [paragraph] = [one for one in footer.paragraphs if one.runs]
            fields = [code.text.strip() for code in paragraph._p.iter(f"{W}instrText")]
            assert fields == ["PAGE"]
            written = [run.text for run in paragraph.runs if run.text]
            assert (written[0], written[-1]) == ("— ", " —")
            assert paragraph.alignment.name == {"odd": "RIGHT", "even": "LEFT"}[side]
            for run in paragraph.runs:
                assert opened.fonts(run) == {"宋体"}
                assert run.font.size == Pt(14)


def test_the_page_number_keeps_one_character_from_the_edge_and_7_millimetres_from_the_text() -> None:
    for section in opened.word(produced()["approval"]).sections:
        for footer in footers(section).values():
            [paragraph] = footer.paragraphs
            indents = paragraph.paragraph_format.left_indent, paragraph.paragraph_format.right_indent
            assert indents == (Pt(14), Pt(14))
            line = paragraph.paragraph_format.line_spacing
            # The footer's distance is counted from the paper's edge to the foot of its line.
            gap = section.bottom_margin - section.footer_distance - line
            assert near(gap, 7)


def test_a_table_repeats_its_head_and_keeps_short_rows_whole(made: bytes) -> None:
    [table] = [one for one in opened.word(made).tables if one.rows[0].cells[0].text in ("序号", "编号")]
    head, *body = table._tbl.tr_lst
    assert head.find(f"{W}trPr/{W}tblHeader") is not None
    assert all(one.find(f"{W}trPr/{W}cantSplit") is not None for one in (head, *body))
    assert not any(one.find(f"{W}trPr/{W}tblHeader") is not None for one in body)


def test_a_row_longer_than_a_page_may_go_on_overleaf() -> None:
    content = breakdown_docx("表", [row(1), row(2, measures="长" * 3000)])
    [table] = opened.word(content).tables
    _, short, long = table._tbl.tr_lst
    assert short.find(f"{W}trPr/{W}cantSplit") is not None
    assert long.find(f"{W}trPr/{W}cantSplit") is None


def test_a_row_of_many_short_lines_may_go_on_overleaf_too() -> None:
    [table] = opened.word(breakdown_docx("表", [row(1, measures="走访\n" * 40)])).tables
    assert table._tbl.tr_lst[1].find(f"{W}trPr/{W}cantSplit") is None


def test_columns_fill_the_width_between_the_margins_and_not_more(made: bytes) -> None:
    document = opened.word(made)
    section = document.sections[-1]
    room = section.page_width - section.left_margin - section.right_margin
    [table] = [one for one in document.tables if one.rows[0].cells[0].text in ("序号", "编号")]
    widths = [column.width for column in table.columns]
    assert None not in widths
    assert abs(sum(widths) - room) <= Mm(1)
    assert value(table._tbl.tblPr.find(f"{W}tblLayout"), "type") == "fixed"
    for one in table.rows[:3]:
        assert [cell.width for cell in one.cells] == widths


def test_cells_are_set_in_small_4_fang_song(made: bytes) -> None:
    [table] = [one for one in opened.word(made).tables if one.rows[0].cells[0].text in ("序号", "编号")]
    for number, one in enumerate(table.rows[:3]):
        for cell in one.cells:
            for run in (run for paragraph in cell.paragraphs for run in paragraph.runs):
                assert opened.fonts(run) == {"仿宋_GB2312" if number else "黑体"}
                assert run.font.size in (Pt(12), Pt(14))


def test_letters_of_other_sizes_are_not_forced_into_the_grid_of_the_body(made: bytes) -> None:
    """Some programs give a letter that is larger than a cell of the grid two cells."""
    normal = opened.word(made).styles["Normal"].element
    for properties in ("pPr", "rPr"):
        assert value(normal.find(f"{W}{properties}/{W}snapToGrid"), "val") == "0"


def test_the_order_of_properties_is_the_one_that_the_file_format_demands(made: bytes) -> None:
    assert opened.out_of_order(opened.word(made)) == []


def test_the_file_says_what_it_is_and_nothing_of_the_library_that_wrote_it(made: bytes) -> None:
    about = opened.word(made).core_properties
    assert about.title
    assert about.author == about.comments == about.last_modified_by == ""
    assert about.created.year >= DAY.year


def test_words_keep_what_can_be_seen_and_lose_what_no_document_can_hold() -> None:
    paper = Official("标\x00题")
    paper.text("一\x07二\u202e三\u200b四\ufffe五\ud800六")
    paper.line("七\r\n八")
    add_table(paper, [Column("头\x1b", 20)], [["\x08格\x0b子"]])
    document = opened.word(paper.save())
    assert document.paragraphs[0].text == "一二三四五六"
    assert document.paragraphs[1].text == "七\n八"
    assert opened.cells(document.tables[0]) == [["头"], ["格子"]]
    assert document.core_properties.title == "标题"
