"""Which column of somebody's table holds what, told by the words of its head."""

import re
from dataclasses import dataclass

from documents.workbooks import Sheet

NUMBER, TITLE, CONTENT, MEASURES = "number", "title", "content", "measures"
LEAD, SUPPORTING, LEADER, DUE = "lead", "supporting", "leader", "due"
LOOKED_AT = 20  # rows at the top that may hold the head

_WORDS: dict[str, tuple[str, ...]] = {
    NUMBER: ("序号", "编号", "项次", "项目编号", "no", "no."),
    TITLE: (
        "任务", "任务名称", "工作任务", "重点任务", "目标任务", "主要任务", "任务事项", "督办任务", "分解任务", "事项",
        "工作事项", "督办事项", "事项名称", "重点工作", "重点事项", "项目", "项目名称", "实事项目", "民生实事", "实事名称",
        "工作名称", "议定事项", "交办事项", "批示事项", "立项名称",
    ),
    CONTENT: (
        "工作内容", "内容", "主要内容", "任务内容", "具体内容", "事项内容", "督办内容", "建设内容", "项目内容", "实施内容",
        "任务要求", "批示内容",
    ),
    MEASURES: (
        "措施", "工作措施", "具体措施", "主要措施", "落实措施", "推进措施", "办理措施", "工作举措", "具体举措", "举措",
        "工作要求", "具体要求", "任务措施", "具体任务", "工作目标", "目标要求", "目标",
    ),
    LEAD: (
        "牵头单位", "责任单位", "牵头部门", "责任部门", "主办单位", "主责单位", "承办单位", "负责单位", "牵头责任单位",
        "责任主体", "实施单位", "主办部门", "承办部门", "落实单位", "办理单位", "单位", "牵头", "牵头（责任）单位",
    ),
    SUPPORTING: (
        "配合单位", "配合部门", "协办单位", "参与单位", "协同单位", "协助单位", "配合责任单位", "协办部门", "配合",
    ),
    LEADER: (
        "责任领导", "分管领导", "牵头领导", "挂钩领导", "镇责任领导", "镇领导", "包案领导", "责任人", "分管镇领导",
        "镇牵头领导", "牵头镇领导",
    ),
    DUE: (
        "完成时限", "时限", "完成时间", "办结时限", "办结时间", "办理时限", "截止时间", "截止日期", "完成期限", "期限",
        "时间要求", "计划完成时间", "时间节点", "完成日期", "工作时限", "时限要求", "拟完成时间",
    ),
}  # fmt: skip
_MEANT = {words: column for column, several in _WORDS.items() for words in several}
_LEADS = ("牵头", "主办", "主责")


@dataclass(frozen=True, slots=True)
class Columns:
    """The head's row and what stands in which column; `heads` holds the words of every column that has any."""

    row: int
    places: dict[str, int]
    heads: dict[int, str]

    @property
    def others(self) -> list[int]:
        """Columns with a head that tells nothing here, such as 备注."""
        return [place for place in self.heads if place not in self.places.values()]

    @property
    def leads(self) -> bool:
        """Whether the units of the first column lead rather than share a task."""
        head = self.heads.get(self.places.get(LEAD, -1), "")
        return head.startswith(_LEADS) or SUPPORTING in self.places


def columns_of(sheet: Sheet) -> Columns | None:
    """The head of the table, where one of the first rows is one: a task's column and one more at least."""
    best: Columns | None = None
    for row in range(min(LOOKED_AT, len(sheet.rows))):
        here = _read(sheet, row, best)
        if here and (best is None or (row == best.row + 1 and len(here.places) > len(best.places))):
            best = here
        elif best and row > best.row:
            break
    return best


def _read(sheet: Sheet, row: int, above: Columns | None) -> Columns | None:
    """The columns by the words of one row; under a head in two rows, those of the row above count too."""
    heads = {place: _bare(sheet.text(row, place)) for place in range(len(sheet.rows[row]))}
    heads = {place: words for place, words in heads.items() if words}
    meant = {place: _MEANT[words] for place, words in heads.items() if words in _MEANT}
    if above and row == above.row + 1 and meant:
        heads = above.heads | heads
        meant = {place: column for place, words in heads.items() if (column := _MEANT.get(words))}
    places: dict[str, int] = {}
    for place, column in sorted(meant.items()):
        places.setdefault(column, place)
    if CONTENT in places:  # 工作内容 is the task itself where no other column names it
        places.setdefault(MEASURES if TITLE in places else TITLE, places[CONTENT])
        del places[CONTENT]
    return Columns(row, places, heads) if TITLE in places and len(places) > 1 else None


def _bare(words: str) -> str:
    """A head without blanks, line ends and what it adds in brackets."""
    plain = "".join(words.split()).lower()
    return plain if plain in _MEANT else re.sub(r"[（(][^）)]*[）)]|[:：*]", "", plain)
