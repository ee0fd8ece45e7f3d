"""One value for many tasks: filled down a column, applied to what is selected."""

from collections.abc import Collection
from typing import Any

from ...models import Basis, Charge, Task
from ...unit_keys import SET
from ..made import blank_charge
from ..unread import read_well
from .placing import task_in

Row = dict[str, Any]

# What can be filled down, with the fields that go along.
FILLED = {
    "units": "责任单位",
    "responsible_leader": "责任领导",
    "due_on": "完成时限",
    "sign_by": "签收期限",
    "theme": "主题",
    "mode": "责任方式",
    "nature": "任务性质",
    "report_cycle": "反馈周期",
    "report_day": "反馈日",
}
_ALWAYS_SET = ("mode", "nature", "report_cycle")


def fill_down(made: Row, name: str, key: str) -> str:
    """Give the value of a task to those below it that have none; a choice that always has one is given to all."""
    found = task_in(made, key)
    if found is None or name not in FILLED:
        return ""
    model = found[1]
    tasks = [task for row in made["directives"] for task in row["tasks"]]
    for task in tasks[tasks.index(model) + 1 :]:
        if name == "units" and not any(map(_said, task["charges"])):
            task["charges"] = [_office_charge(c["role"], c["unit"]) for c in model["charges"] if c["unit"]]
            task["mode"] = model["mode"]
        elif name == "due_on" and model["due_on"] and not task["due_on"]:
            set_due(task, model["due_on"])
        elif name in _ALWAYS_SET or (name in task and name != "due_on" and not task[name]):
            task[name] = model[name]
            read_well(task, name)
    return key


def apply_to(made: Row, picked: Collection[str], values: Row) -> list[str]:
    """Give several tasks the values that were filled in; returns the ids of those that were there.

    `values` may hold `unit` with `role` beside the fields of a task; what is empty is left as it is.
    """
    given = {
        name: value for name, value in values.items() if value and name not in ("unit", "role", "due_on")
    }
    done = []
    for row in made["directives"]:
        for task in row["tasks"]:
            if task["id"] not in picked:
                continue
            task |= given
            read_well(task, *given)
            if values.get("due_on"):
                set_due(task, values["due_on"])
            if task["nature"] == Task.Nature.STANDING and not values.get("due_on"):
                set_due(task, "")
            if values.get("unit"):
                before = [charge["unit"] for charge in task["charges"]]
                _charge(task, values["unit"], values.get("role", ""))
                if not values.get("role"):
                    let_sets_carry(task, before)
            done.append(task["id"])
    return done


def let_sets_carry(task: Row, before: Collection[str] = ()) -> None:
    """A set of units cannot lead. Where one was just given the lead of a task that had none, its members carry the task,
    each for itself.

    `before` are the keys of units that the task had already: what the office made of those is left alone.
    """
    leads = [charge for charge in task["charges"] if charge["role"] == Charge.Role.LEAD and charge["unit"]]
    if task["mode"] != Task.Mode.SINGLE_LEAD or len(leads) != 1:
        return
    unit = leads[0]["unit"]
    if unit.startswith(SET) and unit not in before:
        leads[0]["role"] = Charge.Role.RESPONSIBLE.value
        task["mode"] = Task.Mode.EACH.value


def set_due(task: Row, day: str) -> None:
    """A date that the office chose, "" for none; a task with a date is no standing one, one without is."""
    task |= {"due_on": day, "due_basis": Basis.OFFICE.value if day else ""}
    read_well(task, "due_on")
    if not day:
        task |= {"due_text": "", "due_start": None, "due_end": None, "nature": Task.Nature.STANDING.value}
    elif task["nature"] == Task.Nature.STANDING:
        task["nature"] = Task.Nature.FIXED_TERM.value


def _charge(task: Row, unit: str, role: str) -> None:
    """A unit in its role, once; without a role the one that the task's mode asks for next."""
    role = role or blank_charge(task["mode"], task["charges"])["role"]
    there = [charge for charge in task["charges"] if charge["unit"] == unit]
    if there:
        there[0] |= {"role": role}
    elif role == Charge.Role.LEAD and task["mode"] == Task.Mode.SINGLE_LEAD:
        others = [charge for charge in task["charges"] if charge["role"] != Charge.Role.LEAD]
        task["charges"] = [_office_charge(role, unit), *others]
    else:
        task["charges"].append(_office_charge(role, unit))


def _said(charge: Row) -> bool:
    return bool(charge["unit"] or charge["words"] or "unread" in charge)


def _office_charge(role: str, unit: str) -> Row:
    return blank_charge() | {"role": role, "unit": unit}
