"""Who may approve a step in the portal, and who can have approved it on paper."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils import timezone

from departments.access import access_of
from departments.models import Official, Portfolio, Post, Role

from ..breakdown import tasks_of_batches
from ..models import Batch, Charge, Task
from .approval_chain import Chain, approval_chain, approval_chains
from .approval_steps import ApprovalStep

# Whose leader in charge answers for a task: its leading units, or of one without a lead those that carry it.
LEADING = (Charge.Role.LEAD, Charge.Role.COLLATING, Charge.Role.RESPONSIBLE)


def may_approve(batch: Batch, user: Any, chain: Chain | None = None) -> bool:
    """Whether the step whose turn it is waits for this person."""
    return bool(_waiting_for(user, {batch: chain or approval_chain(batch)}))


def batches_waiting_for(user: Any, batches: Collection[Batch]) -> list[Batch]:
    """Those of the batches whose next step waits for this person; a fixed number of queries."""
    chains = approval_chains(batches)
    return _waiting_for(user, {batch: chains[batch.pk] for batch in batches})


def _waiting_for(user: Any, chains: dict[Batch, Chain]) -> list[Batch]:
    official = (
        Official.objects.of_the_town().filter(user=user).first()
        if access_of(user).holds(Role.LEADER)
        else None
    )
    if official is None:
        return []
    today = timezone.localdate()
    titles = [post.title for post in official.posts.on(today)]
    units = set(Portfolio.objects.on(today).filter(official=official).values_list("department", flat=True))
    tasks = tasks_of_batches([batch for batch in chains if batch.issued_at is None])

    def is_for(step: ApprovalStep, batch: Batch) -> bool:
        if step.titles:
            return step.fits(titles)
        return any(_answers_for(official, units, task) for task in tasks[batch.pk])

    turns = {batch: chain.next for batch, chain in chains.items() if batch.pk in tasks}
    return [batch for batch, turn in turns.items() if turn is not None and is_for(turn.step, batch)]


def _answers_for(official: Official, units: set[int], task: Task) -> bool:
    """Whether the task is the official's, or is led by a unit in the official's charge."""
    led = (one.department_id for one in task.charges.all() if one.role in LEADING and one.department_id)
    return task.responsible_leader_id == official.pk or not units.isdisjoint(led)


def possible_approvers(step: ApprovalStep, batch: Batch) -> dict[Official, list[str]]:
    """Who can have approved the step on paper between the day of the draft and today, each with the posts held then;
    what `record_approval` takes on the day that is typed. One query."""
    drafted = timezone.localdate(batch.prepared_at)
    held = Post.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=timezone.localdate()),
        Q(valid_to__isnull=True) | Q(valid_to__gte=drafted),
        official__is_outside=False,
    )
    posts: dict[Official, list[str]] = {}
    for post in held.select_related("official").order_by("official__order", "official", "order", "pk"):
        posts.setdefault(post.official, []).append(post.title)
    return {official: titles for official, titles in posts.items() if step.signed_by(titles)}


def only_approver(step: ApprovalStep, batch: Batch) -> Official | None:
    """Who alone can have approved the step, as a proposal for the record; None where several can."""
    if step.titles:
        living = (
            Post.objects.on(timezone.localdate())
            .filter(official__is_outside=False)
            .select_related("official")
        )
        found = {post.official_id: post.official for post in living if step.fits([post.title])}
    else:
        leaders = Official.objects.filter(tasks__batch=batch).distinct()
        found = {official.pk: official for official in leaders[:2]}
    return next(iter(found.values())) if len(found) == 1 else None
