"""Whom a round is sent to, whom besides, and what the issue of a batch asks of its rounds."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from departments.models import Department
from directives import workflow
from directives.errors import Incomplete, NotAllowed, WrongState
from directives.models import Batch, CommentRequest, CommentRound, Event, Proposal
from directives.workflow import commenting
from directives.workflow.commenting import Proposed
from tests import work
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(cast: Cast) -> Batch:
    tasks = [work.task(title="办好消费季", lead="gongkeshang", supporting=("chengjian",))]
    return workflow.prepare_batch(tasks, title="第一批", by=work.actor(cast.clerk))


@pytest.fixture
def asked(batch: Batch, cast: Cast) -> CommentRound:
    return workflow.ask_comments(batch, None, work.in_days(5), by=work.actor(cast.clerk))


def unit(slug: str) -> Department:
    return Department.objects.get(slug=slug)


def ceases(slug: str) -> None:
    Department.objects.filter(slug=slug).update(valid_to=timezone.localdate() - timedelta(days=1))


def slugs(asked: CommentRound) -> list[str]:
    return sorted(asked.requests.values_list("department__slug", flat=True))


def test_a_unit_that_the_batch_does_not_charge_is_not_asked(batch: Batch, cast: Cast) -> None:
    with pytest.raises(Incomplete, match="“发统局”没有承担这一批次的任务"):
        workflow.ask_comments(
            batch, [unit("gongkeshang"), unit("fatong")], work.in_days(5), by=work.actor(cast.clerk)
        )
    assert not CommentRound.objects.exists()


def test_a_unit_that_ceased_is_not_asked(batch: Batch, cast: Cast) -> None:
    ceases("chengjian")
    with pytest.raises(Incomplete, match="“城建局”已不存续"):
        workflow.ask_comments(batch, [unit("chengjian")], work.in_days(5), by=work.actor(cast.clerk))
    assert not CommentRound.objects.exists()


@pytest.mark.parametrize("who", ["other_liaison", "clerk"])
def test_for_a_unit_that_ceased_since_nobody_answers(asked: CommentRound, cast: Cast, who: str) -> None:
    ceases("chengjian")
    request = asked.requests.get(department__slug="chengjian")
    with pytest.raises(WrongState, match="城建局已不存续，不能再反馈"):
        workflow.answer(request, [], by=work.actor(getattr(cast, who)))
    assert CommentRequest.objects.get(pk=request.pk).answered_at is None
    assert not commenting.may_answer(CommentRequest.objects.get(pk=request.pk), getattr(cast, who))


def test_units_charged_later_are_asked_until_the_same_day(
    asked: CommentRound, batch: Batch, cast: Cast
) -> None:
    workflow.join_batch(batch, [work.task(title="新增", lead="fatong")], by=work.actor(cast.clerk))
    work.charge(batch.tasks.get(title="办好消费季"), "supporting", department=unit("xinshi"))
    assert {one.slug for one in commenting.units_not_asked(asked, timezone.localdate())} == {
        "fatong",
        "xinshi",
    }
    workflow.ask_more(asked, by=work.actor(cast.clerk))
    assert slugs(asked) == ["chengjian", "fatong", "gongkeshang", "xinshi"]
    assert CommentRound.objects.get().closes_on == asked.closes_on
    last = Event.objects.filter(subject_kind="batch", kind="ask_comments").order_by("seq").last()
    assert last and (last.data["round"], sorted(last.data["units"])) == (1, ["fatong", "xinshi"])
    workflow.answer(asked.requests.get(department__slug="xinshi"), [], by=work.actor(cast.village_liaison))


def test_nobody_is_asked_twice_or_after_the_end(asked: CommentRound, batch: Batch, cast: Cast) -> None:
    with pytest.raises(WrongState, match="都已经在这一轮里"):
        workflow.ask_more(asked, by=work.actor(cast.clerk))
    workflow.join_batch(batch, [work.task(title="新增", lead="fatong")], by=work.actor(cast.clerk))
    with pytest.raises(NotAllowed):
        workflow.ask_more(asked, by=work.actor(cast.liaison))
    CommentRound.objects.update(closes_on=work.in_days(-1))
    with pytest.raises(WrongState, match="已经结束"):
        workflow.ask_more(asked, by=work.actor(cast.clerk))
    assert slugs(asked) == ["chengjian", "gongkeshang"]


# ---- before the issue ----


def ready(batch: Batch, cast: Cast) -> None:
    """What the issue of a batch asks."""
    with transaction.atomic():
        workflow.refuse_unsettled(batch, work.actor(cast.clerk))


def test_a_batch_that_nobody_was_asked_about_is_ready(batch: Batch, cast: Cast) -> None:
    ready(batch, cast)
    assert not Event.objects.filter(subject_kind="batch").exists()


def test_while_a_round_runs_nothing_is_issued(asked: CommentRound, cast: Cast) -> None:
    with pytest.raises(Incomplete, match="第 1 轮征求意见还没有结束，请先结束这一轮，再交办。"):
        ready(asked.batch, cast)
    workflow.close_round(asked, by=work.actor(cast.clerk))
    ready(asked.batch, cast)


def test_while_proposals_wait_nothing_is_issued_and_no_round_is_closed(
    asked: CommentRound, cast: Cast
) -> None:
    request = asked.requests.get(department__slug="gongkeshang")
    task = asked.batch.tasks.get().pk
    said = [Proposed(task, "title", "新名"), Proposed(task, "measures", "编制计划")]
    workflow.answer(request, said, by=work.actor(cast.liaison))
    CommentRound.objects.update(closes_on=work.in_days(-1))
    with pytest.raises(Incomplete, match="还有 2 条意见没有处理"):
        ready(asked.batch, cast)
    assert CommentRound.objects.get().closed_at is None
    for one in Proposal.objects.all():
        workflow.settle(one, Proposal.Verdict.REFUSED, "已定", by=work.actor(cast.clerk))
    ready(asked.batch, cast)


def test_a_round_whose_day_is_over_is_closed_with_its_record(asked: CommentRound, cast: Cast) -> None:
    request = asked.requests.get(department__slug="gongkeshang")
    workflow.answer(request, [], by=work.actor(cast.liaison))
    CommentRound.objects.update(closes_on=work.in_days(-1))
    ready(asked.batch, cast)
    assert CommentRound.objects.get().closed_at is not None
    assert Event.objects.get(kind="close_comments").data["silent"] == ["chengjian"]
    ready(asked.batch, cast)
    assert Event.objects.filter(kind="close_comments").count() == 1


# ---- general words ----


def says(asked: CommentRound, cast: Cast, words: str, way: str = CommentRequest.Way.PORTAL) -> CommentRequest:
    request = asked.requests.get(department__slug="gongkeshang")
    return workflow.answer(request, [], general=words, way=way, by=work.actor(cast.liaison))


@pytest.mark.parametrize("over", [False, True])
def test_general_words_wait_like_a_proposal_until_they_are_answered(
    asked: CommentRound, cast: Cast, over: bool
) -> None:
    request = says(asked, cast, "经费从哪里来")
    if over:
        CommentRound.objects.update(closes_on=work.in_days(-1))
    else:
        workflow.close_round(asked, by=work.actor(cast.clerk))
    with pytest.raises(Incomplete, match="还有 1 条意见没有处理，请先逐条答复，再交办。"):
        ready(asked.batch, cast)
    by = work.actor(cast.clerk)
    found = commenting.reply_to_general(request, " 由镇财政安排 ", by=by)
    assert (found.reply, found.replied_by, found.replied_at is None) == ("由镇财政安排", cast.clerk, False)
    ready(asked.batch, cast)
    last = Event.objects.filter(subject_kind="batch", kind="settle_comment").get()
    assert last.data == {
        "unit": "gongkeshang",
        "unit_name": "工科商局",
        "general": "经费从哪里来",
        "words": "由镇财政安排",
    }
    with pytest.raises(WrongState, match="已经答复过"):
        commenting.reply_to_general(request, "再答", by=by)


def test_proposals_and_general_words_are_counted_together(asked: CommentRound, cast: Cast) -> None:
    request = asked.requests.get(department__slug="gongkeshang")
    said = [Proposed(asked.batch.tasks.get().pk, "title", "新名")]
    workflow.answer(request, said, general="经费从哪里来", by=work.actor(cast.liaison))
    with pytest.raises(Incomplete, match="还有 2 条意见没有处理，请先逐条采纳、不采纳或答复"):
        ready(asked.batch, cast)


@pytest.mark.parametrize("way", CommentRequest.Way.values)
def test_answered_words_stay_with_their_answer_and_added_ones_wait_anew(
    asked: CommentRound, cast: Cast, way: str
) -> None:
    by = work.actor(cast.clerk)
    commenting.reply_to_general(says(asked, cast, "经费从哪里来"), "由镇财政安排", by=by)
    assert says(asked, cast, "", way).general == "经费从哪里来"
    request = says(asked, cast, "人手不够", way)
    assert (request.replied_to, request.waiting_words) == ("经费从哪里来", "人手不够")
    request = commenting.reply_to_general(request, "由综合办协调", read="人手不够\r\n", by=by)
    assert (request.general, request.reply) == ("经费从哪里来\n人手不够", "由镇财政安排\n由综合办协调")
    assert request.waiting_words == ""


def test_added_words_that_nobody_answered_yet_are_replaced_by_the_next_form(
    asked: CommentRound, cast: Cast
) -> None:
    commenting.reply_to_general(says(asked, cast, "经费"), "由镇财政安排", by=work.actor(cast.clerk))
    says(asked, cast, "人手不够")
    assert says(asked, cast, "人手够了").general == "经费\n人手够了"
    assert says(asked, cast, "").general == "经费"


def test_without_general_words_or_after_the_issue_there_is_nothing_to_answer(
    asked: CommentRound, cast: Cast
) -> None:
    by = work.actor(cast.clerk)
    with pytest.raises(WrongState, match="单位刚刚修改或撤回"):
        commenting.reply_to_general(says(asked, cast, ""), "由镇财政安排", by=by)
    with pytest.raises(Incomplete, match="控制字符"):
        commenting.reply_to_general(says(asked, cast, "经费"), "控\x00制", by=by)
    with pytest.raises(NotAllowed):
        commenting.reply_to_general(says(asked, cast, "经费"), "好", by=work.actor(cast.liaison))
    Batch.objects.update(
        number="一", issued_on=timezone.localdate(), issued_at=timezone.now(), issued_by=cast.clerk
    )
    with pytest.raises(WrongState, match="已经交办"):
        commenting.reply_to_general(CommentRequest.objects.get(general="经费"), "由镇财政安排", by=by)


@pytest.mark.parametrize(
    "fields",
    [
        {"replied_to": "经费", "replied_at": timezone.now()},
        {"replied_to": "经费", "reply": "好"},
        {"reply": "好", "replied_at": timezone.now()},
        {"general": "", "replied_to": "经费", "reply": "好", "replied_at": timezone.now()},
    ],
)
def test_the_database_refuses_an_answer_without_words_or_time(
    asked: CommentRound, cast: Cast, fields: dict[str, object]
) -> None:
    request = says(asked, cast, "经费")
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentRequest.objects.filter(pk=request.pk).update(**fields)


# ---- whom the round was not sent to ----


def test_who_was_left_out_is_kept_and_only_named_units_are_asked_besides(batch: Batch, cast: Cast) -> None:
    by = work.actor(cast.clerk)
    asked = workflow.ask_comments(batch, [unit("gongkeshang")], work.in_days(5), by=by)
    workflow.join_batch(batch, [work.task(title="新增", lead="fatong")], by=by)
    assert commenting.units_left_out(asked) == {"chengjian"}
    workflow.ask_more(asked, ["fatong"], by=by)
    assert slugs(asked) == ["fatong", "gongkeshang"]
    assert commenting.units_left_out(asked) == {"chengjian"}
