import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from departments.models import Department
from directives.load.generating import generate


class Command(BaseCommand):
    help = "生成大量模拟任务，用于测速。生产环境拒绝运行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tasks", type=int, required=True, metavar="N", help="任务数量")
        parser.add_argument("--seed", type=int, default=1, help="随机种子，相同种子生成相同内容")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.MODE == "production":
            raise CommandError("生产环境不得生成模拟数据。")
        if options["tasks"] < 1:
            raise CommandError("任务数量应为正整数。")
        if not Department.objects.exists():
            raise CommandError("请先运行 load_reference。")
        sender, _ = User.objects.get_or_create(
            username="ceshi", defaults={"name": "测速账号", "is_active": False}
        )
        began = time.monotonic()
        count = generate(options["tasks"], sender, options["seed"])
        self.stdout.write(f"已生成 {count} 项任务，用时 {time.monotonic() - began:.1f} 秒。")
