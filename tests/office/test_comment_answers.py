"""征求意见 on a unit's side: what its desk and its page show, and what it answers by form or by workbook."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from directives import workflow
from directives.exports import comment_xlsx
from directives.models import Batch, CommentRound, Proposal, Task
from directives.workflow.commenting import mark_of
from tests import work
from tests.office.comments import asked_about, batch_to_ask_about, own_page, page_of, propose, request_of
from tests.office.texts import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(cast: Any) -> Batch:
    return batch_to_ask_about(cast)


@pytest.fixture
def asked(batch: Batch, cast: Any) -> CommentRound:
    return asked_about(batch, cast)


def form_of(task: Task, **cells: str) -> dict[str, str]:
    """A unit's form as a browser sends it: every cell, with the mark of what was shown; the given ones changed."""
    from directives.breakdown import rows_of_tasks

    [row] = rows_of_tasks([task])
    shown = {f"{task.pk}.{name}": words for name, words in row.cells.items()}
    marks = {f"{task.pk}.{name}.was": mark_of(name, words) for name, words in row.cells.items()}
    return shown | marks | {f"{task.pk}.{name}": words for name, words in cells.items()}


def upload(content: bytes) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("意见.xlsx", content)}


def test_the_desk_tells_a_unit_what_it_is_asked(signed_in: Any, cast: Any, asked: CommentRound) -> None:
    client = signed_in(cast.liaison)
    page = told(client.get("/office/"))
    last = asked.closes_on
    assert f"征求意见 1 份，{last.month}月{last.day}日截止" in page
    assert "现在没有要办的事" not in page
    client.post(own_page(asked) + "answer/", {"none": "1"})
    page = told(client.get("/office/"))
    assert "已反馈：无意见" in page
    assert "截止。" not in page


def test_the_desk_forgets_a_round_that_ended_without_an_answer(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    CommentRound.objects.update(closes_on=work.in_days(-1))
    assert "征求意见" not in told(signed_in(cast.liaison).get("/office/"))


@pytest.mark.parametrize(
    ("who", "own", "other"),
    [("liaison", "办好消费季", "走访企业"), ("village_liaison", "走访企业", "办好消费季")],
)
def test_a_units_own_tasks_stand_first_those_of_its_sets_included(
    signed_in: Any, cast: Any, asked: CommentRound, who: str, own: str, other: str
) -> None:
    slug = "gongkeshang" if who == "liaison" else "xinshi"
    page = told(signed_in(getattr(cast, who)).get(own_page(asked, slug)))
    assert (
        page.index("本单位的任务 1") < page.index(own) < page.index("其他单位的任务 1 项") < page.index(other)
    )


def test_no_objection_in_one_click(signed_in: Any, cast: Any, asked: CommentRound) -> None:
    signed_in(cast.liaison).post(own_page(asked) + "answer/", {"none": "1"})
    request = request_of(asked)
    assert (request.answered_by, request.way, request.proposals.count()) == (cast.liaison, "portal", 0)


def test_only_the_cells_that_were_changed_become_proposals(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    task = asked.batch.tasks.get(title="办好消费季")
    other = asked.batch.tasks.get(title="走访企业")
    sent = form_of(task, due="2031.9.30", measures="编制计划\r\n") | form_of(other)
    sent |= {f"{task.pk}.reason": "场地紧张", f"{other.pk}.reason": "人手不够", "general": "总体同意"}
    response = signed_in(cast.liaison).post(own_page(asked) + "answer/", sent)
    assert response.status_code == 302
    one = Proposal.objects.get()
    assert (one.column, one.proposed, one.reason) == ("due", "2031年9月30日", "场地紧张")
    assert request_of(asked).general == "总体同意\n第 2 项：人手不够"


def test_a_cell_that_the_office_changed_while_the_form_was_open_is_not_proposed_back(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    task = asked.batch.tasks.get(title="办好消费季")
    sent = form_of(task, due="2031年9月30日")
    Task.objects.filter(pk=task.pk).update(title="办好菊花节")
    signed_in(cast.liaison).post(own_page(asked) + "answer/", sent)
    assert [one.column for one in Proposal.objects.all()] == ["due"]


def test_a_wrong_cell_is_told_with_everything_that_was_typed_kept(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    task = asked.batch.tasks.get(title="办好消费季")
    sent = form_of(task, due="月底", title="办好菊花消费季") | {"general": "总体同意"}
    response = signed_in(cast.liaison).post(own_page(asked) + "answer/", sent)
    assert response.status_code == 422
    page = response.content.decode()
    assert "第 1 项 完成时限：看不懂这个日期" in told(response)
    assert 'value="月底"' in page
    assert "办好菊花消费季</textarea>" in page
    assert "总体同意</textarea>" in page
    assert page.count('<details class="disclosure" open') == 1
    assert not Proposal.objects.exists()


def test_after_the_decision_the_unit_sees_it_and_the_word_back(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    [one] = propose(asked, cast, title="办好菊花消费季")
    workflow.settle(one, Proposal.Verdict.REFUSED, "会上已定名", by=work.actor(cast.clerk))
    response = signed_in(cast.liaison).get(own_page(asked))
    assert "未采纳" in told(response)
    assert "会上已定名" in told(response)
    assert f'name="{one.task_id}.title"' not in response.content.decode()


def test_after_the_end_there_is_nothing_to_fill_in(signed_in: Any, cast: Any, asked: CommentRound) -> None:
    CommentRound.objects.update(closes_on=work.in_days(-1))
    client = signed_in(cast.liaison)
    assert "提交意见" not in told(client.get(own_page(asked)))
    assert client.post(own_page(asked) + "answer/", {"none": "1"}).status_code == 422
    assert request_of(asked).answered_at is None


def test_a_unit_sees_nobody_elses_answer(signed_in: Any, cast: Any, asked: CommentRound) -> None:
    propose(asked, cast, "xinshi", due="2031年12月31日")
    client = signed_in(cast.liaison)
    assert "2031年12月31日" not in told(client.get(own_page(asked)))
    for address in ("", "table.xlsx"):
        assert client.get(own_page(asked, "xinshi") + address).status_code == 404
    for act in ("answer/", "returned/"):
        assert client.post(own_page(asked, "xinshi") + act, {"none": "1"}).status_code == 404
    assert client.get(page_of(asked.batch)).status_code == 403


def test_who_reads_everything_reads_and_does_not_answer(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    client = signed_in(cast.auditor)
    assert "提交意见" not in told(client.get(own_page(asked)))
    assert client.post(own_page(asked) + "answer/", {"none": "1"}).status_code == 403
    assert (
        client.post(own_page(asked) + "returned/", upload(comment_xlsx(request_of(asked)))).status_code == 403
    )


# ---- the workbook ----


def filled(asked: CommentRound, **cells: Any) -> bytes:
    book = load_workbook(io.BytesIO(comment_xlsx(request_of(asked))))
    for place, value in cells.items():
        book["征求意见表"][place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("who", ["liaison", "clerk"])
def test_a_filled_workbook_is_taken_from_the_unit_or_the_office(
    signed_in: Any, cast: Any, asked: CommentRound, who: str
) -> None:
    client = signed_in(getattr(cast, who))
    table = client.get(own_page(asked) + "table.xlsx")
    assert load_workbook(io.BytesIO(table.content))["征求意见表"]["B4"].value == "办好消费季"
    client.post(own_page(asked) + "returned/", upload(filled(asked, G4="2031.7.31", H4="场地紧张")))
    one = Proposal.objects.get()
    assert (one.column, one.proposed, one.request.way) == ("due", "2031年7月31日", "workbook")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "空的"),
        (b"not a workbook", "这不是 .xlsx 表格"),
        (b"PK" + b"0" * (5 * 1024 * 1024), "超过 5 MB"),
    ],
    ids=["empty", "text", "large"],
)
def test_a_file_that_cannot_be_taken_is_told_and_nothing_changes(
    signed_in: Any, cast: Any, asked: CommentRound, content: bytes, says: str
) -> None:
    response = signed_in(cast.liaison).post(own_page(asked) + "returned/", upload(content))
    assert response.status_code == 422
    assert says in told(response)
    assert request_of(asked).answered_at is None


def test_wrong_cells_of_a_workbook_are_listed_and_the_earlier_answer_stays(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    propose(asked, cast, due="2031年9月30日")
    wrong = filled(asked, G4="2031年7月", D5="月球局")
    response = signed_in(cast.liaison).post(own_page(asked) + "returned/", upload(wrong))
    assert response.status_code == 422
    page = told(response)
    assert "第4行 完成时限（G4）：“2031年7月”只写到月" in page
    assert "第5行 牵头单位（D5）：没有找到“月球局”" in page
    assert Proposal.objects.get().proposed == "2031年9月30日"
