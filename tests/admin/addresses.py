"""Every page of the admin with something on it, for the tests that look at all of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directives import workflow
from directives.events import Actor
from directives.models import ProgressReport, Task, TaskAssignment
from documents import uploads
from meetings.models import AgendaItem, Attendance, IntakeDraft, Meeting, SourceDocument, fingerprint_of
from tests import work
from tests.addresses import PNG
from tests.cast import Cast

# By applications in the order of the index; the roles that may read them follow from the table of rights.
WORK_MODELS = (
    "meetings_meeting",
    "meetings_sourcedocument",
    "meetings_intakedraft",
    "directives_directive",
    "directives_task",
    "directives_taskassignment",
    "directives_progressreport",
    "directives_batch",
    "directives_theme",
    "directives_event",
    "departments_department",
    "departments_unitset",
    "departments_official",
    "publishing_release",
    "documents_upload",
)
ENTERED_BY_CLERKS = (
    "meetings_meeting",
    "directives_directive",
    "directives_task",
    "directives_theme",
    "departments_department",
    "departments_unitset",
    "departments_official",
)


@dataclass(frozen=True, slots=True)
class Filled:
    """One of each thing that the admin shows."""

    meeting: Meeting
    draft: Task
    issued: Task
    assignment: TaskAssignment
    report: ProgressReport


def fill(cast: Cast) -> Filled:
    """A meeting with everything under it, a draft, and an issued and released task with a report sent."""
    meeting = work.meeting()
    Attendance.objects.create(meeting=meeting, name="王镇长", chaired=True)
    AgendaItem.objects.create(meeting=meeting, kind=AgendaItem.Kind.SPEECH, text="各单位发言。")
    IntakeDraft.objects.create(
        text=work.REPORT, fingerprint=fingerprint_of(work.REPORT), created_by=cast.clerk
    )
    SourceDocument.objects.create(title="督办通知", received_on=date(2024, 7, 22), created_by=cast.clerk)
    uploads.store(SimpleUploadedFile("呈批稿.png", PNG), cast.clerk)
    directive = work.directive(meeting)
    draft = work.task(title="待交办的任务", lead="gongkeshang", source=directive)
    issued = work.task(title="已交办的任务", lead="gongkeshang", supporting=("chengjian",), source=directive)
    work.issue(issued, by=cast.clerk)
    assignment = work.assignment(issued, "gongkeshang")
    workflow.acknowledge(assignment, by=Actor(cast.liaison, "test"))
    content = workflow.ReportContent(text="已形成方案。", progress=30)
    report = workflow.send_report(assignment, content, by=Actor(cast.liaison, "test"))
    workflow.release_task(issued, secrecy_review="不涉密", by=Actor(cast.releaser, "test"))
    for one in (issued, assignment):
        one.refresh_from_db()
    return Filled(meeting, draft, issued, assignment, report)


def example_of(name: str) -> Any:
    """Some row of the model behind `app_model`."""
    for model in admin.site._registry:
        if f"{model._meta.app_label}_{model._meta.model_name}" == name:
            return model._default_manager.order_by("pk").first()
    raise LookupError(name)


def change(name: str, pk: int | None = None) -> str:
    return reverse(f"admin:{name}_change", args=[pk or example_of(name).pk])


def pages(filled: Filled) -> list[str]:
    """Addresses of every type of page, each once and with its filters in use where it has some."""
    found = [
        reverse("admin:index"),
        reverse("admin:password_change"),
        reverse("admin:app_list", args=["directives"]),
    ]
    for name in (*WORK_MODELS, "accounts_user"):
        example = example_of(name)
        assert example is not None, name
        found += [
            reverse(f"admin:{name}_changelist"),
            reverse(f"admin:{name}_change", args=[example.pk]),
            reverse(f"admin:{name}_history", args=[example.pk]),
        ]
    for name in (*ENTERED_BY_CLERKS, "accounts_user"):
        found.append(reverse(f"admin:{name}_add"))
    for name in ENTERED_BY_CLERKS:
        example = filled.draft if name == "directives_task" else example_of(name)
        found.append(reverse(f"admin:{name}_delete", args=[example.pk]))
    return [
        *found,
        change("directives_task", filled.issued.pk),
        reverse("admin:meetings_meeting_version", args=[filled.meeting.pk, 1]),
        reverse("admin:auth_user_password_change", args=[example_of("accounts_user").pk]),
        reverse("admin:directives_task_changelist") + "?status__exact=issued&released=yes",
        reverse("admin:meetings_meeting_changelist") + "?held_on__year=2024&held_on__month=7",
        reverse("admin:departments_department_changelist") + "?q=gks&living=yes",
        reverse("admin:directives_event_changelist") + "?kind__exact=issue",
    ]
