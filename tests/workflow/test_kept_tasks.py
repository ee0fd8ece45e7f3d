"""A draft that units spoke of, or that is in a batch, is not deleted; who tries is told what to do instead."""

import re
from typing import Any

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from directives import anchors, workflow
from directives.anchors import What
from directives.errors import WrongState
from directives.models import Batch, Proposal, Task, TaskSource
from directives.workflow.commenting import Proposed
from meetings.models import Meeting
from tests import work
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NEW = "7月1日，镇里召开经济工作例会。王镇长强调，经科局要办成消费季。"


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return work.meeting()


@pytest.fixture
def task(meeting: Meeting) -> Task:
    return work.task(lead="gongkeshang", source=work.directive(meeting))


@pytest.fixture
def batch(task: Task, cast: Cast) -> Batch:
    return workflow.prepare_batch([task], title="第一批", by=work.actor(cast.clerk))


@pytest.fixture
def spoken_of(batch: Batch, task: Task, cast: Cast) -> Task:
    """The task out of its batch again, with a proposal that was refused."""
    asked = workflow.ask_comments(batch, None, work.in_days(5), by=work.actor(cast.clerk))
    said = [Proposed(task.pk, "title", "新名")]
    request = workflow.answer(asked.requests.get(), said, by=work.actor(cast.liaison))
    workflow.leave_batch(batch, task, by=work.actor(cast.clerk))
    refusal = Proposal.Verdict.REFUSED
    workflow.settle(request.proposals.get(), refusal, "已移出", by=work.actor(cast.clerk))
    return task


def deleted(client: Any, task: Task, *, together: bool) -> str:
    """What the admin says when somebody confirms the deletion, of one or by the list."""
    if together:
        address = reverse("admin:directives_task_changelist")
        sent = {"action": "delete_selected", "_selected_action": [task.pk], "post": "yes"}
    else:
        address, sent = reverse("admin:directives_task_delete", args=[task.pk]), {"post": "yes"}
    return re.sub(r"<[^>]+>", "", client.post(address, sent).content.decode())


@pytest.mark.parametrize("together", [False, True])
def test_the_admin_keeps_a_task_that_units_spoke_of(
    signed_in: Any, cast: Cast, spoken_of: Task, together: bool
) -> None:
    page = deleted(signed_in(cast.clerk), spoken_of, together=together)
    assert "单位提过意见，要留作记录，不能删除。不再办理的，不交办即可。" in page
    assert Proposal.objects.get().answer == "已移出"
    assert Task.objects.exists()


@pytest.mark.parametrize("together", [False, True])
def test_the_admin_keeps_a_task_in_a_batch(
    signed_in: Any, cast: Cast, batch: Batch, task: Task, together: bool
) -> None:
    page = deleted(signed_in(cast.clerk), task, together=together)
    assert "在交办批次“第一批”中。请先移出批次，再删除。" in page
    assert batch.tasks.exists()


@pytest.mark.parametrize("together", [False, True])
def test_the_admin_deletes_a_draft_like_any_other(
    signed_in: Any, cast: Cast, task: Task, together: bool
) -> None:
    deleted(signed_in(cast.clerk), task, together=together)
    assert not Task.objects.exists()


def test_no_other_way_takes_the_units_words_along(spoken_of: Task) -> None:
    with pytest.raises(ProtectedError):
        spoken_of.delete()
    assert Proposal.objects.exists()


def test_a_task_that_units_spoke_of_is_not_dropped_with_its_source_but_kept_without_a_place(
    meeting: Meeting, spoken_of: Task, cast: Cast
) -> None:
    by = work.actor(cast.clerk)
    seen = anchors.add_version(meeting, NEW, by=by).version.number
    source = TaskSource.objects.get().pk
    with pytest.raises(WrongState, match="提过意见，要留作记录，不能删除。请改选“不标注位置”"):
        anchors.drop(meeting, What.SOURCE, source, seen=seen, by=by)
    anchors.keep_without_place(meeting, What.SOURCE, source, seen=seen, by=by)
    assert not TaskSource.objects.get().anchor_lost
    assert Proposal.objects.get().task == spoken_of


def test_a_task_of_a_batch_that_nobody_spoke_of_leaves_it_first(
    meeting: Meeting, batch: Batch, task: Task, cast: Cast
) -> None:
    by = work.actor(cast.clerk)
    seen = anchors.add_version(meeting, NEW, by=by).version.number
    source = TaskSource.objects.get().pk
    with pytest.raises(WrongState, match="请先移出批次，再删除"):
        anchors.drop(meeting, What.SOURCE, source, seen=seen, by=by)
    workflow.leave_batch(batch, task, by=by)
    anchors.drop(meeting, What.SOURCE, source, seen=seen, by=by)
    assert not Task.objects.exists()
