from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Q

from departments.reference import loading, rows
from directives.models import Theme


class Command(BaseCommand):
    help = "载入随系统提供的单位、别名、责任单位组、领导和主题；可重复运行，不改动已有内容。"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        written = loading.load() + load_themes()
        self.stdout.write(f"基础资料：新载入 {written} 条。" if written else "基础资料：没有新内容。")


def load_themes() -> int:
    """Load the shipped themes that were never loaded; the number written."""
    facts = loading.Facts()
    for order, row in enumerate(rows("themes"), 1):
        there = Theme.objects.filter(Q(slug=row["slug"]) | Q(name=row["name"]))
        if facts.is_new(f"theme:{row['slug']}") and not there.exists():
            Theme.objects.create(order=order * 10, **row)
    return facts.written
