"""签收、反馈、办结: the unit's acts and the office's answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from directives import workflow
from directives.errors import Conflict, Incomplete, NotAllowed, WrongState
from directives.events import Actor
from directives.models import Event, ProgressReport, Task, TaskAssignment
from directives.workflow import ReportContent
from tests import work
from tests.cast import Cast

State = TaskAssignment.State


@pytest.fixture
def task(cast: Cast) -> Task:
    """One lead, one supporting unit, issued."""
    made = work.task(lead="gongkeshang", supporting=("chengjian",))
    work.issue(made, by=cast.clerk)
    return made


def lead_of(task: Task) -> TaskAssignment:
    return work.assignment(task, "gongkeshang")


def sign(task: Task, cast: Cast) -> TaskAssignment:
    return workflow.acknowledge(lead_of(task), by=work.actor(cast.liaison))


def status(task: Task) -> str:
    task.refresh_from_db()
    return task.status


def test_signing_by_the_lead_starts_the_work(task: Task, cast: Cast) -> None:
    sign(task, cast)
    assert lead_of(task).state == State.IN_PROGRESS
    assert lead_of(task).acknowledged_at is not None
    assert status(task) == Task.Status.IN_PROGRESS


def test_signing_by_a_supporting_unit_does_not_move_a_task_with_a_single_lead(task: Task, cast: Cast) -> None:
    workflow.acknowledge(work.assignment(task, "chengjian"), by=work.actor(cast.other_liaison))
    assert status(task) == Task.Status.ISSUED


def test_nobody_signs_twice(task: Task, cast: Cast) -> None:
    sign(task, cast)
    with pytest.raises(WrongState, match="已经签收"):
        sign(task, cast)


@pytest.mark.parametrize(
    "who", ["other_liaison", "village_liaison", "clerk", "supervisor", "leader", "stranger"]
)
def test_only_the_unit_itself_signs(task: Task, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        workflow.acknowledge(lead_of(task), by=work.actor(getattr(cast, who)))


def test_a_report_is_kept_with_its_period_and_moves_the_progress(task: Task, cast: Cast) -> None:
    sign(task, cast)
    content = ReportContent(
        text="已定方案", problems="缺场地", next_steps="选址", to_coordinate="用电", progress=30
    )
    report = workflow.send_report(lead_of(task), content, by=work.actor(cast.liaison))
    assert report.period == f"{timezone.localdate():%Y-%m}"
    assert (report.text, report.problems, report.next_steps, report.to_coordinate) == (
        "已定方案",
        "缺场地",
        "选址",
        "用电",
    )
    assert lead_of(task).progress == 30


def test_no_change_needs_no_words_and_keeps_the_progress(task: Task, cast: Cast) -> None:
    sign(task, cast)
    TaskAssignment.objects.filter(pk=lead_of(task).pk).update(progress=40)
    report = workflow.send_report(lead_of(task), ReportContent(no_change=True), by=work.actor(cast.liaison))
    assert report.no_change and report.progress == 40


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (ReportContent(), "请填写进展"),
        (ReportContent(text="  "), "请填写进展"),
        (ReportContent(text="好\u202e", progress=1), "控制字符"),
        (ReportContent(text="好", problems="\x01"), "控制字符"),
        (ReportContent(text="好", progress=101), "0 到 100"),
        (ReportContent(text="好", progress=-1), "0 到 100"),
    ],
)
def test_an_empty_or_impossible_report_is_refused(
    task: Task, cast: Cast, content: ReportContent, says: str
) -> None:
    sign(task, cast)
    with pytest.raises(Incomplete, match=says):
        workflow.send_report(lead_of(task), content, by=work.actor(cast.liaison))
    assert not ProgressReport.objects.exists()


def test_reporting_comes_after_signing(task: Task, cast: Cast) -> None:
    with pytest.raises(WrongState, match="请先签收"):
        workflow.send_report(lead_of(task), ReportContent(text="好"), by=work.actor(cast.liaison))


def test_a_period_is_reported_once_unless_the_office_sends_it_back(task: Task, cast: Cast) -> None:
    sign(task, cast)
    liaison, supervisor = work.actor(cast.liaison), work.actor(cast.supervisor)
    report = workflow.send_report(lead_of(task), ReportContent(text="初稿"), by=liaison)
    with pytest.raises(Conflict, match="已经反馈过"):
        workflow.send_report(lead_of(task), ReportContent(text="又一稿"), by=liaison)
    workflow.send_back_report(report, "请写明完成比例", by=supervisor)
    again = workflow.send_report(lead_of(task), ReportContent(text="已完成三成"), by=liaison)
    assert (again.pk, again.state, again.return_reason) == (report.pk, ProgressReport.State.SENT, "")
    assert workflow.accept_report(again, by=supervisor).state == ProgressReport.State.ACCEPTED


def test_a_report_is_not_sent_back_without_a_reason(task: Task, cast: Cast) -> None:
    sign(task, cast)
    report = workflow.send_report(lead_of(task), ReportContent(text="初稿"), by=work.actor(cast.liaison))
    with pytest.raises(Incomplete, match="退回原因"):
        workflow.send_back_report(report, " ", by=work.actor(cast.supervisor))


@pytest.mark.parametrize("who", ["clerk", "liaison", "head", "leader", "releaser"])
def test_only_the_supervisor_reviews_reports(task: Task, cast: Cast, who: str) -> None:
    sign(task, cast)
    report = workflow.send_report(lead_of(task), ReportContent(text="初稿"), by=work.actor(cast.liaison))
    with pytest.raises(NotAllowed):
        workflow.accept_report(report, by=work.actor(getattr(cast, who)))


def test_completion_leaves_the_unit_under_its_heads_name_only(task: Task, cast: Cast) -> None:
    sign(task, cast)
    with pytest.raises(NotAllowed):
        workflow.hand_in(lead_of(task), "都办好了", by=work.actor(cast.liaison))
    workflow.hand_in(lead_of(task), "都办好了", by=work.actor(cast.head))
    assert status(task) == Task.Status.SUBMITTED
    assert lead_of(task).completion_statement == "都办好了"


def test_accepting_closes_the_task_on_the_day_it_was_handed_in_and_ends_supporting_shares(
    task: Task, cast: Cast
) -> None:
    days_ago = timezone.now() - timedelta(days=3)
    signed_at = days_ago - timedelta(days=1)
    Task.objects.filter(pk=task.pk).update(issued_on=timezone.localdate(signed_at))
    workflow.acknowledge(lead_of(task), by=Actor(cast.liaison, "test", signed_at))
    handed_in = workflow.hand_in(lead_of(task), "都办好了", by=Actor(cast.head, "test", days_ago))
    workflow.accept(handed_in, by=work.actor(cast.supervisor))
    assert status(task) == Task.Status.CLOSED
    assert task.closed_on == lead_of(task).finished_on == timezone.localdate(days_ago)
    supporting = work.assignment(task, "chengjian")
    assert (supporting.state, supporting.ended_basis) == (State.ENDED, "任务已办结销号")
    assert Event.objects.get(kind="close").data["ended"] == ["chengjian"]
    assert Task.objects.visible_to(cast.other_liaison).contains(task)


def test_what_happened_on_paper_happened_after_the_issue_and_after_the_signing(
    task: Task, cast: Cast
) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    with pytest.raises(Incomplete, match="不能早于交办日期"):
        workflow.acknowledge(lead_of(task), by=Actor(cast.liaison, "test", yesterday))
    sign(task, cast)
    Task.objects.filter(pk=task.pk).update(issued_on=timezone.localdate(yesterday))
    with pytest.raises(Incomplete, match="不能早于签收时间"):
        workflow.hand_in(lead_of(task), "都办好了", by=Actor(cast.head, "test", yesterday))


def test_a_completion_sent_back_returns_to_work_and_says_why(task: Task, cast: Cast) -> None:
    sign(task, cast)
    workflow.hand_in(lead_of(task), "都办好了", by=work.actor(cast.head))
    workflow.send_back(lead_of(task), "请补充验收材料", by=work.actor(cast.supervisor))
    share = lead_of(task)
    assert (share.state, share.handed_in_at, share.return_reason) == (
        State.IN_PROGRESS,
        None,
        "请补充验收材料",
    )
    assert status(task) == Task.Status.IN_PROGRESS


def test_a_closed_task_takes_no_further_acts(task: Task, cast: Cast) -> None:
    sign(task, cast)
    handed_in = workflow.hand_in(lead_of(task), "都办好了", by=work.actor(cast.head))
    workflow.accept(handed_in, by=work.actor(cast.supervisor))
    with pytest.raises(WrongState, match="办结销号"):
        workflow.send_report(lead_of(task), ReportContent(text="补报"), by=work.actor(cast.liaison))


def test_a_task_for_every_village_closes_only_when_the_last_village_is_done(cast: Cast) -> None:
    task = work.task(unit_set="ge-cun")
    work.issue(task, by=cast.clerk)
    shares = list(task.assignments.all())
    for share in shares[:-1]:
        TaskAssignment.objects.filter(pk=share.pk).update(
            state=State.DONE,
            acknowledged_at=timezone.now(),
            handed_in_at=timezone.now(),
            finished_on=timezone.localdate(),
        )
    last = shares[-1]
    TaskAssignment.objects.filter(pk=last.pk).update(
        state=State.HANDED_IN, acknowledged_at=timezone.now(), handed_in_at=timezone.now()
    )
    assert status(task) != Task.Status.CLOSED
    workflow.accept(last, by=work.actor(cast.supervisor))
    assert status(task) == Task.Status.CLOSED


def test_the_buttons_offered_are_exactly_the_acts_that_succeed(task: Task, cast: Cast) -> None:
    share = lead_of(task)
    assert workflow.acts_on_assignment(share, cast.liaison) == {"acknowledge"}
    assert workflow.acts_on_assignment(share, cast.clerk) == frozenset()
    share = sign(task, cast)
    assert workflow.acts_on_assignment(share, cast.liaison) == {"send_report"}
    assert workflow.acts_on_assignment(share, cast.head) == {"send_report", "hand_in"}
    share = workflow.hand_in(share, "都办好了", by=work.actor(cast.head))
    assert workflow.acts_on_assignment(share, cast.supervisor) == {"accept", "send_back"}
