"""任务分解表 as plain rows: of a draft, of tasks, of a batch. Documents, comments and approvals all read these.

One cell is one string, written the same way everywhere, so that two tables can be compared cell by cell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from departments.models import Department, UnitSet

from .models import Basis, Batch, Charge, Task, Theme
from .unit_keys import SET

UNDECIDED = "待定"
STANDING = str(Task.Nature.STANDING.label)
LIST_MARK = "、"
COLLATES = "（汇总）"
COLUMNS = (
    ("title", "任务"),
    ("measures", "措施"),
    ("lead", "牵头单位"),
    ("supporting", "配合单位"),
    ("leader", "责任领导"),
    ("due", "完成时限"),
)
# What is approved along with the table though no column shows it: who changes these asks for approval again.
TERMS = (
    ("mode", "责任方式"),
    ("nature", "任务性质"),
    ("parts", "各单位角色"),
    ("official", "责任领导（登记人员）"),
    ("sign_by", "签收期限"),
    ("reports", "反馈要求"),
)
_FIRST_COLUMN = (Charge.Role.LEAD, Charge.Role.RESPONSIBLE, Charge.Role.COLLATING)


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """One task. `key` is the task's primary key, or the row's id in a draft; the other texts are cells.

    `lead` holds the leading units, or, of a task that each unit carries for itself, the charged ones. `terms` are
    those of `TERMS`, of a stored task alone.
    """

    key: str
    number: int
    title: str
    measures: str
    lead: str
    supporting: str
    leader: str
    due: str
    theme: str = ""
    by_text: bool = False
    terms: dict[str, str] = field(default_factory=dict)

    def cell(self, column: str) -> str:
        """The cell of one of `COLUMNS`."""
        return str(getattr(self, column))

    @property
    def cells(self) -> dict[str, str]:
        """All cells by column."""
        return {column: self.cell(column) for column, _ in COLUMNS}

    @property
    def approved(self) -> dict[str, str]:
        """What an approval of the row holds: its cells and its terms."""
        return self.cells | self.terms


def rows_of_tasks(tasks: Iterable[Task]) -> list[BreakdownRow]:
    """Rows in the order given; reads charges, leaders and themes unless they were fetched with the tasks."""
    return [_row_of_task(number, task) for number, task in enumerate(tasks, 1)]


def rows_of_batch(batch: Batch) -> list[BreakdownRow]:
    """The batch's tasks in their order; three queries."""
    return rows_of_tasks(tasks_of_batch(batch))


def tasks_of_batch(batch: Batch) -> list[Task]:
    """The batch's tasks in the order of its table, with what a row shows."""
    return tasks_of_batches([batch])[batch.pk]


def tasks_of_batches(batches: Iterable[Batch]) -> dict[int, list[Task]]:
    """By the batch's primary key, like `tasks_of_batch`; as many queries as for one."""
    found: dict[int, list[Task]] = {batch.pk: [] for batch in batches}
    tasks = Task.objects.filter(batch__in=found).select_related("responsible_leader", "theme")
    for task in tasks.prefetch_related("charges__department", "charges__unit_set").order_by("pk"):
        found[task.batch_id or 0].append(task)
    return found


def rows_of_draft(made: dict[str, Any]) -> list[BreakdownRow]:
    """Rows of a draft's tasks, in the order of the draft; reads the names of units, sets and themes."""
    names = dict(Department.objects.values_list("slug", "short_name"))
    names |= {f"{SET}{slug}": name for slug, name in UnitSet.objects.values_list("slug", "name")}
    themes = dict(Theme.objects.values_list("slug", "name"))
    tasks = [task for directive in made["directives"] for task in directive["tasks"]]
    return [_row_of_draft(number, task, names, themes) for number, task in enumerate(tasks, 1)]


def due_words(nature: str, due_on: date | None) -> str:
    """`2024年12月31日`, `长期坚持`, or what else stands where a date would."""
    if due_on:
        return day_words(due_on)
    return UNDECIDED if nature == Task.Nature.FIXED_TERM else str(Task.Nature(nature).label)


def day_words(day: date) -> str:
    """A day as official documents write it: without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def _row_of_task(number: int, task: Task) -> BreakdownRow:
    parts = [
        (charge.role, str(charge.department or charge.unit_set or "") or _open(charge.words))
        for charge in sorted(task.charges.all(), key=lambda charge: charge.pk)
    ]
    return BreakdownRow(
        key=str(task.pk),
        number=number,
        title=task.title,
        measures=task.measures,
        lead=_units(parts, _FIRST_COLUMN),
        supporting=_units(parts, (Charge.Role.SUPPORTING,)),
        leader=str(task.responsible_leader or ""),
        due=due_words(task.nature, task.due_on),
        theme=str(task.theme or ""),
        by_text=task.due_basis == Basis.TEXT,
        terms=_terms(task, parts),
    )


def _terms(task: Task, parts: Sequence[tuple[str, str]]) -> dict[str, str]:
    leader = task.responsible_leader
    cycle, day = str(task.get_report_cycle_display()), task.report_day or ""
    return {
        "mode": str(task.get_mode_display()),
        "nature": str(task.get_nature_display()),
        "parts": LIST_MARK.join(f"{name}（{Charge.Role(role).label}）" for role, name in parts if name),
        "official": f"{leader}，第 {leader.pk} 位" if leader else "",
        "sign_by": day_words(task.sign_by) if task.sign_by else "",
        "reports": "，".join(
            filter(None, (cycle, f"{day} 日" if day else "", str(task.get_reporting_display())))
        ),
    }


def _row_of_draft(
    number: int, task: dict[str, Any], names: dict[str, str], themes: dict[str, str]
) -> BreakdownRow:
    parts = [
        (charge["role"], names.get(charge["unit"], "") or _open(charge["words"]))
        for charge in task["charges"]
    ]
    try:
        due_on = date.fromisoformat(task["due_on"]) if task["due_on"] else None
    except ValueError:
        due_on = None
    return BreakdownRow(
        key=task["id"],
        number=number,
        title=task["title"],
        measures=task["measures"],
        lead=_units(parts, _FIRST_COLUMN),
        supporting=_units(parts, (Charge.Role.SUPPORTING,)),
        leader=task["responsible_leader"],
        due=due_words(task["nature"], due_on),
        theme=themes.get(task["theme"], ""),
        by_text=task["due_basis"] == Basis.TEXT,
    )


def _open(words: str) -> str:
    return f"{words}（{UNDECIDED}）" if words else ""


def _units(parts: Sequence[tuple[str, str]], roles: Sequence[str]) -> str:
    found = [
        name + (COLLATES if role == Charge.Role.COLLATING else "")
        for role, name in parts
        if role in roles and name
    ]
    return LIST_MARK.join(found)
