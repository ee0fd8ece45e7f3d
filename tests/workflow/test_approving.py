"""The chain of approval: who may, when, on which rows, and what a change afterwards does to it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from departments.models import Department, Official, Portfolio, Post
from directives import events, intake, workflow
from directives.breakdown import rows_of_batch
from directives.errors import Conflict, Incomplete, NotAllowed, WrongState
from directives.models import Approval, Batch, Event, Task
from tests import work
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> Task:
    return work.task(lead="gongkeshang", title="办好消费季", nature="fixed_term", **due(30))


@pytest.fixture
def batch(draft: Task, cast: Cast) -> Batch:
    return workflow.prepare_batch([draft], title="第一批", by=work.actor(cast.clerk))


@pytest.fixture
def mayor(db: None) -> Official:
    return work.approver()


def due(days: int) -> dict[str, Any]:
    return {"due_on": work.in_days(days), "due_basis": "office"}


def on_paper(batch: Batch, cast: Cast, approver: Official | str = "王镇长", **changes: Any) -> Approval:
    fields = {"words": "同意", "approved_on": timezone.localdate()} | changes
    return workflow.record_approval(batch, approver=approver, by=work.actor(cast.clerk), **fields)


def leader(cast: Cast, title: str = "", **portfolio: Any) -> Official:
    """The cast's leader as an official, with a post or a portfolio."""
    official, _ = Official.objects.get_or_create(user=cast.leader, defaults={"name": "镇领导甲"})
    if title:
        Post.objects.create(official=official, title=title)
    if portfolio:
        Portfolio.objects.create(official=official, **portfolio)
    return official


def in_charge_of(slug: str) -> dict[str, Department]:
    return {"department": Department.objects.get(slug=slug)}


def since_days(batch: Batch, days: int) -> None:
    """As if the batch had been prepared that long ago and not touched since."""
    then = timezone.now() - timedelta(days=days)
    Batch.objects.filter(pk=batch.pk).update(prepared_at=then)
    batch.tasks.update(updated_at=then)
    batch.refresh_from_db()


def states(batch: Batch) -> list[str]:
    return [one.state for one in workflow.approval_chain(batch).steps]


def test_the_steps_are_given_one_after_the_other_and_then_the_batch_is_issued(
    cast: Cast, batch: Batch, mayor: Official
) -> None:
    by = work.actor(cast.clerk)
    assert states(batch) == ["waiting", "waiting"]
    on_paper(batch, cast)
    assert states(batch) == ["given", "waiting"]
    with pytest.raises(Incomplete, match="“书记、镇长”还没有登记审批"):
        workflow.issue(batch, by=by)
    on_paper(batch, cast)
    assert states(batch) == ["given", "given"]
    with pytest.raises(WrongState, match="各环节都已审批"):
        on_paper(batch, cast)
    assert workflow.issue(batch, by=by).number


def test_an_approval_keeps_who_when_the_words_and_the_rows(cast: Cast, batch: Batch, mayor: Official) -> None:
    given = on_paper(batch, cast, words=" 同意，抓紧办。 ")
    assert (given.step, given.step_name, given.official, given.approver, given.words, given.medium) == (
        1,
        "分管领导",
        mayor,
        "王镇长",
        "同意，抓紧办。",
        "paper",
    )
    [cells] = given.rows.values()
    assert (cells["title"], cells["lead"]) == ("办好消费季", "工科商局")
    [event] = events.history(Event.Subject.BATCH, batch.pk)
    assert event.kind == Event.Kind.APPROVE
    assert (event.data["step"], event.data["approver"], event.data["words"], event.data["scan"]) == (
        "分管领导",
        "王镇长",
        "同意，抓紧办。",
        "",
    )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"approver": "  "}, "请选择审批人"),
        ({"approver": "查无此人"}, "领导名单中没有“查无此人”"),
        ({"words": " "}, "请填写审批意见"),
        ({"approved_on": work.in_days(1)}, "不能晚于今天"),
        ({"approved_on": work.in_days(-1)}, "审批日期早于拟稿日期"),
    ],
)
def test_a_gap_in_a_paper_approval_is_named_and_nothing_is_kept(
    cast: Cast, batch: Batch, mayor: Official, changes: dict[str, Any], says: str
) -> None:
    with pytest.raises(Incomplete, match=says):
        on_paper(batch, cast, **changes)
    assert not batch.approvals.exists()
    assert not events.history(Event.Subject.BATCH, batch.pk)


def test_who_held_no_post_on_the_day_cannot_have_approved(cast: Cast, batch: Batch) -> None:
    today = timezone.localdate()
    gone = work.approver("李镇长")
    gone.posts.update(valid_to=today - timedelta(days=1))
    with pytest.raises(Incomplete, match=f"“李镇长”在 {today} 没有在任职务"):
        on_paper(batch, cast, "李镇长")
    since_days(batch, 3)
    on_paper(batch, cast, gone, approved_on=today - timedelta(days=1))


def test_of_two_officials_of_one_name_the_one_in_office_approved(cast: Cast, batch: Batch) -> None:
    past = work.approver("李镇长")
    past.posts.update(valid_to=timezone.localdate() - timedelta(days=1))
    present = Official.objects.create(name="李镇长")
    Post.objects.create(official=present, title="副镇长")
    assert on_paper(batch, cast, "李镇长").official == present


@pytest.mark.parametrize(
    ("title", "may"),
    [
        ("镇党委书记", True),
        ("镇长", True),
        ("镇党委副书记", False),
        ("副镇长", False),
        ("镇长助理", False),
        ("人大主席", False),
    ],
)
def test_the_last_step_is_for_a_title_of_its_own_and_no_deputy(
    cast: Cast, batch: Batch, mayor: Official, title: str, may: bool
) -> None:
    on_paper(batch, cast)
    other = work.approver("某领导", title)
    if may:
        on_paper(batch, cast, other)
    else:
        with pytest.raises(Incomplete, match=f"由书记或镇长审批，“某领导”在 .* 任{title}"):
            on_paper(batch, cast, other)
    leader(cast, title)
    Approval.objects.filter(step=2).delete()
    assert workflow.may_approve(batch, cast.leader) is may


def test_a_later_step_is_not_dated_before_an_earlier_one(cast: Cast, batch: Batch, mayor: Official) -> None:
    since_days(batch, 3)
    on_paper(batch, cast, approved_on=work.in_days(-1))
    with pytest.raises(Incomplete, match="审批日期早于“分管领导”的审批日期"):
        on_paper(batch, cast, approved_on=work.in_days(-2))


def test_a_page_that_showed_another_step_records_nothing(cast: Cast, batch: Batch, mayor: Official) -> None:
    on_paper(batch, cast, step=1)
    with pytest.raises(WrongState, match="现在轮到“书记、镇长”"):
        on_paper(batch, cast, step=1)
    assert batch.approvals.count() == 1


@pytest.mark.parametrize("who", ["leader", "releaser", "auditor", "administrator", "liaison", "stranger"])
def test_only_the_office_records_what_was_given_on_paper(
    cast: Cast, batch: Batch, mayor: Official, who: str
) -> None:
    with pytest.raises(NotAllowed):
        workflow.record_approval(
            batch,
            approver=mayor,
            words="同意",
            approved_on=timezone.localdate(),
            by=work.actor(getattr(cast, who)),
        )


def test_the_leader_in_charge_of_a_leading_unit_approves_the_first_step(cast: Cast, batch: Batch) -> None:
    official = leader(cast, "副镇长", **in_charge_of("gongkeshang"))
    assert workflow.may_approve(batch, cast.leader)
    given = workflow.approve(batch, "", by=work.actor(cast.leader))
    assert (given.official, given.medium, given.words) == (official, "portal", "同意。")
    assert states(batch) == ["given", "waiting"]
    with pytest.raises(NotAllowed):
        workflow.approve(batch, "", by=work.actor(cast.leader))


def test_the_responsible_leader_of_a_task_approves_the_first_step(
    cast: Cast, batch: Batch, draft: Task
) -> None:
    Task.objects.filter(pk=draft.pk).update(responsible_leader=leader(cast))
    assert workflow.may_approve(batch, cast.leader)


def test_others_approve_nothing_in_the_portal(cast: Cast, batch: Batch) -> None:
    assert not workflow.may_approve(batch, cast.leader)
    leader(cast, "副镇长", **in_charge_of("chengjian"))
    ended = {"valid_to": timezone.localdate() - timedelta(days=1)}
    leader(cast, **in_charge_of("gongkeshang"), **ended)
    for who in ("leader", "clerk", "supervisor", "head", "stranger"):
        with pytest.raises(NotAllowed):
            workflow.approve(batch, "同意", by=work.actor(getattr(cast, who)))
        with pytest.raises(NotAllowed):
            workflow.return_approval(batch, "改", by=work.actor(getattr(cast, who)))


def test_an_account_without_the_role_is_no_leader_whatever_its_posts(cast: Cast, batch: Batch) -> None:
    official = leader(cast, "镇长", **in_charge_of("gongkeshang"))
    official.user = cast.clerk
    official.save()
    assert not workflow.may_approve(batch, cast.clerk)


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


def test_a_batch_sent_back_begins_again_at_the_first_step(cast: Cast, batch: Batch, mayor: Official) -> None:
    on_paper(batch, cast)
    leader(cast, "镇长")
    with pytest.raises(Incomplete, match="请写明退回的原因"):
        workflow.return_approval(batch, " ", by=work.actor(cast.leader))
    workflow.return_approval(batch, "时限太松", by=work.actor(cast.leader))
    chain = workflow.approval_chain(batch)
    assert [one.state for one in chain.steps] == ["returned", "waiting"]
    assert chain.steps[0].approval and chain.steps[0].approval.words == "时限太松"
    with pytest.raises(Incomplete, match="已退回修改"):
        workflow.issue(batch, by=work.actor(cast.clerk))
    on_paper(batch, cast)
    assert states(batch) == ["given", "waiting"]
    kinds = [event.kind for event in events.history(Event.Subject.BATCH, batch.pk)]
    assert kinds == ["approve", "return_approval", "approve"]


def approve_all(batch: Batch, cast: Cast) -> None:
    for _ in workflow.approval_steps():
        on_paper(batch, cast)


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


def test_what_was_approved_keeps_its_name_until_it_is_sent_back(
    cast: Cast, batch: Batch, mayor: Official
) -> None:
    on_paper(batch, cast)
    with pytest.raises(WrongState, match="名称，不能再改"):
        workflow.rename_batch(batch, "另一个名称", by=work.actor(cast.clerk))
    leader(cast, "镇长")
    workflow.return_approval(batch, "换个名称", by=work.actor(cast.leader))
    assert workflow.rename_batch(batch, "另一个名称", by=work.actor(cast.clerk)).title == "另一个名称"


def test_what_was_given_for_another_step_does_not_count_after_the_setting_changed(
    cast: Cast, batch: Batch, mayor: Official, settings: Any
) -> None:
    on_paper(batch, cast)
    settings.APPROVAL_STEPS = [("书记", ["书记"])]
    assert states(batch) == ["waiting"]


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


def test_a_word_corrected_after_issue_takes_no_approval_back(
    cast: Cast, batch: Batch, draft: Task, mayor: Official
) -> None:
    approve_all(batch, cast)
    issued = workflow.issue(batch, by=work.actor(cast.clerk))
    Task.objects.filter(pk=draft.pk).update(title="订正后的标题")
    assert states(issued) == ["given", "given"]
    with pytest.raises(WrongState, match="已经交办"):
        on_paper(issued, cast)


def test_the_steps_are_those_of_the_setting(cast: Cast, batch: Batch, mayor: Official, settings: Any) -> None:
    settings.APPROVAL_STEPS = [("镇长", ["镇长"])]
    assert [step.name for step in workflow.approval_steps()] == ["镇长"]
    on_paper(batch, cast)
    assert workflow.issue(batch, by=work.actor(cast.clerk)).number


def test_an_empty_batch_is_not_approved(cast: Cast, batch: Batch, draft: Task, mayor: Official) -> None:
    workflow.leave_batch(batch, draft, by=work.actor(cast.clerk))
    with pytest.raises(Incomplete, match="没有任务"):
        on_paper(batch, cast)


def test_a_paper_recorded_wrongly_is_taken_back_and_stays_in_the_record(
    cast: Cast, batch: Batch, mayor: Official
) -> None:
    first, second = on_paper(batch, cast), on_paper(batch, cast)
    by = work.actor(cast.clerk)
    with pytest.raises(WrongState, match="从后往前撤销"):
        workflow.cancel_approval(first, "登记错了", by=by)
    with pytest.raises(Incomplete, match="请写明登记错在哪里"):
        workflow.cancel_approval(second, " ", by=by)
    workflow.cancel_approval(second, "审批人选错", by=by)
    assert states(batch) == ["given", "waiting"]
    last = events.history(Event.Subject.BATCH, batch.pk)[-1]
    assert (last.kind, last.data["reason"]) == ("cancel_approval", "审批人选错")
    with pytest.raises(WrongState, match="最后登记的一次"):
        workflow.cancel_approval(second, "再来一次", by=by)
    on_paper(batch, cast)
    workflow.issue(batch, by=by)
    with pytest.raises(WrongState, match="已经交办"):
        workflow.cancel_approval(first, "登记错了", by=by)


def test_what_a_leader_gave_here_is_not_the_offices_to_cancel(cast: Cast, batch: Batch) -> None:
    leader(cast, "镇长", **in_charge_of("gongkeshang"))
    given = workflow.approve(batch, "同意", by=work.actor(cast.leader))
    with pytest.raises(WrongState, match="请领导退回"):
        workflow.cancel_approval(given, "登记错了", by=work.actor(cast.clerk))


def test_a_leader_from_outside_the_town_approves_nothing(cast: Cast, batch: Batch) -> None:
    other = work.approver("某书记", "市委书记", is_outside=True)
    for whom in (other, "某书记"):
        with pytest.raises(Incomplete, match="“某书记”登记为镇外领导，不能审批"):
            on_paper(batch, cast, whom)
    mine = Official.objects.create(name="某书记")
    Post.objects.create(official=mine, title="镇党委书记")
    assert on_paper(batch, cast, "某书记").official == mine


def test_an_account_of_a_leader_from_outside_approves_nothing_here_either(cast: Cast, batch: Batch) -> None:
    other = leader(cast, "市委书记", **in_charge_of("gongkeshang"))
    assert workflow.may_approve(batch, cast.leader)
    other.is_outside = True
    other.save()
    assert not workflow.may_approve(batch, cast.leader)
    with pytest.raises(NotAllowed):
        workflow.approve(batch, "同意", by=work.actor(cast.leader))
