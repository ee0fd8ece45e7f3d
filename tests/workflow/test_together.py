"""Acts at the same moment: one wins where there is one to win, all succeed where each has its own."""

from django.utils import timezone

from directives import events, workflow
from directives.errors import Conflict, WrongState
from directives.models import Event, ProgressReport, Task, TaskAssignment
from tests import work
from tests.cast import Cast
from tests.together import need_real_connections, together


def test_of_twenty_who_sign_for_one_unit_one_wins_and_the_others_are_told(
    transactional_db: None, cast: Cast
) -> None:
    need_real_connections()
    task = work.task(lead="gongkeshang")
    work.issue(task, by=cast.clerk)
    share, told = work.assignment(task, "gongkeshang"), []

    def sign() -> None:
        try:
            workflow.acknowledge(share, by=work.actor(cast.liaison))
        except WrongState as refusal:
            told.append(str(refusal))

    together(20, sign)
    assert len(told) == 19 and set(told) == {"这项任务已经签收，无需重复。"}
    chain = events.history(Event.Subject.TASK, task.pk)
    assert [event.kind for event in chain] == ["issue", "acknowledge"]
    assert events.broken_links(chain) == []


def test_all_villages_sign_at_once_on_one_task(transactional_db: None, cast: Cast) -> None:
    need_real_connections()
    task = work.task(unit_set="ge-cun-shequ")
    work.issue(task, by=cast.clerk)
    waiting = list(task.assignments.all())

    together(len(waiting), lambda: workflow.acknowledge(waiting.pop(), by=events.Actor(None, "test")))
    assert set(task.assignments.values_list("state", flat=True)) == {TaskAssignment.State.IN_PROGRESS}
    task.refresh_from_db()
    assert task.status == Task.Status.IN_PROGRESS
    chain = events.history(Event.Subject.TASK, task.pk)
    assert [event.seq for event in chain] == list(range(1, 31))
    assert events.broken_links(chain) == []


def test_a_period_is_reported_once_even_when_two_send_at_once(transactional_db: None, cast: Cast) -> None:
    need_real_connections()
    task = work.task(lead="gongkeshang")
    work.issue(task, by=cast.clerk)
    share = workflow.acknowledge(work.assignment(task, "gongkeshang"), by=work.actor(cast.liaison))
    refused = []

    def send() -> None:
        try:
            workflow.send_report(share, workflow.ReportContent(text="进展"), by=work.actor(cast.liaison))
        except Conflict as refusal:
            refused.append(str(refusal))

    together(5, send)
    assert len(refused) == 4
    assert ProgressReport.objects.count() == 1


def test_of_five_who_issue_one_batch_at_once_one_does(transactional_db: None, cast: Cast) -> None:
    need_real_connections()
    by = work.actor(cast.clerk)
    batch = workflow.prepare_batch([work.task(unit_set="ge-cun-shequ")], title="第一批", by=by)
    fields = {"approver": work.approver(), "words": "同意", "approved_on": timezone.localdate()}
    for _ in workflow.approval_steps():
        workflow.record_approval(batch, by=by, **fields)
    told = []

    def issue() -> None:
        try:
            workflow.issue(batch, by=by)
        except WrongState as refusal:
            told.append(str(refusal))

    together(5, issue)
    assert told == ["这一批次已经交办。"] * 4
    assert (TaskAssignment.objects.count(), batch.notices.count()) == (29, 29)


def test_of_three_who_record_one_step_at_once_one_does(transactional_db: None, cast: Cast) -> None:
    need_real_connections()
    batch = workflow.prepare_batch([work.task(lead="gongkeshang")], title="第一批", by=work.actor(cast.clerk))
    fields = {"approver": work.approver(), "words": "同意", "approved_on": timezone.localdate(), "step": 1}
    told = []

    def record() -> None:
        try:
            workflow.record_approval(batch, by=work.actor(cast.clerk), **fields)
        except WrongState as refusal:
            told.append(str(refusal))

    together(3, record)
    assert len(told) == 2
    assert batch.approvals.count() == 1


def test_batches_issued_at_once_share_no_number(transactional_db: None, cast: Cast) -> None:
    need_real_connections()
    drafts = [work.task(lead="gongkeshang", title=str(n)) for n in range(8)]
    waiting = list(drafts)
    together(len(drafts), lambda: work.issue(waiting.pop(), by=cast.clerk))
    numbers = sorted(Task.objects.values_list("number", flat=True))
    assert [number.partition("-")[2] for number in numbers] == [f"{n:03d}" for n in range(1, 9)]
