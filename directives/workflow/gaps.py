"""Whom drafts charge on a day, and what they still lack for being issued.

The rules take plain values, so that a row that is no task yet is told the same, in the same words.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from django.db.models import Min

from departments.models import Department, Official, Post, UnitSetMember

from ..models import Charge, Task

Held = tuple[date | None, date | None]  # the first and the last day of a post, None where open


class Charged:
    """The charges of some tasks and the members of sets on a day, read in two queries."""

    def __init__(self, tasks: Collection[Task], day: date) -> None:
        self.of: dict[int, list[Charge]] = defaultdict(list)
        found = Charge.objects.filter(task__in=[task.pk for task in tasks])
        for charge in found.select_related("department", "unit_set").order_by("pk"):
            self.of[charge.task_id].append(charge)
        sets = {charge.unit_set_id for charges in self.of.values() for charge in charges} - {None}
        self.members = UnitSetMember.objects.filter(unit_set__in=sets).by_set(day)

    def units(self, charge: Charge) -> list[Department]:
        """Whom a resolved charge names: one unit, or the members of its set."""
        if charge.department:
            return [charge.department]
        return self.members.get(charge.unit_set_id or 0, [])


def missing_for_issue(
    tasks: Collection[Task], day: date, charged: Charged | None = None
) -> dict[int, list[str]]:
    """By task: what it still lacks for being issued that day, a Chinese sentence each."""
    charged = charged or Charged(tasks, day)
    leaders, last = _leader_gaps(tasks, day), last_days(tasks)
    return {
        task.pk: [
            *_missing(task, day, charged),
            *filter(
                None,
                (leaders.get(task.responsible_leader_id or 0), late_gap(task.due_on, last.get(task.pk))),
            ),
        ]
        for task in tasks
    }


def _leader_gaps(tasks: Collection[Task], day: date) -> dict[int, str]:
    """What keeps each of the tasks' responsible leaders from being one, by the leader's key; two queries."""
    posts: dict[int, list[Held]] = defaultdict(list)
    keys = {task.responsible_leader_id for task in tasks if task.responsible_leader_id}
    rows = Post.objects.filter(official__in=keys).order_by()
    for official, begun, ended in rows.values_list("official", "valid_from", "valid_to"):
        posts[official].append((begun, ended))
    leaders = Official.objects.filter(pk__in=keys).values_list("pk", "name", "is_outside")
    return {
        key: outside_gap(name) if outside else leader_gap(name, posts[key], day)
        for key, name, outside in leaders
    }


def last_days(tasks: Collection[Task]) -> dict[int, date]:
    """The earliest day that a superior set for one of a task's documents, by the task's key; one query."""
    found = Task.objects.filter(
        pk__in=[task.pk for task in tasks], directives__document__superior_due_on__isnull=False
    )
    days = found.order_by().values_list("pk").annotate(last=Min("directives__document__superior_due_on"))
    return dict(days)


def _missing(task: Task, day: date, charged: Charged) -> Iterator[str]:
    charges = charged.of[task.pk]
    parts = [(charge.role, charge.unit_set_id is not None) for charge in charges if charge.is_resolved]
    yield from filter(None, (owner_gap(task.mode, parts), date_gap(task.nature, task.due_on, day)))
    for charge in charges:
        if not charge.is_resolved:
            yield f"“{charge.words}”未指明单位，请选定单位或删除这一项。"
        elif charge.department and not charge.department.holds_on(day):
            yield gone_gap(str(charge.department))
        elif not charged.units(charge):
            yield empty_set_gap(str(charge.unit_set))


def owner_gap(mode: str, parts: Sequence[tuple[str, bool]]) -> str:
    """What keeps units in these roles, each with whether it is a set, from carrying a task of the mode; or ""."""
    leads = [is_set for role, is_set in parts if role == Charge.Role.LEAD]
    if not parts:
        return "还没有责任单位，请选择。"
    if any(leads):
        return "牵头的应是一个单位，不能是责任单位组；请改选单位，或改为“各自负责”。"
    if mode == Task.Mode.SINGLE_LEAD and len(leads) != 1:
        return "单一牵头的任务需要且只能有一个牵头单位；请调整角色，或改责任方式。"
    if mode == Task.Mode.JOINT_LEAD and len(leads) < 2:
        return "共同牵头的任务需要两个以上牵头单位；请调整角色，或改责任方式。"
    if mode == Task.Mode.EACH and leads:
        return "各自负责的任务没有牵头单位；请把“牵头”改为“责任”或“汇总”。"
    if mode == Task.Mode.EACH and not any(role == Charge.Role.RESPONSIBLE for role, _ in parts):
        return "各自负责的任务需要至少一个责任单位或责任单位组。"
    return ""


def date_gap(nature: str, due_on: date | None, day: date) -> str:
    """What keeps a task of the nature with that date from being issued on the day; or ""."""
    if nature == Task.Nature.FIXED_TERM and due_on is None:
        return "限期任务需要完成时限；没有时限的请改为“长期坚持”。"
    if nature == Task.Nature.STANDING and due_on:
        return "长期坚持的任务没有完成时限；请清除时限，或改为“限期”。"
    if due_on and due_on < day:
        return "完成时限早于交办日期，请重新拟定。"
    return ""


def gone_gap(name: str) -> str:
    return f"“{name}”当日已不存续，请改为承继单位。"


def empty_set_gap(name: str) -> str:
    return f"“{name}”没有成员单位；请改选单位，或先在后台补充成员。"


def holds_any(posts: Collection[Held], day: date) -> bool:
    """Whether one of the posts is held on the day."""
    return any((begun is None or begun <= day) and (ended is None or day <= ended) for begun, ended in posts)


def leader_gap(name: str, posts: Collection[Held], day: date) -> str:
    """What keeps an official with these posts from being the responsible leader of a task of the day; or ""."""
    if holds_any(posts, day):
        return ""
    if posts and all(ended is not None and ended < day for _, ended in posts):
        return f"责任领导{name}的职务都已到期，请改选在任的领导。"
    return f"责任领导{name}没有登记在任职务，请改选，或先在后台登记职务。"


def outside_gap(name: str) -> str:
    return f"{name}登记为镇外领导，不能作责任领导，请改选本镇领导。"


def late_gap(due_on: date | None, last: date | None) -> str:
    """What to say of a day after the one that a superior set; or ""."""
    if due_on is None or last is None or due_on <= last:
        return ""
    return f"完成时限晚于上级时限 {last}。请改早；上级已同意延期的，先改上级时限。"
