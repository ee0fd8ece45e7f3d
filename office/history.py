"""The log as sentences: who did what, when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from directives.breakdown import rows_of_batch
from directives.events import history
from directives.models import Batch, Event, Proposal, Task
from publishing.models import Release

# What an act says beyond its name, by the key that the log keeps it under.
_WORDS = ("statement", "reason", "text", "public_text", "secrecy_review", "words", "what")


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as a reader wants it; `at` is when it happened, for acts recorded later too."""

    at: datetime
    by: str
    title: str
    body: str
    done: bool


def entries(kind: Event.Subject, pk: int) -> list[Entry]:
    """The subject's acts, the newest first."""
    acts = history(kind, pk)
    tasks = _names_of_tasks(pk, acts) if kind == Event.Subject.BATCH else {}
    return [_entry(event, tasks) for event in reversed(acts)]


def _names_of_tasks(batch: int, acts: Sequence[Event]) -> dict[int, str]:
    """What to call the tasks of which units spoke: by their numbers in the batch's table, or by their titles where
    they have left it."""
    told = {act.data["task"] for act in acts if act.kind == Event.Kind.SETTLE_COMMENT and "task" in act.data}
    if not told:
        return {}
    titles = Task.objects.filter(pk__in=told).values_list("pk", "title")
    rows = rows_of_batch(Batch.objects.get(pk=batch))
    return {pk: f"“{title}”" for pk, title in titles} | {int(row.key): f"任务 {row.number} " for row in rows}


def _entry(event: Event, tasks: dict[int, str]) -> Entry:
    data: dict[str, Any] = event.data
    unit = data.get("unit_name", "")
    title = f"{event.get_kind_display()}（{unit}）" if unit else event.get_kind_display()
    if data.get("number") and event.kind == Event.Kind.ISSUE:
        title += f"，编号 {data['number']}"
    if event.kind in (Event.Kind.APPROVE, Event.Kind.RETURN_APPROVAL, Event.Kind.CANCEL_APPROVAL):
        title += f"（{data.get('step', '')}　{data.get('approver', '')}）"
    if event.kind == Event.Kind.REPORT:
        title += "，本期无变化" if data.get("no_change") else f"，进度 {data.get('progress', 0)}%"
    if event.kind == Event.Kind.SET_PUBLICITY:
        title += f"：{Release.Publicity(data['publicity']).label}"
    if event.kind == Event.Kind.SETTLE_COMMENT:
        title = f"{event.get_kind_display()}：{unit}，{_decided(data, tasks)}"
    if event.kind == Event.Kind.SETTLE_ANCHOR:
        title, body = _settled(data)
        return Entry(event.at, event.by_name, title, body, False)
    body = next((str(data[key]) for key in _WORDS if data.get(key)), "")
    happened = data.get("happened_at")
    at = datetime.fromisoformat(happened) if happened else event.at
    return Entry(at, event.by_name, title, body, event.kind in (Event.Kind.CLOSE, Event.Kind.ACCEPT))


def _decided(data: dict[str, Any], tasks: dict[int, str]) -> str:
    """Of what a unit said the office decided, and how."""
    if "task" not in data:
        return "总体意见，已答复"
    task, column = tasks.get(data["task"], ""), Proposal.Column(data["column"]).label
    return f"{task}{column}，{Proposal.Verdict(data['verdict']).label}"


def _settled(data: dict[str, Any]) -> tuple[str, str]:
    """What became of words that a new version of the report no longer holds."""
    before = f"“{data['before']}”" if data["before"] else ""
    if data["how"] == "placed":
        return f"重新定位原文（第{data['version']}版）", f"{before}改为“{data['words']}”"
    if data["how"] == "dropped":
        return "删除报道不再提出的任务" if data.get("whole_task") else "删去报道不再写明的内容", before
    return "保留内容，不再标注原文位置", before
