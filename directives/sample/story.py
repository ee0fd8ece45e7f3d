"""The sample's way through the real parser, intake and workflow, with days counted back from today."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from departments.models import Department
from meetings.models import IntakeDraft, Meeting

from .. import intake, workflow
from ..events import Actor
from ..models import Basis, Charge, Task, TaskAssignment
from ..workflow import ReportContent
from . import people
from .breakdown import TASKS, SampleTask

REPORT = Path(__file__).with_name("report.txt")
SECRECY = "演示：经审查，不含涉密和敏感信息。"
SILENT_VILLAGES = 8


@transaction.atomic
def tell() -> Meeting:
    """The sample meeting with its tasks issued, some signed, reported, finished and released."""
    people.leaders()
    draft = intake.start(
        REPORT.read_text(encoding="utf-8"),
        by=people.user("jingban"),
        source_name="示例（作者改写）",
        is_sample=True,
    )
    draft = intake.save(draft, _broken_down(draft), draft.revision, by=people.user("jingban"))
    meeting = intake.confirm(draft, by=_actor("jingban", 62))
    tasks = list(Task.objects.filter(sources__directive__meeting=meeting).order_by("pk"))
    # What the paper of sixty days ago approves was not changed after it.
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(updated_at=_moment(61, 10))
    tasks.pop()  # the last one stays a draft, so that the office has something to decide
    workflow.issue_tasks(
        tasks,
        title=f"{meeting.name}任务分解",
        approver=people.approver().name,
        words="同意，按此交办。",
        approved_on=timezone.localdate() - timedelta(days=60),
        by=_actor("jingban", 60),
    )
    _release(meeting, tasks)
    _follow_up(tasks)
    return meeting


def _actor(username: str, days_ago: int, hour: int = 10) -> Actor:
    return Actor(people.user(username), "load_demo", _moment(days_ago, hour))


def _head(assignment: TaskAssignment, days_ago: int, hour: int = 10) -> Actor:
    return Actor(people.head_of(assignment.department), "load_demo", _moment(days_ago, hour))


def _moment(days_ago: int, hour: int) -> datetime:
    day = timezone.localdate() - timedelta(days=days_ago)
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))  # noqa: DTZ001 - made aware here


def _broken_down(draft: IntakeDraft) -> dict[str, Any]:
    made = draft.made
    made["meeting"]["held_on"] = "2024-07-19"
    made["meeting"]["period"] = "2024年上半年"
    for row in made["directives"]:
        row["tasks"] = []
    for sample in TASKS:
        directive = made["directives"][sample.directive]
        key = f"{directive['id']}t{len(directive['tasks']) + 1}"
        directive["tasks"].append(_task(key, sample, directive))
    return made


def _task(key: str, sample: SampleTask, directive: dict[str, Any]) -> dict[str, Any]:
    row = intake.blank_task() | {
        "id": key,
        "title": sample.title,
        "measures": sample.measures,
        "theme": sample.theme,
        "mode": _mode(sample).value,
        "charges": list(_charges(sample)),
        "start": directive["start"],
        "end": directive["end"],
        "quotation": directive["quotation"],
        "report_day": 25,
        "sign_by": (timezone.localdate() - timedelta(days=53)).isoformat(),
    }
    if sample.days is not None:
        # A day that has passed in the story was still ahead when the task was issued.
        row["due_on"] = (timezone.localdate() + timedelta(days=sample.days)).isoformat()
        row["due_basis"], row["nature"] = Basis.OFFICE.value, Task.Nature.FIXED_TERM.value
    return row


def _mode(sample: SampleTask) -> Task.Mode:
    if sample.each:
        return Task.Mode.EACH
    return Task.Mode.JOINT_LEAD if len(sample.lead) > 1 else Task.Mode.SINGLE_LEAD


def _charges(sample: SampleTask) -> Any:
    parts = [(Charge.Role.LEAD, slug) for slug in sample.lead]
    parts += [(Charge.Role.SUPPORTING, slug) for slug in sample.supporting]
    if sample.each:
        parts.append((Charge.Role.RESPONSIBLE, f"{intake.SET}{sample.each}"))
    for role, unit in parts:
        yield intake.blank_charge() | {"role": role.value, "unit": unit}


def _follow_up(tasks: list[Task]) -> None:
    villages = list(Department.objects.filter(kind__in=["village", "community"]))
    silent = {village.pk for village in villages[-SILENT_VILLAGES:]}
    # The demonstration's own village keeps one task unsigned, for its liaison to try.
    to_try = Department.objects.get(slug="xinshi").pk
    for n, task in enumerate(tasks):
        for assignment in task.assignments.select_related("department"):
            if assignment.department_id in silent or (n == 1 and assignment.department_id == to_try):
                continue
            if n in (9, 12) and assignment.department.slug == "gongkeshang":
                continue
            workflow.acknowledge(assignment, by=_head(assignment, 57 - n % 4))
    _reports(tasks)
    _completions(tasks)


def _reports(tasks: list[Task]) -> None:
    said = {
        0: ("演示：已形成重点企业清单初稿，抽调人员名单报批中。", 55),
        2: ("演示：完成首批地块摸底，正在逐宗核对权属。", 40),
        4: ("演示：已明确项目服务专员，审批事项清单公布。", 60),
        8: ("演示：完成首轮走访，清单收录第一批技改意向。", 70),
        10: ("演示：活动计划征求意见，餐饮经验汇编完成初稿。", 45),
    }
    for n, (text, progress) in said.items():
        lead = tasks[n].assignments.get(role=Charge.Role.LEAD)
        report = workflow.send_report(
            lead,
            ReportContent(text=text, next_steps="演示：按计划推进。", progress=progress),
            by=_head(lead, 35 - n),
        )
        report = workflow.accept_report(report, by=_actor("duban", 33 - n))
        if n in (0, 4, 8):
            workflow.release_report(report, text, secrecy_review=SECRECY, by=_actor("gongkai", 30 - n))
    waiting = tasks[7].assignments.get(role=Charge.Role.LEAD)
    workflow.send_report(
        waiting,
        ReportContent(text="演示：协调机制文稿已拟好，待征求意见。", progress=50),
        by=_actor("gks-lianluo", 3),
    )


def _completions(tasks: list[Task]) -> None:
    for assignment in tasks[5].assignments.all():
        handed_in = workflow.hand_in(assignment, "演示：清单所列事项已逐项办结。", by=_head(assignment, 12))
        workflow.accept(handed_in, by=_actor("duban", 9))
    lead: TaskAssignment = tasks[4].assignments.get(role=Charge.Role.LEAD)
    workflow.hand_in(lead, "演示：审批事项已公布并运行满一个月。", by=_head(lead, 2))


def _release(meeting: Meeting, tasks: list[Task]) -> None:
    workflow.release_meeting(meeting, secrecy_review=SECRECY, by=_actor("gongkai", 58))
    for task in tasks:
        workflow.release_task(task, secrecy_review=SECRECY, by=_actor("gongkai", 58))
