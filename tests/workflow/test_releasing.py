"""公开: apart from issue, reviewed, and withdrawable."""

import pytest

from directives import workflow
from directives.errors import Incomplete, NotAllowed, WrongState
from directives.models import ProgressReport, Task
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


@pytest.fixture
def report(task: Task, cast: Cast) -> ProgressReport:
    """An accepted report of a released task."""
    workflow.release_task(task, secrecy_review=REVIEW, by=work.actor(cast.releaser))
    share = workflow.acknowledge(work.assignment(task, "gongkeshang"), by=work.actor(cast.liaison))
    sent = workflow.send_report(share, ReportContent(text="与张老板谈妥"), by=work.actor(cast.liaison))
    return workflow.accept_report(sent, by=work.actor(cast.supervisor))


def test_a_report_is_released_in_the_releasers_words_and_the_units_words_stay(
    report: ProgressReport, cast: Cast
) -> None:
    by = work.actor(cast.releaser)
    released = workflow.release_report(report, "已谈妥一家企业", secrecy_review=REVIEW, by=by)
    assert (released.public_text, released.text) == ("已谈妥一家企业", "与张老板谈妥")
    with pytest.raises(WrongState):
        workflow.release_report(report, "再说一遍", secrecy_review=REVIEW, by=by)


def test_a_report_that_nobody_accepted_is_not_released(task: Task, cast: Cast) -> None:
    workflow.release_task(task, secrecy_review=REVIEW, by=work.actor(cast.releaser))
    share = workflow.acknowledge(work.assignment(task, "gongkeshang"), by=work.actor(cast.liaison))
    sent = workflow.send_report(share, ReportContent(text="初稿"), by=work.actor(cast.liaison))
    with pytest.raises(WrongState, match="已采用"):
        workflow.release_report(sent, "初稿", secrecy_review=REVIEW, by=work.actor(cast.releaser))


def test_a_released_report_is_withdrawn_with_a_reason(report: ProgressReport, cast: Cast) -> None:
    by = work.actor(cast.releaser)
    with pytest.raises(WrongState, match="无需撤回"):
        workflow.withdraw_report(report, "误发", by=by)
    workflow.release_report(report, "已谈妥一家企业", secrecy_review=REVIEW, by=by)
    with pytest.raises(NotAllowed):
        workflow.withdraw_report(report, "误发", by=work.actor(cast.supervisor))
    assert workflow.withdraw_report(report, "误发", by=by).released_at is None
    assert Release.objects.get(subject_kind="report").withdrawal_reason == "误发"


def test_a_withdrawn_task_takes_its_reports_along_and_brings_none_of_them_back(
    report: ProgressReport, task: Task, cast: Cast
) -> None:
    by = work.actor(cast.releaser)
    workflow.release_report(report, "已谈妥一家企业", secrecy_review=REVIEW, by=by)
    workflow.withdraw_task(task, "单位有误", by=by)
    with pytest.raises(WrongState, match="先公开任务"):
        workflow.release_report(report, "已谈妥一家企业", secrecy_review=REVIEW, by=by)
    workflow.release_task(task, secrecy_review=REVIEW, by=by)
    report.refresh_from_db()
    assert report.released_at is None
    assert not Release.objects.filter(subject_kind="report", withdrawn_at=None).exists()
