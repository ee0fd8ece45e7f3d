"""呈批稿: addressed in the order of the steps, with facts that the rows bear out, and room for each leader's words."""

from datetime import date
from typing import Any

import pytest
from docx.enum.section import WD_ORIENT

from directives import workflow
from directives.breakdown import BreakdownRow, rows_of_batch
from directives.exports import approval_docx, source_of
from directives.exports.breakdown import cells_of
from directives.models import Basis, Charge, Task
from meetings.models import DemandSource, SourceDocument
from tests import work
from tests.cast import Cast
from tests.exports import opened
from tests.exports.test_layout import row

DAY = date(2024, 7, 20)
STEPS = ["分管领导", "书记、镇长"]
ROWS = [
    row(1),
    row(2, lead="工科商局（汇总）、发统局"),
    row(3, lead="各村（社区）", due="长期坚持"),
    row(4, lead="有关部门（待定）", due="待定"),
    row(5, lead="", leader=""),
    row(6, leader="", due="周期性"),
]


def approval(rows: list[BreakdownRow], **given: Any) -> Any:
    defaults = {"name": "经济工作例会", "steps": STEPS, "day": DAY}
    called = defaults | given
    return opened.word(approval_docx(called.pop("name"), rows, called.pop("steps"), **called))


def boxes(document: Any) -> list[str]:
    """What stands at the left of the boxes to write in."""
    [table] = [one for one in document.tables if len(one.columns) == 2]
    return [line[0].replace("\n", "") for line in opened.cells(table)]


def test_it_is_named_and_addressed_in_the_order_of_the_steps() -> None:
    lines = opened.words(approval(ROWS)).replace("\n任务分解的", "任务分解的").split("\n")
    assert lines[0] == "关于经济工作例会任务分解的呈批稿"
    assert lines[1] == "分管领导、书记、镇长："


def test_a_batch_named_by_its_tasks_is_not_called_tasks_twice() -> None:
    for name in ("第一批任务", "第一批任务分解", "第一批任务分解表"):
        told = opened.words(opened.word(approval_docx(name, [], ["分管领导"], day=date(2026, 11, 24))))
        assert told.startswith("关于第一批任务分解的呈批稿")


def test_every_step_has_room_for_its_words_in_the_order_of_the_chain() -> None:
    for steps in (["镇长"], STEPS, ["分管领导", "常务副镇长", "镇长", "书记"]):
        found = boxes(approval(ROWS, steps=steps))
        assert [name for name in found if "拟办" not in name] == [f"{step}批示" for step in steps]
        assert found[0] == "拟办意见"


def test_its_facts_are_those_of_the_rows() -> None:
    told = opened.words(approval(ROWS, source="经济工作例会（2024年7月19日）", demands=4))
    assert "根据经济工作例会（2024年7月19日）的要求" in told
    assert "4项要求分解为6项任务" in told
    # 工科商局, 发统局 and the villages as one; what is open is no unit, and who collates is no other.
    assert "共涉及3个牵头或责任单位" in told
    assert "明确时限的3项，长期坚持的1项，待定的1项，周期性的1项" in told
    assert "责任单位待定的2项（第4至5项）" in told
    assert "责任领导待定的2项（第5至6项）" in told
    assert "完成时限待定的1项（第4项）" in told


def test_a_complete_table_leaves_nothing_to_be_made_clear() -> None:
    assert "待定" not in opened.words(approval([row(1), row(2)]))


def test_runs_of_open_rows_are_told_as_runs() -> None:
    rows = [row(number, leader="" if number not in (4, 8) else "王镇长") for number in range(1, 11)]
    assert "责任领导待定的8项（第1至3、5至7、9至10项）" in opened.words(approval(rows))


def test_nothing_is_asked_for_where_there_is_no_task_yet() -> None:
    document = approval([], source="", demands=0)
    told = opened.words(document)
    assert "还没有形成任务" in told
    assert "0项" not in told
    assert opened.columns_of(document, "序号") == []


def test_it_is_signed_by_the_office_with_the_day() -> None:
    told = opened.words(approval(ROWS)).split("\n")
    assert told.index("党政综合办公室") + 1 == told.index("2024年7月20日")


def test_the_table_is_attached_on_landscape_pages() -> None:
    document = approval(ROWS)
    assert [section.orientation for section in document.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
    ]
    assert opened.columns_of(document, "序号") == [cells_of(one) for one in ROWS]
    told = opened.words(document).split("\n")
    assert "附件：任务分解表" in told
    assert "附件" in told


def test_hostile_words_stay_words() -> None:
    name = "=cmd|'/c calc'!A1 <w:p/> &lt; {{ 7*7 }}\x00"
    told = opened.words(approval([row(title=name)], name=name, steps=["<b>镇长</b>"]))
    assert "=cmd|'/c calc'!A1 <w:p/> &lt; {{ 7*7 }}" in told
    assert "<b>镇长</b>：" in told


@pytest.mark.django_db
def test_a_batch_tells_where_its_tasks_come_from(cast: Cast) -> None:
    meeting = work.meeting()
    tasks = [work.task(lead="gongkeshang", source=work.directive(meeting)), work.task(lead="fatong")]
    batch = workflow.prepare_batch(tasks, title="第一批", by=work.actor(cast.clerk))
    assert source_of(batch) == "经济工作例会（2024年7月1日）"
    letter = SourceDocument.objects.create(
        kind=DemandSource.SUPERIOR, title="督查通知", document_number="中府督〔2024〕5号", received_on=DAY
    )
    later = batch.tasks.last()
    assert later
    later.directives.create(
        source=DemandSource.SUPERIOR, document=letter, text="推动企业升规", through_defaults={"quotation": ""}
    )
    assert source_of(batch) == "经济工作例会（2024年7月1日）、《督查通知》（中府督〔2024〕5号）"


@pytest.mark.django_db
def test_what_leaders_read_is_what_the_database_holds(cast: Cast) -> None:
    dated = work.task(
        lead="gongkeshang",
        supporting=("chengjian",),
        due_on=work.in_days(30),
        due_basis=Basis.OFFICE,
        responsible_leader=work.approver(),
    )
    bare = work.task(title="盘活闲置厂房", nature=Task.Nature.FIXED_TERM)
    work.charge(bare, Charge.Role.LEAD, words="有关部门")
    batch = workflow.prepare_batch([dated, bare], title="第一批", by=work.actor(cast.clerk))
    rows = rows_of_batch(batch)
    document = approval(rows, name=batch.title)
    day = work.in_days(30)
    assert opened.columns_of(document, "序号") == [
        [
            "1",
            dated.title,
            "",
            "工科商局",
            "城建局",
            "王镇长",
            f"{day.year}年{day.month}月{day.day}日",
        ],
        ["2", "盘活闲置厂房", "", "有关部门（待定）", "", "待定", "待定"],
    ]
