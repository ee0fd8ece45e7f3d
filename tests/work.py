"""Work for the cast: meetings, tasks and batches made the way the office makes them."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from departments.models import Department, Official, Post, UnitSet
from directives import workflow
from directives.events import Actor
from directives.models import Basis, Batch, Charge, Directive, Task, TaskAssignment, TaskSource
from meetings.models import DemandSource, Meeting, ReportVersion, SourceDocument

DEMAND = "工科商局要在年底前办好菊花主题消费季。"
REPORT = f"7月1日，镇里召开经济工作例会。王镇长强调，{DEMAND}各村（社区）要常态走访企业。"


DOCUMENTED = "一、工科商局要核查停产企业的情况。"
DOCUMENT = f"督办通知\n督字〔2024〕1号\n{DOCUMENTED}\n二、城建局要整治占道经营。\n市督查室\n2024年7月1日"


def actor(user: Any) -> Actor:
    return Actor(user, "test")


def meeting(slug: str = "2024-07-01", **fields: Any) -> Meeting:
    """A meeting with a published news report as its first version."""
    made = Meeting.objects.create(slug=slug, name="经济工作例会", held_on=date(2024, 7, 1), **fields)
    ReportVersion.objects.create(meeting=made, number=1, text=REPORT)
    return made


def document(**fields: Any) -> SourceDocument:
    """A superior's document with its text, internal as documents are."""
    facts = {
        "kind": DemandSource.SUPERIOR,
        "title": "督办通知",
        "issuing_unit": "市督查室",
        "document_number": "督字〔2024〕1号",
        "received_on": date(2024, 7, 2),
    }
    made = SourceDocument.objects.create(**{**facts, **fields})
    ReportVersion.objects.create(
        document=made,
        number=1,
        text=DOCUMENT,
        source_kind=ReportVersion.Source.OTHER,
        secrecy=ReportVersion.Secrecy.INTERNAL,
    )
    return made


def document_directive(of: SourceDocument, words: str = DOCUMENTED) -> Directive:
    """A directive anchored in the document's text."""
    version = of.versions.get()
    start = version.text.index(words)
    return Directive.objects.create(
        document=of,
        source=of.kind,
        text=words,
        quotation=words,
        version=version,
        start=start,
        end=start + len(words),
    )


def directive(of: Meeting, words: str = DEMAND) -> Directive:
    """A directive anchored in the meeting's report."""
    version = of.versions.get()
    start = version.text.index(words)
    return Directive.objects.create(
        meeting=of, text=words, quotation=words, version=version, start=start, end=start + len(words)
    )


def task(
    *,
    lead: str = "",
    supporting: tuple[str, ...] = (),
    unit_set: str = "",
    source: Directive | None = None,
    **fields: Any,
) -> Task:
    """A draft: led by one unit with supporting ones, or given to each member of a set."""
    defaults = {
        "title": "办好菊花主题消费季",
        "nature": Task.Nature.FIXED_TERM if fields.get("due_on") else Task.Nature.STANDING,
        "mode": Task.Mode.EACH if unit_set else Task.Mode.SINGLE_LEAD,
    }
    made = Task.objects.create(**{**defaults, **fields})
    for slug in [lead] if lead else []:
        charge(made, Charge.Role.LEAD, department=Department.objects.get(slug=slug))
    for slug in supporting:
        charge(made, Charge.Role.SUPPORTING, department=Department.objects.get(slug=slug))
    if unit_set:
        charge(made, Charge.Role.RESPONSIBLE, unit_set=UnitSet.objects.get(slug=unit_set))
    if source:
        TaskSource.objects.create(
            task=made,
            directive=source,
            quotation=source.quotation,
            version=source.version,
            start=source.start,
            end=source.end,
        )
    return made


def charge(of: Task, role: str, **fields: Any) -> Charge:
    return Charge.objects.create(task=of, role=role, basis=Basis.OFFICE, **fields)


def approver(name: str = "王镇长", title: str = "镇长", **fields: Any) -> Official:
    """An official in office, whose approval counts."""
    official, created = Official.objects.get_or_create(name=name, defaults=fields)
    if created:
        Post.objects.create(official=official, title=title)
    return official


def issue(*tasks: Task, by: Any) -> Batch:
    """Issue the drafts with an approval given on paper today; the given instances are read again."""
    approver()
    batch = workflow.issue_tasks(
        tasks, title="第一批", approver="王镇长", words="同意", approved_on=timezone.localdate(), by=actor(by)
    )
    for issued in tasks:
        issued.refresh_from_db()
    return batch


def assignment(of: Task, slug: str) -> TaskAssignment:
    return TaskAssignment.objects.get(task=of, department__slug=slug)


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)
