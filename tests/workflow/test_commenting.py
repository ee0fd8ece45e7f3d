"""征求意见: a batch sent to its units, what they propose, and what the office makes of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from departments.models import Department, Official
from directives import workflow
from directives.breakdown import rows_of_batch
from directives.errors import Conflict, Incomplete, NotAllowed, WrongState
from directives.models import Batch, CommentRequest, CommentRound, Event, Proposal, Task
from directives.workflow import commenting
from directives.workflow.commenting import Proposed
from tests import work
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(cast: Cast) -> Batch:
    tasks = [
        work.task(title="办好菊花主题消费季", lead="gongkeshang", supporting=("chengjian",)),
        work.task(title="走访企业", unit_set="ge-cun-shequ"),
    ]
    return workflow.prepare_batch(tasks, title="第一批", by=work.actor(cast.clerk))


@pytest.fixture
def asked(batch: Batch, cast: Cast) -> CommentRound:
    units = Department.objects.filter(slug__in=["gongkeshang", "chengjian", "xinshi"])
    return workflow.ask_comments(batch, units, work.in_days(5), by=work.actor(cast.clerk))


def request_of(asked: CommentRound, slug: str) -> CommentRequest:
    return asked.requests.get(department__slug=slug)


def first(batch: Batch) -> Task:
    return batch.tasks.get(title="办好菊花主题消费季")


def propose(
    asked: CommentRound, cast: Cast, column: str = "due", words: str = "2031年6月30日", who: str = "liaison"
) -> Proposal:
    task = first(asked.batch)
    request = request_of(asked, "gongkeshang")
    said = [Proposed(task.pk, column, words, "筹备需要时间")]
    workflow.answer(request, said, by=work.actor(getattr(cast, who)))
    return request.proposals.get()


def test_every_charged_unit_is_asked_members_of_sets_included(batch: Batch) -> None:
    slugs = {unit.slug for unit in commenting.units_to_ask(batch, timezone.localdate())}
    assert {"gongkeshang", "chengjian", "xinshi"} < slugs
    assert len(slugs) == 31


@pytest.mark.parametrize(
    ("days", "units", "says"), [(-1, ["chengjian"], "不能早于今天"), (3, [], "至少选择一个单位")]
)
def test_a_round_has_a_day_to_come_and_somebody_to_ask(
    batch: Batch, cast: Cast, days: int, units: list[str], says: str
) -> None:
    found = Department.objects.filter(slug__in=units)
    with pytest.raises(Incomplete, match=says):
        workflow.ask_comments(batch, found, work.in_days(days), by=work.actor(cast.clerk))
    assert not CommentRound.objects.exists()


def test_one_round_runs_at_a_time(asked: CommentRound, cast: Cast) -> None:
    units = Department.objects.filter(slug="chengjian")
    with pytest.raises(WrongState, match="第 1 轮还在征求意见"):
        workflow.ask_comments(asked.batch, units, work.in_days(5), by=work.actor(cast.clerk))
    workflow.close_round(asked, by=work.actor(cast.clerk))
    again = workflow.ask_comments(asked.batch, units, work.in_days(5), by=work.actor(cast.clerk))
    assert again.number == 2


def test_a_round_whose_day_is_over_makes_room_for_the_next(asked: CommentRound, cast: Cast) -> None:
    CommentRound.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    units = Department.objects.filter(slug="chengjian")
    workflow.ask_comments(asked.batch, units, work.in_days(5), by=work.actor(cast.clerk))
    asked.refresh_from_db()
    assert asked.closed_at is not None


def test_a_proposal_is_written_as_the_table_would_and_taken_into_the_task(
    asked: CommentRound, cast: Cast
) -> None:
    proposal = propose(asked, cast, words="2031.6.30")
    assert (proposal.current, proposal.proposed) == ("长期坚持", "2031年6月30日")
    workflow.settle(proposal, Proposal.Verdict.ACCEPTED, by=work.actor(cast.clerk))
    task = first(asked.batch)
    assert (str(task.due_on), task.due_basis, task.nature) == ("2031-06-30", "office", "fixed_term")
    assert Event.objects.filter(subject_kind="batch", kind="settle_comment").count() == 1


def test_units_are_read_by_any_of_their_names_and_change_the_mode(asked: CommentRound, cast: Cast) -> None:
    proposal = propose(asked, cast, "lead", "工业信息和科技商务局，城建局")
    assert proposal.proposed == "工科商局、城建局"
    Proposal.objects.filter(pk=proposal.pk).update(proposed="城建局")
    workflow.settle(proposal, Proposal.Verdict.ACCEPTED, by=work.actor(cast.clerk))
    task = first(asked.batch)
    assert rows_of_batch(asked.batch)[0].lead == "城建局"
    assert task.mode == "single_lead"


def test_refusing_needs_a_word_and_changes_nothing(asked: CommentRound, cast: Cast) -> None:
    proposal = propose(asked, cast)
    with pytest.raises(Incomplete, match="写一句答复"):
        workflow.settle(proposal, Proposal.Verdict.REFUSED, " ", by=work.actor(cast.clerk))
    workflow.settle(proposal, Proposal.Verdict.REFUSED, "年底前必须完成", by=work.actor(cast.clerk))
    assert first(asked.batch).due_on is None
    with pytest.raises(WrongState, match="已经处理过"):
        workflow.settle(proposal, Proposal.Verdict.ACCEPTED, by=work.actor(cast.clerk))


def test_a_cell_that_changed_meanwhile_is_not_overwritten(asked: CommentRound, cast: Cast) -> None:
    proposal = propose(asked, cast, "title", "办好菊花消费季")
    Task.objects.filter(pk=proposal.task_id).update(title="办好菊花节")
    with pytest.raises(Conflict, match="已改成“办好菊花节”"):
        workflow.settle(proposal, Proposal.Verdict.ACCEPTED, by=work.actor(cast.clerk))
    assert first_title(proposal) == "办好菊花节"


def first_title(proposal: Proposal) -> str:
    return Task.objects.get(pk=proposal.task_id).title


def test_what_stands_in_the_table_already_is_no_proposal(asked: CommentRound, cast: Cast) -> None:
    task = first(asked.batch)
    same = [
        Proposed(task.pk, "title", " 办好菊花主题消费季 "),
        Proposed(task.pk, "supporting", "城建局"),
        Proposed(task.pk, "due", "长期坚持"),
    ]
    answered = workflow.answer(request_of(asked, "gongkeshang"), same, by=work.actor(cast.liaison))
    assert answered.answered_at
    assert not answered.proposals.exists()


def test_another_answer_replaces_what_nobody_decided(asked: CommentRound, cast: Cast) -> None:
    kept = propose(asked, cast)
    workflow.settle(kept, Proposal.Verdict.REFUSED, "不行", by=work.actor(cast.clerk))
    propose_again = [
        Proposed(kept.task_id, "title", "办好菊花节"),
        Proposed(kept.task_id, "due", "2031-06-30"),  # the table that came back still says what was refused
    ]
    workflow.answer(request_of(asked, "gongkeshang"), propose_again, by=work.actor(cast.liaison))
    found = Proposal.objects.order_by("pk").values_list("column", "verdict")
    assert list(found) == [("due", "refused"), ("title", "pending")]


def test_a_cell_that_was_decided_is_not_proposed_anew(asked: CommentRound, cast: Cast) -> None:
    kept = propose(asked, cast)
    workflow.settle(kept, Proposal.Verdict.REFUSED, "不行", by=work.actor(cast.clerk))
    with pytest.raises(Incomplete, match="第 1 项 完成时限：这一栏的意见已经答复"):
        propose(asked, cast, words="2032年1月1日")
    assert Proposal.objects.get().verdict == Proposal.Verdict.REFUSED


def test_a_reason_beside_an_unchanged_row_is_kept_with_the_general_words(
    asked: CommentRound, cast: Cast
) -> None:
    answered = workflow.answer(
        request_of(asked, "gongkeshang"),
        [],
        general="总体赞成",
        remarks={first(asked.batch).pk: "经费还没有着落"},
        by=work.actor(cast.liaison),
    )
    assert answered.general == "总体赞成\n第 1 项：经费还没有着落"


def test_the_record_tells_what_the_office_filled_in_for_a_unit(asked: CommentRound, cast: Cast) -> None:
    propose(asked, cast, who="clerk")
    propose(asked, cast, who="liaison")
    events = Event.objects.filter(kind="comment").order_by("seq")
    assert [(event.by_name, event.data["filled_in"]) for event in events] == [
        ("经办人甲", True),
        ("联络员甲", False),
    ]


def test_without_a_choice_every_charged_unit_that_lives_is_asked(batch: Batch, cast: Cast) -> None:
    Department.objects.filter(slug="chengjian").update(valid_to=timezone.localdate() - timedelta(days=1))
    asked = workflow.ask_comments(batch, None, work.in_days(5), by=work.actor(cast.clerk))
    slugs = set(asked.requests.values_list("department__slug", flat=True))
    assert {"gongkeshang", "xinshi"} < slugs
    assert "chengjian" not in slugs


def test_a_round_ends_with_its_day_without_any_job(asked: CommentRound) -> None:
    last = asked.closes_on
    after = last + timedelta(days=1)
    assert asked.is_open_on(last)
    assert not asked.is_open_on(after)
    assert list(CommentRound.objects.open_on(last)) == [asked]
    assert not CommentRound.objects.open_on(after).exists()


@pytest.mark.parametrize(
    ("column", "words", "says"),
    [
        ("lead", "月球局", "没有找到“月球局”"),
        ("supporting", "有关部门", "没有找到“有关部门”"),
        ("lead", "发统局", "已不存续"),
        ("leader", "无名氏", "领导名单中没有"),
        ("leader", "前镇长", "没有在任职务"),
        ("due", "2024年7月", "写明到哪一天"),
        ("due", "年底", "看不懂这个日期"),
        ("due", "9999-01-01", "年份有误"),
        ("title", "", "请填写任务名称"),
        ("title", "长" * 201, "最多 200 字"),
        ("title", "控\x07制", "控制字符"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_told_with_its_place_and_nothing_is_kept(
    asked: CommentRound, cast: Cast, column: str, words: str, says: str
) -> None:
    Department.objects.filter(slug="fatong").update(valid_to=timezone.localdate() - timedelta(days=1))
    Official.objects.create(name="前镇长").posts.create(title="镇长", valid_to=work.in_days(-1))
    with pytest.raises(Incomplete, match=says) as refusal:
        propose(asked, cast, column, words)
    assert "第 1 项" in str(refusal.value)
    assert not Proposal.objects.exists()
    assert request_of(asked, "gongkeshang").answered_at is None


@pytest.mark.parametrize("where", ["general", "remark", "reason", "answer", "note"])
def test_what_nobody_can_see_is_refused_wherever_it_is_typed(
    asked: CommentRound, cast: Cast, where: str
) -> None:
    request, task, by = request_of(asked, "gongkeshang"), first(asked.batch), work.actor(cast.clerk)
    proposal = propose(asked, cast)
    said = [Proposed(task.pk, "title", "新名", "控\x00制")]
    act = {
        "general": lambda: workflow.answer(request, [], general="控\x00制", by=by),
        "remark": lambda: workflow.answer(request, [], remarks={task.pk: "控\x00制"}, by=by),
        "reason": lambda: workflow.answer(request, said, by=by),
        "answer": lambda: workflow.settle(proposal, Proposal.Verdict.REFUSED, "控\x00制", by=by),
        "note": lambda: workflow.ask_comments(
            workflow.prepare_batch([work.task(lead="gongkeshang")], title="二", by=by),
            None,
            work.in_days(5),
            note="控\x00制",
            by=by,
        ),
    }[where]
    with pytest.raises(Incomplete, match="控制字符"):
        act()
    assert list(Proposal.objects.all()) == [proposal]


def test_who_may_ask_answer_and_settle(asked: CommentRound, cast: Cast) -> None:
    request = request_of(asked, "gongkeshang")
    for who in (
        "other_liaison",
        "village_liaison",
        "leader",
        "auditor",
        "releaser",
        "stranger",
        "administrator",
    ):
        with pytest.raises(NotAllowed):
            workflow.answer(request, [], by=work.actor(getattr(cast, who)))
        with pytest.raises(NotAllowed):
            workflow.close_round(asked, by=work.actor(getattr(cast, who)))
    proposal = propose(asked, cast, who="head")
    for who in ("liaison", "head", "leader"):
        with pytest.raises(NotAllowed):
            workflow.settle(proposal, Proposal.Verdict.ACCEPTED, by=work.actor(getattr(cast, who)))
    filled = workflow.answer(request_of(asked, "chengjian"), [], by=work.actor(cast.clerk))
    assert filled.answered_by == cast.clerk


@pytest.mark.parametrize("how", ["closed", "its day is over", "issued"])
def test_after_the_end_nobody_answers(asked: CommentRound, cast: Cast, how: str) -> None:
    if how == "closed":
        workflow.close_round(asked, by=work.actor(cast.clerk))
    elif how == "issued":
        Batch.objects.update(
            number="一", issued_on=timezone.localdate(), issued_at=timezone.now(), issued_by=cast.clerk
        )
    else:
        CommentRound.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(WrongState):
        propose(asked, cast)


def test_the_record_says_who_was_silent(asked: CommentRound, cast: Cast) -> None:
    propose(asked, cast)
    workflow.close_round(asked, by=work.actor(cast.clerk))
    event: Any = Event.objects.get(kind="close_comments")
    assert sorted(event.data["silent"]) == ["chengjian", "xinshi"]
