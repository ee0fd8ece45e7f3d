"""A workbook that comes back and cannot be taken: what is wrong is told by its cell, what is not ours is refused."""

import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from departments.models import Department
from directives import workflow
from directives.exports import comment_xlsx
from directives.models import CommentRequest
from documents.workbooks import MAX_BYTES, MAX_UNPACKED
from tests import work
from tests.cast import Cast
from tests.workflow.comment_tables import edited, put, refused, request_for_comments

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(cast: Cast) -> CommentRequest:
    return request_for_comments(cast)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda sheet: sheet.delete_rows(5), "缺少第 2 项“走访企业”"),
        (lambda sheet: sheet.append(["4", "新的一项"]), "第7行：这一行不在征求意见表里"),
        (put(I5="999999"), "第5行：这一行不在征求意见表里"),
        (put(G3="时限"), "找不到“完成时限”这一栏"),
        (put(G6="=DATE(2031,7,31)"), "第6行 完成时限（G6）：这一格是公式"),
        (lambda sheet: sheet.merge_cells("D4:D5"), "第4行（D4:D5）：合并了单元格"),
        (put(B4="#REF!"), "第4行 任务（B4）：这一格的值是错误"),
        (put(E4="#N/A", H4="见附件"), "第4行 配合单位（E4）：这一格的值是错误"),
        (put(G6="2031年7月"), "第6行 完成时限（G6）：“2031年7月”只写到月"),
        (put(G6="月底"), "第6行 完成时限（G6）：看不懂"),
        (put(D6="月球局"), "第6行 牵头单位（D6）：没有找到“月球局”"),
        (put(F6="无名氏"), "第6行 责任领导（F6）：领导名单中没有"),
        (put(B6=""), "第6行 任务（B6）：请填写任务名称"),
    ],
)
def test_what_is_wrong_is_told_by_its_cell(request_: CommentRequest, change: Any, says: str) -> None:
    assert says in refused(edited(request_, change), request_)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (put(J3="任务"), "第3行：有两列都叫“任务”"),
        (put(I3="key"), "隐藏的“行号”一列不见了"),
        (put(H4="长" * 401, B4="新"), "第4行 修改理由（H4）：最多 400 字"),
        (put(G6="2031-02-30"), "第6行 完成时限（G6）：看不懂"),
        (put(E6="城建局、有关部门"), "第6行 配合单位（E6）：没有找到“有关部门”"),
        (put(A4=2), "第4行 序号（A4）：这一行应是第 1 项"),
    ],
)
def test_more_that_is_wrong_is_told_by_its_cell(request_: CommentRequest, change: Any, says: str) -> None:
    assert says in refused(edited(request_, change), request_)


def test_two_rows_for_one_task_are_told(request_: CommentRequest) -> None:
    def change(sheet: Any) -> None:
        sheet["I5"] = sheet["I4"].value

    assert "第5行：与第4行是同一项任务" in refused(edited(request_, change), request_)


def test_rows_sorted_without_their_hidden_keys_are_told(request_: CommentRequest) -> None:
    def change(sheet: Any) -> None:
        for place in "ABCDEFGH":
            sheet[f"{place}4"].value, sheet[f"{place}5"].value = (
                sheet[f"{place}5"].value,
                sheet[f"{place}4"].value,
            )
            for line in (4, 5):
                sheet[f"{place}{line}"].data_type = "s"

    assert "第4行 序号（A4）：这一行应是第 1 项" in refused(edited(request_, change), request_)


def test_every_wrong_cell_is_told_at_once(request_: CommentRequest) -> None:
    said = refused(edited(request_, put(D4="月球局", G6="月底")), request_)
    assert "D4" in said
    assert "G6" in said


def test_a_table_of_another_unit_round_or_batch_is_refused(request_: CommentRequest, cast: Cast) -> None:
    other = request_.round.requests.get(department__slug="chengjian")
    assert "这是别的单位的征求意见表" in refused(comment_xlsx(other), request_)
    workflow.close_round(request_.round, by=work.actor(cast.clerk))
    units = Department.objects.filter(slug="gongkeshang")
    again = workflow.ask_comments(request_.round.batch, units, work.in_days(9), by=work.actor(cast.clerk))
    second = again.requests.get()
    assert "这是另一轮的征求意见表" in refused(comment_xlsx(request_), second)
    batch = workflow.prepare_batch([work.task(lead="gongkeshang")], title="二", by=work.actor(cast.clerk))
    third = workflow.ask_comments(batch, units, work.in_days(9), by=work.actor(cast.clerk)).requests.get()
    assert "这是另一批任务的征求意见表" in refused(comment_xlsx(request_), third)


def test_a_forged_code_is_refused(request_: CommentRequest) -> None:
    book = load_workbook(io.BytesIO(comment_xlsx(request_)))
    book["请勿修改"]["A1"] = book["请勿修改"]["A1"].value[:-1] + "x"
    out = io.BytesIO()
    book.save(out)
    assert "识别码被改动过" in refused(out.getvalue(), request_)


def test_a_mark_of_the_hidden_sheet_cannot_be_changed_unseen(request_: CommentRequest) -> None:
    book = load_workbook(io.BytesIO(comment_xlsx(request_)))
    book["请勿修改"]["C2"] = book["请勿修改"]["C3"].value
    out = io.BytesIO()
    book.save(out)
    assert "识别码被改动过" in refused(out.getvalue(), request_)


def blank_book() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "这不是 .xlsx 表格"),
        (b"PK\x03\x04 broken", "这不是 .xlsx 表格"),
        (b"\xd0\xcf\x11\xe0 old", "旧格式或加了密码"),
        (blank_book(), "这不是从这里下载的征求意见表"),
    ],
    ids=["empty", "broken", "old", "another"],
)
def test_what_is_no_table_of_ours_is_refused(request_: CommentRequest, content: bytes, says: str) -> None:
    assert says in refused(content, request_)


def test_macros_are_refused(request_: CommentRequest) -> None:
    out = io.BytesIO(comment_xlsx(request_))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    assert "带有宏" in refused(out.getvalue(), request_)


def test_what_unpacks_to_too_much_is_refused_before_it_is_opened(request_: CommentRequest) -> None:
    out = io.BytesIO(comment_xlsx(request_))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", b"0" * (MAX_UNPACKED + 1))
    assert len(out.getvalue()) < MAX_BYTES
    assert "展开后太大" in refused(out.getvalue(), request_)
