from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from directives.models import Task
from directives.sample import people, story
from meetings.models import Meeting


class Command(BaseCommand):
    help = "载入示例会议和演示账号，每次运行都更换演示账号的密码。生产环境拒绝运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.MODE == "production":
            raise CommandError("生产环境不得载入示例数据。")
        accounts = people.renew_passwords()
        if not Meeting.objects.filter(is_sample=True).exists():
            meeting = story.tell()
            tasks = Task.objects.filter(is_sample=True).count()
            self.stdout.write(f"示例：已载入“{meeting.name}”和 {tasks} 项任务。")
        self.stdout.write("演示账号（密码每次启动更换）：")
        for account, password in accounts:
            self.stdout.write(f"  {account.username:<16}{password}   {account.role.label}  {account.name}")
