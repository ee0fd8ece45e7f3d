"""Who is to do it, by when, to what measure."""

from datetime import date

import pytest

from .golden import FLOODS, INVESTMENT, TRADITIONAL, demands, owners, read, texts


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("各部门、各村(社区)及综合办要全面摸底。", ["各部门", "各村（社区）", "综合办"]),
        ("各地各部门要压实责任。", ["各地", "各部门"]),
        ("全市政法各部门要紧盯底线。", ["全市政法各部门"]),
        ("我们党员干部要带头。", ["党员干部"]),
        ("各村抓紧排查。", ["各村"]),
        ("广大党员干部、志愿者要带头。", ["广大党员干部", "志愿者"]),
        ("县文明办、林业局要加强督查。", ["县文明办", "林业局"]),
        ("教育、卫健、民政等部门要办好实事。", ["教育", "卫健", "民政"]),
        ("进一步压实村(社区)及各工作小组责任。", ["村（社区）", "各工作小组"]),
        ("要更好落实部门、属地和各单位责任。", ["部门", "属地", "各单位"]),
        ("由县经信局牵头，县科技局配合，抓紧编制。", ["县经信局", "县科技局"]),
        ("要落实制度，水利站负责监测。", ["水利站"]),
        ("县督查室会同县招商中心每月通报。", ["县督查室", "县招商中心"]),
        ("要完成排查。（责任单位：应急管理办、经发局）", ["应急管理办", "经发局"]),
    ],
)
def test_the_grammatical_owners_are_found(body: str, names: list[str]) -> None:
    assert owners(demands(body)[0]) == names


@pytest.mark.parametrize(
    "body",
    [
        "要引导企业开展技改。",
        "要责令有关单位限期整改。",
        "我们要抓好落实。",
        "大家要坚定信心。",
        "改革要奔着问题去。",
        "财政政策要加力提效。",
        "要压实建设、管理、养护等责任。",
    ],
)
def test_those_acted_upon_and_abstract_subjects_own_nothing(body: str) -> None:
    assert owners(demands(body)[0]) == []


def test_units_resolve_to_slugs_and_vague_ones_stay_open() -> None:
    found = demands("各部门要抓好落实，有关部门要配合，宣传部门要造势。")
    by_name = {o.name: o for d in found for o in d.responsible}
    assert by_name["各部门"].units == ("ge-bumen",)
    assert by_name["有关部门"].units is None
    assert by_name["有关部门"].vague
    assert by_name["宣传部门"].units is None
    assert not by_name["宣传部门"].vague


def test_lead_and_support_are_told_apart() -> None:
    parts = {o.name: o.part for o in read(INVESTMENT).directives[0].responsible}
    assert parts == {"县经信局": "lead", "县发改局": "supporting", "县科技局": "supporting"}


def test_a_demand_without_owner_inherits_the_one_before_and_says_so() -> None:
    first, second = demands("各部门要守住底线，排查风险。要抓好基础，补齐短板。")
    assert owners(first) == ["各部门"]
    assert owners(second) == []
    assert owners(second, inherited=True) == ["各部门"]


def test_owners_in_the_traditional_report() -> None:
    found = read(TRADITIONAL).directives
    assert [owners(d) for d in found] == [["全镇上下"], ["经发部门", "各村（社区）"], [], []]


def test_a_village_named_like_a_common_word_needs_its_suffix() -> None:
    assert [o.units for o in read(FLOODS).directives[-1].responsible] == [("heping",)]
    assert owners(demands("要维护和平稳定，和平要珍惜。")[0]) == []


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("5月底前", date(2024, 5, 31)),
        ("6月15日前", date(2024, 6, 15)),
        ("年底前", date(2024, 12, 31)),
        ("2025年2月底前", date(2025, 2, 28)),
        ("10月1日起", None),
        ("7月中下旬", date(2024, 7, 31)),
        ("一季度", None),
        ("三个月内", None),
    ],
)
def test_a_deadline_is_a_day_only_where_the_words_name_one(words: str, due: date | None) -> None:
    text = f"2024年3月5日，县里召开推进会。\n县长王浩强调，要在{words}完成排查。"
    found = read(text).directives[0].deadlines
    assert [(d.text, d.due_on) for d in found] == [(words, due)]


def test_without_a_year_no_deadline_is_a_day() -> None:
    assert [d.due_on for d in demands("要在5月底前完成排查。")[0].deadlines] == [None]


def test_targets_are_figures_that_are_set_not_figures_that_were_reached() -> None:
    found = demands("要新建企业不少于30家，在已建成20家的基础上扩面，投资增长8%以上。")[0]
    assert texts(found.targets) == ["不少于30家", "8%以上"]


def test_reached_figures_are_indicators() -> None:
    found = {(i.name, i.value, i.unit, i.change) for i in read(INVESTMENT).indicators}
    assert ("到位资金", "58.6", "亿元", "同比增长12.3%") in found


def test_measures_are_clauses_without_owner_and_modal() -> None:
    found = demands("各部门要全面摸底，以清单为抓手，逐项推进落实。")[0]
    assert texts(found.measures) == ["全面摸底", "以清单为抓手，逐项推进落实"]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("镇村两级都要落实专人。", ["镇村两级"]),
        ("任何单位和个人不得擅自用火。", ["任何单位", "个人"]),
        ("元旦春节期间领导干部要在岗带班。", ["领导干部"]),
        ("请司法所对合同进行审查。", ["司法所"]),
        ("要做好文章，环卫所会同农业农村办把整治抓到底。", ["环卫所", "农业农村办"]),
        ("服务中心要推行帮办，组织员要到岗。", ["服务中心"]),
        ("供水、供电、燃气等企业应当及时修复。", ["供水", "供电", "燃气"]),
        ("成立领导小组，由镇长商洛任组长。", []),
        ("公安、交通等部门要联合整治马路市场。", ["公安", "交通"]),
    ],
)
def test_owners_of_many_builds_are_found(body: str, names: list[str]) -> None:
    assert owners(demands(body)[0]) == names


def test_a_field_named_without_its_unit_resolves_where_one_unit_has_it() -> None:
    found = demands("经发、税务等部门要加强征管，应急管理部门要抓好督查。")
    assert [(o.name, o.units) for d in found for o in d.responsible] == [
        ("经发", ("jingfa",)),
        ("税务", None),
        ("应急管理部门", ("yingji",)),
    ]


def test_who_is_to_do_what_is_planned_is_its_owner() -> None:
    text = "5月6日，县里召开推进会。\n下一步，镇政府将建立机制，经发局计划每月走访。"
    assert [owners(d) for d in read(text).directives] == [["镇政府", "经发局"]]
