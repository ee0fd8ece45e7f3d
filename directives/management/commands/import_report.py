from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from departments.models import Membership, Official, Post, Role
from directives import intake, workflow
from directives.errors import ActError
from directives.events import Actor
from directives.models import Batch, Task
from documents import incoming_text
from meetings.models import Meeting


class Command(BaseCommand):
    help = "把一份会议报道录入为会议、工作要求和待交办任务。--issue、--release 仅限非生产环境。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="报道全文（纯文本）")
        parser.add_argument(
            "--published", type=date.fromisoformat, metavar="DATE", help="发布日期，如 2024-07-20"
        )
        parser.add_argument("--issue", action="store_true", help="交办其中要素齐全的任务")
        parser.add_argument("--release", action="store_true", help="公开会议和已交办的任务")

    def handle(self, *args: Any, **options: Any) -> None:
        if (options["issue"] or options["release"]) and settings.MODE == "production":
            raise CommandError("生产环境中，交办和公开须由有权限的人员在平台上进行。")
        try:
            text = incoming_text.from_upload(options["file"].read_bytes())
            with transaction.atomic():
                self._import(text, options)
        except OSError as error:
            raise CommandError(f"读不到文件 {options['file']}：{error.strerror}。") from None
        except (incoming_text.UnusableText, ActError) as error:
            raise CommandError("\n".join(_lines(error))) from None

    def _import(self, text: str, options: dict[str, Any]) -> None:
        by = Actor(None, "import_report")
        draft = intake.start(text, by=None, published_on=options["published"])
        meeting = intake.confirm(draft, by=by)
        tasks = list(Task.objects.filter(sources__directive__meeting=meeting).order_by("pk"))
        self.stdout.write(
            f"已录入“{meeting.name}”（{meeting.held_on}）：{meeting.directives.count()} 条要求，{len(tasks)} 项待交办任务。"
        )
        if options["issue"]:
            self._issue(meeting, tasks, by)
        if options["release"]:
            self._release(meeting)

    def _issue(self, meeting: Meeting, tasks: list[Task], by: Actor) -> None:
        today = timezone.localdate()
        missing = workflow.missing_for_issue(tasks, today)
        for task in tasks:
            if missing[task.pk]:
                self.stdout.write(f"  未交办“{task.title}”：{''.join(missing[task.pk])}")
        ready = [task for task in tasks if not missing[task.pk]]
        if ready:
            batch: Batch = workflow.issue_tasks(
                ready,
                title=f"{meeting.name}任务分解",
                approver=_importer().name,
                words="导入时交办",
                approved_on=today,
                by=by,
            )
            self.stdout.write(f"已交办 {len(ready)} 项任务，{batch.number}。")

    def _release(self, meeting: Meeting) -> None:
        releaser = Membership.objects.on(timezone.localdate()).filter(role=Role.RELEASER).first()
        if releaser is None:
            raise CommandError("没有公开审查人账号，不能公开。请先建立账号或运行 load_demo。")
        by = Actor(releaser.user, "import_report")
        workflow.release_meeting(meeting, secrecy_review="导入时公开", by=by)
        issued = Task.objects.issued().filter(sources__directive__meeting=meeting)
        for task in issued:
            workflow.release_task(task, secrecy_review="导入时公开", by=by)
        self.stdout.write(f"已公开会议和 {len(issued)} 项任务。")


def _importer() -> Official:
    """Who stands under an approval that nobody gave: nobody's name but the command's own."""
    official, created = Official.objects.get_or_create(name="导入测试", defaults={"order": 999})
    if created:
        titles = {title for step in workflow.approval_steps() for title in step.titles[:1]}
        for title in sorted(titles) or [""]:
            Post.objects.create(official=official, title=f"导入测试{title}", source="import_report")
    return official


def _lines(error: Exception) -> list[str]:
    problems = getattr(error, "problems", None) or []
    return [str(error), *(f"  {getattr(problem, 'message', problem)}" for problem in problems)]
