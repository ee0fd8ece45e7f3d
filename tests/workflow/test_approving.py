"""The chain of approval: who may give which step, when, on what paper, and how it is sent or taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from departments.models import Official, Post
from directives import events, workflow
from directives.errors import Incomplete, NotAllowed, WrongState
from directives.models import Approval, Batch, Event, Task
from tests import work
from tests.cast import Cast
from tests.workflow.approvals import (
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


def test_what_was_given_for_another_step_does_not_count_after_the_setting_changed(
    cast: Cast, batch: Batch, mayor: Official, settings: Any
) -> None:
    on_paper(batch, cast)
    settings.APPROVAL_STEPS = [("书记", ["书记"])]
    assert states(batch) == ["waiting"]


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
