"""公开: apart from issue, reviewed, and withdrawable."""

import pytest

from directives import workflow
from directives.errors import Incomplete, NotAllowed, WrongState
from directives.models import Task
from directives.workflow import ReportContent
from publishing.models import Release
from publishing.releases import was_withdrawn
from tests import work
from tests.cast import Cast

REVIEW = "经审查可以公开"


@pytest.fixture
def task(cast: Cast) -> Task:
    made = work.task(lead="gongkeshang")
    work.issue(made, by=cast.clerk)
    return made


def test_issuing_alone_makes_nothing_public(task: Task) -> None:
    assert not Task.objects.public().exists()


def test_a_released_task_is_public_and_the_review_is_on_record(task: Task, cast: Cast) -> None:
    workflow.release_task(task, secrecy_review=REVIEW, by=work.actor(cast.releaser))
    assert list(Task.objects.public()) == [task]
    record = Release.objects.get()
    assert (record.released_by, record.secrecy_review) == (cast.releaser, REVIEW)


def test_a_withdrawn_task_is_gone_and_may_be_released_again(task: Task, cast: Cast) -> None:
    by = work.actor(cast.releaser)
    workflow.release_task(task, secrecy_review=REVIEW, by=by)
    workflow.withdraw_task(task, "单位名称有误", by=by)
    assert not Task.objects.public().exists()
    assert was_withdrawn(Release.Subject.TASK, task.pk)
    workflow.release_task(task, secrecy_review=REVIEW, by=by)
    assert Task.objects.public().exists()
    assert not was_withdrawn(Release.Subject.TASK, task.pk)


def test_a_draft_cannot_be_released(cast: Cast) -> None:
    with pytest.raises(WrongState, match="尚未交办"):
        workflow.release_task(
            work.task(lead="gongkeshang"), secrecy_review=REVIEW, by=work.actor(cast.releaser)
        )


def test_release_needs_a_review_and_withdrawal_a_reason(task: Task, cast: Cast) -> None:
    by = work.actor(cast.releaser)
    with pytest.raises(Incomplete, match="保密审查"):
        workflow.release_task(task, secrecy_review=" ", by=by)
    workflow.release_task(task, secrecy_review=REVIEW, by=by)
    with pytest.raises(Incomplete, match="撤回原因"):
        workflow.withdraw_task(task, "", by=by)


@pytest.mark.parametrize(
    "who", ["clerk", "supervisor", "leader", "auditor", "administrator", "liaison", "head", "stranger"]
)
def test_only_the_releaser_releases_and_withdraws(task: Task, cast: Cast, who: str) -> None:
    by = work.actor(getattr(cast, who))
    meeting = work.meeting()
    for act in (
        lambda: workflow.release_task(task, secrecy_review=REVIEW, by=by),
        lambda: workflow.withdraw_task(task, "误发", by=by),
        lambda: workflow.release_meeting(meeting, secrecy_review=REVIEW, by=by),
        lambda: workflow.withdraw_meeting(meeting, "误发", by=by),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_meeting_is_released_and_withdrawn_on_record(cast: Cast) -> None:
    by, meeting = work.actor(cast.releaser), work.meeting()
    meeting = workflow.release_meeting(meeting, secrecy_review=REVIEW, by=by)
    assert meeting.released_at is not None
    with pytest.raises(WrongState, match="已经公开"):
        workflow.release_meeting(meeting, secrecy_review=REVIEW, by=by)
    assert workflow.withdraw_meeting(meeting, "报道有误", by=by).released_at is None


def test_a_report_is_released_in_the_releasers_words_and_the_units_words_stay(task: Task, cast: Cast) -> None:
    share = workflow.acknowledge(work.assignment(task, "gongkeshang"), by=work.actor(cast.liaison))
    report = workflow.send_report(share, ReportContent(text="与张老板谈妥"), by=work.actor(cast.liaison))
    with pytest.raises(WrongState, match="已采用"):
        workflow.release_report(report, "已谈妥一家企业", secrecy_review=REVIEW, by=work.actor(cast.releaser))
    report = workflow.accept_report(report, by=work.actor(cast.supervisor))
    report = workflow.release_report(
        report, "已谈妥一家企业", secrecy_review=REVIEW, by=work.actor(cast.releaser)
    )
    assert (report.public_text, report.text) == ("已谈妥一家企业", "与张老板谈妥")
