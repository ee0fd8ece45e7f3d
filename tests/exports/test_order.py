"""交办单: one unit's tasks of an issued batch, each cell as the database has it."""

from datetime import date
from typing import Any

import pytest

from departments.models import Department
from directives import workflow
from directives.errors import WrongState
from directives.exports import order_docx, order_of
from directives.models import Basis, Batch, Charge, Task, TaskAssignment
from tests import work
from tests.cast import Cast
from tests.exports import opened

pytestmark = pytest.mark.django_db
HEADS = ["编号", "任务", "措施", "本单位职责", "责任领导", "完成时限", "签收和反馈"]


def unit(slug: str) -> Department:
    return Department.objects.get(slug=slug)


def day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def opened_order(batch: Batch, slug: str) -> Any:
    return opened.word(order_docx(order_of(batch, unit(slug))))


@pytest.fixture
def tasks(cast: Cast) -> list[Task]:
    """Led by 工科商局 with 城建局; led by both together; carried by every village; none of 工科商局's."""
    common: dict[str, Any] = {
        "due_on": work.in_days(40),
        "due_basis": Basis.OFFICE,
        "sign_by": work.in_days(3),
        "report_day": 25,
        "responsible_leader": work.approver(),
        "measures": "编制方案\n组织商家",
    }
    led = work.task(lead="gongkeshang", supporting=("chengjian",), **common)
    joint = work.task(title="联合招商", lead="gongkeshang", mode=Task.Mode.JOINT_LEAD)
    work.charge(joint, Charge.Role.LEAD, department=unit("fatong"))
    villages = work.task(
        title="常态走访企业", unit_set="ge-cun-shequ", report_cycle=Task.Cycle.WEEKLY, report_day=5
    )
    return [
        led,
        joint,
        villages,
        work.task(title="推动企业升规", lead="fatong", report_cycle=Task.Cycle.NONE),
    ]


@pytest.fixture
def batch(cast: Cast, tasks: list[Task]) -> Batch:
    return work.issue(*tasks, by=cast.clerk)


def test_a_unit_reads_all_its_tasks_and_no_others(batch: Batch, tasks: list[Task]) -> None:
    for slug in ("gongkeshang", "chengjian", "fatong", "xinshi"):
        told = opened.columns_of(opened_order(batch, slug), "编号")
        shares = TaskAssignment.objects.filter(task__batch=batch, department=unit(slug))
        wanted = [
            [share.task.number, share.task.title, share.task.measures]
            for share in shares.order_by("task__number")
        ]
        assert wanted
        assert [line[:3] for line in told] == wanted


def test_every_cell_is_what_the_database_holds(batch: Batch, tasks: list[Task]) -> None:
    document = opened_order(batch, "gongkeshang")
    led, joint = tasks[:2]
    [heads] = [rows[0] for rows in map(opened.cells, document.tables) if rows[0][0] == "编号"]
    assert heads == HEADS
    assert opened.columns_of(document, "编号") == [
        [
            led.number,
            led.title,
            "编制方案\n组织商家",
            "牵头",
            "王镇长",
            day(work.in_days(40)),
            f"{day(work.in_days(3))}前签收\n每月25日前反馈",
        ],
        [
            joint.number,
            "联合招商",
            "",
            "牵头（与发统局共同牵头）",
            "待定",
            "长期坚持",
            "收到后签收\n每月反馈",
        ],
    ]


def test_a_batch_named_by_its_tasks_is_named_once_in_the_order(batch: Batch) -> None:
    Batch.objects.filter(pk=batch.pk).update(title="四季度第一批任务")
    batch.refresh_from_db()
    assert "《四季度第一批任务分解表》" in opened.words(opened_order(batch, "gongkeshang"))


def kept(batch: Batch) -> list[bool]:
    """Of each row of the order's table, whether it is kept whole."""
    [table] = opened_order(batch, "gongkeshang").tables
    return [row.find(f"{opened.W}trPr/{opened.W}cantSplit") is not None for row in table._tbl.tr_lst[1:]]


def test_only_a_row_taller_than_half_a_page_is_torn_and_the_first_one_to_begin_on_page_one(
    cast: Cast,
) -> None:
    heights = [10, 10, 12, 13, 1]
    tasks = [
        work.task(title="升规", lead="gongkeshang", measures="走访\n" * n + "走访") for n in (9, 9, 11, 12, 0)
    ]
    assert [task.measures.count("\n") + 1 for task in tasks] == heights
    assert kept(work.issue(*tasks, by=cast.clerk)) == [False, True, True, False, True]


def test_the_receipt_follows_the_table_and_the_last_row_stays_with_it(batch: Batch) -> None:
    document = opened_order(batch, "gongkeshang")
    *_, table, receipt = document.iter_inner_content()
    assert receipt.text.startswith("签收人：")
    assert all(cell.paragraphs[-1].paragraph_format.keep_with_next for cell in table.rows[-1].cells)


def test_who_supports_reads_who_leads(batch: Batch) -> None:
    [line] = opened.columns_of(opened_order(batch, "chengjian"), "编号")
    assert line[3] == "配合（工科商局牵头）"


def test_how_to_answer_is_told_as_the_task_asks_for_it(batch: Batch) -> None:
    [village] = opened.columns_of(opened_order(batch, "xinshi"), "编号")
    assert village[3:] == ["责任", "待定", "长期坚持", "收到后签收\n每周五反馈"]
    told = opened.columns_of(opened_order(batch, "fatong"), "编号")
    assert told[-1][6] == "收到后签收\n不定期反馈"


def test_it_names_the_unit_the_number_and_the_day(batch: Batch) -> None:
    told = opened.words(opened_order(batch, "gongkeshang"))
    assert f"{unit('gongkeshang').full_name}：" in told
    assert batch.number
    assert batch.number in told
    assert batch.issued_on
    before, receipt = told.rstrip().rsplit("\n", 1)
    assert before.endswith(f"党政综合办公室\n{day(batch.issued_on)}")
    assert receipt.split("：")[0] == "签收人"
    assert receipt.endswith("签收日期：　　　　年　　月　　日")
    assert "2项任务" in told


def test_the_registers_own_number_stands_beside_ours(cast: Cast) -> None:
    without = work.issue(work.task(lead="gongkeshang"), by=cast.clerk)
    assert "榄办" not in opened.words(opened_order(without, "gongkeshang"))
    without.document_number = "榄办〔2024〕7号"
    without.save()
    told = opened.words(opened_order(without, "gongkeshang"))
    assert f"{without.number}　榄办〔2024〕7号" in told


def test_the_order_keeps_the_day_that_was_set_at_issue(batch: Batch, tasks: list[Task]) -> None:
    share = work.assignment(tasks[0], "gongkeshang")
    share.due_on = work.in_days(90)  # prolonged later
    share.save()
    told = opened.columns_of(opened_order(batch, "gongkeshang"), "编号")
    assert told[0][5] == day(work.in_days(40))


def test_the_order_keeps_the_words_of_the_day_of_issue(batch: Batch, tasks: list[Task], cast: Cast) -> None:
    before = opened.columns_of(opened_order(batch, "gongkeshang"), "编号")
    by = work.actor(cast.clerk)
    workflow.correct_task(tasks[0], title="更正后的名称", measures="另一条", by=by)
    assert opened.columns_of(opened_order(batch, "gongkeshang"), "编号") == before


def test_numbers_past_the_thousandth_follow_those_before(batch: Batch, tasks: list[Task]) -> None:
    for task, number in zip(sorted(tasks, key=lambda one: one.pk), (999, 1000, 1001), strict=False):
        Task.objects.filter(pk=task.pk).update(number=f"2026-{number}")
    told = opened.columns_of(opened_order(batch, "gongkeshang"), "编号")
    assert [line[0] for line in told] == sorted((line[0] for line in told), key=lambda one: int(one[5:]))


def test_a_batch_that_was_not_issued_has_no_order(cast: Cast) -> None:
    batch = workflow.prepare_batch([work.task(lead="gongkeshang")], title="第一批", by=work.actor(cast.clerk))
    with pytest.raises(WrongState, match="还没有交办"):
        order_of(batch, unit("gongkeshang"))


def test_reading_an_order_takes_four_queries(batch: Batch, django_assert_max_num_queries: Any) -> None:
    whom = unit("gongkeshang")
    with django_assert_max_num_queries(4):
        order_of(batch, whom)


def test_hostile_words_stay_words(cast: Cast) -> None:
    task = work.task(lead="gongkeshang", title="=1+1 <w:t>&amp;", measures="+1\u202e\n" + "长" * 5000)
    batch = work.issue(task, by=cast.clerk)
    [line] = opened.columns_of(opened_order(batch, "gongkeshang"), "编号")
    assert line[1] == "=1+1 <w:t>&amp;"
    assert line[2] == "+1\n" + "长" * 5000


def test_many_tasks_keep_their_order(cast: Cast) -> None:
    tasks = [work.task(title=f"任务{number}", lead="gongkeshang") for number in range(1, 61)]
    batch = work.issue(*tasks, by=cast.clerk)
    told = opened.columns_of(opened_order(batch, "gongkeshang"), "编号")
    assert [line[1] for line in told] == [f"任务{number}" for number in range(1, 61)]
