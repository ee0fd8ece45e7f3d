"""进展反馈: sent by the unit, accepted or returned by the office."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from documents.incoming_text import CONTROL

from ..errors import Conflict, Incomplete, WrongState
from ..events import Actor
from ..models import Event, ProgressReport, TaskAssignment
from ..periods import period_of
from .assignments import log
from .locks import lock_assignment, lock_report
from .rules import check_assignment, check_report

State = ProgressReport.State
NOT_UNCHANGED = "{period} 的反馈已退回，不能再报“本期无变化”。请按退回原因修改后重报。"


@dataclass(frozen=True, slots=True)
class ReportContent:
    """What a unit says of one period. `progress` is a percentage."""

    text: str = ""
    problems: str = ""
    next_steps: str = ""
    to_coordinate: str = ""
    progress: int = 0
    no_change: bool = False

    def missing(self) -> list[str]:
        problems = []
        if not self.no_change and not self.text.strip():
            problems.append("请填写进展；没有变化的请点“本期无变化”。")
        if any(
            CONTROL.search(words) for words in (self.text, self.problems, self.next_steps, self.to_coordinate)
        ):
            problems.append("文字中含有无法显示的控制字符，请删除后再报。")
        if not 0 <= self.progress <= 100:
            problems.append("进度请填 0 到 100 之间的整数。")
        return problems


def send_report(assignment: TaskAssignment, content: ReportContent, *, by: Actor) -> ProgressReport:
    """Send the report of the current period. A returned report of the period is sent again in its place.

    Raises WrongState for 本期无变化 where the period's report was sent back: the office asked for words.
    """
    problems = content.missing()
    if problems:
        raise Incomplete(problems)
    with transaction.atomic():
        assignment = lock_assignment(assignment.pk)
        check_assignment("send_report", assignment, by)
        report = _report_of_period(assignment, by)
        if content.no_change and report.state == State.RETURNED:
            raise WrongState(NOT_UNCHANGED.format(period=report.period))
        _fill(report, content, assignment)
        report.state, report.sent_by, report.sent_at, report.return_reason = (
            State.SENT,
            by.user,
            by.moment,
            "",
        )
        report.save()
        if assignment.progress != report.progress:
            assignment.progress = report.progress
            assignment.save(update_fields=["progress"])
        log(
            assignment,
            Event.Kind.REPORT,
            by,
            period=report.period,
            no_change=report.no_change,
            progress=report.progress,
            text=report.text,
            problems=report.problems,
            next_steps=report.next_steps,
            to_coordinate=report.to_coordinate,
        )
        return report


def accept_report(report: ProgressReport, *, by: Actor) -> ProgressReport:
    """采用: the office takes the report as it is."""
    return _review(report, "accept_report", State.ACCEPTED, Event.Kind.ACCEPT_REPORT, "", by)


def send_back_report(report: ProgressReport, reason: str, *, by: Actor) -> ProgressReport:
    """退回, with a reason the unit can act on."""
    if not reason.strip():
        raise Incomplete(["请填写退回原因，写明还需要补充什么。"])
    return _review(
        report, "send_back_report", State.RETURNED, Event.Kind.SEND_BACK_REPORT, reason.strip(), by
    )


def _review(
    report: ProgressReport, act: str, state: str, kind: Event.Kind, reason: str, by: Actor
) -> ProgressReport:
    with transaction.atomic():
        report = lock_report(report.pk)
        check_report(act, report, by)
        report.state, report.return_reason = state, reason
        report.reviewed_by, report.reviewed_at = by.user, by.moment
        report.save(update_fields=["state", "return_reason", "reviewed_by", "reviewed_at"])
        log(report.assignment, kind, by, period=report.period, **({"reason": reason} if reason else {}))
        return report


def _report_of_period(assignment: TaskAssignment, by: Actor) -> ProgressReport:
    period = period_of(assignment.task.report_cycle, timezone.localdate(by.moment))
    report = ProgressReport.objects.filter(assignment=assignment, period=period).first()
    if report is None:
        return ProgressReport(assignment=assignment, period=period)
    if report.state not in (State.DRAFT, State.RETURNED):
        raise Conflict(f"{period} 这一期已经反馈过；需要更正的，请联系党政综合办退回后再报。")
    return report


def _fill(report: ProgressReport, content: ReportContent, assignment: TaskAssignment) -> None:
    report.text = content.text.strip()
    report.problems = content.problems.strip()
    report.next_steps = content.next_steps.strip()
    report.to_coordinate = content.to_coordinate.strip()
    report.no_change = content.no_change
    report.progress = assignment.progress if content.no_change else content.progress
