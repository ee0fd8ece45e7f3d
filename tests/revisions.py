"""A report revised by the office, and a task in it that loses every place by that."""

from datetime import date
from typing import Any

from departments.models import Department
from directives import anchors
from directives.models import Basis, Charge, Directive, Task
from meetings.models import Meeting
from tests import work

NEW = "7月1日，镇里召开经济工作例会。王镇长强调，经科局要在年末前办成菊花消费季。各村（社区）要常态走访企业。"


def whole_task(meeting: Meeting, directive: Directive, **more: Any) -> Task:
    """A draft whose source, unit and date stand in the report's words."""
    version = meeting.versions.get(number=1)
    at = {word: version.text.index(word) for word in ("工科商局", "年底前")}
    task = work.task(
        source=directive,
        due_on=date(2024, 12, 31),
        due_basis=Basis.TEXT,
        due_text="年底前",
        due_version=version,
        due_start=at["年底前"],
        due_end=at["年底前"] + 3,
        **more,
    )
    Charge.objects.create(
        task=task,
        role=Charge.Role.LEAD,
        department=Department.objects.get(slug="gongkeshang"),
        words="工科商局",
        basis=Basis.TEXT,
        version=version,
        start=at["工科商局"],
        end=at["工科商局"] + 4,
    )
    return task


def revise(meeting: Meeting, by: Any, text: str = NEW) -> int:
    return anchors.add_version(meeting, text, by=work.actor(by)).version.number


def lost(meeting: Meeting) -> dict[str, int]:
    return {str(one.what): one.row.pk for one in anchors.unsettled(meeting)}
