"""Whom a round is sent to, whom besides, and what the issue of a batch asks of its rounds."""

from datetime import timedelta

import pytest
from django.db import transaction
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
