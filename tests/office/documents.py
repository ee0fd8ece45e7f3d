"""Documents of no real office, and workbooks as offices send them."""

import io
from datetime import date
from typing import Any

from openpyxl import Workbook

SUPERIOR = """关于加快推进重点民生项目的督办通知
中督字〔2024〕12号
小榄镇人民政府：
根据市政府工作会议精神，现将有关事项督办如下：
一、加快推进菊城大道改造工程。牵头单位：城建局；配合单位：工科商局、各村（社区）；完成时限：2024年8月20日前。
二、抓紧核查居民投诉问题。由城建局牵头，工科商局配合，尽快完成整改。
三、加强日常巡查
各村（社区）要每周巡查一次，建立台账。
请于2024年8月30日前将办理情况书面报送我办。
中山市人民政府督查室
2024年7月22日
"""
INSTRUCTION = "请城建局阅处，工科商局配合，8月底前提出意见。"
LIST = """2024年民生实事
1. 建成3个口袋公园（责任单位：城建局，12月底前完成）
2. 新增公办学位1200个。
3. 改造供水管网5公里，由城建局负责。"""
HEAD = ("序号", "任务", "工作措施", "牵头单位", "配合单位", "责任领导", "完成时限", "备注")
ROW = (1, "建成3个口袋公园", "选址\n施工", "城建局", "工科商局", "", date(2024, 12, 20), "市级资金")


def workbook(*rows: Any, head: Any = HEAD, merged: tuple[str, ...] = (), title: str = "") -> bytes:
    """An .xlsx with a head and rows."""
    book = Workbook()
    sheet = book.active
    if title:
        sheet.append([title])
    for row in (head, *rows):
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
