"""A whole town of canaries, once released to the public and once not."""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from departments.models import (
    Department,
    Membership,
    Official,
    Portfolio,
    Post,
    ReferenceFact,
    UnitAlias,
    UnitSet,
    UnitSetMember,
)
from directives.models import (
    Approval,
    Batch,
    Charge,
    CommentRequest,
    CommentRound,
    Directive,
    Event,
    Notice,
    ProgressReport,
    Proposal,
    Task,
    TaskAssignment,
    TaskSource,
    Theme,
)
from documents.models import NumberSeries, Upload
from meetings.models import (
    AgendaItem,
    Attendance,
    IntakeDraft,
    IntakeStep,
    Meeting,
    ReportVersion,
    SourceDocument,
)
from publishing.models import Release

from .values import Cage

SHAPES: tuple[dict[str, Any], ...] = (
    {"status": "in_progress", "nature": "fixed_term"},
    {"status": "closed", "nature": "recurring"},
    {"status": "suspended", "nature": "multi_year"},
)


@dataclass(frozen=True, slots=True)
class Who:
    lead: Department
    supporting: Department
    unit_set: UnitSet
    official: Official
    user: User
    theme: Theme


def people_and_units(cage: Cage) -> Who:
    """Units and people of one cage; in the released one these are public by the list of fields alone."""
    user = cage.fill(User)
    open_ended = {"valid_from": None, "valid_to": None}
    lead = cage.fill(Department, kind="bureau", relation="town", **open_ended)
    supporting = cage.fill(Department, kind="office", relation="town", **open_ended)
    unit_set = cage.fill(UnitSet, **open_ended)
    cage.fill(UnitSetMember, unit_set=unit_set, department=lead, **open_ended)
    cage.fill(UnitAlias, department=lead, **open_ended)
    official = cage.fill(Official, user=user)
    cage.fill(Post, official=official, **open_ended)
    cage.fill(Portfolio, official=official, department=None, **open_ended)
    cage.fill(Membership, user=user, role="liaison", rank="A", department=lead, **open_ended)
    _of_the_past(cage, user, lead, unit_set, official)
    cage.fill(ReferenceFact)
    cage.fill(NumberSeries, kind="task")
    return Who(lead, supporting, unit_set, official, user, cage.fill(Theme))


def _of_the_past(cage: Cage, user: User, unit: Department, unit_set: UnitSet, official: Official) -> None:
    """Rows whose days have ended, so that the days themselves are canaries too."""
    cage.fill(Department, kind="bureau", relation="town")
    cage.fill(UnitSet)
    cage.fill(UnitSetMember, unit_set=unit_set, department=unit)
    cage.fill(UnitAlias, department=unit)
    cage.fill(Post, official=official)
    cage.fill(Portfolio, official=official, department=None)
    cage.fill(Membership, user=user, role="clerk", rank="", department=None)


def work_of(cage: Cage, who: Who, *, released: bool) -> None:
    """A meeting with directives and tasks in several states; with `released`, all of it is public."""
    hidden = {} if released else {"released_at": None}
    meeting = cage.fill(Meeting, chair=who.official, **hidden)
    quotations = [cage.word() for _ in range(2 * len(SHAPES))]
    version = _version(cage, meeting, quotations, who)
    _attendance(cage, meeting, version, who)
    batch = cage.fill(Batch, prepared_by=who.user, issued_by=who.user)
    scan = cage.fill(Upload, kind="application/pdf", uploaded_by=who.user)
    approved = {"said": _noted(cage, Approval, "rows")}
    cage.fill(Approval, batch=batch, recorded_by=who.user, official=who.official, scan=scan, rows=approved)
    cage.fill(Notice, batch=batch, department=who.lead, seen_by=who.user)
    for n, shape in enumerate(SHAPES):
        directive = _directive(cage, meeting, version, quotations[2 * n], who)
        task = _task(cage, batch, who, shape, hidden)
        quotation = quotations[2 * n + 1]
        place = {"version": version, **_span(version, quotation)}
        cage.keep(("directives.TaskSource", "quotation"), quotation)
        cage.fill(TaskSource, task=task, directive=directive, quotation=quotation, anchor_lost=False, **place)
        cage.fill(Charge, task=task, department=who.lead, version=None, start=None, end=None)
        if not n:
            _comments(cage, batch, task, who)
        _assignments(cage, task, who, shape, released=released)
        cage.fill(
            Event,
            subject_kind="task",
            subject_id=task.pk,
            by=who.user,
            data={"said": _noted(cage, Event, "data")},
        )
    if not released:
        cage.fill(Task, status="draft", number=None, batch=None, theme=who.theme, **_draft_fields())
    _draft(cage, who)
    _release_record(cage, meeting, who, released=released)


def partly_released_work(shown: Cage, kept: Cage, who: Who) -> None:
    """Work of which one part is public and another is not: what must stay inside sits in `kept`."""
    batch = kept.fill(Batch, prepared_by=who.user, issued_by=who.user)
    open_meeting = shown.fill(Meeting, chair=who.official)
    closed_meeting = kept.fill(Meeting, chair=who.official, released_at=None)
    minuted_meeting = shown.fill(Meeting, chair=who.official)
    public, inside = {}, {"released_at": None}
    # A task that the public does not see, of a meeting that it does.
    _sourced_task(shown, kept, open_meeting, batch, who, inside)
    # Tasks that it sees, of a meeting that it does not see and of one whose text is minutes.
    other = _sourced_task(kept, shown, closed_meeting, batch, who, public)
    task = _sourced_task(kept, shown, minuted_meeting, batch, who, public, source_kind="minutes")
    # Words of the minutes that have lost their place are the minutes' words still.
    lost = {"version": None, "start": None, "end": None, "anchor_lost": True}
    kept.fill(TaskSource, task=other, directive=task.directives.get(), **lost)
    _documented_task(shown, kept, batch, who)
    living = _share(shown, task, who.lead, who, state="in_progress", ended_on=None, ended_basis="")
    _share(kept, task, who.supporting, who, state="ended", replaced_by=living)
    people = {"sent_by": who.user, "filled_in_by": who.user, "reviewed_by": who.user}
    for state in ("sent", "returned", "accepted"):  # the last one as it is after a withdrawal, too
        unread = {"reviewed_by": None, "reviewed_at": None} if state == "sent" else {}
        kept.fill(ProgressReport, assignment=living, state=state, **(people | inside | unread))
    shown.fill(ProgressReport, assignment=living, state="accepted", **people)


def _sourced_task(
    said: Cage,
    done: Cage,
    meeting: Meeting,
    batch: Batch,
    who: Who,
    hidden: dict[str, Any],
    source_kind: str = "news",
) -> Task:
    """A task whose own fields sit in one cage and the report, demand and words it comes from in another."""
    demanded, taken = said.word(), said.word()
    version = _version(said, meeting, [demanded, taken], who, source_kind=source_kind)
    directive = _directive(said, meeting, version, demanded, who)
    task = _task(done, batch, who, SHAPES[0], hidden)
    said.keep(("directives.TaskSource", "quotation"), taken)
    place = {"version": version, **_span(version, taken)}
    said.fill(TaskSource, task=task, directive=directive, quotation=taken, anchor_lost=False, **place)
    return task


def _documented_task(shown: Cage, kept: Cage, batch: Batch, who: Who) -> None:
    """A task that the public sees, of a superior's document that it never does, published or not."""
    for secrecy in ("internal", "published"):
        demanded, taken = kept.word(), kept.word()
        document = kept.fill(SourceDocument, kind="superior", created_by=who.user, internal_due_on=None)
        version = _version(kept, None, [demanded, taken], who, document=document, secrecy=secrecy)
        kept.keep(("directives.Directive", "quotation"), demanded)
        place = {"version": version, **_span(version, demanded)}
        directive = kept.fill(
            Directive,
            source="superior",
            meeting=None,
            document=document,
            speaker=None,
            quotation=demanded,
            anchor_lost=False,
            **place,
        )
        task = _task(shown, batch, who, SHAPES[0], {})
        words = {"due_version": version, "due_text": taken, **_span(version, taken)}
        words = {f"due_{k}" if k in ("start", "end") else k: v for k, v in words.items()}
        Task.objects.filter(pk=task.pk).update(**words)
        kept.keep(("directives.TaskSource", "quotation"), taken)
        place = {"version": version, **_span(version, taken)}
        kept.fill(TaskSource, task=task, directive=directive, quotation=taken, anchor_lost=False, **place)


def _share(cage: Cage, task: Task, unit: Department, who: Who, **given: Any) -> TaskAssignment:
    open_ended = {"finished_on": None, "handed_in_at": None, "red_from": None}
    return cage.fill(
        TaskAssignment,
        task=task,
        department=unit,
        role="lead",
        basis="office",
        via=who.unit_set,
        **(open_ended | given),
    )


def _version(
    cage: Cage,
    meeting: Meeting | None,
    quotations: list[str],
    who: Who,
    source_kind: str = "news",
    **given: Any,
) -> ReportVersion:
    words = cage.word()
    cage.keep(("meetings.ReportVersion", "text"), words)
    text = "。".join([words, *quotations]) + "。"
    own = {"meeting": meeting, "source_kind": source_kind, **given}
    return cage.fill(ReportVersion, text=text, created_by=who.user, **own)


def _attendance(cage: Cage, meeting: Meeting, version: ReportVersion, who: Who) -> None:
    cage.fill(Attendance, meeting=meeting, official=who.official, is_unit=False, directed=True)
    cage.fill(Attendance, meeting=meeting, department=who.lead, is_unit=True)
    cage.fill(AgendaItem, meeting=meeting, kind="speech", version=None, start=None, end=None)


def _directive(cage: Cage, meeting: Meeting, version: ReportVersion, quotation: str, who: Who) -> Directive:
    cage.keep(("directives.Directive", "quotation"), quotation)
    place = {"version": version, **_span(version, quotation)}
    return cage.fill(
        Directive, meeting=meeting, speaker=who.official, quotation=quotation, anchor_lost=False, **place
    )


def _task(cage: Cage, batch: Batch, who: Who, shape: dict[str, Any], hidden: dict[str, Any]) -> Task:
    status = shape["status"]
    empty: dict[str, Any] = {"merged_into": None}
    if status != "closed":
        empty["closed_on"] = None
    if status != "suspended":
        empty |= {"ended_on": None, "ended_basis": ""}
    cage.count += 1
    number = f"1951-{cage.count:03d}"
    cage.keep(("directives.Task", "number"), number)
    return cage.fill(
        Task,
        number=number,
        batch=batch,
        theme=who.theme,
        mode="single_lead",
        report_cycle="monthly",
        due_basis="text",
        due_version=None,
        due_start=None,
        due_end=None,
        publicity="" if "released_at" in hidden else "on_initiative",
        responsible_leader=who.official,
        created_by=who.user,
        **shape,
        **empty,
        **hidden,
    )


def _draft_fields() -> dict[str, Any]:
    return {
        "issued_on": None,
        "closed_on": None,
        "ended_on": None,
        "ended_basis": "",
        "released_at": None,
        "due_basis": "office",
        "due_version": None,
        "due_start": None,
        "due_end": None,
    }


def _assignments(cage: Cage, task: Task, who: Who, shape: dict[str, Any], *, released: bool) -> None:
    lights = {"yellow_from": None} if shape["status"] == "suspended" else {"red_from": None}
    done = shape["status"] == "closed"
    alive: dict[str, Any] = {"ended_on": None, "ended_basis": ""}
    if not done:
        alive |= {"finished_on": None, "handed_in_at": None}
    if shape["status"] == "suspended":
        alive |= {"due_on": None, "original_due_on": None}  # the task's own date is the one that shows
    lead = cage.fill(
        TaskAssignment,
        task=task,
        department=who.lead,
        role="lead",
        basis="office",
        state="done" if done else "in_progress",
        via=who.unit_set,
        **alive,
        **lights,
    )
    cage.fill(
        TaskAssignment,
        task=task,
        department=who.supporting,
        role="supporting",
        basis="office",
        state="ended",
        finished_on=None,
        red_from=None,
    )
    people = {"sent_by": who.user, "filled_in_by": who.user, "reviewed_by": who.user}
    hidden = {} if released else {"released_at": None}
    cage.fill(ProgressReport, assignment=lead, state="accepted", **people, **hidden)


def _draft(cage: Cage, who: Who) -> None:
    made = {"meeting": {"name": _noted(cage, IntakeDraft, "made")}}
    found = {"meeting_name": _noted(cage, IntakeDraft, "found")}
    gone = {"meeting": None, "document": None, "discarded_at": None}
    draft = cage.fill(IntakeDraft, created_by=who.user, held_by=who.user, found=found, made=made, **gone)
    steps = {name: {"said": _noted(cage, IntakeStep, name)} for name in ("back", "forth")}
    cage.fill(IntakeStep, draft=draft, made_by=who.user, **steps)


def _comments(cage: Cage, batch: Batch, task: Task, who: Who) -> None:
    """What units said of a batch before it was approved, and a document that a task might have come from."""
    asked = cage.fill(CommentRound, batch=batch, opened_by=who.user)
    people = {"answered_by": who.user, "replied_by": who.user}
    request = cage.fill(CommentRequest, round=asked, department=who.lead, way="portal", **people)
    cage.fill(Proposal, request=request, task=task, verdict="accepted", decided_by=who.user)
    cage.fill(SourceDocument, kind="instruction", created_by=who.user, superior_due_on=None)
    document = cage.fill(SourceDocument, kind="superior", created_by=who.user, internal_due_on=None)
    nowhere = {"meeting": None, "version": None, "start": None, "end": None}
    cage.fill(Directive, source="superior", document=document, speaker=who.official, **nowhere)


def _release_record(cage: Cage, meeting: Meeting, who: Who, *, released: bool) -> None:
    withdrawn: dict[str, Any] = {"withdrawn_at": None, "withdrawn_by": None, "withdrawal_reason": ""}
    if not released:
        withdrawn = {"withdrawn_by": who.user}
    cage.fill(
        Release,
        subject_kind="meeting",
        subject_id=meeting.pk,
        publicity="on_initiative",
        released_by=who.user,
        **withdrawn,
    )


def _noted(cage: Cage, model: type, name: str) -> str:
    word = cage.word()
    cage.keep((model._meta.label, name), word)
    return word


def _span(version: ReportVersion, quotation: str) -> dict[str, int]:
    start = version.text.index(quotation)
    return {"start": start, "end": start + len(quotation)}
