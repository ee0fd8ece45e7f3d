"""People with posts and roles, and units present or reporting."""

import pytest

from meetings.report_parser import ParsedReport

from .golden import FLOODS, INVESTMENT, SEVERAL, TRADITIONAL, read, texts


def people(report: ParsedReport) -> dict[str, tuple[list[str], tuple[str, ...]]]:
    return {o.name: (texts(o.posts), o.roles) for o in report.officials}


def units(report: ParsedReport, role: str) -> list[str]:
    return [o.name for o in report.organisations if role in o.roles]


def test_names_posts_and_roles_are_read_from_traditional_text() -> None:
    assert people(read(TRADITIONAL)) == {
        "刘国华": (["镇党委书记"], ("attend", "direct")),
        "欧阳敏": (["镇长"], ("attend", "direct")),
        "何田": (["镇领导"], ("attend",)),
        "李彪": (["镇领导"], ("attend",)),
    }


def test_several_titles_are_several_posts_and_compound_and_dotted_names_are_whole() -> None:
    assert people(read(INVESTMENT)) == {
        "司马青": (["县委副书记", "县长"], ("chair", "direct")),
        "阿里木·买买提": (["县委常委", "常务副县长"], ("attend", "direct")),
        "李彪": (["副县长"], ("attend", "direct")),
        "诸葛明月": (["副县长"], ("attend",)),
    }


def test_who_chairs_is_told_by_the_verb_not_by_the_order() -> None:
    found = people(read(FLOODS))
    assert found["王浩"] == (["镇党委副书记", "镇长"], ("chair",))
    assert found["陈和平"] == (["镇党委书记"], ("attend", "direct"))


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("肖云参加。", ["肖云"]),
        ("葛明君、郑树洁等四套班子领导出席。", ["葛明君", "郑树洁"]),
        ("座谈会上，刘元、黄群、高东等先后发言。", ["刘元", "黄群", "高东"]),
        ("市长李强和副市长于建发、黄建国出席会议。", ["李强", "于建发", "黄建国"]),
        ("市纪委书记黄建发，市委秘书长张和平列席会议。", ["黄建发", "张和平"]),
        ("省委常委，省人大党组书记，副省长出席。", []),
        ("滨江、平湖、江山等10个县委书记作了交流发言。", []),
    ],
)
def test_lists_of_names_are_read_with_and_without_posts(sentence: str, names: list[str]) -> None:
    report = read(f"5月6日，市里召开全市重点工作推进会。{sentence}")
    assert [o.name for o in report.officials] == names


def test_units_present_are_named_without_their_people() -> None:
    report = read(TRADITIONAL)
    assert units(report, "attend") == ["综合办", "党建和人事办", "经发局"]
    assert report.attendance_is_open
    assert units(read(INVESTMENT), "attend") == ["县发改局", "经信局", "各镇（街道）"]


def test_short_and_full_names_of_a_unit_resolve_to_one() -> None:
    found = {o.name: o.department for o in read(TRADITIONAL).organisations}
    assert found["经发"] == found["经发局"] == "jingfa"


def test_who_reported_is_told_from_who_was_reported_on() -> None:
    assert units(read(INVESTMENT), "speak") == ["县招商中心", "河东镇", "河西街道"]
    report = read("5月6日，县里召开推进会。会上，宣传部长朱贤通报县委关于环境整治的安排。")
    assert units(report, "speak") == []


def test_a_unit_in_several_words_is_not_cut_at_and() -> None:
    report = read("5月6日，镇里召开推进会。综合办和党建和人事办负责人参加会议。")
    assert units(report, "attend") == ["综合办", "党建和人事办"]


def test_vague_units_and_uncounted_people_are_no_units() -> None:
    assert units(read("5月6日，县里召开推进会。县直有关部门负责人、6名代表参加会议。"), "attend") == []


def test_a_person_only_mentioned_takes_no_part() -> None:
    report = read(
        "5月6日，县里召开推进会。会上宣读了追授崔明同志荣誉称号的决定。会议强调，要学习崔明同志的精神。"
    )
    assert report.officials == ()


def test_a_second_meeting_in_the_article_brings_its_own_people() -> None:
    found = people(read(SEVERAL))
    assert found["高文博"] == (["副区长"], ("direct",))


def test_titles_that_several_can_hold_go_on_to_the_next_name_and_others_do_not() -> None:
    report = read(
        "5月6日，镇里召开推进会。党委委员、副镇长马立、苏敏，党委委员、常务副镇长高远、何平参加会议。"
    )
    assert [(o.name, [p.text for p in o.posts]) for o in report.officials] == [
        ("马立", ["党委委员", "副镇长"]),
        ("苏敏", ["党委委员", "副镇长"]),
        ("高远", ["党委委员", "常务副镇长"]),
        ("何平", ["党委委员"]),
    ]


def test_a_title_held_beside_another_is_a_post_of_its_own() -> None:
    report = read("5月6日，镇党委书记兼人大主席欧阳敏主持召开推进会。欧阳敏强调，要抓好落实。")
    assert [p.text for p in report.officials[0].posts] == ["镇党委书记", "人大主席"]


def test_a_unit_whose_short_name_is_like_a_tail_is_present_and_all_staff_are_no_unit() -> None:
    report = read("5月6日，镇里召开推进会。林业站、派出所汇报了工作。各村“两委”干部、全体镇干部参加会议。")
    assert [o.name for o in report.organisations] == ["林业站", "派出所", "各村“两委”"]
