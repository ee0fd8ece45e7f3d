"""交办: what a batch needs, and what it makes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from departments.models import Department, UnitSet, UnitSetMember
from directives import events, workflow
from directives.errors import Conflict, Incomplete, NotAllowed, WrongState
from directives.models import Batch, Charge, Event, Notice, Task, TaskAssignment
from documents.models import NumberSeries
from tests import work
from tests.cast import Cast


def test_issuing_numbers_the_tasks_in_order_and_gives_each_unit_its_share(cast: Cast) -> None:
    first = work.task(lead="gongkeshang", supporting=("fatong",), title="甲")
    second = work.task(lead="chengjian", title="乙")
    batch = work.issue(first, second, by=cast.clerk)

    year = timezone.localdate().year
    assert [first.number, second.number] == [f"{year}-001", f"{year}-002"]
    assert batch.number == f"交办〔{year}〕1号"
    assert first.status == Task.Status.ISSUED
    shares = {(a.department.slug, a.role, a.state) for a in first.assignments.all()}
    assert shares == {("gongkeshang", "lead", "awaiting"), ("fatong", "supporting", "awaiting")}


def test_numbers_go_on_where_the_year_stopped_and_a_refused_issue_takes_none(cast: Cast) -> None:
    year = timezone.localdate().year
    work.issue(work.task(lead="gongkeshang"), by=cast.clerk)
    with pytest.raises(Incomplete):
        work.issue(work.task(lead="gongkeshang"), work.task(), by=cast.clerk)
    later = work.task(lead="gongkeshang")
    work.issue(later, by=cast.clerk)
    assert later.number == f"{year}-002"


def test_a_unit_set_becomes_one_share_for_each_member_of_the_day(cast: Cast) -> None:
    gone = UnitSetMember.objects.get(unit_set__slug="ge-cun-shequ", department__slug="taiping")
    gone.valid_to = timezone.localdate() - timedelta(days=1)
    gone.save()
    task = work.task(unit_set="ge-cun-shequ")
    work.issue(task, by=cast.clerk)
    shares = task.assignments.all()
    assert shares.count() == 28
    assert not shares.filter(department__slug="taiping").exists()
    assert {share.via.slug for share in shares} == {"ge-cun-shequ"}


def test_a_unit_charged_by_name_and_by_its_set_gets_one_share_by_name(cast: Cast) -> None:
    task = work.task(unit_set="ge-bumen")
    work.charge(task, Charge.Role.COLLATING, department=Department.objects.get(slug="dangzheng"))
    work.issue(task, by=cast.clerk)
    share = work.assignment(task, "dangzheng")
    assert (share.role, share.via) == (Charge.Role.COLLATING, None)


def test_a_member_that_supports_too_answers_like_the_other_members_of_its_set(cast: Cast) -> None:
    task = work.task(unit_set="ge-cun-shequ", supporting=("xinshi",))
    work.issue(task, by=cast.clerk)
    assert set(task.assignments.values_list("role", flat=True)) == {"responsible"}
    assert task.assignments.count() == 29


def test_the_date_of_issue_is_kept_as_original_and_current_date_of_every_share(cast: Cast) -> None:
    due = work.in_days(30)
    task = work.task(lead="gongkeshang", nature="fixed_term", due_on=due, due_basis="office")
    work.issue(task, by=cast.clerk)
    share = work.assignment(task, "gongkeshang")
    assert (share.original_due_on, share.due_on) == (due, due)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "还没有责任单位"),
        ({"supporting": ("fatong",)}, "需要且只能有一个牵头单位"),
        (
            {"lead": "gongkeshang", "nature": "standing", "due_on": work.in_days(9), "due_basis": "office"},
            "长期坚持的任务没有完成时限",
        ),
        ({"lead": "gongkeshang", "mode": "each"}, "没有牵头单位"),
        ({"lead": "gongkeshang", "nature": "fixed_term"}, "需要完成时限"),
        ({"lead": "gongkeshang", "mode": "joint_lead"}, "两个以上牵头单位"),
        ({"unit_set": "ge-gongzuozu"}, "没有成员单位"),
        ({"unit_set": "ge-cun", "mode": "single_lead"}, "需要且只能有一个牵头单位"),
    ],
)
def test_a_task_with_a_gap_is_refused_by_a_sentence_that_names_it(
    cast: Cast, fields: dict, says: str
) -> None:
    task = work.task(**fields)
    with pytest.raises(Incomplete) as refusal:
        work.issue(task, by=cast.clerk)
    assert says in str(refusal.value)
    assert task.title in str(refusal.value)
    task.refresh_from_db()
    assert task.number is None and not task.assignments.exists()


@pytest.mark.parametrize("mode", Task.Mode.values)
def test_a_unit_set_is_never_the_lead(cast: Cast, mode: str) -> None:
    task = work.task(mode=mode)
    work.charge(task, Charge.Role.LEAD, unit_set=UnitSet.objects.get(slug="ge-bumen"))
    with pytest.raises(Incomplete, match="不能是责任单位组"):
        work.issue(task, by=cast.clerk)


def test_words_that_name_nobody_keep_a_task_from_being_issued(cast: Cast) -> None:
    task = work.task(lead="gongkeshang")
    Charge.objects.create(task=task, role="supporting", words="有关部门", basis="text")
    with pytest.raises(Incomplete, match="“有关部门”未指明单位"):
        work.issue(task, by=cast.clerk)


def test_a_unit_that_has_ceased_to_exist_cannot_be_given_a_task(cast: Cast) -> None:
    Department.objects.filter(slug="fatong").update(valid_to=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Incomplete, match="已不存续"):
        work.issue(work.task(lead="fatong"), by=cast.clerk)


def test_one_incomplete_task_holds_back_the_whole_batch(cast: Cast) -> None:
    whole, lacking = work.task(lead="gongkeshang"), work.task()
    with pytest.raises(Incomplete):
        work.issue(whole, lacking, by=cast.clerk)
    assert not TaskAssignment.objects.exists()
    assert not Event.objects.exists()


def test_a_batch_without_recorded_approval_cannot_be_issued(cast: Cast) -> None:
    batch = workflow.prepare_batch([work.task(lead="gongkeshang")], title="第一批", by=work.actor(cast.clerk))
    with pytest.raises(Incomplete, match="还没有登记审批"):
        workflow.issue(batch, by=work.actor(cast.clerk))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"approver": " "}, "审批人"),
        ({"words": ""}, "审批意见"),
        ({"approved_on": work.in_days(1)}, "不能晚于今天"),
    ],
)
def test_an_approval_names_who_what_and_a_day_that_has_come(cast: Cast, changes: dict, says: str) -> None:
    fields = {
        "title": "一",
        "approver": "王镇长",
        "words": "同意",
        "approved_on": timezone.localdate(),
    } | changes
    with pytest.raises(Incomplete, match=says):
        workflow.issue_tasks([work.task(lead="gongkeshang")], **fields, by=work.actor(cast.clerk))


def test_a_task_is_issued_once(cast: Cast) -> None:
    task = work.task(lead="gongkeshang")
    work.issue(task, by=cast.clerk)
    with pytest.raises(WrongState):
        work.issue(task, by=cast.clerk)


def test_a_document_number_is_used_once(cast: Cast) -> None:
    fields = {"title": "一", "document_number": "榄府〔2024〕1号", "by": work.actor(cast.clerk)}
    workflow.prepare_batch([work.task(lead="gongkeshang")], **fields)
    with pytest.raises(Conflict, match="已用过"):
        workflow.prepare_batch([work.task(lead="chengjian")], **fields)


@pytest.mark.parametrize(
    "who", ["releaser", "leader", "auditor", "administrator", "liaison", "head", "stranger"]
)
def test_only_the_office_issues(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        work.issue(work.task(lead="gongkeshang"), by=getattr(cast, who))


def approved(*tasks: Task, cast: Cast) -> Batch:
    """A batch that waits for its issue alone."""
    by = work.actor(cast.clerk)
    batch = workflow.prepare_batch(tasks, title="第一批", by=by)
    fields = {"approver": work.approver(), "words": "同意", "approved_on": timezone.localdate()}
    for _ in workflow.approval_steps():
        workflow.record_approval(batch, by=by, **fields)
    return batch


def test_each_unit_gets_one_notice_however_many_its_tasks(cast: Cast) -> None:
    first = work.task(lead="gongkeshang", supporting=("fatong",))
    batch = work.issue(first, work.task(lead="gongkeshang"), by=cast.clerk)
    assert sorted(batch.notices.values_list("department__slug", flat=True)) == ["fatong", "gongkeshang"]
    assert set(batch.notices.values_list("sent_at", "seen_at")) == {(batch.issued_at, None)}


def test_a_notice_is_seen_once_by_somebody_of_the_unit(cast: Cast) -> None:
    batch = work.issue(work.task(lead="gongkeshang", supporting=("fatong",)), by=cast.clerk)
    notice = batch.notices.get(department__slug="gongkeshang")
    for who in (cast.clerk, cast.other_liaison, cast.leader, cast.stranger):
        with pytest.raises(NotAllowed):
            workflow.see_notice(notice, by=work.actor(who))
    seen = workflow.see_notice(notice, by=work.actor(cast.liaison))
    assert seen.seen_by == cast.liaison and seen.seen_at
    with pytest.raises(WrongState, match="已经查看过"):
        workflow.see_notice(notice, by=work.actor(cast.head))
    assert not batch.notices.get(department__slug="fatong").seen_at


def test_who_signs_for_a_task_has_seen_the_notice_and_the_first_to_see_it_is_kept(cast: Cast) -> None:
    first, second = work.task(lead="gongkeshang"), work.task(lead="gongkeshang")
    batch = work.issue(first, second, by=cast.clerk)
    other = work.issue(work.task(lead="gongkeshang"), by=cast.clerk)
    workflow.acknowledge(work.assignment(first, "gongkeshang"), by=work.actor(cast.liaison))
    workflow.acknowledge(work.assignment(second, "gongkeshang"), by=work.actor(cast.head))
    assert batch.notices.get().seen_by == cast.liaison
    assert other.notices.get().seen_at is None


def queries_of_issue(batch: Batch, cast: Cast) -> int:
    with CaptureQueriesContext(connection) as queries:
        workflow.issue(batch, by=work.actor(cast.clerk))
    return len(queries)


def test_issue_costs_the_same_few_queries_for_few_and_many_assignments(cast: Cast) -> None:
    villages = UnitSet.objects.get(slug="ge-cun-shequ")
    UnitSetMember.objects.filter(unit_set=villages).exclude(department__slug="xinshi").update(
        valid_to="2020-01-01"
    )
    one = queries_of_issue(approved(work.task(unit_set=villages.slug), cast=cast), cast)
    UnitSetMember.objects.filter(unit_set=villages).update(valid_to=None)
    many = [work.task(unit_set=villages.slug, title=str(n)) for n in range(3)]
    more = queries_of_issue(approved(*many, cast=cast), cast)
    # SQLite takes some hundred values in one statement, so that rows in plenty may need one or two more.
    assert more - one <= (0 if connection.vendor == "postgresql" else 3)
    assert TaskAssignment.objects.count() == 1 + 3 * 29


def test_a_failure_in_the_middle_leaves_nothing_and_gives_the_numbers_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = approved(work.task(lead="gongkeshang"), work.task(lead="chengjian"), cast=cast)
    before = len(events.history(Event.Subject.BATCH, batch.pk))

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(events, "append_each", fail)
        with pytest.raises(RuntimeError):
            workflow.issue(batch, by=work.actor(cast.clerk))
    batch.refresh_from_db()
    assert (batch.number, batch.issued_at) == (None, None)
    assert not TaskAssignment.objects.exists() and not Notice.objects.exists()
    assert not NumberSeries.objects.exists()
    assert set(Task.objects.values_list("status", "number")) == {("draft", None)}
    assert len(events.history(Event.Subject.BATCH, batch.pk)) == before
    year = timezone.localdate().year
    assert workflow.issue(batch, by=work.actor(cast.clerk)).number == f"交办〔{year}〕1号"


def test_the_chains_written_together_hold_like_those_written_one_by_one(cast: Cast) -> None:
    tasks = [work.task(lead="gongkeshang", title=str(n)) for n in range(3)]
    batch = work.issue(*tasks, by=cast.clerk)
    for task in tasks:
        [event] = chain = events.history(Event.Subject.TASK, task.pk)
        assert (event.seq, event.kind, event.data["number"]) == (1, "issue", task.number)
        assert events.broken_links(chain) == []
    assert events.broken_links(events.history(Event.Subject.BATCH, batch.pk)) == []


def test_who_comes_second_to_issue_is_told_so(cast: Cast) -> None:
    batch = approved(work.task(lead="gongkeshang"), cast=cast)
    workflow.issue(batch, by=work.actor(cast.clerk))
    with pytest.raises(WrongState, match="已经交办"):
        workflow.issue(batch, by=work.actor(cast.supervisor))
    assert TaskAssignment.objects.count() == 1


def test_a_batch_is_not_issued_while_units_are_asked_or_wait_for_an_answer(cast: Cast) -> None:
    task = work.task(lead="gongkeshang", title="甲")
    batch = workflow.prepare_batch([task], title="第一批", by=work.actor(cast.clerk))
    by = work.actor(cast.clerk)
    asked = workflow.ask_comments(batch, None, work.in_days(5), by=by)
    asked.requests.get().proposals.create(
        task=task, task_title="甲", column="title", current="甲", proposed="乙", reason="更准确"
    )
    fields = {"approver": work.approver(), "words": "同意", "approved_on": timezone.localdate()}
    for _ in workflow.approval_steps():
        workflow.record_approval(batch, by=by, **fields)
    with pytest.raises(Incomplete, match="第 1 轮征求意见还没有结束"):
        workflow.issue(batch, by=by)
    workflow.close_round(asked, by=by)
    with pytest.raises(Incomplete, match="1 条意见没有处理"):
        workflow.issue(batch, by=by)
    assert not TaskAssignment.objects.exists()
    workflow.settle(asked.requests.get().proposals.get(), "refused", "会上已定", by=by)
    assert workflow.issue(batch, by=by).number


def test_a_task_that_ends_after_the_superiors_day_is_not_issued(cast: Cast) -> None:
    source = work.document(kind="superior", superior_due_on=work.in_days(30))
    task = work.task(lead="gongkeshang", due_on=work.in_days(45), due_basis="office", nature="fixed_term")
    task.directives.set([work.document_directive(source)])
    with pytest.raises(Incomplete, match=f"晚于上级时限 {work.in_days(30)}"):
        work.issue(task, by=cast.clerk)
    Task.objects.filter(pk=task.pk).update(due_on=work.in_days(30))
    work.issue(task, by=cast.clerk)


def test_a_leader_from_outside_the_town_answers_for_no_task(cast: Cast) -> None:
    leader = work.approver("某书记", "市委书记", is_outside=True)
    task = work.task(lead="gongkeshang", responsible_leader=leader)
    with pytest.raises(Incomplete, match="某书记登记为镇外领导"):
        work.issue(task, by=cast.clerk)
