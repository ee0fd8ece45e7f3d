"""A workbook sent to a unit comes back: only what differs from what the unit was shown counts."""

import io
from datetime import date, datetime, time
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from departments.models import Department
from directives import workflow
from directives.breakdown import rows_of_batch
from directives.cells import CellReader, same_cell
from directives.exports import Returned, comment_xlsx, read_returned
from directives.models import Batch, CommentRequest, Proposal, Task
from tests import work
from tests.cast import Cast
from tests.workflow.comment_tables import edited, put, read, refused, request_for_comments

pytestmark = pytest.mark.django_db
FIRST, KEY = 4, "I"


@pytest.fixture
def request_(cast: Cast) -> CommentRequest:
    return request_for_comments(cast)


def test_a_table_that_comes_back_as_it_went_proposes_nothing(request_: CommentRequest) -> None:
    assert read(comment_xlsx(request_), request_) == []


def test_the_table_holds_what_the_batch_holds(request_: CommentRequest) -> None:
    sheet = load_workbook(io.BytesIO(comment_xlsx(request_)))["征求意见表"]
    for line, row in enumerate(rows_of_batch(request_.round.batch), FIRST):
        shown = [sheet.cell(line, place).value or "" for place in range(2, 8)]
        assert shown == list(row.cells.values())
        assert sheet.cell(line, 2).data_type == "s"
    assert sheet.column_dimensions[KEY].hidden


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2031.7.31", "2031年7月31日"),
        ("2031年7月31日", "2031年7月31日"),
        ("2031-07-31", "2031年7月31日"),
        (48060, "2031年7月31日"),
        (datetime.combine(date(2031, 7, 31), time()), "2031年7月31日"),
        ("长期坚持", "长期坚持"),
    ],
)
def test_a_date_is_read_however_it_was_written(request_: CommentRequest, value: Any, said: str) -> None:
    [one] = read(edited(request_, put(G6=value, H6="要等拆迁")), request_)
    assert (one.column, one.words, one.reason) == ("due", said, "要等拆迁")


def test_rows_that_were_sorted_are_matched_by_their_keys(request_: CommentRequest) -> None:
    def change(sheet: Any) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST, max_row=6)]
        for line, values in enumerate(reversed(rows), FIRST):
            for place, value in enumerate(values, 1):
                sheet.cell(line, place).value = value
                sheet.cell(line, place).data_type = "n" if value is None else "s"
        sheet["B4"] = "整理工业用地"

    found = read(edited(request_, change), request_)
    [one] = found
    task = request_.round.batch.tasks.get(title="整理用地")
    assert (one.task, one.column, one.words) == (task.pk, "title", "整理工业用地")


WORDS = st.text(
    st.characters(whitelist_categories=["L", "Nd"], max_codepoint=0x9FFF), min_size=1, max_size=12
)


@given(
    titles=st.dictionaries(st.integers(0, 2), WORDS, max_size=3),
    due=st.dates(date(2030, 1, 1), date(2035, 1, 1)),
)
@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_exactly_the_edited_cells_come_back_as_proposals(
    request_: CommentRequest, titles: dict[int, str], due: date
) -> None:
    rows = rows_of_batch(request_.round.batch)

    def change(sheet: Any) -> None:
        for place, words in titles.items():
            sheet[f"B{FIRST + place}"] = words
            sheet[f"B{FIRST + place}"].data_type = "s"
        sheet["G6"] = due

    wanted = {
        (int(rows[place].key), "title", words)
        for place, words in titles.items()
        if words != rows[place].title
    }
    said = f"{due.year}年{due.month}月{due.day}日"
    if said != rows[2].due:
        wanted.add((int(rows[2].key), "due", said))
    assert {(one.task, one.column, one.words) for one in read(edited(request_, change), request_)} == wanted


def test_an_answer_by_workbook_is_recorded_as_one(request_: CommentRequest, cast: Cast) -> None:
    proposals = read(edited(request_, put(B6="整理工业用地", H6="写全")), request_)
    answered = workflow.answer(request_, proposals, way="workbook", by=work.actor(cast.clerk))
    assert answered.get_way_display() == "退回表格"
    kept = Proposal.objects.get()
    assert (kept.current, kept.proposed, kept.reason) == ("整理用地", "整理工业用地", "写全")
    assert Batch.objects.count() == 1


def read_whole(content: bytes, request_: CommentRequest) -> Returned:
    return read_returned(content, request_, CellReader(timezone.localdate()))


def test_a_table_that_was_left_alone_proposes_nothing_though_the_office_changed_it_since(
    request_: CommentRequest,
) -> None:
    """What counts is what the unit was shown: nobody proposes to undo what happened after the table was sent."""
    sent = comment_xlsx(request_)
    change = edited(request_, put(G4="2031年5月1日"))
    tasks = request_.round.batch.tasks.order_by("pk")
    tasks.filter(title="整理用地").update(title="整理工业用地", due_on=date(2031, 9, 1))
    assert read(sent, request_) == []
    assert [(one.column, one.words) for one in read(change, request_)] == [("due", "2031年5月1日")]


def test_what_is_not_decided_yet_may_come_back_undecided(request_: CommentRequest) -> None:
    task = request_.round.batch.tasks.get(title="走访企业")
    task.charges.create(role="supporting", words="有关部门", basis="office")
    Task.objects.filter(pk=task.pk).update(nature="fixed_term")
    assert [row.due for row in rows_of_batch(request_.round.batch)][1] == "待定"
    assert read(comment_xlsx(request_), request_) == []


def test_a_task_that_left_the_batch_is_asked_about_no_more(request_: CommentRequest, cast: Cast) -> None:
    sent, change = comment_xlsx(request_), edited(request_, put(B6="整理工业用地"))
    left = request_.round.batch.tasks.get(title="整理用地")
    workflow.leave_batch(request_.round.batch, left, by=work.actor(cast.clerk))
    assert read(sent, request_) == []
    assert "第6行：第 3 项已移出这一批次" in refused(change, request_)


def test_a_task_that_joined_later_is_not_missed(request_: CommentRequest, cast: Cast) -> None:
    sent = comment_xlsx(request_)
    workflow.join_batch(request_.round.batch, [work.task(title="新的")], by=work.actor(cast.clerk))
    assert read(sent, request_) == []


def test_columns_may_stand_elsewhere_and_the_sheet_go_by_another_name(request_: CommentRequest) -> None:
    def change(sheet: Any) -> None:
        sheet.title = "工科商局的意见"
        sheet.insert_rows(1)
        for line in range(4, 8):
            sheet[f"K{line}"] = sheet[f"G{line}"].value
            sheet[f"G{line}"] = None
        sheet["K7"] = "2031年8月1日"

    [one] = read(edited(request_, change), request_)
    assert (one.column, one.words) == ("due", "2031年8月1日")


def test_a_reason_without_a_change_is_a_remark(request_: CommentRequest) -> None:
    returned = read_whole(edited(request_, put(H5="建议分两年", H6="要等拆迁", B6="整理工业用地")), request_)
    second = request_.round.batch.tasks.get(title="走访企业")
    assert returned.remarks == {second.pk: "建议分两年"}
    assert [one.reason for one in returned.proposals] == ["要等拆迁"]


def test_formulae_beside_the_table_do_no_harm(request_: CommentRequest) -> None:
    assert read(edited(request_, put(L4="=1+1")), request_) == []


def test_units_in_any_order_and_with_any_mark_between_them_are_the_same(request_: CommentRequest) -> None:
    request_.round.batch.tasks.get(title="整理用地").charges.create(
        role="supporting", department=Department.objects.get(slug="fatong"), basis="office"
    )
    task = request_.round.batch.tasks.get(title="整理用地")
    task.charges.create(
        role="supporting", department=Department.objects.get(slug="gongkeshang"), basis="office"
    )
    same = put(E6=" 工业信息和科技商务局，发统局 ")
    assert read(edited(request_, same), request_) == []


def test_a_formula_typed_as_text_goes_out_and_comes_back_as_text(request_: CommentRequest) -> None:
    assert read(comment_xlsx(request_), request_) == []
    book = load_workbook(io.BytesIO(comment_xlsx(request_)))
    for row in book["征求意见表"].iter_rows():
        assert all(cell.data_type != "f" for cell in row)


# What a unit may put into each column, with what the table makes of it.
EDITS = {
    "title": WORDS.map(lambda words: (words, words)),
    "measures": WORDS.map(lambda words: (f" {words}\n\n{words} ", f"{words}\n{words}")),
    "lead": st.sampled_from(
        [("发统局", "发统局"), ("工业信息和科技商务局; 城建局", "工科商局、城建局"), ("", "")]
    ),
    "supporting": st.sampled_from([("发统局，新市社区", "发统局、新市社区"), ("", "")]),
    "leader": st.sampled_from([("王镇长", "王镇长"), ("", "")]),
    "due": st.sampled_from(
        [("2033.7.31", "2033年7月31日"), ("2033/7/31", "2033年7月31日"), ("长期坚持", "长期坚持")]
    ),
}


PLACES = dict(zip(EDITS, "BCDEFG", strict=True))


CHANGES = st.fixed_dictionaries(
    {}, optional={(line, column): EDITS[column] for line in range(3) for column in EDITS}
)


@given(changes=CHANGES)
@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_edits_of_any_cells_come_back_as_exactly_those_differences(
    request_: CommentRequest, changes: dict[tuple[int, str], tuple[str, str]]
) -> None:
    work.approver()
    rows = rows_of_batch(request_.round.batch)

    def change(sheet: Any) -> None:
        for (line, column), (written, _) in changes.items():
            cell = sheet[f"{PLACES[column]}{FIRST + line}"]
            cell.value, cell.data_type = written, "s"

    wanted = {
        (int(rows[line].key), column, said)
        for (line, column), (_, said) in changes.items()
        if not same_cell(column, said, rows[line].cell(column))
    }
    found = {(one.task, one.column, one.words) for one in read(edited(request_, change), request_)}
    assert found == wanted
