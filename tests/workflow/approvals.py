"""A batch on its way through the chain of approval, and leaders who approve it on paper or in the portal."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from departments.models import Department, Official, Portfolio, Post
from directives import workflow
from directives.models import Approval, Batch, Task
from tests import work
from tests.cast import Cast


def draft_to_approve() -> Task:
    """A draft of 工科商局 that wants nothing but its approval."""
    return work.task(
        lead="gongkeshang",
        title="办好消费季",
        nature="fixed_term",
        due_on=work.in_days(30),
        due_basis="office",
    )


def batch_to_approve(draft: Task, cast: Cast) -> Batch:
    return workflow.prepare_batch([draft], title="第一批", by=work.actor(cast.clerk))


def on_paper(batch: Batch, cast: Cast, approver: Official | str = "王镇长", **changes: Any) -> Approval:
    fields = {"words": "同意", "approved_on": timezone.localdate()} | changes
    return workflow.record_approval(batch, approver=approver, by=work.actor(cast.clerk), **fields)


def approve_all(batch: Batch, cast: Cast) -> None:
    for _ in workflow.approval_steps():
        on_paper(batch, cast)


def leader(cast: Cast, title: str = "", **portfolio: Any) -> Official:
    """The cast's leader as an official, with a post or a portfolio."""
    official, _ = Official.objects.get_or_create(user=cast.leader, defaults={"name": "镇领导甲"})
    if title:
        Post.objects.create(official=official, title=title)
    if portfolio:
        Portfolio.objects.create(official=official, **portfolio)
    return official


def in_charge_of(slug: str) -> dict[str, Department]:
    return {"department": Department.objects.get(slug=slug)}


def since_days(batch: Batch, days: int) -> None:
    """As if the batch had been prepared that long ago and not touched since."""
    then = timezone.now() - timedelta(days=days)
    Batch.objects.filter(pk=batch.pk).update(prepared_at=then)
    batch.tasks.update(updated_at=then)
    batch.refresh_from_db()


def states(batch: Batch) -> list[str]:
    return [one.state for one in workflow.approval_chain(batch).steps]
