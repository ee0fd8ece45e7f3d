"""The first page: what the latest meeting asked for and how it stands."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from departments.models import Department
from directives.models import Task
from directives.querysets import TaskQuerySet, public_assignments
from meetings.models import Meeting
from publishing.public_fields import public_counts

from ..addresses import theme_url
from ..counting import state_parts, total_of
from ..meeting_rows import MeetingRow, meeting_rows
from ..recent import recent_changes
from ..responses import public_page
from ..rows import StatePart, UnitLink

LEADING_UNITS_SHOWN = 12
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
    latest = next(iter(meeting_rows(Meeting.objects.public().order_by("-held_on", "-pk")[:1])), None)
    context: dict[str, Any] = {"latest": latest, "changes": recent_changes(), "leading": _leading_units()}
    if latest:
        tasks = Task.objects.public().of_public_meeting(latest.slug)
        context |= {"themes": _themes(tasks), "charged": _charged_words(latest)}
    return render(request, "public/home.html", context)


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
    """交 12 个部门和 29 个村（社区）, or whichever of the two there are."""
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
