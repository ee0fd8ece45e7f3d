"""What time says of a task, as pure functions of stored values.

The public word says that something is under way, done or standing;
it never says that somebody is late.
"""

from django.db.models import Q, TextChoices

from .models import Task


class PublicState(TextChoices):
    """The public word for how a task stands, with the shape and the tint that repeat it."""

    MOVING = "moving", "推进中"
    DONE = "done", "已完成"
    STANDING = "standing", "长期推进"
    SUSPENDED = "suspended", "暂缓"
    TERMINATED = "terminated", "已终止"
    MERGED = "merged", "已并入"

    @property
    def word(self) -> str:
        return str(self.label)

    @property
    def shape(self) -> str:
        return _SHAPES[self]

    @property
    def tint(self) -> str:
        return (
            str(self.value)
            if self in (PublicState.MOVING, PublicState.DONE, PublicState.STANDING)
            else "idle"
        )


_SHAPES = {
    PublicState.MOVING: "●",
    PublicState.DONE: "✔",
    PublicState.STANDING: "◆",
    PublicState.SUSPENDED: "‖",
    PublicState.TERMINATED: "■",
    PublicState.MERGED: "➜",
}
_BY_STATUS = {
    Task.Status.CLOSED: PublicState.DONE,
    Task.Status.SUSPENDED: PublicState.SUSPENDED,
    Task.Status.TERMINATED: PublicState.TERMINATED,
    Task.Status.MERGED: PublicState.MERGED,
}
_WITHOUT_END = (Task.Nature.STANDING, Task.Nature.RECURRING)


def public_state(status: str, nature: str) -> PublicState:
    """The public word for a task of that status and nature; 待签收 and 待审核 are internal and read 推进中."""
    ended = _BY_STATUS.get(Task.Status(status))
    if ended is not None:
        return ended
    return PublicState.STANDING if nature in _WITHOUT_END else PublicState.MOVING


def in_public_state(state: PublicState) -> Q:
    """The condition on tasks that `public_state` answers with that word, spelled out from the function itself."""
    condition = Q(pk__in=())
    for status in Task.Status:
        natures = [nature for nature in Task.Nature if public_state(status, nature) == state]
        if natures:
            condition |= Q(status=status, nature__in=natures)
    return condition
