"""What changes in a batch while it is approved or afterwards is seen, and the changed rows are approved again."""

import pytest

from departments.models import Official
from directives import events, intake, workflow
from directives.breakdown import rows_of_batch
from directives.errors import Conflict, Incomplete, WrongState
from directives.models import Batch, Event, Task
from tests import work
from tests.cast import Cast
from tests.workflow.approvals import (
    approve_all,
    batch_to_approve,
    draft_to_approve,
    in_charge_of,
    leader,
    on_paper,
    since_days,
    states,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> Task:
    return draft_to_approve()


@pytest.fixture
def batch(draft: Task, cast: Cast) -> Batch:
    return batch_to_approve(draft, cast)


@pytest.fixture
def mayor(db: None) -> Official:
    return work.approver()


def test_what_changed_while_a_leader_read_is_not_approved_unread(
    cast: Cast, batch: Batch, draft: Task
) -> None:
    leader(cast, "副镇长", **in_charge_of("gongkeshang"))
    seen = workflow.stamp_of_rows(rows_of_batch(batch))
    Task.objects.filter(pk=draft.pk).update(title="办好美食节")
    with pytest.raises(Conflict, match="刚刚改过"):
        workflow.approve(batch, "同意", seen=seen, by=work.actor(cast.leader))
    workflow.approve(
        batch, "同意", seen=workflow.stamp_of_rows(rows_of_batch(batch)), by=work.actor(cast.leader)
    )


def test_a_record_of_a_table_that_changed_since_it_was_read_is_refused(
    cast: Cast, batch: Batch, draft: Task, mayor: Official
) -> None:
    seen = workflow.stamp_of_rows(rows_of_batch(batch))
    Task.objects.filter(pk=draft.pk).update(title="别人刚改的")
    for deed in (
        lambda: on_paper(batch, cast, seen=seen),
        lambda: on_paper(batch, cast, seen=""),
    ):
        with pytest.raises(Conflict, match="刚刚改过"):
            deed()
    assert not batch.approvals.exists()


def test_a_cell_changed_after_approval_is_marked_and_every_step_asked_again(
    cast: Cast, batch: Batch, draft: Task, mayor: Official
) -> None:
    approve_all(batch, cast)
    before, now = draft.due_on, work.in_days(60)
    Task.objects.filter(pk=draft.pk).update(due_on=now)
    chain = workflow.approval_chain(batch)
    assert [one.state for one in chain.steps] == ["again", "again"]
    [change] = chain.changed[str(draft.pk)]
    assert before is not None
    assert (change.column, change.before, change.now) == (
        "完成时限",
        f"{before.year}年{before.month}月{before.day}日",
        f"{now.year}年{now.month}月{now.day}日",
    )
    with pytest.raises(Incomplete) as refusal:
        workflow.issue(batch, by=work.actor(cast.clerk))
    assert len(refusal.value.problems) == 2
    assert "“分管领导”审批后改过“办好消费季”：完成时限原为" in refusal.value.problems[0]
    on_paper(batch, cast)
    assert states(batch) == ["given", "again"]
    on_paper(batch, cast)
    assert workflow.issue(batch, by=work.actor(cast.clerk)).number


def test_a_cell_changed_back_is_as_it_was_approved(
    cast: Cast, batch: Batch, draft: Task, mayor: Official
) -> None:
    approve_all(batch, cast)
    Task.objects.filter(pk=draft.pk).update(title="办好美食节")
    assert states(batch) == ["again", "again"]
    Task.objects.filter(pk=draft.pk).update(title="办好消费季")
    assert states(batch) == ["given", "given"]


def test_an_edit_of_the_units_after_approval_is_seen(
    cast: Cast, batch: Batch, draft: Task, mayor: Official
) -> None:
    approve_all(batch, cast)
    charges = [intake.blank_charge() | {"role": "lead", "unit": "chengjian"}]
    intake.edit_task(draft, {"title": draft.title}, charges, by=work.actor(cast.clerk))
    changes = workflow.approval_chain(batch).changed[str(draft.pk)]
    [change] = [one for one in changes if one.column == "牵头单位"]
    assert (change.before, change.now) == ("工科商局", "城建局")


HIDDEN = [
    ({"mode": "each"}, "lead", "责任方式原为“单一牵头”，现为“各自负责”"),
    ({"sign_by": "2031-01-05"}, "lead", "签收期限原为“空”，现为“2031年1月5日”"),
    (
        {"report_cycle": "weekly", "report_day": "5"},
        "lead",
        "反馈要求原为“每月，牵头汇总”，现为“每周，5 日，牵头汇总”",
    ),
    ({}, "responsible", "各单位角色原为“工科商局（牵头）”，现为“工科商局（责任）”"),
]


@pytest.mark.parametrize(("fields", "role", "says"), HIDDEN)
def test_what_no_column_shows_is_approved_along_with_the_row(
    cast: Cast, batch: Batch, draft: Task, mayor: Official, fields: dict[str, str], role: str, says: str
) -> None:
    approve_all(batch, cast)
    row = intake.row_of(draft) | fields
    charges = [one | {"role": role} for one in row.pop("charges")]
    intake.edit_task(draft, row, charges, by=work.actor(cast.clerk))
    assert states(batch) == ["again", "again"]
    assert any(says in str(change) for change in workflow.approval_chain(batch).changed[str(draft.pk)])
    assert says in events.history(Event.Subject.BATCH, batch.pk)[-1].data["what"]
    with pytest.raises(Incomplete, match="请重新审批"):
        workflow.issue(batch, by=work.actor(cast.clerk))


def test_an_edit_of_an_approved_row_is_in_the_batchs_record(
    cast: Cast, batch: Batch, draft: Task, mayor: Official
) -> None:
    approve_all(batch, cast)
    row = intake.row_of(draft) | {"title": "改过的任务"}
    intake.edit_task(draft, row, row.pop("charges"), by=work.actor(cast.clerk))
    last = events.history(Event.Subject.BATCH, batch.pk)[-1]
    assert (last.kind, last.by) == ("edit", cast.clerk)
    assert last.data["what"] == f"改过“改过的任务”：任务原为“{draft.title}”，现为“改过的任务”。"


def test_a_task_that_joins_or_leaves_after_approval_is_seen(
    cast: Cast, batch: Batch, draft: Task, mayor: Official
) -> None:
    approve_all(batch, cast)
    by = work.actor(cast.clerk)
    late = work.task(lead="chengjian", title="整备用地")
    workflow.join_batch(batch, [late], by=by)
    assert str(workflow.approval_chain(batch).changed[str(late.pk)][0]) == "新加入“整备用地”"
    workflow.leave_batch(batch, late, by=by)
    assert states(batch) == ["given", "given"]
    workflow.join_batch(batch, [late], by=by)
    workflow.leave_batch(batch, draft, by=by)
    with pytest.raises(Incomplete, match="已移出“办好消费季”"):
        workflow.issue(batch, by=by)
    said = [event.data["what"] for event in events.history(Event.Subject.BATCH, batch.pk)[2:]]
    assert said == ["加入“整备用地”。", "移出“整备用地”。", "加入“整备用地”。", "移出“办好消费季”。"]


def test_a_paper_does_not_approve_what_was_changed_after_it(
    cast: Cast, batch: Batch, draft: Task, mayor: Official
) -> None:
    since_days(batch, 9)
    row = intake.row_of(draft) | {"title": "改过的任务"}
    intake.edit_task(draft, row, row.pop("charges"), by=work.actor(cast.clerk))
    with pytest.raises(Incomplete, match=r"“改过的任务”在 .* 改过或加入"):
        on_paper(batch, cast, approved_on=work.in_days(-8))
    on_paper(batch, cast)


def test_a_paper_does_not_approve_a_task_that_joined_after_it(
    cast: Cast, batch: Batch, mayor: Official
) -> None:
    late = work.task(title="后来的任务")
    since_days(batch, 9)
    workflow.join_batch(batch, [late], by=work.actor(cast.clerk))
    with pytest.raises(Incomplete, match=r"“后来的任务”在 .* 改过或加入"):
        on_paper(batch, cast, approved_on=work.in_days(-8))


def test_what_was_approved_keeps_its_name_until_it_is_sent_back(
    cast: Cast, batch: Batch, mayor: Official
) -> None:
    on_paper(batch, cast)
    with pytest.raises(WrongState, match="名称，不能再改"):
        workflow.rename_batch(batch, "另一个名称", by=work.actor(cast.clerk))
    leader(cast, "镇长")
    workflow.return_approval(batch, "换个名称", by=work.actor(cast.leader))
    assert workflow.rename_batch(batch, "另一个名称", by=work.actor(cast.clerk)).title == "另一个名称"


def test_a_word_corrected_after_issue_takes_no_approval_back(
    cast: Cast, batch: Batch, draft: Task, mayor: Official
) -> None:
    approve_all(batch, cast)
    issued = workflow.issue(batch, by=work.actor(cast.clerk))
    Task.objects.filter(pk=draft.pk).update(title="订正后的标题")
    assert states(issued) == ["given", "given"]
    with pytest.raises(WrongState, match="已经交办"):
        on_paper(issued, cast)


def test_a_paper_from_before_a_row_was_taken_out_is_of_another_draft(
    cast: Cast, batch: Batch, draft: Task, mayor: Official
) -> None:
    other = work.task(lead="gongkeshang", title="办好美食节")
    by = work.actor(cast.clerk)
    workflow.join_batch(batch, [other], by=by)
    since_days(batch, 9)
    workflow.leave_batch(batch, other, by=by)
    with pytest.raises(Incomplete, match="移出过任务"):
        on_paper(batch, cast, approved_on=work.in_days(-5))
    on_paper(batch, cast)


def test_a_paper_from_before_the_batch_was_renamed_is_of_another_draft(
    cast: Cast, batch: Batch, mayor: Official
) -> None:
    since_days(batch, 9)
    workflow.rename_batch(batch, "下半年第一批", by=work.actor(cast.clerk))
    with pytest.raises(Incomplete, match="改过名称"):
        on_paper(batch, cast, approved_on=work.in_days(-5))
    on_paper(batch, cast)


def test_a_paper_from_before_a_leader_returned_the_batch_counts_no_more(
    cast: Cast, batch: Batch, mayor: Official
) -> None:
    leader(cast, "副镇长", **in_charge_of("gongkeshang"))
    since_days(batch, 9)
    workflow.return_approval(batch, "改由城建局牵头", by=work.actor(cast.leader))
    with pytest.raises(Incomplete, match="退回过"):
        on_paper(batch, cast, approved_on=work.in_days(-5))
    on_paper(batch, cast)
