"""What the reader has to look at before relying on the reading."""

from __future__ import annotations

import re
from dataclasses import replace

from .types import Owner, ParsedReport, ReportWarning

_GENERAL = re.compile(
    r"^(?:各级|各地区?|各方面?|各有关方面|全[镇县市区乡省国党社](?:上下|体)?|广大|各位)|(?:党员|干部|群众|志愿者|同志|工作者|上下)$"
)


def warnings_for(report: ParsedReport) -> ParsedReport:
    """The report with its warnings: each name once for each reason, in the order of the text."""
    return replace(report, warnings=(*_missing(report), *_owners(report)))


def _missing(report: ParsedReport) -> list[ReportWarning]:
    if not report.directives and report.meeting_name is None:
        return [
            ReportWarning(
                "not_a_report", "这段文字不像会议报道：没有找到会议名称，也没有找到工作要求。", None
            )
        ]
    found = []
    if report.meeting_name is None:
        found.append(ReportWarning("no_meeting_name", "没有找到会议名称，请补填。", None))
    if report.date is None:
        found.append(ReportWarning("no_date", "没有找到会议日期，请补填。", None))
    elif report.date.iso is None:
        text = f"“{report.date.text}”要有发布日期才能推算，请补填会议日期。"
        found.append(ReportWarning("no_date", text, report.date.span))
    elif report.date.day_date is None:
        part = "年份" if report.date.month else "年份和月份"
        found.append(
            ReportWarning("no_year", f"“{report.date.text}”没有写明{part}，请核对。", report.date.span)
        )
    if not report.directives:
        found.append(ReportWarning("no_directives", "没有找到工作要求。", None))
    if not report.officials:
        found.append(ReportWarning("no_officials", "没有找到参会领导。", None))
    return found


def _owners(report: ParsedReport) -> list[ReportWarning]:
    """One warning for each owner that cannot be charged as it stands, or was not at the meeting."""
    present = {o.department for o in report.organisations if o.department}
    found: dict[tuple[str, str], ReportWarning] = {}
    for owner in (o for d in report.directives for o in d.responsible if not o.inherited):
        code, text = _about(owner, present)
        if code:
            found.setdefault(
                (code, owner.units[0] if owner.units else owner.name), ReportWarning(code, text, owner.span)
            )
    return list(found.values())


def _about(owner: Owner, present: set[str]) -> tuple[str, str]:
    if owner.vague:
        return "vague_owner", f"“{owner.name}”没有指明单位，请确定责任单位。"
    if owner.units is None and _GENERAL.search(owner.name):
        return "general_owner", f"“{owner.name}”不是具体单位，请确定责任单位。"
    if owner.units is None:
        return "unknown_unit", f"“{owner.name}”不在单位名录中，请核对。"
    if present and not owner.is_set and not present & set(owner.units):
        return "charged_but_absent", f"“{owner.name}”被交办任务，但不在参会单位中。"
    return "", ""
