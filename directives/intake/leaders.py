"""责任领导 proposed from who is in charge of the leading unit (分管); what the office chose itself stays."""

from collections import defaultdict
from datetime import date
from typing import Any

from departments.models import Portfolio

from ..models import Charge, Task
from ..unit_keys import SET

Row = dict[str, Any]


def propose_leaders(made: Row, day: date) -> None:
    """Fill in the leader of each task whose leading unit was just decided or changed; one query.

    `leader_from` remembers for which unit a leader was looked up and `leader_proposed` what was found, so that a
    leader who was typed, or cleared, is left alone.
    """
    waiting = [task for task in _tasks(made) if _wants_leader(task)]
    if not waiting:
        return
    in_charge = leaders_by_unit(day)
    for task in waiting:
        lead = lead_of(task)
        proposed = in_charge.get(lead, [])
        own = task["responsible_leader"] and task["responsible_leader"] != task.get("leader_proposed", "")
        if not own:
            task["responsible_leader"] = proposed[0] if len(proposed) == 1 else ""
            task["leader_proposed"] = task["responsible_leader"]
        task["leader_from"] = lead


def _wants_leader(task: Row) -> bool:
    """A lead that was not looked up yet, or for which nobody was found so far."""
    lead = lead_of(task)
    never = not task["responsible_leader"] and not task.get("leader_proposed", "")
    return lead != "" and (never or lead != task.get("leader_from", ""))


def leaders_by_unit(day: date) -> dict[str, list[str]]:
    """By the unit's slug: the officials in charge of it that day, in the town's order."""
    found: dict[str, list[str]] = defaultdict(list)
    rows = Portfolio.objects.on(day).filter(department__isnull=False)
    names = rows.order_by("official__order", "official").values_list("department__slug", "official__name")
    for unit, official in names:
        if official not in found[unit]:
            found[unit].append(official)
    return found


def _tasks(made: Row) -> list[Row]:
    return [task for row in made["directives"] for task in row["tasks"]]


def lead_of(task: Row) -> str:
    """The one unit that leads, or of a task without a lead the only one charged; "" where there is none."""
    units = [c["unit"] for c in task["charges"] if c["role"] == Charge.Role.LEAD and c["unit"]]
    if not units and task["mode"] == Task.Mode.EACH:
        units = [c["unit"] for c in task["charges"] if c["role"] == Charge.Role.RESPONSIBLE and c["unit"]]
        units = units if len(units) == 1 else []
    return "" if not units or units[0].startswith(SET) else str(units[0])
