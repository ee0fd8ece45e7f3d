"""Who may do what in which state: the table that both the acts and the pages' buttons ask."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from departments.access import access_of
from departments.models import Role
from publishing.models import Release

from ..errors import Incomplete, NotAllowed, WrongState
from ..events import Actor
from ..models import ProgressReport, Task, TaskAssignment

A, T, R = TaskAssignment.State, Task.Status, ProgressReport.State

UNIT = (Role.LIAISON, Role.HEAD)
OFFICE = (Role.CLERK, Role.SUPERVISOR)
LIVING_TASK = frozenset({T.ISSUED, T.IN_PROGRESS, T.SUBMITTED})


@dataclass(frozen=True, slots=True)
class Rule:
    """An act: roles that may, and states from which it leads on. Unit roles count for their own unit only."""

    roles: tuple[str, ...]
    states: frozenset[str]
    refusal: str


ON_ASSIGNMENT = {
    "acknowledge": Rule(UNIT, frozenset({A.AWAITING}), "这项任务已经签收，无需重复。"),
    "send_report": Rule(UNIT, frozenset({A.IN_PROGRESS}), "只有办理中的任务可以报送进展，请先签收。"),
    "hand_in": Rule((Role.HEAD,), frozenset({A.IN_PROGRESS}), "只有办理中的任务可以申请办结。"),
    "accept": Rule((Role.SUPERVISOR,), frozenset({A.HANDED_IN}), "该单位没有报结，或已审核。"),
    "send_back": Rule((Role.SUPERVISOR,), frozenset({A.HANDED_IN}), "该单位没有报结，或已审核。"),
}
ON_REPORT = {
    "accept_report": Rule((Role.SUPERVISOR,), frozenset({R.SENT}), "这份反馈已审核，或还没有报送。"),
    "send_back_report": Rule((Role.SUPERVISOR,), frozenset({R.SENT}), "这份反馈已审核，或还没有报送。"),
    "release_report": Rule((Role.RELEASER,), frozenset({R.ACCEPTED}), "只有已采用、尚未公开的反馈可以公开。"),
    "withdraw_report": Rule((Role.RELEASER,), frozenset({R.ACCEPTED}), "这份反馈没有公开，无需撤回。"),
}


def may(user: Any, roles: Collection[str], department_id: int | None = None) -> bool:
    """Whether the user holds one of the roles; liaisons and heads only for that unit."""
    access = access_of(user)
    town = [role for role in roles if role not in UNIT]
    unit = [role for role in roles if role in UNIT]
    return access.holds(*town) or (department_id is not None and department_id in access.units_as(*unit))


def require(by: Actor, roles: Collection[str], department_id: int | None = None) -> None:
    """Raise NotAllowed unless the actor may; an actor without user is one of the system's own commands."""
    if by.user is not None and not may(by.user, roles, department_id):
        raise NotAllowed()


def check_assignment(act: str, assignment: TaskAssignment, by: Actor) -> None:
    """Raise NotAllowed or WrongState unless the act is open to the actor now, Incomplete when it is dated too early."""
    rule = ON_ASSIGNMENT[act]
    require(by, rule.roles, assignment.department_id)
    if assignment.task.status not in LIVING_TASK:
        raise WrongState(
            f"任务“{assignment.task.title}”目前为{assignment.task.get_status_display()}，不能再办理。"
        )
    if assignment.state not in rule.states:
        raise WrongState(rule.refusal)
    if by.happened_at:
        _check_order(assignment, by.happened_at)


def _check_order(assignment: TaskAssignment, happened_at: datetime) -> None:
    """What happened on paper happened after the issue, and after the unit signed for it."""
    if assignment.task.issued_on and timezone.localdate(happened_at) < assignment.task.issued_on:
        raise Incomplete([f"发生时间不能早于交办日期（{assignment.task.issued_on}），请核对。"])
    if assignment.acknowledged_at and happened_at < assignment.acknowledged_at:
        signed = timezone.localtime(assignment.acknowledged_at)
        raise Incomplete([f"发生时间不能早于签收时间（{signed:%Y-%m-%d %H:%M}），请核对。"])


def check_report(act: str, report: ProgressReport, by: Actor) -> None:
    rule = ON_REPORT[act]
    require(by, rule.roles, report.assignment.department_id)
    if report.state not in rule.states or not _fits_release(act, report):
        raise WrongState(rule.refusal)


def _fits_release(act: str, report: ProgressReport) -> bool:
    """What is released is withdrawn, and the other way round; the other acts do not ask."""
    released = report.released_at is not None
    return {"release_report": not released, "withdraw_report": released}.get(act, True)


def acts_on_assignment(assignment: TaskAssignment, user: Any) -> frozenset[str]:
    """Names of the acts that the user may do on the assignment now."""
    if assignment.task.status not in LIVING_TASK:
        return frozenset()
    return frozenset(
        act
        for act, rule in ON_ASSIGNMENT.items()
        if assignment.state in rule.states and may(user, rule.roles, assignment.department_id)
    )


def acts_on_report(report: ProgressReport, user: Any) -> frozenset[str]:
    return frozenset(
        act
        for act, rule in ON_REPORT.items()
        if report.state in rule.states
        and _fits_release(act, report)
        and may(user, rule.roles, report.assignment.department_id)
    )


def acts_on_task(task: Task, user: Any) -> frozenset[str]:
    """What the user may do on the task now: `issue_tasks`, `edit_task`, `set_publicity`, `release_task`, `withdraw_task`.

    A released task is withdrawn before its 公开属性 changes; one that is not for the public is not released.
    """
    acts: set[str] = set()
    if task.status == T.DRAFT and may(user, OFFICE):
        acts |= {"issue_tasks", "edit_task"}
    if task.status != T.DRAFT and may(user, (Role.RELEASER,)):
        acts.add("withdraw_task" if task.released_at else "set_publicity")
        if not task.released_at and task.publicity in ("", Release.Publicity.ON_INITIATIVE):
            acts.add("release_task")
    return frozenset(acts)


def acts_on_meeting(meeting: Any, user: Any) -> frozenset[str]:
    """`release_meeting` or `withdraw_meeting` for who reviews releases."""
    if not may(user, (Role.RELEASER,)):
        return frozenset()
    return frozenset({"withdraw_meeting" if meeting.released_at else "release_meeting"})
