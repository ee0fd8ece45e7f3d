"""How a task's status follows from its assignments (docs/design.md, "Status"), as pure functions."""

from collections.abc import Iterable

from .models import Charge, Task, TaskAssignment

State = TaskAssignment.State
Status = Task.Status

# Who answers for a task stands before who helps: the order in which a page names its units.
ROLES_IN_ORDER = (Charge.Role.LEAD, Charge.Role.RESPONSIBLE, Charge.Role.COLLATING, Charge.Role.SUPPORTING)
# The assignments that decide, by the task's mode; supporting units never do.
COUNTING_ROLES = {
    Task.Mode.SINGLE_LEAD: frozenset({Charge.Role.LEAD}),
    Task.Mode.JOINT_LEAD: frozenset({Charge.Role.LEAD}),
    Task.Mode.EACH: frozenset({Charge.Role.RESPONSIBLE}),
}


def counting(mode: str, assignments: Iterable[TaskAssignment]) -> list[TaskAssignment]:
    """The living assignments on which the task's status rests."""
    roles = COUNTING_ROLES[Task.Mode(mode)]
    return [a for a in assignments if a.role in roles and a.state != State.ENDED]


def status_of(mode: str, assignments: Iterable[TaskAssignment]) -> str:
    """待签收 until the first 签收; 待审核 and 办结 when all that count are; 办理中 otherwise.

    With nothing left that counts (everybody was adjusted away) the task waits in 待签收 for the office.
    """
    states = {a.state for a in counting(mode, assignments)}
    if not states or states == {State.AWAITING}:
        return Status.ISSUED
    if states == {State.DONE}:
        return Status.CLOSED
    if states <= {State.HANDED_IN, State.DONE}:
        return Status.SUBMITTED
    return Status.IN_PROGRESS
