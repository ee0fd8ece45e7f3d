"""公开属性: decided by the releaser, with a reason unless it is yes, and kept to by every release."""

import pytest
from django.db import IntegrityError, transaction

from directives import events, workflow
from directives.errors import Incomplete, NotAllowed, WrongState
from directives.models import Event, Task
from publishing.models import Release
from tests import work
from tests.cast import Cast

REVIEW = "经审查可以公开"
REASON = "涉及企业商业秘密"
KEPT_BACK = [Release.Publicity.ON_REQUEST, Release.Publicity.NOT_PUBLIC]


@pytest.fixture
def task(cast: Cast) -> Task:
    made = work.task(lead="gongkeshang")
    work.issue(made, by=cast.clerk)
    return made


def test_a_release_decides_what_nobody_decided(task: Task, cast: Cast) -> None:
    assert task.publicity == ""
    released = workflow.release_task(task, secrecy_review=REVIEW, by=work.actor(cast.releaser))
    assert released.publicity == Release.Publicity.ON_INITIATIVE


@pytest.mark.parametrize("publicity", KEPT_BACK)
def test_what_is_not_for_the_public_is_not_released(task: Task, cast: Cast, publicity: str) -> None:
    by = work.actor(cast.releaser)
    [decided] = workflow.set_publicity([task], publicity, REASON, by=by)
    with pytest.raises(WrongState, match=f"公开属性是“{decided.get_publicity_display()}”"):
        workflow.release_task(task, secrecy_review=REVIEW, by=by)
    assert "release_task" not in workflow.acts_on_task(decided, cast.releaser)
    assert not Task.objects.public().exists()
    workflow.set_publicity([task], Release.Publicity.ON_INITIATIVE, "", by=by)
    assert workflow.release_task(task, secrecy_review=REVIEW, by=by).released_at


@pytest.mark.parametrize("publicity", KEPT_BACK)
def test_keeping_back_needs_a_reason_which_stays_in_the_record(
    task: Task, cast: Cast, publicity: str
) -> None:
    by = work.actor(cast.releaser)
    with pytest.raises(Incomplete, match="理由"):
        workflow.set_publicity([task], publicity, "  ", by=by)
    workflow.set_publicity([task], publicity, REASON, by=by)
    last = events.history(Event.Subject.TASK, task.pk)[-1]
    assert last.kind == Event.Kind.SET_PUBLICITY
    assert last.data == {"publicity": publicity, "was": "", "reason": REASON}


@pytest.mark.parametrize("publicity", KEPT_BACK)
def test_a_released_task_is_withdrawn_first(task: Task, cast: Cast, publicity: str) -> None:
    by = work.actor(cast.releaser)
    workflow.release_task(task, secrecy_review=REVIEW, by=by)
    with pytest.raises(WrongState, match="请先撤回"):
        workflow.set_publicity([task], publicity, REASON, by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(publicity=publicity)
    workflow.withdraw_task(task, "误发", by=by)
    [decided] = workflow.set_publicity([task], publicity, REASON, by=by)
    assert decided.publicity == publicity


def test_several_are_decided_together_or_not_at_all(task: Task, cast: Cast) -> None:
    by = work.actor(cast.releaser)
    draft = work.task(lead="chengjian")
    with pytest.raises(WrongState, match="尚未交办"):
        workflow.set_publicity([task, draft], Release.Publicity.NOT_PUBLIC, REASON, by=by)
    task.refresh_from_db()
    assert task.publicity == ""
    assert events.history(Event.Subject.TASK, task.pk)[-1].kind != Event.Kind.SET_PUBLICITY


def test_the_same_decision_is_not_recorded_twice(task: Task, cast: Cast) -> None:
    by = work.actor(cast.releaser)
    workflow.set_publicity([task], Release.Publicity.ON_INITIATIVE, "", by=by)
    with pytest.raises(WrongState, match="无需更改"):
        workflow.set_publicity([task], Release.Publicity.ON_INITIATIVE, "", by=by)


def test_words_that_are_no_publicity_are_refused(task: Task, cast: Cast) -> None:
    by = work.actor(cast.releaser)
    with pytest.raises(Incomplete, match="请选择公开属性"):
        workflow.set_publicity([task], "everybody", REASON, by=by)
    with pytest.raises(Incomplete, match="请勾选"):
        workflow.set_publicity([], Release.Publicity.NOT_PUBLIC, REASON, by=by)
    with pytest.raises(Incomplete, match="最多 200 字"):
        workflow.set_publicity([task], Release.Publicity.NOT_PUBLIC, "长" * 201, by=by)


@pytest.mark.parametrize(
    "who", ["clerk", "supervisor", "leader", "auditor", "administrator", "liaison", "head", "stranger"]
)
def test_only_the_releaser_decides(task: Task, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        workflow.set_publicity(
            [task], Release.Publicity.NOT_PUBLIC, REASON, by=work.actor(getattr(cast, who))
        )
