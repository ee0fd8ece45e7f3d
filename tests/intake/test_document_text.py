"""The text of a document becomes rows: items, owners and days with their places, and the facts it states itself."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from directives import intake
from directives.intake.sources.dating import own_day
from directives.intake.sources.facts import facts_in
from directives.intake.sources.text import MAX_ITEMS, items_of, made_of_text
from directives.models import Basis, Charge, Task
from meetings.models import DemandSource, IntakeDraft
from meetings.report_parser import UnitDirectory
from tests import work
from tests.cast import Cast
from tests.office.documents import INSTRUCTION, LIST, SUPERIOR

FACTS = {"received_on": "2024-07-22"}


def start(text: str, kind: str, cast: Cast, **given: Any) -> IntakeDraft:
    return intake.start_text(text, kind, FACTS | given.pop("facts", {}), by=cast.clerk, **given)


def quoted(draft: IntakeDraft) -> list[str]:
    return [draft.text[row["start"] : row["end"]] for row in draft.made["directives"]]


def test_the_numbered_items_of_a_superior_become_directives_with_owners_and_days(cast: Cast) -> None:
    draft = start(SUPERIOR, DemandSource.SUPERIOR, cast)
    first, second, third = draft.made["directives"]
    assert [row["quotation"] for row in (first, second, third)] == quoted(draft)
    assert first["quotation"].startswith("一、加快推进菊城大道改造工程")
    assert third["quotation"].endswith("各村（社区）要每周巡查一次，建立台账。")
    task = first["tasks"][0]
    assert task["title"] == "加快推进菊城大道改造工程"
    assert [(c["role"], c["unit"], c["basis"]) for c in task["charges"]] == [
        ("lead", "chengjian", "text"),
        ("supporting", "gongkeshang", "text"),
        ("supporting", "set:ge-cun-shequ", "text"),
    ]
    assert (task["due_on"], task["due_basis"], task["due_text"]) == ("2024-08-20", "text", "2024年8月20日前")


def test_every_owner_is_where_its_place_says(cast: Cast) -> None:
    for text, kind in (
        (SUPERIOR, DemandSource.SUPERIOR),
        (LIST, DemandSource.PEOPLE_PROJECT),
        (INSTRUCTION, DemandSource.INSTRUCTION),
    ):
        draft = start(text, kind, cast)
        charges = [c for row in draft.made["directives"] for t in row["tasks"] for c in t["charges"]]
        assert charges
        assert [text[c["start"] : c["end"]] for c in charges] == [c["words"] for c in charges]
        assert [p for p in intake.problems(draft) if p.blocking and p.path != "document.title"] == []


def test_a_document_states_its_title_number_signature_and_deadline() -> None:
    assert facts_in(SUPERIOR, DemandSource.SUPERIOR, date(2024, 7, 22)) == {
        "title": "关于加快推进重点民生项目的督办通知",
        "document_number": "中督字〔2024〕12号",
        "issuing_unit": "中山市人民政府督查室",
        "superior_due_on": "2024-08-30",
        "feedback_to": "中山市人民政府督查室",
    }


def test_two_days_for_an_answer_leave_the_deadline_open() -> None:
    text = SUPERIOR + "请于2024年9月5日前反馈阶段情况。"
    assert "superior_due_on" not in facts_in(text, DemandSource.SUPERIOR, date(2024, 7, 22))


@pytest.mark.parametrize(
    ("words", "whom"),
    [
        ("请于2026年12月20日前将办理情况书面反馈市政府督查室，联系人：张三。", "市政府督查室"),
        ("请于2026年12月20日前将办理情况报送至市府办（督查科）。", "市府办（督查科）"),
        ("办理情况于2026年12月20日前反馈市督查办。", "市督查办"),
        ("请于2026年12月20日17:00前把结果报我室汇总。", "中山市人民政府督查室"),
        ("请于2026年12月20日前向市政务服务和数据管理局反馈。", "市政务服务和数据管理局"),
        ("请于2026年12月20日前反馈办理情况。", ""),
    ],
)
def test_the_day_of_the_answer_and_whom_it_goes_to_are_read_as_they_are_written(
    words: str, whom: str
) -> None:
    text = (
        "关于有关事项的督办通知\n一、抓紧整改，12月15日前完成并形成书面报告。\n二、加强巡查。\n"
        f"{words}\n中山市人民政府督查室\n2026年11月20日\n"
    )
    facts = facts_in(text, DemandSource.SUPERIOR, date(2026, 11, 20))
    assert (facts["superior_due_on"], facts.get("feedback_to", "")) == ("2026-12-20", whom)


QUARTER = """关于做好2026年四季度督办事项的通知
中府督〔2026〕15号
小榄镇人民政府：
一、推进工业改造项目，12月15日前完成立项。由工科商局牵头。
二、清理闲置土地，11月底前完成。由城建局牵头。
请于2026年12月20日前将办理情况反馈市政府督查室。
中山市人民政府办公室
2026年11月20日
"""


def days(draft: IntakeDraft) -> list[str]:
    return [task["due_on"] for row in draft.made["directives"] for task in row["tasks"]]


def test_words_of_time_count_from_the_documents_own_day_in_rows_and_checks_alike(cast: Cast) -> None:
    draft = intake.start_text(QUARTER, DemandSource.SUPERIOR, {}, by=cast.clerk)
    assert days(draft) == ["2026-12-15", "2026-11-30"]
    assert draft.made["document"]["received_on"] == "2026-11-20"
    assert [p.message for p in intake.problems(draft) if p.blocking] == []


def test_a_typed_day_of_receipt_counts_before_the_documents_own(cast: Cast) -> None:
    typed = {"received_on": "2027-01-04"}
    draft = intake.start_text(QUARTER, DemandSource.SUPERIOR, typed, by=cast.clerk)
    assert days(draft) == ["2027-12-15", "2027-11-30"]
    assert draft.made["document"]["received_on"] == "2027-01-04"


def test_the_mere_year_of_a_document_is_the_year_of_its_days_and_is_asked_about(cast: Cast) -> None:
    text = QUARTER.replace("2026", "2023").replace("\n中山市人民政府办公室\n2023年11月20日", "")
    draft = intake.start_text(text, DemandSource.SUPERIOR, {}, by=cast.clerk)
    assert days(draft) == ["2023-12-15", "2023-11-30"]
    assert draft.made["document"]["received_on"] == "2023-10-01"
    [doubt] = [p for p in intake.problems(draft) if p.path == "document.received_on"]
    assert doubt.doubt
    assert "暂按它标明的年份填写" in doubt.message
    draft.made["document"]["received_on"] = "2023-11-21"
    assert "document.received_on" not in {p.path for p in intake.problems(draft)}


def test_a_document_without_any_date_counts_from_today(cast: Cast) -> None:
    draft = intake.start_text("请城建局年底前办结。", DemandSource.INSTRUCTION, {}, by=cast.clerk)
    today = timezone.localdate()
    assert draft.made["document"]["received_on"] == today.isoformat()
    assert days(draft) == [f"{today.year}-12-31"]


@pytest.mark.parametrize(
    ("end", "day"),
    [
        ("市府督查室\n二〇二六年十一月二日\n附件：1.任务表\n抄送：市委办。", date(2026, 11, 2)),
        ("中山市人民政府办公室　2026年11月2日印发", date(2026, 11, 2)),
        ("市政府督查室\n（2026年11月2日）", date(2026, 11, 2)),
        ("市政府督查室\n2026年13月2日", date(2025, 1, 1)),
        ("工程于2026年11月2日", date(2025, 1, 1)),
    ],
)
def test_the_day_at_the_end_is_known_however_it_is_written(end: str, day: date) -> None:
    text = f"关于督办事项的通知\n督〔2025〕3号\n请抓紧办理。\n{end}"
    found = own_day(text, DemandSource.SUPERIOR, date(2026, 11, 24))
    assert found
    assert found.day == day


def test_the_day_of_minutes_is_that_of_the_meeting() -> None:
    text = "工作会议纪要\n时间：2026年3月4日上午\n地点：三楼会议室\n一、6月底前完成整改。"
    assert own_day(text, DemandSource.MINUTES, date(2026, 11, 24)) == (date(2026, 3, 4), False)


def test_a_task_that_ends_after_the_internal_day_is_doubted_at_the_task(cast: Cast) -> None:
    draft = intake.start_text(QUARTER, DemandSource.SUPERIOR, {}, by=cast.clerk)
    assert draft.made["document"]["internal_due_on"] == "2026-12-14"
    told = [(p.path, p.message) for p in intake.problems(draft) if p.doubt and p.path.endswith("due_on")]
    assert told == [("directives.0.tasks.0.due_on", "晚于内部时限 2026-12-14，请核对能否赶上汇总上报。")]


def test_the_town_itself_and_groups_of_people_are_not_charged(cast: Cast) -> None:
    text = (
        "关于督办事项的通知\n小榄镇人民政府：\n一、小榄镇要清理闲置土地，全镇上下要形成合力。\n"
        "二、请小榄镇牵头，各级党员干部要带头，广大企业家要参与。\n三、由城建局牵头，有关部门配合，抓好整改。\n"
    )
    draft = start(text, DemandSource.SUPERIOR, cast)
    tasks = [task for row in draft.made["directives"] for task in row["tasks"]]
    charged = [[(c["unit"], c["words"]) for c in task["charges"]] for task in tasks]
    assert charged == [[], [], [("chengjian", "城建局"), ("", "有关部门")]]


def test_what_was_typed_wins_over_what_the_text_says(cast: Cast) -> None:
    draft = start(SUPERIOR, DemandSource.SUPERIOR, cast, facts={"document_number": "督〔2024〕9号"})
    assert draft.made["document"]["document_number"] == "督〔2024〕9号"
    assert draft.made["document"]["issuing_unit"] == "中山市人民政府督查室"


def test_an_instruction_is_one_demand_of_its_leader(cast: Cast) -> None:
    draft = start(INSTRUCTION, DemandSource.INSTRUCTION, cast, leader="王镇长")
    (row,) = draft.made["directives"]
    assert (row["quotation"], row["speaker"]) == (INSTRUCTION, "王镇长")
    assert draft.made["document"]["title"] == "王镇长批示"
    task = row["tasks"][0]
    assert [(c["role"], c["unit"]) for c in task["charges"]] == [
        ("lead", "chengjian"),
        ("supporting", "gongkeshang"),
    ]
    assert (task["due_on"], task["due_text"]) == ("2024-08-31", "8月底前")


def test_words_that_name_no_unit_of_the_list_stay_for_the_clerk(cast: Cast) -> None:
    draft = start("请无名办阅处。", DemandSource.INSTRUCTION, cast)
    (charge,) = draft.made["directives"][0]["tasks"][0]["charges"]
    assert (charge["unit"], charge["words"]) == ("", "无名办")


@pytest.mark.parametrize("kind", [DemandSource.PEOPLE_PROJECT, DemandSource.WORK_REPORT])
@pytest.mark.parametrize("mark", ["1. 2. 3.", "1、 2、 3、", "（一） （二） （三）", " ｜ ｜ "])
def test_the_items_of_a_list_are_found_with_and_without_numbers(cast: Cast, kind: str, mark: str) -> None:
    marks = mark.replace("｜", "").split(" ") if "｜" in mark else mark.split(" ")
    items = ["建成3个口袋公园（责任单位：城建局，12月底前完成）", "新增公办学位1200个", "改造供水管网5公里"]
    text = "2024年民生实事\n" + "\n".join(m + i for m, i in zip([*marks, "", ""], items, strict=False))
    draft = start(text, kind, cast)
    assert [row["tasks"][0]["title"] for row in draft.made["directives"]] == [
        "建成3个口袋公园",
        "新增公办学位1200个",
        "改造供水管网5公里",
    ]
    task = draft.made["directives"][0]["tasks"][0]
    assert (task["charges"][0]["unit"], task["due_on"]) == ("chengjian", "2024-12-31")


def test_an_outline_gives_outer_items_of_a_superior_and_inner_ones_of_a_work_report() -> None:
    text = "一、稳增长\n1.走访企业。\n2.兑现政策。\n二、惠民生\n1.建设公园。\n2.改造管网。"
    assert [text[i.start : i.end] for i in items_of(text, DemandSource.SUPERIOR)] == [
        "一、稳增长\n1.走访企业。\n2.兑现政策。",
        "二、惠民生\n1.建设公园。\n2.改造管网。",
    ]
    inner = [text[i.words : i.end] for i in items_of(text, DemandSource.WORK_REPORT)]
    assert inner == ["走访企业。", "兑现政策。", "建设公园。", "改造管网。"]


def test_of_a_very_long_list_it_is_told_what_was_left_out() -> None:
    text = "\n".join(f"{n}、整治第{n}处占道经营。" for n in range(1, MAX_ITEMS + 3))
    made, _ = made_of_text(text, DemandSource.PEOPLE_PROJECT, None, UnitDirectory(), {}, [])
    assert len(made["directives"]) < MAX_ITEMS + 2
    assert "请分成几份录入" in made["warnings"][0]["text"]


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet="一二三、（）()1234.．①第，。；：\n 要牵头责任单位城建局年月日前底报送办〔〕号〇",
        max_size=120,
    ),
    st.sampled_from([kind for kind in DemandSource.values if kind != "meeting"]),
)
def test_any_text_gives_rows_that_quote_it_one_after_the_other(text: str, kind: str) -> None:
    names = {"城建局": "chengjian"}
    made, _ = made_of_text(text, kind, date(2024, 7, 22), UnitDirectory(), names, [])
    facts_in(text, kind, date(2024, 7, 22))
    end = 0
    for row in made["directives"]:
        assert end <= row["start"] < row["end"] <= len(text)
        assert row["quotation"] == text[row["start"] : row["end"]]
        end = row["end"]
        for charge in (c for task in row["tasks"] for c in task["charges"]):
            assert row["start"] <= charge["start"] < charge["end"] <= row["end"]


def test_a_confirmed_document_keeps_its_facts_its_text_and_the_words_of_each_task(cast: Cast) -> None:
    draft = start(SUPERIOR, DemandSource.SUPERIOR, cast, facts={"feedback_to": "市督查室"})
    document = intake.confirm_document(draft, by=work.actor(cast.clerk))
    version = document.versions.get()
    assert (version.text, version.source_kind, version.secrecy) == (SUPERIOR, "other", "internal")
    assert (document.kind, document.superior_due_on, document.feedback_to) == (
        "superior",
        date(2024, 8, 30),
        "市督查室",
    )
    directive = document.directives.first()
    assert (directive.issuing_unit, directive.document_number, directive.superior_due_on) == (
        document.issuing_unit,
        document.document_number,
        document.superior_due_on,
    )
    task = Task.objects.get(title="加快推进菊城大道改造工程")
    source = task.sources.get()
    assert version.text[source.start : source.end] == source.quotation == directive.quotation
    assert {c.basis for c in task.charges.all()} == {Basis.TEXT}
    assert version.text[task.due_start : task.due_end] == task.due_text
    draft.refresh_from_db()
    assert (draft.document, draft.meeting) == (document, None)


def test_a_task_of_a_document_is_edited_against_the_documents_text(cast: Cast) -> None:
    draft = start(SUPERIOR, DemandSource.SUPERIOR, cast)
    intake.confirm_document(draft, by=work.actor(cast.clerk))
    task = Task.objects.get(title="加快推进菊城大道改造工程")
    assert intake.report_of(task).text == SUPERIOR  # type: ignore[union-attr]
    row = intake.row_of(task)
    charges = row.pop("charges")
    intake.edit_task(task, row | {"title": "改造菊城大道"}, charges, by=work.actor(cast.clerk))
    task.refresh_from_db()
    assert (task.title, task.due_text) == ("改造菊城大道", "2024年8月20日前")
    with pytest.raises(intake.TaskProblems) as refused:
        late = {"due_on": "2024-09-30", "due_basis": Basis.OFFICE, "due_text": ""}
        intake.edit_task(task, row | late, charges, by=work.actor(cast.clerk))
    assert "晚于上级时限 2024-08-30" in str(refused.value)
    assert task.charges.filter(role=Charge.Role.LEAD).count() == 1
