"""交办通知: a unit has seen a batch once somebody of it says so, or signs for one of its tasks."""

from django.db import transaction

from ..errors import WrongState
from ..events import Actor
from ..models import Notice, TaskAssignment
from .rules import UNIT, require


def see_notice(notice: Notice, *, by: Actor) -> Notice:
    """A liaison or head of the unit has seen it; the first to say so is kept. Raises WrongState afterwards."""
    with transaction.atomic():
        notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
        require(by, UNIT, notice.department_id)
        if notice.seen_at:
            raise WrongState("这份交办通知已经查看过，无需重复。")
        notice.seen_by, notice.seen_at = by.user, by.moment
        notice.save(update_fields=["seen_by", "seen_at"])
        return notice


def note_signed(assignment: TaskAssignment, by: Actor) -> None:
    """Who signs for a task has seen the notice that came with it; part of the act of signing. One query."""
    if by.user is None:
        return  # a command has no eyes
    unseen = Notice.objects.filter(
        batch__tasks=assignment.task_id, department=assignment.department_id, seen_at=None
    )
    unseen.update(seen_by=by.user, seen_at=by.moment)
