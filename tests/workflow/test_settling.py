"""采纳 and 不采纳: what a proposal that the office takes does to the draft, and what keeps it from being taken."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from departments.models import Department, Official, Post
from directives import events, workflow
from directives.breakdown import rows_of_batch
from directives.errors import Conflict, Incomplete, WrongState
from directives.models import Batch, CommentRequest, CommentRound, Event, Proposal, Task
from directives.workflow.commenting import Proposed
from tests import work
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TAKE, REFUSE = Proposal.Verdict.ACCEPTED, Proposal.Verdict.REFUSED


@pytest.fixture
def task(cast: Cast) -> Task:
    due = {"nature": "fixed_term", "due_on": date(2031, 1, 1), "due_basis": "office"}
    return work.task(title="办好消费季", lead="gongkeshang", supporting=("chengjian",), **due)


@pytest.fixture
def batch(task: Task, cast: Cast) -> Batch:
    return workflow.prepare_batch([task], title="第一批", by=work.actor(cast.clerk))


@pytest.fixture
def asked(batch: Batch, cast: Cast) -> CommentRound:
    return workflow.ask_comments(batch, None, work.in_days(5), by=work.actor(cast.clerk))


def propose(asked: CommentRound, cast: Cast, **cells: str) -> list[Proposal]:
    """What 工科商局 proposes, in the order of the columns given."""
    request = CommentRequest.objects.get(round=asked, department__slug="gongkeshang")
    task = asked.batch.tasks.get()
    said = [Proposed(task.pk, column, words, "理由") for column, words in cells.items()]
    workflow.answer(request, said, by=work.actor(cast.liaison))
    found = {one.column: one for one in request.proposals.all()}
    return [found[column] for column in cells]


def take(proposal: Proposal, cast: Cast) -> None:
    workflow.settle(proposal, TAKE, by=work.actor(cast.clerk))


def row(batch: Batch) -> dict[str, str]:
    return rows_of_batch(batch)[0].cells


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("title", "办好菊花消费季"),
        ("measures", "一、编制计划\n二、组织企业"),
        ("lead", "城建局"),
        ("lead", "工科商局、发统局"),
        ("supporting", "发统局、新市社区"),
        ("supporting", ""),
        ("leader", "王镇长"),
        ("due", "2032年3月1日"),
        ("due", "长期坚持"),
    ],
)
def test_each_cell_that_is_taken_becomes_the_tasks_own(
    asked: CommentRound, cast: Cast, column: str, words: str
) -> None:
    work.approver()
    [proposal] = propose(asked, cast, **{column: words})
    take(proposal, cast)
    assert row(asked.batch)[column] == words
    proposal.refresh_from_db()
    assert (proposal.verdict, proposal.decided_by) == (TAKE, cast.clerk)


@pytest.mark.parametrize(
    ("words", "mode", "roles"),
    [
        ("工科商局", "single_lead", {"gongkeshang": "lead"}),
        ("工科商局、城建局", "each", {"gongkeshang": "responsible", "chengjian": "responsible"}),
    ],
)
def test_a_unit_named_alone_instead_of_all_villages_leads_and_its_order_says_so(
    cast: Cast, words: str, mode: str, roles: dict[str, str]
) -> None:
    by = work.actor(cast.clerk)
    task = work.task(title="主动上门走访", unit_set="ge-cun-shequ")
    asked = workflow.ask_comments(
        workflow.prepare_batch([task], title="走访", by=by), None, work.in_days(5), by=by
    )
    request = asked.requests.get(department__slug="xinshi")
    workflow.answer(
        request, [Proposed(task.pk, "lead", words, "由局里牵头")], by=work.actor(cast.village_liaison)
    )
    take(request.proposals.get(), cast)
    task.refresh_from_db()
    assert task.mode == mode
    assert {charge.department.slug: charge.role for charge in task.charges.all()} == roles


def test_two_units_change_places_by_two_proposals_in_either_order(asked: CommentRound, cast: Cast) -> None:
    lead, supporting = propose(asked, cast, lead="城建局", supporting="工科商局")
    take(lead, cast)
    take(supporting, cast)
    assert (row(asked.batch)["lead"], row(asked.batch)["supporting"]) == ("城建局", "工科商局")


@pytest.mark.parametrize(
    ("column", "words", "says"),
    [
        ("lead", "", "还没有责任单位|单一牵头的任务需要"),
        ("lead", "各村（社区）", "不能是责任单位组"),
        ("due", "2024年1月1日", "完成时限早于交办日期"),
    ],
)
def test_what_would_keep_the_task_from_being_issued_is_told_and_nothing_changes(
    asked: CommentRound, cast: Cast, column: str, words: str, says: str
) -> None:
    [proposal] = propose(asked, cast, **{column: words})
    before = row(asked.batch)
    with pytest.raises(Incomplete, match=says):
        take(proposal, cast)
    proposal.refresh_from_db()
    assert (row(asked.batch), proposal.verdict) == (before, Proposal.Verdict.PENDING)
    assert not Event.objects.filter(kind="settle_comment").exists()


def test_a_unit_that_ceased_to_exist_meanwhile_is_not_taken(asked: CommentRound, cast: Cast) -> None:
    [proposal] = propose(asked, cast, supporting="发统局")
    Department.objects.filter(slug="fatong").update(valid_to=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Incomplete, match="“发统局”已不存续"):
        take(proposal, cast)
    assert row(asked.batch)["supporting"] == "城建局"


def test_a_leader_who_left_office_meanwhile_is_not_taken(asked: CommentRound, cast: Cast) -> None:
    official = work.approver()
    [proposal] = propose(asked, cast, leader="王镇长")
    official.posts.update(valid_to=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Incomplete, match="没有在任职务"):
        take(proposal, cast)
    assert row(asked.batch)["leader"] == ""


def test_the_second_of_two_units_is_told_that_the_cell_has_changed(asked: CommentRound, cast: Cast) -> None:
    [mine] = propose(asked, cast, due="2032年1月1日")
    other = CommentRequest.objects.get(round=asked, department__slug="chengjian")
    said = [Proposed(mine.task_id, "due", "2033年1月1日")]
    workflow.answer(other, said, by=work.actor(cast.other_liaison))
    take(mine, cast)
    with pytest.raises(Conflict, match="已改成“2032年1月1日”"):
        take(other.proposals.get(), cast)
    assert row(asked.batch)["due"] == "2032年1月1日"


@pytest.mark.parametrize(
    ("column", "words"), [("due", "2032年1月1日"), ("supporting", "发统局、城建局"), ("supporting", "")]
)
def test_what_the_cell_already_says_is_taken_without_a_change(
    asked: CommentRound, cast: Cast, column: str, words: str
) -> None:
    [mine] = propose(asked, cast, **{column: words})
    other = CommentRequest.objects.get(round=asked, department__slug="chengjian")
    said = [Proposed(mine.task_id, column, words)]
    workflow.answer(other, said, by=work.actor(cast.other_liaison))
    take(mine, cast)
    changed_at, before = Task.objects.get().updated_at, row(asked.batch)
    take(other.proposals.get(), cast)
    assert other.proposals.get().verdict == TAKE
    assert (Task.objects.get().updated_at, row(asked.batch)) == (changed_at, before)


def test_what_a_unit_took_back_is_not_decided_any_more(asked: CommentRound, cast: Cast) -> None:
    [proposal] = propose(asked, cast, title="新名")
    [again] = propose(asked, cast, title="另一个新名")
    with pytest.raises(WrongState, match="刚刚修改或撤回了这条意见"):
        take(proposal, cast)
    assert row(asked.batch)["title"] == "办好消费季"
    take(again, cast)
    assert row(asked.batch)["title"] == "另一个新名"


def test_a_task_that_left_the_batch_is_not_changed_any_more(
    asked: CommentRound, task: Task, cast: Cast
) -> None:
    [proposal] = propose(asked, cast, title="新名")
    workflow.leave_batch(asked.batch, task, by=work.actor(cast.clerk))
    with pytest.raises(WrongState, match="已移出这一批次"):
        take(proposal, cast)
    workflow.settle(proposal, REFUSE, "这一项已移出", by=work.actor(cast.clerk))
    assert Task.objects.get().title == "办好消费季"


def test_an_issued_batch_is_not_changed_by_proposals(asked: CommentRound, cast: Cast) -> None:
    [proposal] = propose(asked, cast, title="新名")
    Batch.objects.update(
        number="一", issued_on=timezone.localdate(), issued_at=timezone.now(), issued_by=cast.clerk
    )
    with pytest.raises(WrongState, match="已经交办"):
        take(proposal, cast)


def test_only_a_decision_decides(asked: CommentRound, cast: Cast) -> None:
    [proposal] = propose(asked, cast, title="新名")
    with pytest.raises(Incomplete, match="采纳或不采纳"):
        workflow.settle(proposal, Proposal.Verdict.PENDING, by=work.actor(cast.clerk))


def test_the_batchs_chain_tells_the_whole_round_and_holds(asked: CommentRound, cast: Cast) -> None:
    due, title = propose(asked, cast, due="2032年1月1日", title="新名")
    take(due, cast)
    workflow.settle(title, REFUSE, "会上已定", by=work.actor(cast.clerk))
    workflow.close_round(asked, by=work.actor(cast.clerk))
    chain = events.history(Event.Subject.BATCH, asked.batch_id)
    kinds = [event.kind for event in chain]
    assert kinds == ["ask_comments", "comment", "settle_comment", "settle_comment", "close_comments"]
    assert [chain[2].data["verdict"], chain[3].data["words"]] == ["accepted", "会上已定"]
    assert events.broken_links(chain) == []


def test_a_cell_taken_after_approval_asks_for_approval_again(asked: CommentRound, cast: Cast) -> None:
    [proposal] = propose(asked, cast, due="2032年1月1日")
    fields = {"approver": work.approver(), "words": "同意", "approved_on": timezone.localdate()}
    workflow.record_approval(asked.batch, by=work.actor(cast.clerk), **fields)
    take(proposal, cast)
    assert workflow.approval_chain(asked.batch).changed


def test_who_collates_is_not_proposed_among_the_supporting_units(asked: CommentRound, cast: Cast) -> None:
    [proposal] = propose(asked, cast, supporting="发统局")
    Proposal.objects.filter(pk=proposal.pk).update(proposed="发统局（汇总）")
    with pytest.raises(Incomplete, match="汇总单位写在牵头单位一栏"):
        take(Proposal.objects.get(), cast)


def test_of_two_leaders_of_one_name_the_chosen_one_stays(
    batch: Batch, asked: CommentRound, cast: Cast
) -> None:
    _, chosen = Official.objects.create(name="李同名"), Official.objects.create(name="李同名")
    batch.tasks.update(responsible_leader=chosen)
    Post.objects.create(official=chosen, title="副镇长")
    [proposal] = propose(asked, cast, measures="一、编制计划")
    take(proposal, cast)
    assert batch.tasks.get().responsible_leader == chosen


def test_lines_that_are_drawn_together_are_another_cell(asked: CommentRound, cast: Cast) -> None:
    asked.batch.tasks.update(measures="一、走访\n二、建档")
    [proposal] = propose(asked, cast, measures="一、走访 二、建档")
    take(proposal, cast)
    assert row(asked.batch)["measures"] == "一、走访 二、建档"
