"""交办单: one document for one unit of an issued batch, with all that the unit was given."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from docx.shared import Pt

from departments.models import Department
from documents.gb9704 import Column, Official, add_table

from ..breakdown import LIST_MARK, UNDECIDED, day_words, due_words
from ..errors import WrongState
from ..models import Approval, Batch, Charge, Task, TaskAssignment
from .approval import OFFICE_NAME
from .breakdown import title_parts

# 225 mm: the width of the type area of a landscape page. A date stands in one line.
TABLE = (
    Column("编号", 22, centred=True),
    Column("任务", 30),
    Column("措施", 55),
    Column("本单位职责", 24.5, centred=True),
    Column("责任领导", 20, centred=True),
    Column("完成时限", 37.5, centred=True),
    Column("签收和反馈", 36, centred=True),
)
ABOVE_TABLE = Pt(6)
RECEIPT = "签收人：　　　　　　　　签收日期：　　　　年　　月　　日"
FIRST_ROOM = 8  # lines that the first page has left for the first row
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One task as one unit reads it."""

    number: str
    title: str
    measures: str
    part: str
    leader: str
    due: str
    asked: str

    @property
    def cells(self) -> list[str]:
        return [
            self.number, self.title, self.measures, self.part, self.leader or UNDECIDED, self.due, self.asked
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """The whole of it; `document_number` is "" where the register gave none."""

    unit: str
    title: str
    number: str
    document_number: str
    issued_on: date
    lines: Sequence[OrderLine]


def order_of(batch: Batch, unit: Department) -> Order:
    """What an issued batch gave to the unit on that day, in the order of the tasks' numbers; four queries.

    Raises WrongState for a batch that was not issued. Shares that came to the unit later are not in it: the order
    is dated.
    """
    [order] = orders_of(batch, [unit])
    return order


def orders_of(batch: Batch, units: Sequence[Department]) -> list[Order]:
    """The orders of many units, like `order_of`, in as many queries as one."""
    if batch.number is None or batch.issued_on is None:
        raise WrongState("这一批次还没有交办，交办后才有交办单。")
    shares = (
        TaskAssignment.objects.filter(task__batch=batch, department__in=units, replaced__isnull=True)
        .select_related("task__responsible_leader")
        .prefetch_related("task__assignments__department")
        .order_by("task__issued_on", "task__pk")
    )
    given, lines = _table_of_issue(batch), defaultdict(list)
    for share in shares:
        lines[share.department_id].append(_line(share, given.get(str(share.task_id), {})))
    return [
        Order(
            unit=unit.full_name or unit.short_name,
            title="".join(title_parts(batch.title)),
            number=batch.number,
            document_number=batch.document_number,
            issued_on=batch.issued_on,
            lines=lines[unit.pk],
        )
        for unit in units
    ]


def order_docx(order: Order) -> bytes:
    """The order on landscape pages. It is signed above the table, since no signature may stand on a page alone."""
    paper = Official(f"{order.unit}交办单", landscape=True)
    paper.title("交　办　单").paragraph_format.space_after = 0
    paper.line("　".join(filter(None, (order.number, order.document_number))), centred=True)
    paper.line(f"{order.unit}：")
    paper.text(
        f"现将《{order.title}》中由你单位办理的{len(order.lines)}项任务（见下表）交办给你单位，请按期签收、办理和反馈。"
        "责任单位、时限需要调整的，请及时提出。"
    )
    paper.signature(OFFICE_NAME, day_words(order.issued_on)).paragraph_format.space_after = ABOVE_TABLE
    table = add_table(paper, TABLE, [line.cells for line in order.lines], first_room=FIRST_ROOM)
    for words in table.rows[-1]._tr.tc_lst:  # the receipt does not stand on a page alone
        words.p_lst[-1].get_or_add_pPr().get_or_add_keepNext()
    paper.line(RECEIPT)
    return paper.save()


def _table_of_issue(batch: Batch) -> dict[str, dict[str, str]]:
    """The rows as the last approval has them, by the task's key: with them alone a batch is issued."""
    last = batch.approvals.filter(verdict=Approval.Verdict.AGREED).order_by("-pk").first()
    return last.rows if last else {}


def _line(share: TaskAssignment, given: dict[str, str]) -> OrderLine:
    task = share.task
    return OrderLine(
        number=task.number or "",
        title=given.get("title", task.title),
        measures=given.get("measures", task.measures),
        part=_part(share),
        leader=str(task.responsible_leader or ""),
        due=due_words(task.nature, share.original_due_on),
        asked="\n".join(_asked(task, share)),
    )


def _part(share: TaskAssignment) -> str:
    """`牵头`, or the unit's part with whom it goes along with."""
    word = str(share.get_role_display())
    if share.role == Charge.Role.RESPONSIBLE:
        return word
    others = LIST_MARK.join(
        str(one.department)
        for one in share.task.assignments.all()
        if one.role == Charge.Role.LEAD and one.pk != share.pk
    )
    if not others:
        return word
    return f"{word}（与{others}共同牵头）" if share.role == Charge.Role.LEAD else f"{word}（{others}牵头）"


def _asked(task: Task, share: TaskAssignment) -> list[str]:
    signing = f"{day_words(share.sign_by)}前签收" if share.sign_by else "收到后签收"
    cycle = str(task.get_report_cycle_display())
    if not task.report_day or task.report_cycle == Task.Cycle.NONE:
        day = ""
    elif task.report_cycle == Task.Cycle.WEEKLY:
        day = WEEKDAYS[task.report_day - 1]
    else:
        day = f"{task.report_day}日前"
    return [signing, f"{cycle}{day}反馈"]
