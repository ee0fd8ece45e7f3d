"""呈批稿: what the leaders are asked to approve, in the order of the steps, with the table behind it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from documents.gb9704 import Official, add_boxes
from documents.gb9704.measures import HEADING_FONT

from ..breakdown import COLLATES, LIST_MARK, UNDECIDED, BreakdownRow, day_words
from ..models import Batch, Directive
from .breakdown import NAME, add_breakdown, number_ranges, title_parts

OFFICE_NAME = "党政综合办公室"
SIGN_HERE = "签名：　　　　　　　　　　年　　月　　日"
BOXES, HIGHEST_BOX = 208, 68  # millimetres: what a page has for all of them, and what one needs at most
MOST_SOURCES = 3
_OPEN_COLUMNS = (
    ("责任单位", ("lead", "supporting")),
    ("责任领导", ("leader",)),
    ("完成时限", ("due",)),
)


def approval_docx(
    name: str,
    rows: Sequence[BreakdownRow],
    steps: Sequence[str],
    *,
    day: date,
    source: str = "",
    demands: int = 0,
) -> bytes:
    """The draft for approval of these rows. `steps` are the names of who approves, `source` where the demands
    come from and `demands` how many they are, if known; every other fact is counted from the rows."""
    of = title_parts(name)[0]
    paper = Official(f"关于{of}任务分解的呈批稿")
    paper.title(f"关于{of}", "任务分解的呈批稿")
    paper.line(f"{LIST_MARK.join(steps)}：")
    paper.text(_beginning(len(rows), source, demands))
    if rows:
        paper.heading("一、任务分解情况")
        for number, (head, then) in zip("一二三", _facts(rows), strict=False):
            paper.subheading(f"（{number}）{head}。", then)
        paper.heading("二、有关建议")
        paper.text("如无不妥，建议按附件向各责任单位交办，并跟踪督办。")
        paper.text("妥否，请批示。")
    paper.gap()
    paper.text(f"附件：{NAME}")
    paper.gap()
    paper.signature(OFFICE_NAME, day_words(day))
    paper.line("呈批意见", font=HEADING_FONT).paragraph_format.page_break_before = True
    boxes = ["拟办意见", *(f"{step}\n批示" for step in steps)]
    height = min(HIGHEST_BOX, BOXES // len(boxes))
    add_boxes(paper, [(box, SIGN_HERE) for box in boxes], widths=(36, 120), height=height)
    paper.new_section(landscape=True)
    paper.line("附件", font=HEADING_FONT)
    paper.title(*title_parts(name))
    add_breakdown(paper, rows)
    return paper.save()


def source_of(batch: Batch) -> str:
    """The meetings and documents that the batch's tasks come from; "" when they are too many for a sentence."""
    found = Directive.objects.filter(tasks__batch=batch).select_related("meeting", "document")
    names: dict[str, None] = {}
    for directive in found.order_by("pk"):
        if directive.meeting:
            names[meeting_words(directive.meeting.name, directive.meeting.held_on)] = None
        elif directive.document:
            number = directive.document.document_number
            names[f"《{directive.document.title}》{f'（{number}）' if number else ''}"] = None
    return LIST_MARK.join(names) if len(names) <= MOST_SOURCES else ""


def meeting_words(name: str, held_on: date | None) -> str:
    """A meeting with its day, where it is known."""
    return f"{name}（{day_words(held_on)}）" if name and held_on else name


def _beginning(count: int, source: str, demands: int) -> str:
    begin = f"根据{source}的要求，我办" if source else "我办"
    if not count:
        return f"{begin}正在分解任务，目前还没有形成任务。"
    what = f"将{demands}项要求分解为" if demands else "分解形成"
    return f"{begin}{what}{count}项任务（详见附件），现将有关情况报告如下。"


def _facts(rows: Sequence[BreakdownRow]) -> Iterator[tuple[str, str]]:
    leads = {
        unit.removesuffix(COLLATES)
        for row in rows
        for unit in row.lead.split(LIST_MARK)
        if unit and UNDECIDED not in unit
    }
    yield "责任单位", f"共涉及{len(leads)}个牵头或责任单位，单位组按1个计。"
    kinds = Counter("明确时限" if row.due[:1].isdigit() else row.due for row in rows)
    yield "完成时限", "，".join(f"{kind}的{count}项" for kind, count in kinds.items()) + "。"
    open_rows = {head: [row.number for row in rows if _is_open(row, names)] for head, names in _OPEN_COLUMNS}
    told = [
        f"{head}{UNDECIDED}的{len(numbers)}项（第{number_ranges(numbers)}项）"
        for head, numbers in open_rows.items()
        if numbers
    ]
    if told:
        yield "待定事项", "；".join(told) + "，请一并明确。"


def _is_open(row: BreakdownRow, names: Sequence[str]) -> bool:
    return any(UNDECIDED in row.cell(name) or (name != "supporting" and not row.cell(name)) for name in names)
