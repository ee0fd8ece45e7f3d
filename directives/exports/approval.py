"""呈批稿: what the leaders are asked to approve, in the order of the steps, with the table behind it."""

from collections.abc import Sequence
from datetime import date

from documents.gb9704 import Official

from ..breakdown import STANDING, UNDECIDED, BreakdownRow, day_words
from .breakdown import add_breakdown

OFFICE_NAME = "党政综合办公室"


def approval_docx(
    title: str, rows: Sequence[BreakdownRow], steps: Sequence[str], *, day: date, source: str = ""
) -> bytes:
    """The draft for approval of these rows. `steps` are the names of who approves, `source` where the demands
    come from; facts in the text are counted from the rows."""
    paper = Official(f"{title}呈批稿")
    paper.title(f"关于{title}的呈批稿")
    paper.line(f"{'、'.join(steps)}：")
    begin = f"根据{source}的部署，" if source else ""
    paper.text(f"{begin}我办将有关要求分解为 {len(rows)} 项任务（详见附件），现将有关情况报告如下。")
    paper.heading("一、任务分解情况")
    for sentence in _facts(rows):
        paper.text(sentence)
    paper.heading("二、有关建议")
    paper.text(
        "如无不妥，建议由我办按附件向各责任单位交办，明确责任领导、完成时限和反馈要求，"
        "跟踪办理情况，并在下次会议报告落实情况。"
    )
    paper.text("妥否，请批示。")
    paper.gap()
    paper.text("附件：任务分解表")
    paper.gap()
    paper.line(OFFICE_NAME, right=True)
    paper.line(day_words(day), right=True)
    for step in steps:
        paper.gap()
        paper.line(f"{step}意见：")
        paper.gap(2)
    paper.new_section(landscape=True)
    paper.line("附件")
    paper.title("任务分解表")
    add_breakdown(paper, rows)
    return paper.save()


def _facts(rows: Sequence[BreakdownRow]) -> list[str]:
    leads = {unit for row in rows for unit in row.lead.split("、") if unit and UNDECIDED not in unit}
    standing = sum(row.due == STANDING for row in rows)
    dated = sum(row.due[:1].isdigit() for row in rows)
    facts = [f"（一）责任单位。共涉及 {len(leads)} 个牵头或责任单位（责任单位组按一个计）。"]
    facts.append(f"（二）完成时限。明确时限的 {dated} 项，长期坚持的 {standing} 项。")
    open_rows = [str(row.number) for row in rows if _is_open(row)]
    if open_rows:
        facts.append(
            f"（三）待定事项。第 {'、'.join(open_rows)} 项的责任单位、责任领导或完成时限待定，请一并明确。"
        )
    return facts


def _is_open(row: BreakdownRow) -> bool:
    return (
        not row.lead
        or not row.leader
        or any(UNDECIDED in row.cell(name) for name in ("lead", "supporting", "due"))
    )
