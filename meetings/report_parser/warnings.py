"""What the reader has to look at before relying on the reading."""

from __future__ import annotations

from dataclasses import replace

from .types import ParsedReport, ReportWarning


def warnings_for(report: ParsedReport) -> ParsedReport:
    """The report with its warnings."""
    found = [*_missing(report), *_owners(report)]
    return replace(report, warnings=tuple(found))


def _missing(report: ParsedReport) -> list[ReportWarning]:
    found = []
    if not report.directives and report.meeting_name is None:
        found.append(
            ReportWarning(
                "not_a_report", "这段文字不像会议报道：没有找到会议名称，也没有找到工作要求。", None
            )
        )
        return found
    if report.meeting_name is None:
        found.append(ReportWarning("no_meeting_name", "没有找到会议名称，请补填。", None))
    if report.date is None or report.date.iso is None:
        found.append(
            ReportWarning("no_date", "没有找到会议日期，请补填。", report.date.span if report.date else None)
        )
    elif report.date.day_date is None:
        found.append(
            ReportWarning("no_year", f"“{report.date.text}”没有写明年份或月份，请核对。", report.date.span)
        )
    if not report.directives:
        found.append(ReportWarning("no_directives", "没有找到工作要求。", None))
    if not report.officials:
        found.append(ReportWarning("no_officials", "没有找到出席领导。", None))
    return found


def _owners(report: ParsedReport) -> list[ReportWarning]:
    present = {o.department for o in report.organisations if o.department}
    absent: dict[str, ReportWarning] = {}
    found = []
    for owner in (o for d in report.directives for o in d.responsible if not o.inherited):
        if owner.vague:
            found.append(
                ReportWarning("vague_owner", f"“{owner.name}”没有指明单位，请确定责任单位。", owner.span)
            )
        elif owner.units is None:
            found.append(ReportWarning("unknown_unit", f"“{owner.name}”不在单位名录中，请核对。", owner.span))
        elif present and not present & set(owner.units) and not owner.units[0].startswith("ge-"):
            text = f"“{owner.name}”被交办任务，但不在参会单位中。"
            absent.setdefault(owner.units[0], ReportWarning("charged_but_absent", text, owner.span))
    return [*found, *absent.values()]
