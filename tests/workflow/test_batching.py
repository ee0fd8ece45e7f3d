"""A batch in preparation: put together, named, changed, given up."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from directives import events, workflow
from directives.errors import Conflict, Incomplete, NotAllowed, WrongState
from directives.models import Batch, CommentRound, Event, Task
from tests import work
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> Task:
    return work.task(lead="gongkeshang", title="甲")


@pytest.fixture
def batch(draft: Task, cast: Cast) -> Batch:
    return workflow.prepare_batch([draft], title=" 第一批 ", by=work.actor(cast.clerk))


def batch_of(task: Task) -> Batch | None:
    task.refresh_from_db()
    return task.batch


def record(batch: Batch) -> list[str]:
    return [event.data.get("what", "") for event in events.history(Event.Subject.BATCH, batch.pk)]


def approve(batch: Batch, cast: Cast) -> None:
    fields = {"approver": work.approver(), "words": "同意", "approved_on": timezone.localdate()}
    workflow.record_approval(batch, by=work.actor(cast.clerk), **fields)


def test_drafts_become_a_batch_that_says_who_prepared_it(cast: Cast, batch: Batch, draft: Task) -> None:
    assert (batch.title, batch.number, batch.prepared_by) == ("第一批", None, cast.clerk)
    assert batch_of(draft) == batch
    draft.refresh_from_db()
    assert draft.status == Task.Status.DRAFT


def test_a_draft_is_in_one_batch_at_a_time(cast: Cast, batch: Batch, draft: Task) -> None:
    other = work.task(lead="chengjian", title="乙")
    with pytest.raises(WrongState, match="“甲”已在批次“第一批”中"):
        workflow.prepare_batch([other, draft], title="第二批", by=work.actor(cast.clerk))
    assert batch_of(other) is None
    second = workflow.prepare_batch([other], title="第二批", by=work.actor(cast.clerk))
    with pytest.raises(WrongState, match="“甲”已在批次"):
        workflow.join_batch(second, [draft], by=work.actor(cast.clerk))


@pytest.mark.parametrize(("title", "tasks", "says"), [(" ", True, "批次名称"), ("一", False, "至少选择一项")])
def test_a_batch_has_a_name_and_a_task(cast: Cast, title: str, tasks: bool, says: str) -> None:
    chosen = [work.task(lead="gongkeshang")] if tasks else []
    with pytest.raises(Incomplete, match=says):
        workflow.prepare_batch(chosen, title=title, by=work.actor(cast.clerk))
    assert not Batch.objects.exists()


def test_a_task_taken_out_is_a_draft_like_any_other(cast: Cast, batch: Batch, draft: Task) -> None:
    workflow.leave_batch(batch, draft, by=work.actor(cast.clerk))
    assert batch_of(draft) is None
    with pytest.raises(WrongState, match="不在这一批次里"):
        workflow.leave_batch(batch, draft, by=work.actor(cast.clerk))
    assert record(batch) == []  # a batch that nobody was asked about has no record yet


def test_a_batch_nobody_was_asked_about_is_given_up_without_a_trace(
    cast: Cast, batch: Batch, draft: Task
) -> None:
    workflow.dissolve_batch(batch, by=work.actor(cast.clerk))
    assert batch_of(draft) is None
    assert not Batch.objects.exists()
    with pytest.raises(WrongState, match="已经撤销"):
        workflow.rename_batch(batch, "新名", by=work.actor(cast.clerk))


def test_a_batch_that_was_approved_stays_for_the_record_when_it_is_given_up(
    cast: Cast, batch: Batch, draft: Task
) -> None:
    approve(batch, cast)
    workflow.dissolve_batch(batch, by=work.actor(cast.clerk))
    assert batch_of(draft) is None
    assert batch.approvals.count() == 1
    assert record(batch)[1:] == ["撤销批次，移出“甲”。"]


def test_a_batch_that_units_are_asked_about_is_not_given_up(cast: Cast, batch: Batch) -> None:
    opened = timezone.now()
    asked = CommentRound.objects.create(batch=batch, number=1, closes_on=work.in_days(5), opened_at=opened)
    with pytest.raises(WrongState, match="正在征求意见"):
        workflow.dissolve_batch(batch, by=work.actor(cast.clerk))
    asked.closed_at = timezone.now()
    asked.save()
    workflow.dissolve_batch(batch, by=work.actor(cast.clerk))
    assert Batch.objects.filter(pk=batch.pk).exists()


def test_an_issued_batch_is_changed_no_more(cast: Cast, draft: Task) -> None:
    batch = work.issue(draft, by=cast.clerk)
    by = work.actor(cast.clerk)
    for deed in (
        lambda: workflow.rename_batch(batch, "新名", by=by),
        lambda: workflow.leave_batch(batch, draft, by=by),
        lambda: workflow.join_batch(batch, [work.task(lead="chengjian")], by=by),
        lambda: workflow.dissolve_batch(batch, by=by),
    ):
        with pytest.raises(WrongState, match="已经交办，不能再改"):
            deed()


@pytest.mark.parametrize("who", ["leader", "releaser", "auditor", "administrator", "head", "stranger"])
def test_only_the_office_prepares(cast: Cast, batch: Batch, draft: Task, who: str) -> None:
    by = work.actor(getattr(cast, who))
    for deed in (
        lambda: workflow.prepare_batch([draft], title="一", by=by),
        lambda: workflow.join_batch(batch, [draft], by=by),
        lambda: workflow.leave_batch(batch, draft, by=by),
        lambda: workflow.rename_batch(batch, "新名", by=by),
        lambda: workflow.dissolve_batch(batch, by=by),
    ):
        with pytest.raises(NotAllowed):
            deed()


def issued_as(cast: Cast, number: str, **fields: Any) -> Batch:
    batch = work.issue(work.task(lead="gongkeshang"), by=cast.clerk)
    Batch.objects.filter(pk=batch.pk).update(document_number=number, **fields)
    return batch


@pytest.mark.parametrize(
    ("last", "proposed"),
    [
        ("榄综办〔2026〕12号", "榄综办〔2026〕13号"),
        ("榄府办函〔2026〕9号", "榄府办函〔2026〕10号"),
        ("12", "13"),
        ("内部编号甲", ""),
        ("", ""),
    ],
)
def test_the_number_after_the_last_of_this_year_is_proposed(cast: Cast, last: str, proposed: str) -> None:
    issued_as(cast, last)
    assert workflow.next_document_number(timezone.localdate()) == proposed


def test_no_number_of_another_year_and_none_in_use_is_proposed(cast: Cast) -> None:
    today = timezone.localdate()
    assert workflow.next_document_number(today) == ""
    issued_as(cast, "榄综办〔2025〕40号", issued_on=today - timedelta(days=370))
    assert workflow.next_document_number(today) == ""
    issued_as(cast, "榄综办〔2026〕3号")
    Batch.objects.create(title="拟稿中", document_number="榄综办〔2026〕4号")
    assert workflow.next_document_number(today) == "榄综办〔2026〕5号"


def test_a_document_number_typed_at_issue_is_unique(cast: Cast, batch: Batch) -> None:
    issued_as(cast, "榄综办〔2026〕3号")
    approve(batch, cast)
    approve(batch, cast)
    with pytest.raises(Conflict, match="“榄综办〔2026〕3号”已用过"):
        workflow.issue(batch, document_number="榄综办〔2026〕3号", by=work.actor(cast.clerk))
    batch.refresh_from_db()
    assert batch.number is None
    issued = workflow.issue(batch, document_number=" 榄综办〔2026〕4号 ", by=work.actor(cast.clerk))
    assert issued.document_number == "榄综办〔2026〕4号"
