"""The first page: what the latest meeting asked for and how it stands."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from departments.models import Department
from directives.models import Directive, Task
from directives.querysets import TaskQuerySet, public_assignments, public_sources
from meetings.models import Meeting
from publishing.public_fields import public_counts, public_values

from ..addresses import theme_url
from ..counting import state_parts, total_of
from ..meeting_rows import MeetingRow, meeting_rows
from ..recent import recent_changes
from ..responses import public_page
from ..rows import StatePart, UnitLink

LEADING_UNITS_SHOWN = 12
MEETINGS_CONSIDERED = 6
LOOK_BACK = timedelta(days=92)
OF_THE_PEOPLE = (Department.Kind.VILLAGE, Department.Kind.COMMUNITY)


@dataclass(frozen=True, slots=True)
class ThemeStanding:
    """One theme of the latest meeting."""

    name: str
    href: str
    states: tuple[StatePart, ...]

    @property
    def total(self) -> int:
        return total_of(self.states)


@public_page
def home(request: HttpRequest) -> HttpResponse:
    shown, newer = _front_meeting()
    context: dict[str, Any] = {
        "shown": shown,
        "newer": newer,
        "changes": recent_changes(),
        "leading": _leading_units(),
    }
    if shown:
        tasks = Task.objects.public().of_public_meeting(shown.slug)
        context |= {"themes": _themes(tasks), "charged": _charged_words(shown)}
    return render(request, "public/home.html", context)


def _front_meeting() -> tuple[MeetingRow | None, MeetingRow | None]:
    """The meeting of the first page, and the latest one where that is another.

    It is the latest by its day. One of which only a part is released yet, so that fewer than half of its public
    requirements have a public task, does not push a fuller one from the page: the latest fuller meeting of the three
    months before it stays, with a line on the newer one. Where there is none, the latest is shown as far as it has
    come. Counted are public facts alone: how many tasks are kept back nobody outside is told.
    """
    rows = meeting_rows(Meeting.objects.public().order_by("-held_on", "-pk")[:MEETINGS_CONSIDERED])
    if not rows:
        return None, None
    answered = _answered(rows)
    latest = rows[0]
    near = [row for row in rows if row.held_on >= latest.held_on - LOOK_BACK]
    shown = next((row for row in near if row.tasks and answered[row.pk] * 2 >= row.directives), latest)
    return shown, None if shown is latest else latest


def _answered(meetings: list[MeetingRow]) -> Counter[int]:
    """How many public requirements of each meeting have a public task; one query."""
    asked = Directive.objects.public().filter(meeting__in=[row.pk for row in meetings])
    found = public_sources().filter(directive__in=asked.order_by().values("pk")).order_by().distinct()
    return Counter(
        row["directive__meeting"] for row in public_values(found, "directive__meeting", "directive")
    )


def _themes(tasks: TaskQuerySet) -> list[ThemeStanding]:
    grouped: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    counted = public_counts(tasks, "theme__order", "theme__slug", "theme__name", "status", "nature")
    for row in counted.order_by(F("theme__order").asc(nulls_last=True), "theme"):
        grouped[row["theme__slug"] or "", row["theme__name"] or "其他"].append(row)
    return [
        ThemeStanding(name, theme_url(slug) if slug else "", state_parts(rows))
        for (slug, name), rows in grouped.items()
    ]


def _charged_words(meeting: MeetingRow) -> str:
    """12 个部门和 29 个村（社区）, or whichever of the two have public tasks."""
    tasks = Task.objects.public().of_public_meeting(meeting.slug)
    units = public_counts(public_assignments().filter(task__in=tasks), "department", "department__kind")
    kinds = [row["department__kind"] for row in units]
    villages = sum(kind in OF_THE_PEOPLE for kind in kinds)
    parts = [(len(kinds) - villages, "个部门"), (villages, "个村（社区）")]
    return "和 ".join(f"{count} {noun}" for count, noun in parts if count)


def _leading_units() -> list[UnitLink]:
    """The units that lead most tasks first, as short cuts to their pages."""
    counted = public_counts(
        public_assignments().filter(role="lead"), "department__slug", "department__short_name"
    ).order_by("-count", "department__slug")[:LEADING_UNITS_SHOWN]
    return [UnitLink(row["department__slug"], row["department__short_name"]) for row in counted]
