"""Everything the page of one task shows; nine queries at most, whatever the task."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from directives.clocks import PublicState, public_state
from directives.models import Directive, Task
from directives.querysets import public_reports, public_sources, quoted_sources
from directives.statuses import ROLES_IN_ORDER
from meetings.models import ReportVersion
from publishing.public_fields import public_values

from .addresses import meeting_url, task_url, theme_url
from .reading_text import tidy
from .rows import Due, Entry, Share, TaskRow
from .task_rows import WITHOUT_DUE, due_of, set_words, shares_by_task, task_rows

TASK_FIELDS = (
    "pk", "number", "title", "measures", "nature", "mode", "status", "due_on", "due_basis", "due_text",
    "issued_on", "closed_on", "ended_on", "ended_basis", "is_sample", "theme__name", "theme__slug",
)  # fmt: skip
RELATED_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Quoted:
    """The words a task comes from, and where they stand."""

    words: str
    headline: str
    speaker: str
    place: str
    href: str


@dataclass(frozen=True, slots=True)
class ShareGroup:
    """The units that carry a task in one role."""

    role_word: str
    shares: list[Share]

    @property
    def words(self) -> str:
        """各村（社区）29 个单位，3 个已完成 for a group too large to be named one by one."""
        done = sum(share.done for share in self.shares)
        return f"{set_words(self.shares[0].via, len(self.shares))}，{done} 个已完成。"


@dataclass(frozen=True, slots=True)
class TaskFacts:
    number: str
    title: str
    measures: list[str]
    state: PublicState
    nature: str
    mode: str
    theme: str
    theme_href: str
    due: Due | None
    without_due: str
    due_text: str
    ended_on: date | None
    ended_basis: str
    merged_into: str
    merged_into_href: str
    sample: bool
    meetings: list[tuple[str, str]]
    quoted: list[Quoted]
    groups: list[ShareGroup]
    timeline: list[Entry]
    related: list[TaskRow]

    @property
    def several_units(self) -> int:
        return sum(len(group.shares) for group in self.groups)

    def state_of(self, share: Share) -> PublicState:
        """A unit is done or not; where it is not, the task's own word holds for it too."""
        return PublicState.DONE if share.done else self.state

    @property
    def done_units(self) -> int:
        return sum(
            self.state_of(share) == PublicState.DONE for group in self.groups for share in group.shares
        )


def task_facts(number: str) -> TaskFacts | None:
    """The released task with that number, or none."""
    row = public_values(Task.objects.public().filter(number=number), *TASK_FIELDS).first()
    if row is None:
        return None
    shares = shares_by_task([row["pk"]])[row["pk"]]
    sources = list(
        public_values(
            public_sources().filter(task=row["pk"]).order_by("directive__meeting__held_on", "pk"),
            "directive", "directive__meeting__slug", "directive__meeting__name", "directive__meeting__held_on",
        )
    )  # fmt: skip
    merged_into = _merged_into(row)
    quoted = _quoted(row["pk"])
    return TaskFacts(
        number=row["number"],
        title=row["title"],
        measures=[line.strip() for line in row["measures"].splitlines() if line.strip()],
        state=public_state(row["status"], row["nature"]),
        nature=str(Task.Nature(row["nature"]).label),
        mode=str(Task.Mode(row["mode"]).label),
        theme=row["theme__name"] or "",
        theme_href=theme_url(row["theme__slug"]) if row["theme__slug"] else "",
        due=due_of(row, shares),
        without_due=WITHOUT_DUE[row["nature"]],
        due_text=_due_text(row, quoted),
        ended_on=row["ended_on"],
        ended_basis=row["ended_basis"],
        merged_into=merged_into,
        merged_into_href=task_url(merged_into) if merged_into else "",
        sample=row["is_sample"],
        meetings=_meetings(sources),
        quoted=quoted,
        groups=_groups(shares),
        timeline=_timeline(row, shares, sources),
        related=_related(row["pk"], [source["directive"] for source in sources]),
    )


def _merged_into(row: dict[str, Any]) -> str:
    """The number of the task that took this one over, if the public may see that one."""
    if row["status"] != Task.Status.MERGED:
        return ""
    into = public_values(Task.objects.public().filter(merged_tasks=row["pk"]), "number").first()
    return into["number"] if into else ""


def _meetings(sources: list[dict[str, Any]]) -> list[tuple[str, str]]:
    found = {
        source["directive__meeting__slug"]: (
            f"{source['directive__meeting__held_on']} {source['directive__meeting__name']}"
        )
        for source in sources
    }
    return [(name, meeting_url(slug)) for slug, name in found.items()]


def _quoted(task: int) -> list[Quoted]:
    rows = public_values(
        quoted_sources().filter(task=task).order_by("directive__meeting__held_on", "pk"),
        "quotation", "version", "directive", "directive__quotation", "directive__headline", "directive__text",
        "directive__speaker__name", "directive__meeting", "directive__meeting__slug",
        "directive__meeting__held_on",
    )  # fmt: skip
    numbers = directive_numbers({row["directive__meeting"] for row in rows})
    return [_one_quoted(row, numbers[row["directive"]]) for row in rows]


def _due_text(row: dict[str, Any], quoted: list[Quoted]) -> str:
    """The report's own words for the deadline, where words of the report may be shown at all.

    A task may come of a published report and of minutes: words known to stand in the latter stay inside.
    """
    if not (quoted and row["due_text"]):
        return ""
    elsewhere = Task.objects.filter(pk=row["pk"], due_version__isnull=False).exclude(
        due_version__source_kind=ReportVersion.Source.NEWS,
        due_version__secrecy=ReportVersion.Secrecy.PUBLISHED,
        due_version__meeting__released_at__isnull=False,
    )
    return "" if elsewhere.exists() else str(row["due_text"])


def _one_quoted(row: dict[str, Any], number: int) -> Quoted:
    own_words = row["quotation"] if row["version"] else ""
    return Quoted(
        words=tidy(own_words or row["directive__quotation"] or row["directive__text"]),
        headline=row["directive__headline"],
        speaker=row["directive__speaker__name"] or "",
        place=f"{row['directive__meeting__held_on']} 会议，第 {number} 项要求",
        href=f"{meeting_url(row['directive__meeting__slug'])}#d{number}",
    )


def directive_numbers(meetings: set[int]) -> dict[int, int]:
    """Which of its meeting's public requirements each one is, counted from 1 as the meeting's page does."""
    numbers: dict[int, int] = {}
    counted: dict[int, int] = defaultdict(int)
    rows = Directive.objects.public().filter(meeting__in=meetings).order_by("meeting", "order", "pk")
    for row in public_values(rows, "pk", "meeting"):
        counted[row["meeting"]] += 1
        numbers[row["pk"]] = counted[row["meeting"]]
    return numbers


def _groups(shares: list[Share]) -> list[ShareGroup]:
    found = ((role, [share for share in shares if share.role == role]) for role in ROLES_IN_ORDER)
    return [ShareGroup(str(role.label), members) for role, members in found if members]


def _timeline(task: dict[str, Any], shares: list[Share], sources: list[dict[str, Any]]) -> list[Entry]:
    """Public acts in the order in which they happened."""
    entries = [
        Entry(
            source["directive__meeting__held_on"],
            "会议提出：",
            href=meeting_url(source["directive__meeting__slug"]),
            link=source["directive__meeting__name"],
        )
        for source in {source["directive__meeting__slug"]: source for source in sources}.values()
    ]
    entries.append(Entry(task["issued_on"], f"党政综合办交办，{len(shares)} 个单位承担。"))
    entries += _reports(task["pk"])
    entries += [
        Entry(share.finished_on, "完成本单位承担的工作。", by=share.unit.name, done=True)
        for share in shares
        if share.finished_on
    ]
    if task["closed_on"]:
        entries.append(Entry(task["closed_on"], "任务完成，办结销号。", done=True))
    if task["ended_on"]:
        word = public_state(task["status"], task["nature"]).word
        entries.append(Entry(task["ended_on"], f"任务{word}。依据：{task['ended_basis']}"))
    return sorted(entries, key=lambda entry: entry.day)


def _reports(task: int) -> list[Entry]:
    rows = public_values(
        public_reports().filter(assignment__task=task).order_by("released_at", "pk"),
        "released_at", "period", "public_text", "assignment__department__short_name",
    )  # fmt: skip
    return [
        Entry(
            timezone.localtime(row["released_at"]).date(),
            f"公开{period_words(row['period'])}进展。",
            by=row["assignment__department__short_name"],
            body=row["public_text"],
        )
        for row in rows
    ]


def period_words(period: str) -> str:
    """2024年8月 of 2024-08, 2024年第3季度 of 2024-Q3, 2024年第31周 of 2024-W31; anything else as it is."""
    year, _, rest = period.partition("-")
    if rest[:1] == "Q":
        return f"{year}年第{rest[1:]}季度"
    if rest[:1] == "W":
        return f"{year}年第{rest[1:].lstrip('0')}周"
    if rest.isdecimal():
        return f"{year}年{int(rest)}月"
    return f" {period} "


def _related(task: int, directives: list[int]) -> list[TaskRow]:
    """Other tasks that came of the same requirements."""
    same = public_sources().filter(task=OuterRef("pk"), directive__in=directives)
    found = Task.objects.public().filter(Exists(same)).exclude(pk=task)
    return task_rows(found.order_by("pk")[:RELATED_SHOWN])
