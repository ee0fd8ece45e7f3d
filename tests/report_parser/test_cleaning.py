"""The clean copy and its map back to the raw text."""

import pytest

from meetings.report_parser.cleaning import clean, pinyin_notes, to_simplified


def test_a_reading_left_by_a_scraper_is_no_text() -> None:
    assert clean("東灣鎮(zhèn)召開會議").text == "东湾镇召开会议"


def test_a_note_belongs_to_the_character_before_it() -> None:
    copy = clean("東鎮(zhèn)長")
    assert copy.raw[slice(*copy.span(1, 2))] == "鎮(zhèn)"
    assert copy.raw[slice(*copy.span(2, 3))] == "長"


def test_a_bracket_with_characters_in_it_is_no_note() -> None:
    assert clean("各村(社區(qū))要配合鎮(zhèn)里").text == "各村（社区）要配合镇里"


@pytest.mark.parametrize("text", ["推广应用(app)", "申报系统(she)", "人工智能(ai)工作"])
def test_latin_words_in_brackets_stay_where_no_reading_has_a_tone(text: str) -> None:
    assert pinyin_notes(text) == []


def test_a_reading_without_tone_counts_beside_readings_with_tones() -> None:
    assert clean("我們(men)的鎮(zhèn)").text == "我们的镇"


def test_marks_in_chinese_text_become_chinese_and_numbers_keep_theirs() -> None:
    assert clean("要抓紧,投入1,300万元(含税);再议").text == "要抓紧，投入1,300万元（含税）；再议"


def test_full_width_digits_become_digits() -> None:
    assert clean("7月９日").text == "7月9日"


def test_a_circled_number_does_not_melt_into_the_text_after_it() -> None:
    assert clean("①2个项目").text == "（1）2个项目"


def test_blanks_between_a_number_and_a_word_are_padding_and_blanks_between_numbers_are_not() -> None:
    assert clean("5 月24 日 09:26").text == "5月24日09:26"
    assert clean("2021-08-28 09:26").text == "2021-08-28 09:26"


def test_a_name_padded_to_three_characters_is_one_name() -> None:
    assert clean("副镇长李　彪、张泽").text == "副镇长李彪、张泽"


def test_a_line_broken_inside_a_sentence_is_joined() -> None:
    raw = "要继续完善服务平台，组建一批国家级和省级的校企合作研究基地、实训中心、服务平\n台，尽快见效。"
    assert "\n" not in clean(raw).text


def test_a_heading_is_not_joined_to_the_line_after_it() -> None:
    assert "\n" in clean("全市经济工作会议今天上午在市行政中心大会堂隆重召开\n会议强调，要抓落实。").text


def test_a_simplified_text_keeps_characters_that_both_scripts_have() -> None:
    assert (
        to_simplified("镇长李乾强调，要抓好落实，著名企业要带头。")
        == "镇长李乾强调，要抓好落实，著名企业要带头。"
    )


def test_a_stray_traditional_character_is_replaced_all_the_same() -> None:
    long = "各部门要认真抓好各项工作的落实" * 10
    assert to_simplified(long + "鎮") == long + "镇"


def test_conversion_never_changes_the_length() -> None:
    text = "".join(chr(code) for code in range(0x4E00, 0x9FFF))
    assert len(to_simplified(text)) == len(text)


def test_a_character_that_became_several_is_quoted_whole() -> None:
    copy = clean("①会议")
    assert copy.text == "（1）会议"
    assert copy.quote(2, 5).text == "（1）会议"
    assert copy.quote(2, 5).span == (0, 3)
