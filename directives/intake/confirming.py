"""A confirmed draft becomes records, in one transaction."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from departments.models import Department, Official, Post, UnitSet
from meetings.models import AgendaItem, Attendance, IntakeDraft, Meeting, ReportVersion

from .. import events
from ..errors import ActError
from ..events import Actor
from ..models import Charge, Directive, Event, Task, TaskSource, Theme
from ..unit_keys import SET
from ..workflow.rules import OFFICE, require
from .checking import Problem, day_of, new_officials, posts_of, problems
from .drafts import refuse_closed, refuse_duplicate, refuse_newer
from .places import due_place


class IntakeProblems(ActError):
    """The draft cannot be confirmed yet; `problems` are those that block it."""

    def __init__(self, found: list[Problem]) -> None:
        self.problems = found
        super().__init__(f"还有 {len(found)} 处需要改正，改正后才能确认。")


class Names:
    """Rows that a draft refers to by name, read once."""

    def __init__(self) -> None:
        self.departments = {unit.slug: unit for unit in Department.objects.all()}
        self.unit_sets = {unit_set.slug: unit_set for unit_set in UnitSet.objects.all()}
        self.themes = {theme.slug: theme for theme in Theme.objects.all()}
        self.officials = {official.name: official for official in Official.objects.order_by("-pk")}

    def unit(self, words: str) -> tuple[Department | None, UnitSet | None]:
        if words.startswith(SET):
            return None, self.unit_sets[words.removeprefix(SET)]
        return self.departments.get(words), None


def confirm(draft: IntakeDraft, *, by: Actor, revision: int | None = None) -> Meeting:
    """The meeting with its report version, attendance, directives and draft tasks.

    Raises IntakeProblems when something blocks, Conflict when the draft was confirmed meanwhile, StaleDraft when it
    was saved since `revision` was read, DuplicateReport when its text is a meeting by now. Nothing is written then.
    """
    require(by, OFFICE)
    with transaction.atomic():
        draft = IntakeDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        refuse_closed(draft)
        refuse_newer(draft, revision)
        refuse_duplicate(draft.text, besides=draft)
        blocking = [problem for problem in problems(draft) if problem.blocking]
        if blocking:
            raise IntakeProblems(blocking)
        names = Names()
        add_officials(draft.made, names)
        meeting, version = _meeting(draft, names, by)
        _attendance(draft.made["attendance"], meeting, names)
        _agenda(draft.made.get("agenda", []), meeting, version)
        common = {"source": Directive.Source.MEETING, "meeting": meeting}
        origin = Origin(common, version, meeting.is_sample)
        count = create_work(draft.made["directives"], origin, names, by)
        draft.meeting, draft.confirmed_at = meeting, timezone.now()
        draft.save(update_fields=["meeting", "confirmed_at", "updated_at"])
        events.append(
            Event.Subject.MEETING,
            meeting.pk,
            Event.Kind.INTAKE,
            by,
            name=meeting.name,
            sha256=version.sha256,
            directives=len(draft.made["directives"]),
            tasks=count,
        )
        return meeting


# Posts of other levels: 市委书记 may speak at a town's meeting, and answers for none of its tasks.
OUTSIDE = re.compile(
    r"^(?!.*(?:镇|街道|村|社区)).*(?:中共中央|国务院|全国|国家|[省市区县](?:委|政府|人大|政协|长))"
)


def new_slug(day: date) -> str:
    """`2024-07-19`, or `2024-07-19-2` for the day's second meeting."""
    base = slug = day.isoformat()
    n = 1
    while Meeting.objects.filter(slug=slug).exists():
        n += 1
        slug = f"{base}-{n}"
    return slug


def add_officials(made: dict[str, Any], names: Names) -> None:
    """Whoever chaired or demanded something is an official, with the posts that the report gives."""
    posts = {row["name"].strip(): posts_of(row) for row in made["attendance"] if not row["is_unit"]}
    elsewhere = made["meeting"]["level"] != Meeting.Level.TOWN
    for name in new_officials(made, names.officials):
        outside = elsewhere or any(OUTSIDE.search(post) for post in posts.get(name, []))
        official = names.officials[name] = Official.objects.create(name=name, is_outside=outside)
        for order, title in enumerate(posts.get(name, []), 1):
            Post.objects.create(official=official, title=title, order=order, source=made["meeting"]["name"])


def _meeting(draft: IntakeDraft, names: Names, by: Actor) -> tuple[Meeting, ReportVersion]:
    row = draft.made["meeting"]
    day = date.fromisoformat(row["held_on"])
    meeting = Meeting.objects.create(
        slug=new_slug(day),
        name=row["name"].strip(),
        kind=row["kind"],
        level=row["level"],
        held_on=day,
        held_text=row["held_text"],
        period=row["period"],
        place=row["place"],
        chair=names.officials.get(row["chair"].strip()),
        conveys=row["conveys"],
        is_sample=draft.is_sample,
    )
    version = ReportVersion.objects.create(
        meeting=meeting,
        number=1,
        text=draft.text,
        source_kind=draft.source_kind,
        secrecy=draft.secrecy,
        source_name=draft.source_name,
        source_url=draft.source_url,
        published_on=draft.published_on,
        created_by=by.user,
    )
    return meeting, version


def _attendance(rows: list[dict[str, Any]], meeting: Meeting, names: Names) -> None:
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            order=order,
            name=row["name"].strip(),
            posts=row["posts"].strip(),
            official=None if row["is_unit"] else names.officials.get(row["name"].strip()),
            department=names.departments.get(row["department"]) if row["is_unit"] else None,
            is_unit=row["is_unit"],
            attended=row["attended"],
            chaired=row["chaired"],
            spoke=row["spoke"],
            directed=row["directed"],
        )
        for order, row in enumerate(rows, 1)
    )


def _agenda(rows: list[dict[str, Any]], meeting: Meeting, version: ReportVersion) -> None:
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, order=order, kind=row["kind"], text=row["text"], **_span(row, version))
        for order, row in enumerate(rows, 1)
    )


@dataclass(frozen=True, slots=True)
class Origin:
    """What directives come from: a meeting's report or another document, with the fields they have in common."""

    common: dict[str, Any]
    version: ReportVersion | None
    is_sample: bool


def create_work(rows: list[dict[str, Any]], origin: Origin, names: Names, by: Actor) -> int:
    """The directives of a draft's rows with their tasks; returns the number of tasks.

    A task that answers further directives too (`also`) has them as sources, in their own words.
    """
    directives = {row["id"]: _directive(n, row, origin, names) for n, row in enumerate(rows, 1)}
    for row in rows:
        for item in row["tasks"]:
            others = [directives[key] for key in item.get("also", ()) if key in directives]
            _task(item, directives[row["id"]], others, origin, names, by)
    return sum(len(row["tasks"]) for row in rows)


def _directive(order: int, row: dict[str, Any], origin: Origin, names: Names) -> Directive:
    return Directive.objects.create(
        order=order,
        kind=row["kind"],
        speaker=names.officials.get(row["speaker"].strip()),
        headline=row["headline"].strip(),
        text=row["text"].strip(),
        quotation=row["quotation"],
        rule=row["rule"][:60],
        **_span(row, origin.version),
        **origin.common,
    )


def _task(
    item: dict[str, Any],
    directive: Directive,
    others: list[Directive],
    origin: Origin,
    names: Names,
    by: Actor,
) -> None:
    task = Task.objects.create(
        created_by=by.user, is_sample=origin.is_sample, **task_fields(item, names, origin.version)
    )
    TaskSource.objects.create(
        task=task, directive=directive, quotation=item["quotation"], **_span(item, origin.version)
    )
    for other in others:
        if other != directive:
            place = {"version": other.version, "start": other.start, "end": other.end}
            TaskSource.objects.create(task=task, directive=other, quotation=other.quotation, **place)
    create_charges(task, item["charges"], names, origin.version)
    events.append(
        Event.Subject.TASK, task.pk, Event.Kind.INTAKE, by, title=task.title, directive=directive.pk
    )


def task_fields(item: dict[str, Any], names: Names, version: ReportVersion | None) -> dict[str, Any]:
    """Model fields of a task from its row; the row was checked before."""
    return {
        "title": item["title"].strip(),
        "measures": item["measures"].strip(),
        "theme": names.themes.get(item["theme"]),
        "nature": item["nature"],
        "mode": item["mode"],
        "reporting": Task.Reporting.EACH if item["mode"] == Task.Mode.EACH else Task.Reporting.COLLATED,
        "responsible_leader": names.officials.get(item["responsible_leader"]),
        "sign_by": day_of(item["sign_by"]),
        "due_on": day_of(item["due_on"]),
        "due_basis": item["due_basis"] if item["due_on"] else "",
        "due_text": item["due_text"].strip(),
        **_due_place(item, version),
        "report_cycle": item["report_cycle"],
        "report_day": int(item["report_day"]) if str(item["report_day"]) else None,
    }


def _due_place(item: dict[str, Any], version: ReportVersion | None) -> dict[str, Any]:
    """Where the report says the words for the deadline."""
    span = due_place(item, version.text) if version else None
    start, end = span or (None, None)
    return {"due_version": version if span else None, "due_start": start, "due_end": end}


def create_charges(
    task: Task, rows: list[dict[str, Any]], names: Names, version: ReportVersion | None
) -> None:
    """The task's charges from their rows; a place counts only where there is a version to point into."""
    for row in rows:
        department, unit_set = names.unit(row["unit"])
        Charge.objects.create(
            task=task,
            role=row["role"],
            department=department,
            unit_set=unit_set,
            words=row["words"].strip(),
            basis=row["basis"],
            **_span(row, version),
        )


def _span(row: dict[str, Any], version: ReportVersion | None) -> dict[str, Any]:
    if row["start"] is None or version is None:
        return {}
    return {"version": version, "start": row["start"], "end": row["end"]}
