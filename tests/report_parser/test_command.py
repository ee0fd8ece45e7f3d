"""`manage.py parse_report`: the reading as JSON, without a database."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from .golden import INVESTMENT, TRADITIONAL


def run(*args: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("parse_report", *args, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_a_file_gives_one_object_in_the_form_of_the_reports(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(TRADITIONAL, encoding="utf-8")
    found = run(str(file))
    assert found["date"] == "2023-03-06"
    start, end = found["directives"][0]["span"]
    assert TRADITIONAL[start:end].startswith("全鎮(zhèn)上下要")


def test_the_day_of_publication_settles_the_year(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(INVESTMENT, encoding="utf-8")
    assert run(str(file), "--published", "2025-03-08")["date"] == "2025-03-05"


def test_spans_count_characters_after_line_ends_are_made_one(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_bytes(("\ufeff" + INVESTMENT).replace("\n", "\r\n").encode())
    text = file.read_text(encoding="utf-8")
    start, end = run(str(file))["meeting_name_span"]
    assert text[start:end] == "全县招商引资工作调度会"


def test_standard_input_is_read_where_the_file_is_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(INVESTMENT.encode())))
    assert run("-")["meeting_name"] == "全县招商引资工作调度会"


def test_a_missing_file_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="找不到文件"):
        run(str(tmp_path / "nothing.txt"))


def test_a_file_in_another_encoding_is_told_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "gbk.txt"
    file.write_bytes(INVESTMENT.encode("gbk"))
    with pytest.raises(CommandError, match="UTF-8"):
        run(str(file))


def test_a_wrong_day_of_publication_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="不是日期"):
        run(str(tmp_path), "--published", "昨天")
