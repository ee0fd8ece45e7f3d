"""Lost places settled one by one: the words chosen anew, kept without a place, or dropped with a draft.

Each act holds the meeting, then the task, and is an event on the meeting's chain, on the task's too where a task
is concerned. What the public reads was reviewed as it stands and is settled after its withdrawal only.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from meetings.models import Meeting, ReportVersion
from meetings.report_parser.deadlines import days_named

from .. import events
from ..errors import Conflict, Incomplete, WrongState
from ..events import Actor
from ..models import Basis, Charge, Directive, Event, Task, TaskAssignment, TaskSource
from ..workflow.locks import lock_task, lock_tasks
from ..workflow.rules import OFFICE, require
from .places import Place, Span, locate, newest_version, require_place
from .unsettled import Unsettled, What, rows_without_place

Said = dict[str, Any]


def choose_words(
    meeting: Meeting,
    what: What,
    pk: int,
    words: str = "",
    *,
    at: Span | None = None,
    seen: int,
    by: Actor,
) -> Place:
    """Give the row a place in the newest report: the range `at`, or where the words stand; returns the place.

    `seen` is the number of the version that the chooser read. Raises NotLocated for words that do not stand
    there once, Conflict when a newer version came meanwhile or somebody else settled the row, Incomplete for
    words that do not fit it, WrongState for what the public reads.
    """
    places: list[Place] = []

    def act(one: Unsettled, version: ReportVersion) -> Said:
        place = _chosen(one, version, words, at)
        places.append(place)
        along = _put(one, place, meeting)
        return {"how": "placed", "words": place.words, "start": place.start, "end": place.end} | along

    _settle(meeting, what, pk, seen, by, act)
    return places[0]


def keep_without_place(meeting: Meeting, what: What, pk: int, *, seen: int, by: Actor) -> None:
    """Keep the row and give up its words; what was said to be the report's decision is the office's from now on.

    Raises as `choose_words` does.
    """
    _settle(meeting, what, pk, seen, by, lambda one, version: {"how": "unplaced"} | _give_up(one))


def drop(meeting: Meeting, what: What, pk: int, *, seen: int, by: Actor) -> None:
    """Take it out of a draft: the unit, the date, the source, or the whole task where it has no other source.

    Raises WrongState for what was issued, for a task that units spoke of, and for one that has to leave its batch
    first; else as `choose_words` does.
    """
    _settle(meeting, what, pk, seen, by, lambda one, version: {"how": "dropped"} | _drop(one))


def _settle(
    meeting: Meeting,
    what: What,
    pk: int,
    seen: int,
    by: Actor,
    act: Callable[[Unsettled, ReportVersion], Said],
) -> None:
    require(by, OFFICE)
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        version = newest_version(meeting)
        if version is None or version.number != seen:
            raise Conflict("报道又有了新版，各处位置已重新查找。请按最新版核对。")
        one = _locked(meeting, what, pk)
        _check_not_public(meeting, one)
        task, before = one.task, one.words
        # Read before the act: a dropped task is gone after it.
        about: Said = {"task_id": task.pk, "task": task.title} if task else {}
        said = act(one, version)
        data = {"what": str(what), "id": pk, "before": before, "version": version.number} | about | said
        events.append(Event.Subject.MEETING, meeting.pk, Event.Kind.SETTLE_ANCHOR, by, **data)
        if task:
            events.append(Event.Subject.TASK, about["task_id"], Event.Kind.SETTLE_ANCHOR, by, **data)


def _locked(meeting: Meeting, what: What, pk: int) -> Unsettled:
    """The row as it is under its task's lock."""
    rows = rows_without_place(meeting, what)
    found = rows.filter(pk=pk).first()
    task = Unsettled(what, found).task if found else None
    if task:
        lock_task(task.pk)
        found = rows.filter(pk=pk).first()
    if found is None:
        raise Conflict("这一处已由他人核对，或已不在任务中。")
    return Unsettled(what, found)


def _check_not_public(meeting: Meeting, one: Unsettled) -> None:
    task = one.task
    if task is None and meeting.released_at:
        raise WrongState("会议已公开，公众看到的文字经过审查。请先撤回会议，再核对要求的原文。")
    # The words of a source are public only with their meeting; units and dates are public with the task.
    if task and task.released_at and (one.what != What.SOURCE or meeting.released_at):
        raise WrongState(f"任务“{task.title}”已公开，公众看到的内容经过审查。请先撤回任务，再核对它的原文。")


def _chosen(one: Unsettled, version: ReportVersion, words: str, at: Span | None) -> Place:
    text = version.text
    if at is None:
        if not words.strip():
            raise Incomplete(["请从报道中逐字摘录，或选“不标注位置”。"])
        return Place(version, *(_inside_sources(one, version, words) or require_place(words, text)))
    start, end = at
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise Incomplete(["这个位置不在报道中，请重新选择。"])
    return Place(version, start, end)


def _inside_sources(one: Unsettled, version: ReportVersion, words: str) -> Span | None:
    """A unit's name or a date is the one in the passage that its task comes from."""
    if one.task is None or one.what == What.SOURCE:
        return None
    for source in one.task.sources.filter(version=version):
        start, end = source.start or 0, source.end or 0
        found = locate(words, version.text[start:end])
        if found:
            return start + found[0], start + found[1]
    return None


def _put(one: Unsettled, place: Place, meeting: Meeting) -> Said:
    row = one.row
    if isinstance(row, Task):
        _fits(row, "due_text", place.words, "时限")
        _names_the_day(row, place.words, meeting)
        row.due_text = place.words
        row.due_version, row.due_start, row.due_end = place.version, place.start, place.end
        row.save(update_fields=["due_text", "due_version", "due_start", "due_end", "updated_at"])
        return {}
    if isinstance(row, Charge):
        _fits(row, "words", place.words, "称谓")
        row.words = place.words
        row.version, row.start, row.end = place.version, place.start, place.end
        row.save(update_fields=["words", "version", "start", "end"])
        row.task.save(update_fields=["updated_at"])
        return {}
    along = _along(row)
    _quote([row], place, place.words)
    _quote(along, place, place.words)
    return {"along": [source.pk for source in along]} if along else {}


def _give_up(one: Unsettled) -> Said:
    row = one.row
    if isinstance(row, Task):
        row.due_basis, row.due_text = Basis.OFFICE, ""
        row.save(update_fields=["due_basis", "due_text", "updated_at"])
        return {}
    if isinstance(row, Charge):
        # Words that name nobody yet are all there is of such a charge.
        row.basis, row.words = Basis.OFFICE, "" if row.is_resolved else row.words
        row.save(update_fields=["basis", "words"])
        _shares_of(row).update(basis=Basis.OFFICE)
        row.task.save(update_fields=["updated_at"])
        return {}
    along = _along(row)
    _quote([row], None, "")
    _quote(along, None, "")
    return {"along": [source.pk for source in along]} if along else {}


def _drop(one: Unsettled) -> Said:
    row, task = one.row, one.task
    if task is None or not one.may_be_dropped:
        raise WrongState("只有待交办任务里的内容可以删去。请重新摘录，或选“不标注位置”。")
    if isinstance(row, Task):
        row.due_on, row.due_basis, row.due_text = None, "", ""
        row.save(update_fields=["due_on", "due_basis", "due_text", "updated_at"])
    elif isinstance(row, TaskSource) and not task.sources.exclude(pk=row.pk).exists():
        if task.proposals.exists():
            raise WrongState(
                f"单位对任务“{task.title}”提过意见，要留作记录，不能删除。请改选“不标注位置”，保留任务。"
            )
        if task.batch_id:
            raise WrongState(f"任务“{task.title}”已在交办批次中。请先移出批次，再删除。")
        task.delete()
        return {"whole_task": True}
    else:
        row.delete()
        task.save(update_fields=["updated_at"])
    return {}


def _along(row: Directive | TaskSource) -> list[TaskSource]:
    """Sources of a directive that lost the very same words: one decision is enough for them."""
    if isinstance(row, TaskSource):
        return []
    lost = row.task_sources.filter(anchor_lost=True, quotation=row.quotation)
    lock_tasks(lost.values_list("task", flat=True))
    return list(lost.select_related("task"))


def _quote(rows: list[Any], place: Place | None, words: str) -> None:
    """The words and the place of directives or sources; without a place they quote nothing."""
    for row in rows:
        row.quotation, row.anchor_lost = words, False
        row.version = place.version if place else None
        row.start, row.end = (place.start, place.end) if place else (None, None)
        row.save(update_fields=["quotation", "anchor_lost", "version", "start", "end"])
        if isinstance(row, TaskSource):
            row.task.save(update_fields=["updated_at"])


def _shares_of(charge: Charge) -> Any:
    """The assignments that were made of a charge "by the text"."""
    shares = TaskAssignment.objects.filter(task=charge.task, role=charge.role, basis=Basis.TEXT)
    return (
        shares.filter(via=charge.unit_set) if charge.unit_set else shares.filter(department=charge.department)
    )


def _fits(row: Task | Charge, field: str, words: str, name: str) -> None:
    longest = row._meta.get_field(field).max_length or 0  # type: ignore[union-attr]
    if len(words) > longest:
        raise Incomplete([f"{name}最多 {longest} 字，所选 {len(words)} 字。请只摘录写明{name}的几个字。"])


def _names_the_day(task: Task, words: str, meeting: Meeting) -> None:
    """Words that name a day name the task's own."""
    named = days_named(words, meeting.held_on)
    if named and task.due_on not in named:
        days = "、".join(day.isoformat() for day in sorted(named))
        raise Incomplete(
            [f"报道写的“{words}”是 {days}，任务的完成时限是 {task.due_on}。请先核对时限，或选“不标注位置”。"]
        )
