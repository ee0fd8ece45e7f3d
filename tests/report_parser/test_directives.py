"""How a text is cut into demands, and who makes them."""

from collections.abc import Callable

import pytest

from meetings.report_parser import ParsedReport

from .golden import ALL, FLOODS, INVESTMENT, MINUTES, SEVERAL, TRADITIONAL, demands, read, texts


def test_the_traditional_report_has_its_four_demands_with_their_speakers() -> None:
    found = read(TRADITIONAL).directives
    assert [(d.speaker, d.headline.text if d.headline else None) for d in found] == [
        ("刘国华", None),
        ("刘国华", "在扩大投资上有新进展"),
        ("欧阳敏", "盯紧指标"),
        ("欧阳敏", "走访企业"),
    ]
    assert found[0].text == "全镇上下要抢抓开局时机，奋力夺取开门红。"


def test_a_short_heading_takes_its_whole_paragraph() -> None:
    assert (
        read(TRADITIONAL).directives[1].text
        == "要在扩大投资上有新进展。经发部门要梳理项目清单。进一步压实各村（社区）责任。"
    )


def test_numbered_demands_are_one_each_whatever_the_mark() -> None:
    found = [d for d in read(INVESTMENT).directives if d.speaker == "司马青"]
    assert [d.text[:2] for d in found] == ["一要", "二要", "三要", "四是"]
    assert [d.text[:3] for d in read(FLOODS).directives[:2]] == ["（一）", "（二）"]


def test_what_was_reached_and_what_is_lacking_is_no_demand() -> None:
    assert not any("取得" in d.text or "看到" in d.text for d in read(INVESTMENT).directives)


def test_speakers_change_and_are_carried_on() -> None:
    found = read(INVESTMENT).directives
    assert [d.speaker for d in found[4:]] == ["阿里木·买买提"] * 3 + ["李彪"]


def test_the_reporting_verb_lies_outside_the_demand() -> None:
    assert all("强调" not in d.text and "要求，" not in d.text for d in read(INVESTMENT).directives)


def test_a_line_that_is_only_a_number_and_a_heading_opens_the_lines_under_it() -> None:
    found = read(SEVERAL).directives
    assert [d.headline.text if d.headline else None for d in found[:2]] == [
        "项目攻坚要有新突破",
        "改革创新要有新作为",
    ]
    assert found[0].text.endswith("建立重点项目清单。")
    assert found[0].speaker == "周恩泽"


def test_a_general_demand_before_an_enumeration_is_one_of_its_own() -> None:
    found = [d.text for d in read(SEVERAL).directives if d.speaker == "欧阳峰"]
    assert found == ["全区上下要迅速传达学习会议精神", "第一，抓好宣传", "第二，抓好督查", "第三，抓好考核。"]


def test_an_announcement_of_an_enumeration_is_none() -> None:
    found = demands("要做好以下三方面工作：一是抓项目，二是抓招商，三是抓民生。")
    assert texts(found) == ["一是抓项目", "二是抓招商", "三是抓民生。"]


def test_each_sentence_with_its_own_demand_is_one() -> None:
    found = demands("要提升标准，高质量推进创建。要聚焦问题，坚决打好整改攻坚战。要营造氛围，发动群众参与。")
    assert len(found) == 3


def test_several_demands_of_one_sentence_with_one_owner_are_one() -> None:
    assert len(demands("全县上下要坚定信心，要认清形势，要补齐短板。")) == 1


def test_demands_after_semicolons_are_one_each_without_the_semicolon() -> None:
    assert texts(demands("要查漏补缺；要强化宣传；各单位要加强督查。")) == [
        "要查漏补缺",
        "要强化宣传",
        "各单位要加强督查。",
    ]


def test_a_new_owner_with_a_demand_of_its_own_begins_a_new_one() -> None:
    found = demands("要加强党的领导，各级党委要落实责任制，各级领导干部要提高能力。")
    assert texts(found) == ["要加强党的领导", "各级党委要落实责任制", "各级领导干部要提高能力。"]


def test_sentences_without_a_modal_go_on_with_the_demand_before() -> None:
    found = demands("要加强监管，规范程序。完善公共服务，提高办事效率。")
    assert texts(found) == ["要加强监管，规范程序。完善公共服务，提高办事效率。"]


def test_background_before_the_demand_in_a_sentence_stays_outside() -> None:
    found = demands("当前形势依然严峻，各部门要狠抓落实。")
    assert texts(found) == ["各部门要狠抓落实。"]


def test_words_that_only_contain_the_modal_ask_for_nothing() -> None:
    assert read("5月6日，县里召开推进会。王浩指出，需求主要来自重要产业，要素齐全。").directives == ()


def test_a_paragraph_of_the_reporter_is_nobodys_demand() -> None:
    text = "5月6日，县里召开推进会。\n县长王浩强调，要抓好落实。\n据了解，今年全县建成项目12个。"
    assert texts(read(text).directives) == ["要抓好落实。"]


def test_a_lead_that_sums_up_what_the_body_states_is_none() -> None:
    text = "5月6日，县里召开推进会。县长王浩在会上强调，要全面贯彻部署，加快发展。\n王浩指出，要抓好项目。"
    assert texts(read(text).directives) == ["要抓好项目。"]


def test_a_lead_that_charges_somebody_counts() -> None:
    text = "5月6日，县里召开推进会。县长王浩在会上强调，各部门要加快发展。\n王浩指出，要抓好项目。"
    assert len(read(text).directives) == 2


def test_the_meeting_itself_decides_and_approves() -> None:
    found = read(MINUTES).directives
    assert [d.kind for d in found] == ["decision"] * 4
    assert all(d.speaker is None for d in found)
    assert found[0].text.startswith("（一）由县水务局牵头")


def test_a_topic_of_the_agenda_is_no_demand() -> None:
    assert not any("关于公交" in d.text for d in read(MINUTES).directives)


def test_suggestions_keep_their_kind() -> None:
    last = read(SEVERAL).directives[-1]
    assert (last.kind, last.speaker, last.text) == ("suggestion", "企业代表", "进一步放宽融资门槛。")


def test_he_means_the_person_named_before() -> None:
    text = "5月6日，县里召开推进会。县委书记刘明出席会议并讲话。他强调，要抓好落实。"
    assert [d.speaker for d in read(text).directives] == ["刘明"]


@pytest.mark.parametrize(
    "opening", ["王浩要求，", "王浩希望", "王浩在会上强调，", "会上，王浩指出，", "在听取汇报后，王浩说，"]
)
def test_the_same_speaker_is_found_in_many_frames(opening: str) -> None:
    text = f"5月6日，县长王浩主持召开推进会。\n{opening}各单位要抓好落实。"
    assert [(d.speaker, d.text) for d in read(text).directives] == [("王浩", "各单位要抓好落实。")]


def test_a_speech_printed_whole_is_its_speakers() -> None:
    text = "5月6日，县里召开教育大会。\n陈明同志的讲话摘要\n同志们，我们要办好教育。\n1.加快补齐短板。学前教育要公益普惠。高中教育要优质。"
    assert [(d.speaker, d.text[:4]) for d in read(text).directives] == [
        ("陈明", "我们要办"),
        ("陈明", "1.加快"),
    ]


def test_a_numbered_list_of_achievements_is_no_list_of_demands() -> None:
    text = (
        "5月6日，县里召开大会。\n王浩指出，教育事业取得了成就。一是投入增加。二是质量提升。我们要继续努力。"
    )
    assert texts(read(text).directives) == ["我们要继续努力。"]


def test_a_condensed_list_of_requirements_is_one_demand() -> None:
    text = "5月6日，县里召开座谈会。县长王浩提出了出租房装报警器、企业必须分区等具体要求，并强调，必须消除侥幸心理。"
    assert texts(read(text).directives) == ["出租房装报警器、企业必须分区等具体要求", "必须消除侥幸心理。"]


@pytest.mark.parametrize("marks", ["“”", "「」", '""'])
def test_words_quoted_after_a_colon_are_read_like_any_others(marks: str) -> None:
    text = f"5月6日，县里召开推进会。\n县长王浩说：{marks[0]}各部门要抓好落实。要守住底线。{marks[1]}"
    assert texts(read(text).directives) == ["各部门要抓好落实。", "要守住底线。"]


def test_what_a_superior_wrote_and_what_is_planned_keep_their_kind() -> None:
    text = (
        "5月6日，市里召开防汛会议。省长李文作出批示。批示指出：要压实责任，确保安全。\n"
        "市长王浩强调，要备足物资。\n下一步，市水利局将开展检查。"
    )
    found = [(d.kind, d.speaker, d.text) for d in read(text).directives]
    assert found == [
        ("principle", "李文", "要压实责任，确保安全。"),
        ("directive", "王浩", "要备足物资。"),
        ("plan", None, "下一步，市水利局将开展检查。"),
    ]


def test_a_chapter_that_holds_only_deeper_numbers_asks_for_nothing_itself() -> None:
    text = "5月6日，县里召开调度会，要求如下：\n一、抓好项目\n1.推进二期建设。\n2.做好报批。\n二、抓好环境\n各村要清理。"
    assert [d.text.replace("\n", "") for d in read(text).directives] == [
        "1.推进二期建设。",
        "2.做好报批。",
        "二、抓好环境各村要清理。",
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\n".join("\u3000\u3000" + line for line in text.split("\n")),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.translate(str.maketrans("，；：（）", ",;:()")),
        lambda text: text.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        lambda text: text.replace("“", "「").replace("”", "」"),
    ],
    ids=["indented", "blank lines", "ASCII marks", "full-width digits", "Traditional quotation marks"],
)
@pytest.mark.parametrize("text", ALL)
def test_the_dress_of_a_text_changes_nothing_in_its_reading(text: str, change: Callable[[str], str]) -> None:
    def facts(report: ParsedReport) -> list[object]:
        demands_made = [(d.speaker, d.kind, len(d.responsible)) for d in report.directives]
        return [
            *demands_made,
            *((o.name, o.roles) for o in report.officials),
            report.date and report.date.iso,
        ]

    assert facts(read(change(text))) == facts(read(text))


def test_every_sentence_has_a_role_and_demands_point_at_their_number() -> None:
    report = read(FLOODS)
    assert {s.role for s in report.sentences} == {
        "directive",
        "principle",
        "attendance",
        "frame",
        "background",
    } - (set() if any(d.kind == "principle" for d in report.directives) else {"principle"})
    for sentence in report.sentences:
        if sentence.directive is not None:
            start, end = report.directives[sentence.directive].span
            assert start < sentence.span[1] and sentence.span[0] < end


@pytest.mark.parametrize("ending", ["问题", "难题", "事项", "情况"])
def test_a_numbered_demand_may_end_like_a_topic(ending: str) -> None:
    assert texts(demands(f"一要解决好用工{ending}；二要抓好招商。")) == [
        f"一要解决好用工{ending}",
        "二要抓好招商。",
    ]


def test_a_numbered_demand_with_a_date_and_an_owner_is_kept_whatever_its_last_word() -> None:
    found = demands("一是加强调度。各村（社区）要在4月25日前上报清理情况；二是强化督查。")
    assert texts(found)[0] == "一是加强调度。各村（社区）要在4月25日前上报清理情况"
    assert len(found[0].deadlines) == 1


BARE = "要坚持项目为王。经济发展办要梳理清单。要守牢安全底线。应急办要开展排查。"


def test_under_a_heading_that_no_other_paragraph_repeats_each_owner_has_a_demand_of_his_own() -> None:
    assert texts(demands(BARE)) == [
        "要坚持项目为王。",
        "经济发展办要梳理清单。",
        "要守牢安全底线。",
        "应急办要开展排查。",
    ]


def test_two_paragraphs_with_several_such_headings_are_read_the_same_way() -> None:
    assert len(demands(f"{BARE}\n{BARE}")) == 8


@pytest.mark.parametrize(
    "headings",
    [
        ("要千方百计扩大投资。", "要用心用情改善民生。"),
        ("在隐患排查上再发力。", "在值班值守上再从严。"),
        ("提高站位，抓紧备苗整地。", "强化管护，确保造一片活一片。"),
    ],
)
def test_headings_that_open_one_paragraph_each_take_it_whole(headings: tuple[str, str]) -> None:
    body = "应急办要开展排查。各村要登记造册。"
    found = demands("\n".join(heading + body for heading in headings))
    assert texts(found) == [heading + body for heading in headings]


def test_headings_of_the_serial_form_take_what_follows_them_inside_one_paragraph() -> None:
    found = demands("要在招商上有新突破。经发局要走出去。要在服务上有新作为。综合办要提效。")
    assert texts(found) == ["要在招商上有新突破。经发局要走出去。", "要在服务上有新作为。综合办要提效。"]


def test_first_and_last_number_demands_only_together() -> None:
    assert len(demands("首先，要抓好传达。各村要开会。其次，要抓好督查。最后，请宣传办发布提示。")) == 3
    assert texts(demands("首先要认清形势。各村要开会。")) == ["首先要认清形势。", "各村要开会。"]


@pytest.mark.parametrize(
    "words", ["必须抓好落实。", "确保完成任务。", "各村不得迟报。", "严禁弄虚作假。", "网格员应每日巡查。"]
)
def test_under_a_verb_that_only_reports_a_demand_needs_no_modal_of_the_common_kind(words: str) -> None:
    text = f"5月6日，县里召开推进会。\n县长王浩指出，{words}"
    assert texts(read(text).directives) == [words]


def test_must_not_inside_another_word_forbids_nothing() -> None:
    text = "5月6日，县里召开推进会。\n县长王浩指出，安全容不得马虎，不得不防。"
    assert read(text).directives == ()


@pytest.mark.parametrize(
    ("words", "demanded"),
    [
        ("“各村要对照样板找差距。”王浩在现场说。", ["各村要对照样板找差距。"]),
        ("“干部不得搞强迫命令”，王浩说，“要让群众当主角。”", ["干部不得搞强迫命令", "要让群众当主角。"]),
        ("“树要多栽，路也要修。”村民李强说。", []),
        ("“树要多栽，路也要修。”李强说。", []),
    ],
)
def test_a_speaker_may_be_named_after_his_words(words: str, demanded: list[str]) -> None:
    found = read(f"5月6日，县里召开推进会，县长王浩出席。\n{words}").directives
    assert texts(found) == demanded
    assert {d.speaker for d in found} <= {"王浩"}


def test_words_quoted_late_charge_nobody_for_the_paragraphs_after_them() -> None:
    text = "5月6日，县里召开推进会，县长王浩出席。\n“各村要对照样板找差距。”王浩强调。\n确保村道整洁，这里的村民天天打扫。"
    assert len(read(text).directives) == 1


def test_minutes_need_no_reporting_verb() -> None:
    text = (
        "镇长办公会议纪要\n时间：2024年6月12日下午\n主持：方明\n出席：汪琳 柳青\n议定事项：\n一、关于养护问题\n"
        "1.编制年度养护计划。责任单位：城建办。\n2.由财政所安排资金35万元。\n二、其他事项\n请司法所审查合同。"
    )
    report = read(text)
    assert [(d.kind, d.text, [o.name for o in d.responsible]) for d in report.directives] == [
        ("decision", "1.编制年度养护计划。责任单位：城建办。", ["城建办"]),
        ("decision", "2.由财政所安排资金35万元。", ["财政所"]),
        ("decision", "请司法所审查合同。", ["司法所"]),
    ]
    assert report.date is not None
    assert report.date.iso == "2024-06-12"
    assert [(o.name, o.roles) for o in report.officials] == [
        ("方明", ("chair",)),
        ("汪琳", ("attend",)),
        ("柳青", ("attend",)),
    ]
