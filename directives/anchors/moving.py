"""What becomes of the places when a report's text changes: a new version, and every place moved into it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from meetings.models import AgendaItem, Meeting, ReportVersion, fingerprint_of

from .. import events
from ..errors import Conflict, WrongState
from ..events import Actor
from ..models import Basis, Charge, Directive, Event, Task, TaskSource
from ..workflow.rules import OFFICE, require
from .places import Span, locate, newest_version

_SOURCE_FIELDS = ("source_kind", "secrecy", "source_name", "source_url", "published_on")


@dataclass(frozen=True, slots=True)
class Lost:
    """Something whose words are no longer in the report."""

    subject: Directive | TaskSource | Charge | AgendaItem | Task
    words: str

    def __str__(self) -> str:
        words = self.words if len(self.words) <= 30 else self.words[:29] + "…"
        # Of a task itself, its deadline is all that has a place.
        what = "完成时限" if isinstance(self.subject, Task) else self.subject._meta.verbose_name
        return f"{what}“{words}”"


@dataclass(frozen=True, slots=True)
class VersionResult:
    """A new version, what lost its place with it, and how many places it kept."""

    version: ReportVersion
    lost: list[Lost]
    kept: int


def add_version(
    meeting: Meeting, text: str, *, by: Actor, replaces: int | None = None, **source: Any
) -> VersionResult:
    """Freeze `text` as the meeting's newest version and move every place into it, in one transaction.

    `replaces` is the number of the version that the editor saw. Fields of the source that are not given
    are those of the version before.
    """
    require(by, OFFICE)
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if meeting.released_at:
            raise WrongState("会议已公开，公众看到的文字经过审查。请先撤回会议，再修订报道。")
        before = newest_version(meeting)
        _check_current(before, text, replaces)
        _check_not_taken_in(meeting, text)
        inherited = {field: getattr(before, field) for field in _SOURCE_FIELDS} if before else {}
        version = ReportVersion.objects.create(
            meeting=meeting,
            number=before.number + 1 if before else 1,
            text=text,
            created_by=by.user,
            **(inherited | source),
        )
        lost, kept = _Mover(meeting, version).move_all()
        events.append(
            Event.Subject.MEETING,
            meeting.pk,
            Event.Kind.NEW_VERSION,
            by,
            version=version.number,
            sha256=version.sha256,
            kept=kept,
            lost=[
                {"what": one.subject._meta.model_name, "id": one.subject.pk, "words": one.words}
                for one in lost
            ],
        )
    return VersionResult(version, lost, kept)


def _check_current(before: ReportVersion | None, text: str, replaces: int | None) -> None:
    if replaces is not None and replaces != (before.number if before else 0):
        raise Conflict("报道全文已由他人修订。请重新打开本页，在最新版上修改。")
    if before is not None and before.text == text:
        raise WrongState("报道全文与最新版相同，没有生成新版本。")


def _check_not_taken_in(meeting: Meeting, text: str) -> None:
    """The same report belongs to one meeting."""
    others = ReportVersion.objects.filter(fingerprint=fingerprint_of(text)).exclude(meeting=meeting)
    twin = others.select_related("meeting", "document").first()
    if twin:
        raise WrongState(f"这篇报道已录入为“{twin.meeting or twin.document}”的{twin}，请勿重复录入。")


class _Deadline:
    """A task's deadline "by the text", as a row with its place."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.words = task.due_text
        self.version, self.version_id = task.due_version, task.due_version_id
        self.start, self.end = task.due_start, task.due_end

    def written(self) -> Task:
        """The task with the place as it is now."""
        self.task.due_version, self.task.due_start, self.task.due_end = self.version, self.start, self.end
        return self.task


Row = Directive | TaskSource | Charge | AgendaItem | _Deadline


class _Mover:
    """Moves the places of one meeting into its newest version."""

    def __init__(self, meeting: Meeting, version: ReportVersion) -> None:
        self.meeting = meeting
        self.version = version
        self.lost: list[Lost] = []
        self.kept = 0
        self._shifts: dict[int, _Shift] = {}
        # Where directives and the sources of tasks stood before, by what may stand inside them.
        self._stood: dict[tuple[str, int], list[tuple[int | None, int, int]]] = defaultdict(list)
        self._held: list[tuple[Span, Span]] = []  # places of directives that the edit left alone: before, now

    def move_all(self) -> tuple[list[Lost], int]:
        directives = Directive.objects.filter(meeting=self.meeting).exclude(quotation="")
        sources = TaskSource.objects.filter(directive__meeting=self.meeting).exclude(quotation="")
        self._remember(directives, sources)
        self._move(Directive, directives)
        self._move(TaskSource, sources.select_related("directive"))
        self._move(AgendaItem, AgendaItem.objects.filter(version__meeting=self.meeting))
        here = models.Q(version__meeting=self.meeting)
        unplaced = models.Q(version=None, basis=Basis.TEXT, task__sources__directive__meeting=self.meeting)
        charged = Charge.objects.filter(here | unplaced).values("pk")
        self._move(Charge, Charge.objects.filter(pk__in=charged))
        here = models.Q(due_version__meeting=self.meeting)
        unplaced = models.Q(due_version=None, sources__directive__meeting=self.meeting)
        dated = Task.objects.filter(here | unplaced, due_basis=Basis.TEXT).values("pk")
        self._move_deadlines(Task.objects.filter(pk__in=dated))
        return self.lost, self.kept

    def _remember(self, directives: models.QuerySet, sources: models.QuerySet) -> None:
        for row in directives.filter(start__isnull=False).select_related("version"):
            self._stood["directive", row.pk].append((row.version_id, row.start, row.end))
            if now := self._same_place(row):
                self._held.append(((row.start, row.end), now))
        for row in sources.filter(start__isnull=False):
            self._stood["task", row.task_id].append((row.version_id, row.start, row.end))

    def _move_deadlines(self, tasks: models.QuerySet) -> None:
        rows = [_Deadline(task) for task in tasks.select_related("due_version")]
        for row in rows:
            self._move_one(row)
        fields = ["due_version", "due_start", "due_end"]
        Task.objects.bulk_update([row.written() for row in rows], fields, batch_size=200)

    def _move(self, model: type[models.Model], found: models.QuerySet) -> None:
        rows: list[Any] = list(found.select_related("version"))
        for row in rows:
            self._move_one(row)
        fields = ["version", "start", "end"]
        if model in (Directive, TaskSource):
            fields += ["quotation", "anchor_lost"]
        manager: Any = model._default_manager
        manager.bulk_update(rows, fields, batch_size=200)

    def _move_one(self, row: Row) -> None:
        words = self._words(row)
        span = self._same_place(row) or self._found(row, words)
        # Who was without a place before and still is was reported when it lost it, or never had one.
        known = row.version_id is None and getattr(row, "anchor_lost", isinstance(row, Charge | _Deadline))
        if span:
            row.version, (row.start, row.end) = self.version, span
            self.kept += 1
        else:
            row.version = row.start = row.end = None
            if not known:
                self.lost.append(Lost(row.task if isinstance(row, _Deadline) else row, words))
        if isinstance(row, Directive | TaskSource):
            row.anchor_lost = span is None
            if span:
                row.quotation = self.version.text[span[0] : span[1]]

    def _words(self, row: Row) -> str:
        if row.version is not None and row.start is not None and row.end is not None:
            return row.version.text[row.start : row.end]
        return row.words if isinstance(row, Charge | _Deadline) else getattr(row, "quotation", "")

    def _same_place(self, row: Row) -> Span | None:
        """Where the words went if they stand before or after everything that was edited."""
        if row.version is None or row.start is None or row.end is None:
            return None
        shift = self._shifts.get(row.version.pk)
        if shift is None:
            shift = self._shifts[row.version.pk] = _Shift.between(row.version.text, self.version.text)
        return shift.of(row.start, row.end)

    def _found(self, row: Row, words: str) -> Span | None:
        """Where the words stand now. What stood inside a directive, or in the passage of its task, is looked for there
        alone: the same words elsewhere are said of something else."""
        if isinstance(row, Directive):
            return self._own(row, locate(words, self.version.text))
        if isinstance(row, TaskSource):
            return self._within([row.directive], ("directive", row.directive_id), row, words)
        if isinstance(row, Charge | _Deadline):
            return self._within(row.task.sources.all(), ("task", row.task.pk), row, words)
        return locate(words, self.version.text)

    def _own(self, row: Directive, found: Span | None) -> Span | None:
        """The place, unless it is another directive's, who said the same."""
        for before, now in self._held:
            if found and found[0] < now[1] and now[0] < found[1] and before != (row.start, row.end):
                return None
        return found

    def _within(
        self, found: Iterable[Directive | TaskSource], key: tuple[str, int], row: Row, words: str
    ) -> Span | None:
        holders = list(found)
        for holder in holders:
            if holder.version_id == self.version.pk:
                start, end = holder.start or 0, holder.end or 0
                if place := locate(words, self.version.text[start:end]):
                    return start + place[0], start + place[1]
        first, last = row.start, row.end
        if first is None or last is None:  # it was lost before
            return None if holders else locate(words, self.version.text)
        stood = self._stood[key]
        inside = any(of == row.version_id and start <= first and last <= end for of, start, end in stood)
        return None if inside else locate(words, self.version.text)


@dataclass(frozen=True, slots=True)
class _Shift:
    """What an edit left alone: so many characters at the beginning and so many at the end."""

    head: int
    tail: int
    old: int
    new: int

    @classmethod
    def between(cls, old: str, new: str) -> "_Shift":
        head = _common(old, new)
        rest = min(len(old), len(new)) - head
        tail = _common(old[len(old) - rest :][::-1], new[len(new) - rest :][::-1])
        return cls(head, tail, len(old), len(new))

    def of(self, start: int, end: int) -> Span | None:
        if end <= self.head:
            return start, end
        if start >= self.old - self.tail:
            moved = self.new - self.old
            return start + moved, end + moved
        return None


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
