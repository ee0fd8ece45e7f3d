"""`manage.py parse_report FILE [--published YYYY-MM-DD]`: the parser's reading as JSON, without a database."""

from __future__ import annotations

import argparse
import io
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from departments.reference import shipped_unit_names
from meetings.report_parser import UnitDirectory, UnitName, parse, to_json


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{words}”不是日期，请写成 2024-07-19 的样子") from None


class Command(BaseCommand):
    """Prints what the parser finds in one report, with the shipped names of units."""

    help = "读取一篇会议报道，以 JSON 输出会议信息和工作要求；不需要数据库"
    # The parser must answer on a machine where nothing is set up yet: no checks, no migrations.
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The file and the day of publication."""
        parser.add_argument("file", metavar="FILE", help="UTF-8 文本文件；“-”表示标准输入")
        parser.add_argument("--published", type=_day, default=None, metavar="YYYY-MM-DD", help="报道发布日期")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads, parses, prints one JSON object."""
        text = _read(options["file"])
        if isinstance(sys.stdout, io.TextIOWrapper):  # JSON is UTF-8, whatever the machine's locale
            sys.stdout.reconfigure(encoding="utf-8")
        units = UnitDirectory(UnitName(u.slug, u.name, u.kind) for u in shipped_unit_names())
        report = parse(text, options["published"], units)
        self.stdout.write(json.dumps(to_json(report), ensure_ascii=False, indent=1))


def _read(name: str) -> str:
    """The file's text as read: UTF-8, line ends made LF, everything else kept, since spans count its characters."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except FileNotFoundError:
        raise CommandError(f"找不到文件：{name}") from None
    except OSError as error:
        raise CommandError(f"文件无法读取：{name}（{error.strerror}）") from None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise CommandError(f"文件不是 UTF-8 编码：{name}，请另存为 UTF-8 后再试") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
