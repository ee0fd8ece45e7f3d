"""The meeting's name, day, place, and the higher meeting it conveys."""

from datetime import date

import pytest

from meetings.report_parser import period_in

from .golden import FLOODS, INVESTMENT, MINUTES, SEVERAL, TRADITIONAL, read, texts


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (TRADITIONAL, "2023年第一季度经济工作会议"),
        (INVESTMENT, "全县招商引资工作调度会"),
        (FLOODS, "安全生产暨防汛备汛工作会议"),
        (MINUTES, "县长办公会议"),
        (SEVERAL, "高质量发展部署会"),
        ("昨天，全市教育大会在市会展中心召开。", "全市教育大会"),
        ("全省农业工作会议21日上午举行。", "全省农业工作会议"),
        ("8日，市委用一天时间，举行，专题学习会。", "专题学习会"),
        (
            "会议召集了，6日，县委召开全县“奋战百日、冲刺全年”攻坚、突破行动动员会，部署工作。",
            "全县“奋战百日、冲刺全年”攻坚、突破行动动员会",
        ),
    ],
)
def test_the_name_stands_without_organiser_and_verb(text: str, name: str) -> None:
    found = read(text).meeting_name
    assert found is not None
    assert found.text == name


@pytest.mark.parametrize(
    ("text", "published", "iso"),
    [
        (FLOODS, None, "2024-05-10"),
        (TRADITIONAL, None, "2023-03-06"),
        (INVESTMENT, None, "XXXX-03-05"),
        (INVESTMENT, date(2025, 3, 8), "2025-03-05"),
        (INVESTMENT, date(2025, 1, 8), "2024-03-05"),
        (SEVERAL, None, "XXXX-XX-14"),
        (SEVERAL, date(2024, 7, 15), "2024-07-14"),
        (SEVERAL, date(2024, 3, 2), "2024-02-14"),
        ("昨天上午，全县水利工作会议召开。", None, None),
        ("昨天上午，全县水利工作会议召开。", date(2024, 3, 1), "2024-02-29"),
        ("发布日期：2021-08-28 09:26\n昨天，县里召开水利工作会议，部署工作。", None, "2021-08-27"),
        ("在线11月27日讯 26日至27日，县委召开全县专题学习会。", None, "XXXX-11-26"),
        ("2月31日，县里召开水利工作会议。", None, None),
        ("十月十二日，县里召开水利工作会议。", None, "XXXX-10-12"),
    ],
)
def test_the_day_is_known_as_far_as_text_and_publication_say(
    text: str, published: date | None, iso: str | None
) -> None:
    found = read(text, published).date
    assert (found.iso if found else None) == iso


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("2024年上半年经济形势分析会", "2024年上半年"),
        ("前三季度经济运行调度会", "2023年前三季度"),
        ("2023年第一季度经济工作会议", "2023年第一季度"),
        ("2022年度总结表彰大会", "2022年度"),
        ("1至5月经济运行分析会", "2023年1至5月"),
        ("“奋战一季度、夺取开门红”动员部署会", ""),
        ("第三次政法工作例会", ""),
        ("全年龄段教育工作会议", ""),
    ],
)
def test_the_period_looked_at_is_read_from_the_name(name: str, period: str) -> None:
    assert period_in(name, date(2023, 10, 20)) == period


def test_without_a_year_anywhere_no_period_is_made_up() -> None:
    assert period_in("上半年经济形势分析会", None) == ""


def test_the_place_is_named_where_the_text_names_it() -> None:
    place = read(MINUTES).place
    assert place is not None
    assert place.text == "县政府二楼会议室"
    assert read(FLOODS).place is None


def test_the_higher_meeting_is_conveyed() -> None:
    assert texts(read(TRADITIONAL).conveys) == ["全市经济工作会议"]
    assert texts(read(FLOODS).conveys) == ["全市安全生产电视电话会议"]


def test_the_agenda_tells_reports_from_what_was_settled_on_the_spot_and_from_demands() -> None:
    text = TRADITIONAL.replace("\n劉", "\n會上,與會領導還就用地問題,與相關部門負責人現場溝通協調。\n劉", 1)
    agenda = read(text).agenda
    assert [item.kind for item in agenda] == ["发言", "现场协调", "部署", "部署"]
    assert [unit.text for unit in agenda[0].units] == ["经发", "应急管理办"]
