"""Lists of tasks for public pages: two queries for the rows of a page, whatever they hold."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from directives.clocks import public_state
from directives.models import Basis, Charge, Task, TaskAssignment
from directives.querysets import TaskQuerySet, public_assignments
from directives.statuses import COUNTING_ROLES, ROLES_IN_ORDER
from publishing.public_fields import public_values

from .rows import Due, Share, TaskRow, UnitLink

ROW_FIELDS = (
    "pk", "number", "title", "nature", "mode", "status", "due_on", "due_basis", "is_sample",
    "theme__name", "theme__slug",
)  # fmt: skip
NAMED_UNITS = 3
OWN_PART = {
    Charge.Role.LEAD: "牵头",
    Charge.Role.SUPPORTING: "配合",
    Charge.Role.RESPONSIBLE: "负责",
    Charge.Role.COLLATING: "汇总",
}
# What stands where a date would: nothing is missing, the task goes on.
WITHOUT_DUE = {
    Task.Nature.FIXED_TERM: "没有设定日期",
    Task.Nature.MULTI_YEAR: "跨年任务，未设完成日期",
    Task.Nature.STANDING: "长期坚持，不设完成日期",
    Task.Nature.RECURRING: "周期性任务，不设完成日期",
}


def task_rows(tasks: TaskQuerySet, unit: str = "", called: str = "本单位") -> list[TaskRow]:
    """Rows of a public queryset, in its order; each says the part of the unit with that slug, by that name."""
    rows = list(public_values(tasks, *ROW_FIELDS))
    shares = shares_by_task(row["pk"] for row in rows)
    return [_row(row, shares[row["pk"]], unit, called) for row in rows]


def shares_by_task(tasks: Iterable[int]) -> dict[int, list[Share]]:
    """The public parts of these tasks, in the order of the units."""
    found: dict[int, list[Share]] = defaultdict(list)
    rows = public_values(
        public_assignments()
        .filter(task__in=list(tasks))
        .order_by("department__order", "department__sort_key", "pk"),
        "task", "department__slug", "department__short_name", "role", "via__name", "basis", "state",
        "original_due_on", "due_on", "finished_on",
    )  # fmt: skip
    for row in rows:
        found[row["task"]].append(_share(row))
    return found


def _share(row: dict[str, Any]) -> Share:
    return Share(
        unit=UnitLink(row["department__slug"], row["department__short_name"]),
        role=row["role"],
        role_word=str(Charge.Role(row["role"]).label),
        via=row["via__name"] or "",
        basis_word=str(Basis(row["basis"]).label),
        original_due_on=row["original_due_on"],
        due_on=row["due_on"],
        finished_on=row["finished_on"],
        done=row["state"] == TaskAssignment.State.DONE,
    )


def _row(row: dict[str, Any], shares: list[Share], unit: str, called: str) -> TaskRow:
    due = due_of(row, shares)
    facts = unit_facts(shares)
    own = [share for share in shares if share.unit.slug == unit and not _is_told(share, facts)]
    return TaskRow(
        pk=row["pk"],
        number=row["number"],
        title=row["title"],
        state=public_state(row["status"], row["nature"]),
        theme=row["theme__name"] or "",
        theme_slug=row["theme__slug"] or "",
        facts=(
            *(f"{called}{OWN_PART[Charge.Role(share.role)]}" for share in own),
            *facts,
            f"时限 {due.words}" if due else WITHOUT_DUE[row["nature"]],
        ),
        sample=row["is_sample"],
    )


def _is_told(share: Share, facts: tuple[str, ...]) -> bool:
    return any(fact.startswith(share.role_word) and share.unit.name in fact for fact in facts)


def due_of(task: dict[str, Any], shares: Iterable[Share]) -> Due | None:
    """The date that counts: that of the units on which the task rests, the task's own where they differ."""
    roles = COUNTING_ROLES[task["mode"]]
    dates = {
        (share.original_due_on, share.due_on) for share in shares if share.role in roles and share.due_on
    }
    basis = str(Basis(task["due_basis"]).label) if task["due_basis"] else str(Basis.OFFICE.label)
    if len(dates) == 1:
        original, current = dates.pop()
        assert current is not None  # noqa: S101 - shares without a date were left out above
        return Due(current, original if original != current else None, basis, differs=False)
    if task["due_on"] is None:
        return None
    return Due(task["due_on"], None, basis, differs=len(dates) > 1)


def unit_facts(shares: list[Share]) -> tuple[str, ...]:
    """牵头 工科商局 · 配合 2 个单位, in that order of importance."""
    by_role: dict[str, list[Share]] = defaultdict(list)
    for share in shares:
        by_role[share.role].append(share)
    facts = []
    for role in ROLES_IN_ORDER:
        if role == Charge.Role.SUPPORTING and by_role[role]:
            facts.append(f"{role.label} {len(by_role[role])} 个单位")
        elif by_role[role]:
            facts.append(f"{role.label} {_names(by_role[role])}")
    return tuple(facts)


def _names(shares: list[Share]) -> str:
    """Unit sets by their own name, a few units by theirs, more by their number."""
    sets: dict[str, int] = defaultdict(int)
    for share in shares:
        if share.via:
            sets[share.via] += 1
    names = [set_words(name, count) for name, count in sets.items()]
    single = [share.unit.name for share in shares if not share.via]
    if len(single) > NAMED_UNITS:
        single = [f"{'、'.join(single[:NAMED_UNITS])} 等 {len(single)} 个单位"]
    return "、".join([*names, *single])


def set_words(name: str, count: int) -> str:
    """各村（社区）29 个单位: a full-width bracket brings its own space."""
    return f"{name}{'' if name.endswith('）') else ' '}{count} 个单位"
