"""The red heading, its rule and 版记: sizes and places as GB/T 9704-2012 asks."""

from typing import Any

import pytest
from docx.shared import Mm, Pt, RGBColor

from documents.gb9704 import Official, add_imprint, add_red_heading
from tests.exports import opened
from tests.exports.opened import W, value
from tests.exports.test_layout import near


@pytest.fixture
def document() -> Any:
    paper = Official("通知")
    add_red_heading(paper, "小榄镇党政综合办公室", "榄办〔2024〕7号")
    paper.title("关于任务分解的通知")
    paper.text("正文。")
    add_imprint(paper, "各村（社区）", "党政综合办公室", "2024年7月20日")
    return opened.word(paper.save())


def test_the_issuers_name_is_red_and_35_millimetres_below_the_top_of_the_type_area(document: Any) -> None:
    above, name = document.paragraphs[:2]
    assert above.text == ""
    assert near(above.paragraph_format.line_spacing, 35)
    assert name.text == "小榄镇党政综合办公室"
    assert name.alignment.name == "CENTER"
    [run] = name.runs
    assert opened.fonts(run) == {"方正小标宋简体"}
    assert run.font.color.rgb == RGBColor(255, 0, 0)


@pytest.mark.parametrize("issuer", ["榄", "小榄镇党政综合办公室", "小榄镇" * 15])
def test_a_name_of_any_length_stands_in_one_line(issuer: str) -> None:
    paper = Official("通知")
    add_red_heading(paper, issuer, "")
    [run] = opened.word(paper.save()).paragraphs[1].runs
    assert run.font.size * len(issuer) <= Mm(156)


def test_the_number_is_two_lines_below_and_the_red_rule_4_millimetres_below_that(document: Any) -> None:
    words = [one.text for one in document.paragraphs[:8]]
    assert words == [
        "",
        "小榄镇党政综合办公室",
        "",
        "",
        "榄办〔2024〕7号",
        "",
        "",
        "关于任务分解的通知",
    ]
    number = document.paragraphs[4]
    rule = number._p.find(f"{W}pPr/{W}pBdr/{W}bottom")
    assert value(rule, "color") == "FF0000"
    assert value(rule, "space") == "11"  # points
    assert opened.fonts(number.runs[0]) == {"仿宋_GB2312"}
    assert number.runs[0].font.size == Pt(16)


def test_the_imprint_stands_on_the_lower_edge_of_the_type_area_between_three_rules(document: Any) -> None:
    [table] = document.tables
    properties = table._tbl.tblPr
    place = properties.find(f"{W}tblpPr")
    assert (value(place, "vertAnchor"), value(place, "tblpYSpec")) == ("margin", "bottom")
    rules = {rule.tag.removeprefix(W): value(rule, "sz") for rule in properties.find(f"{W}tblBorders")}
    assert rules == {"top": "8", "bottom": "8", "insideH": "6"}  # 0.35 and 0.25 mm in eighths of a point
    assert near(table.columns[0].width, 156)


def test_the_imprint_says_who_gets_copies_and_who_printed_it_when(document: Any) -> None:
    [table] = document.tables
    assert opened.cells(table) == [["抄送：各村（社区）。"], ["党政综合办公室\t2024年7月20日印发"]]
    for row in table.rows:
        [paragraph] = row.cells[0].paragraphs
        [run] = paragraph.runs
        assert opened.fonts(run) == {"仿宋_GB2312"}
        assert run.font.size == Pt(14)
        shape = paragraph.paragraph_format
        assert shape.left_indent == shape.right_indent == Pt(14)


def test_without_copies_there_is_one_line_less() -> None:
    paper = Official("通知")
    add_imprint(paper, "", "党政综合办公室", "2024年7月20日")
    [table] = opened.word(paper.save()).tables
    assert opened.cells(table) == [["党政综合办公室\t2024年7月20日印发"]]


def test_the_order_of_properties_is_the_one_that_the_file_format_demands(document: Any) -> None:
    assert opened.out_of_order(document) == []
