"""What the reader is told to look at, and what no report gives."""

import pytest

from meetings.report_parser import ParsedReport, to_json

from .golden import INVESTMENT, TRADITIONAL, read


def codes(report: ParsedReport) -> set[str]:
    return {w.code for w in report.warnings}


@pytest.mark.parametrize(
    "text", ["", "\n\n", "今天天气不错。", "hello world", "关于放假的通知", "𠮷\ud800\x00"]
)
def test_a_text_that_is_no_report_gives_an_empty_reading_that_says_so(text: str) -> None:
    report = read(text)
    assert report.directives == ()
    assert report.officials == ()
    assert codes(report) == {"not_a_report"}


def test_a_unit_charged_but_not_present_is_pointed_out_once() -> None:
    text = TRADITIONAL + "\n劉國華強調,應急管理辦要值守。和平村要巡堤。和平村要上報。"
    found = [w for w in read(text).warnings if w.code == "charged_but_absent"]
    assert [w.text for w in found] == ["“和平村”被交办任务，但不在参会单位中。"]


def test_vague_owners_and_open_dates_are_pointed_out() -> None:
    assert {"vague_owner", "no_year"} <= codes(read(INVESTMENT))


def test_each_name_is_pointed_out_once() -> None:
    report = read(INVESTMENT.replace("有关部门要各司其职", "有关部门要各司其职；有关部门要配合"))
    texts = [w.text for w in report.warnings]
    assert len(texts) == len(set(texts))


def test_yesterday_without_a_day_of_publication_asks_for_one() -> None:
    report = read("昨天，县里召开推进会。王浩强调，要抓好落实。")
    assert any(w.code == "no_date" and w.span for w in report.warnings)


def test_a_warning_points_at_its_words() -> None:
    report = read(INVESTMENT)
    spans = [w.span for w in report.warnings if w.code == "vague_owner"]
    assert [INVESTMENT[slice(*span)] for span in spans if span] == ["有关部门"]


def test_the_plain_form_has_every_field_of_the_format() -> None:
    plain = to_json(read(TRADITIONAL))
    assert {
        "date", "date_span", "meeting_name", "meeting_name_span", "place", "place_span", "officials", "organisations",
        "attendance_is_open", "directives", "indicators", "sentences", "warnings",
    } <= set(plain)  # fmt: skip
    assert {
        "speaker", "speaker_span", "headline", "headline_span", "span", "kind", "measures", "responsible", "deadlines", "targets",
    } <= set(plain["directives"][0])  # fmt: skip
