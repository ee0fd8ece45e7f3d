"""The bar that changes all selected tasks of a draft at once: what was filled in, and for which rows."""

from typing import Any

from departments.models import Official
from directives.intake.rearranging import apply_to
from directives.models import Charge, Task, Theme

from .draft import UNIT, UNKNOWN_UNIT, DraftReader
from .fields import limit_of

NAME = limit_of(Official, "name")
NOTHING_PICKED = "请先勾选任务，再批量修改。"
NOTHING_GIVEN = "请填写至少一项，再应用到勾选的任务。"


def apply_bulk(reader: DraftReader, made: dict[str, Any]) -> str:
    """Change the ticked tasks of `made`; what could not be read is reported through the reader, and nothing changes.

    Returns the anchor of the first task that was changed, or "".
    """
    values, picked = _values(reader), reader.keys("pick")
    wrong = [name for name in reader.typed.errors if name.startswith("b.")]
    if not picked:
        reader.fault("b.act", NOTHING_PICKED)
    elif not any(value for name, value in values.items() if name != "role") and not wrong:
        reader.fault("b.act", NOTHING_GIVEN)
    elif not wrong:
        done = apply_to(made, picked, values)
        return done[0] if done else ""
    return ""


def _values(reader: DraftReader) -> dict[str, Any]:
    typed = reader.line("b.unit", UNIT)
    unit = reader.book.find(typed)
    if typed and not unit:
        reader.fault("b.unit", UNKNOWN_UNIT)
    return {
        "unit": unit,
        "role": reader.choice("b.role", Charge.Role.choices, ""),
        "responsible_leader": reader.line("b.responsible_leader", NAME),
        "due_on": reader.day("b.due_on"),
        "nature": reader.choice("b.nature", Task.Nature.choices, ""),
        "mode": reader.choice("b.mode", Task.Mode.choices, ""),
        "theme": reader.choice("b.theme", Theme.objects.values_list("slug", "name"), ""),
        "sign_by": reader.day("b.sign_by"),
        "report_cycle": reader.choice("b.report_cycle", Task.Cycle.choices, ""),
        "report_day": reader.number("b.report_day", 1, 31),
    }
