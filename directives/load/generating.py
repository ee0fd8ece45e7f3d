"""Meetings, directives, tasks, assignments and released reports in bulk, the same for the same seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from departments.models import Department, UnitSet
from documents.models import NumberSeries
from meetings.models import Meeting, ReportVersion, digest_of, fingerprint_of

from ..models import Batch, Directive, ProgressReport, Task, TaskAssignment, TaskSource, Theme
from . import words

PER_MEETING = 50
STATUSES = ("issued", "in_progress", "in_progress", "in_progress", "submitted", "closed", "closed")
STATES = {"issued": "awaiting", "in_progress": "in_progress", "submitted": "handed_in", "closed": "done"}
BULK = 2000


@dataclass(slots=True)
class Town:
    """What generated work refers to, read once."""

    random: random.Random
    today: date
    units: list[Department]
    villages: list[Department]
    village_set: UnitSet
    themes: list[Theme]
    sender: Any


def generate(count: int, sender: Any, seed: int = 1) -> int:
    """Write `count` released tasks, 50 to a meeting, three in a hundred for all 29 villages; returns `count`.

    Needs the reference data. `sender` is the account that generated progress reports name.
    """
    villages = list(Department.objects.filter(kind__in=["village", "community"]))
    town = Town(
        random=random.Random(seed),  # noqa: S311 - a repeatable load, no secret
        today=timezone.localdate(),
        units=list(Department.objects.exclude(kind__in=["village", "community"])),
        villages=villages,
        village_set=UnitSet.objects.get(slug="ge-cun-shequ"),
        themes=list(Theme.objects.all()),
        sender=sender,
    )
    done = 0
    while done < count:
        size = min(PER_MEETING, count - done)
        meetings = min(40, -(-(count - done) // PER_MEETING))
        with transaction.atomic():
            done += _write(town, meetings, min(size * meetings, count - done))
    return count


def _write(town: Town, meetings: int, count: int) -> int:
    """One portion: so many meetings with so many tasks in all."""
    year = town.today.year
    series, _ = NumberSeries.objects.get_or_create(kind=NumberSeries.Kind.TASK, year=year)
    held = Meeting.objects.bulk_create(_meeting(town, series.last + n) for n in range(meetings))
    batches = Batch.objects.bulk_create(_batch(meeting, town) for meeting in held)
    plans = [(n, held[n * meetings // count], batches[n * meetings // count]) for n in range(count)]
    lines = [_sentence(town) for _ in plans]
    versions = _versions(held, plans, lines)
    directives = Directive.objects.bulk_create(_directives(plans, lines, versions), BULK)
    tasks = Task.objects.bulk_create(_tasks(town, plans, lines, series.last), BULK)
    TaskSource.objects.bulk_create(
        (
            TaskSource(
                task=task,
                directive=directive,
                quotation=directive.quotation,
                version=directive.version,
                start=directive.start,
                end=directive.end,
            )
            for task, directive in zip(tasks, directives, strict=True)
        ),
        BULK,
    )
    assignments = TaskAssignment.objects.bulk_create(_assignments(town, tasks), BULK)
    ProgressReport.objects.bulk_create(_reports(town, assignments), BULK)
    series.last += count
    series.save(update_fields=["last"])
    return count


def _meeting(town: Town, n: int) -> Meeting:
    day = town.today - timedelta(days=30 + n % 1500)
    return Meeting(
        slug=f"load-{n}",
        name=f"{day.year}年第{n % 52 + 1}次经济工作调度会",
        held_on=day,
        released_at=timezone.now(),
        is_sample=True,
    )


def _batch(meeting: Meeting, town: Town) -> Batch:
    return Batch(
        number=f"交办〔{town.today.year}〕{meeting.slug}号",
        title=f"{meeting.name}任务分解",
        issued_on=meeting.held_on,
        issued_at=timezone.now(),
    )


def _sentence(town: Town) -> str:
    pick = town.random.choice
    return f"要{pick(words.VERBS)}{pick(words.PLACES)}{pick(words.OBJECTS)}，{pick(words.ENDS)}。"


def _versions(
    held: list[Meeting], plans: list[Any], lines: list[str]
) -> dict[int, tuple[ReportVersion, list[int]]]:
    """Per meeting its report, made of its directives' sentences, and where each of them begins."""
    texts: dict[int, str] = {meeting.pk: f"{meeting.name}召开。\n" for meeting in held}
    starts: dict[int, list[int]] = {meeting.pk: [] for meeting in held}
    for (_, meeting, _), line in zip(plans, lines, strict=True):
        starts[meeting.pk].append(len(texts[meeting.pk]))
        texts[meeting.pk] += line + "\n"
    versions = ReportVersion.objects.bulk_create(
        ReportVersion(
            meeting=meeting,
            number=1,
            text=texts[meeting.pk],
            sha256=digest_of(texts[meeting.pk]),
            fingerprint=fingerprint_of(texts[meeting.pk]),
        )
        for meeting in held
    )
    return {
        meeting.pk: (version, starts[meeting.pk]) for meeting, version in zip(held, versions, strict=True)
    }


def _directives(plans: list[Any], lines: list[str], versions: dict[int, Any]) -> Iterator[Directive]:
    placed: dict[int, int] = {}
    for (_, meeting, _), line in zip(plans, lines, strict=True):
        version, starts = versions[meeting.pk]
        order = placed[meeting.pk] = placed.get(meeting.pk, 0) + 1
        start = starts[order - 1]
        yield Directive(
            meeting=meeting,
            order=order,
            text=line,
            quotation=line,
            version=version,
            start=start,
            end=start + len(line),
        )


def _tasks(town: Town, plans: list[Any], lines: list[str], last: int) -> Iterator[Task]:
    for (n, meeting, batch), line in zip(plans, lines, strict=True):
        status = town.random.choice(STATUSES)
        standing = town.random.random() < 0.2
        due = town.today + timedelta(days=town.random.randrange(-200, 400))
        yield Task(
            number=f"{town.today.year}-{last + n + 1:03d}",
            title=line.removeprefix("要").partition("，")[0],
            measures=line.removeprefix("要").rstrip("。").replace("，", "\n"),
            theme=town.random.choice(town.themes),
            mode="each" if n % 33 == 0 else "single_lead",
            nature="standing" if standing else "fixed_term",
            due_on=None if standing else due,
            due_basis="" if standing else "office",
            status=status,
            closed_on=town.today if status == "closed" else None,
            batch=batch,
            issued_on=meeting.held_on,
            released_at=timezone.now(),
            publicity="on_initiative",
            is_sample=True,
        )


def _assignments(town: Town, tasks: list[Task]) -> Iterator[TaskAssignment]:
    parts: list[tuple[Department, str, UnitSet | None]]
    for task in tasks:
        if task.mode == "each":
            parts = [(village, "responsible", town.village_set) for village in town.villages]
        else:
            units = town.random.sample(town.units, 3)
            parts = [(units[0], "lead", None), *((unit, "supporting", None) for unit in units[1:])]
        for department, role, via in parts:
            yield _assignment(town, task, department, role, via)


def _assignment(
    town: Town, task: Task, department: Department, role: str, via: UnitSet | None
) -> TaskAssignment:
    state = STATES[task.status]
    now = timezone.now()
    return TaskAssignment(
        task=task,
        department=department,
        role=role,
        via=via,
        basis="office",
        state=state,
        due_on=task.due_on,
        original_due_on=task.due_on,
        acknowledged_at=None if state == "awaiting" else now,
        handed_in_at=now if state in ("handed_in", "done") else None,
        finished_on=town.today if state == "done" else None,
        progress=100 if state == "done" else 30,
    )


def _reports(town: Town, assignments: list[TaskAssignment]) -> Iterator[ProgressReport]:
    """One released report for every second lead."""
    now = timezone.now()
    for n, assignment in enumerate(assignments):
        if assignment.role == "lead" and n % 2 == 0 and assignment.state != "awaiting":
            text = town.random.choice(words.PROGRESS)
            yield ProgressReport(
                assignment=assignment,
                period=f"{town.today:%Y-%m}",
                text=text,
                public_text=text,
                state="accepted",
                sent_at=now,
                sent_by=town.sender,
                reviewed_at=now,
                reviewed_by=town.sender,
                released_at=now,
            )
