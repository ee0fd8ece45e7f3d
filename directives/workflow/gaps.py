"""Whom drafts charge on a day, and what they still lack for being issued."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from departments.models import Department, UnitSetMember

from ..models import Charge, Task


class Charged:
    """The charges of some tasks and the members of the sets among them on a day, read in two queries."""

    def __init__(self, tasks: Collection[Task], day: date) -> None:
        self.of: dict[int, list[Charge]] = defaultdict(list)
        found = Charge.objects.filter(task__in=[task.pk for task in tasks])
        for charge in found.select_related("department", "unit_set").order_by("pk"):
            self.of[charge.task_id].append(charge)
        self.members: dict[int, list[Department]] = defaultdict(list)
        sets = {charge.unit_set_id for charges in self.of.values() for charge in charges} - {None}
        living = Department.objects.on(day)
        belonging = UnitSetMember.objects.on(day).filter(
            unit_set__in=sets, department__in=living.values("pk")
        )
        in_order = ("department__order", "department__sort_key", "department")
        for membership in belonging.select_related("department").order_by(*in_order):
            self.members[membership.unit_set_id].append(membership.department)


def missing_for_issue(
    tasks: Collection[Task], day: date, charged: Charged | None = None
) -> dict[int, list[str]]:
    """By task: what it still lacks for being issued that day, a Chinese sentence each."""
    charged = charged or Charged(tasks, day)
    return {
        task.pk: [
            *_missing_owner(task, charged.of[task.pk]),
            *_missing_date(task, day),
            *(gap for charge in charged.of[task.pk] if (gap := _missing_unit(charge, day, charged))),
        ]
        for task in tasks
    }


def _missing_owner(task: Task, charges: list[Charge]) -> list[str]:
    resolved = [charge for charge in charges if charge.is_resolved]
    leads = [charge for charge in resolved if charge.role == Charge.Role.LEAD]
    if not resolved:
        return ["还没有责任单位，请选择。"]
    if any(lead.unit_set_id for lead in leads):
        return ["牵头的应是一个单位，不能是责任单位组；请改选单位，或改为“各自负责”。"]
    if task.mode == Task.Mode.SINGLE_LEAD and len(leads) != 1:
        return ["单一牵头的任务需要且只能有一个牵头单位。"]
    if task.mode == Task.Mode.JOINT_LEAD and len(leads) < 2:
        return ["共同牵头的任务需要两个以上牵头单位。"]
    if task.mode == Task.Mode.EACH and leads:
        return ["各自负责的任务没有牵头单位，请把“牵头”改为“责任”或“汇总”。"]
    if task.mode == Task.Mode.EACH and not any(c.role == Charge.Role.RESPONSIBLE for c in resolved):
        return ["各自负责的任务需要至少一个责任单位或责任单位组。"]
    return []


def _missing_date(task: Task, day: date) -> list[str]:
    if task.nature == Task.Nature.FIXED_TERM and task.due_on is None:
        return ["限期任务需要完成时限；没有时限的请改为“长期坚持”。"]
    if task.nature == Task.Nature.STANDING and task.due_on:
        return ["长期坚持的任务没有完成时限；请清除时限，或改为“限期”。"]
    if task.due_on and task.due_on < day:
        return ["完成时限早于交办日期，请重新拟定。"]
    return []


def _missing_unit(charge: Charge, day: date, charged: Charged) -> str:
    if not charge.is_resolved:
        return f"“{charge.words}”未指明单位，请选定单位或删除这一项。"
    if charge.unit_set_id and not charged.members[charge.unit_set_id]:
        return f"“{charge.unit_set}”没有成员单位，请先在后台补充成员。"
    if charge.department and not charge.department.holds_on(day):
        return f"“{charge.department}”当日已不存续，请改为承继单位。"
    return ""
