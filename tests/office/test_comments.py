"""征求意见 in the office and on a unit's desk: who sees what, and what a form does."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from departments.models import Department
from directives import workflow
from directives.exports import comment_xlsx
from directives.models import Batch, CommentRequest, CommentRound, Proposal, Task
from directives.workflow.commenting import Proposed, mark_of
from tests import work
from tests.office.texts import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(cast: Any) -> Batch:
    due = {"nature": "fixed_term", "due_on": work.in_days(60), "due_basis": "office"}
    tasks = [
        work.task(title="办好消费季", measures="编制计划", lead="gongkeshang", **due),
        work.task(title="走访企业", unit_set="ge-cun-shequ"),
    ]
    return workflow.prepare_batch(tasks, title="第一批", by=work.actor(cast.clerk))


@pytest.fixture
def asked(batch: Batch, cast: Any) -> CommentRound:
    return workflow.ask_comments(batch, None, work.in_days(5), by=work.actor(cast.clerk))


def page_of(batch: Batch) -> str:
    return f"/office/batches/{batch.pk}/comments/"


def request_of(asked: CommentRound, slug: str = "gongkeshang") -> CommentRequest:
    return asked.requests.get(department__slug=slug)


def own_page(asked: CommentRound, slug: str = "gongkeshang") -> str:
    return f"/office/comments/{request_of(asked, slug).pk}/"


def form_of(task: Task, **cells: str) -> dict[str, str]:
    """A unit's form as a browser sends it: every cell, with the mark of what was shown; the given ones changed."""
    from directives.breakdown import rows_of_tasks

    [row] = rows_of_tasks([task])
    shown = {f"{task.pk}.{name}": words for name, words in row.cells.items()}
    marks = {f"{task.pk}.{name}.was": mark_of(name, words) for name, words in row.cells.items()}
    return shown | marks | {f"{task.pk}.{name}": words for name, words in cells.items()}


def propose(asked: CommentRound, cast: Any, slug: str = "gongkeshang", **cells: str) -> list[Proposal]:
    task = asked.batch.tasks.get(title="办好消费季")
    request = request_of(asked, slug)
    said = [Proposed(task.pk, column, words, "场地紧张") for column, words in cells.items()]
    workflow.answer(request, said, by=work.actor(cast.clerk))
    return list(request.proposals.all())


def upload(content: bytes) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("意见.xlsx", content)}


# ---- the office ----


def test_the_clerk_asks_every_charged_unit_with_one_form(signed_in: Any, cast: Any, batch: Batch) -> None:
    client = signed_in(cast.clerk)
    page = told(client.get(page_of(batch)))
    assert "征求 30 个责任单位" in page
    ticked = ["gongkeshang", "xinshi"]
    sent = {"closes_on": work.in_days(3).isoformat(), "note": "请抓紧", "unit": ticked}
    client.post(page_of(batch) + "ask/", sent)
    asked = CommentRound.objects.get()
    assert set(asked.requests.values_list("department__slug", flat=True)) == set(ticked)
    assert (asked.closes_on, asked.note) == (work.in_days(3), "请抓紧")
    response = client.get(page_of(batch))
    assert "2 个单位，已反馈 0 个" in told(response)
    assert 'id="ask"' not in response.content.decode()  # one round at a time


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"unit": ["xinshi"]}, "请填写截止日期"),
        ({"unit": ["xinshi"], "closes_on": "2024-01-01"}, "截止日期不能早于今天"),
        ({"closes_on": "2099-01-01"}, "请至少选择一个单位"),
    ],
)
def test_a_round_that_cannot_begin_is_told_on_the_form(
    signed_in: Any, cast: Any, batch: Batch, sent: dict[str, Any], says: str
) -> None:
    response = signed_in(cast.clerk).post(page_of(batch) + "ask/", sent)
    assert response.status_code == 422
    assert says in told(response)
    assert not CommentRound.objects.exists()


def test_the_page_shows_for_each_cell_what_it_says_and_everybodys_proposals(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    propose(asked, cast, due="2031年9月30日")
    propose(asked, cast, "xinshi", due="2031年12月31日")
    page = told(signed_in(cast.leader).get(page_of(asked.batch)))
    assert page.count("完成时限现为") == 1
    now, first, second = (page.index(words) for words in ("完成时限现为", "2031年9月30日", "2031年12月31日"))
    assert now < first < second
    assert "场地紧张" in page
    assert "不采纳时必填" not in page  # who only reads decides nothing


def test_taking_and_refusing_with_a_word(signed_in: Any, cast: Any, asked: CommentRound) -> None:
    due, title = propose(asked, cast, due="2031年9月30日", title="办好菊花消费季")
    client = signed_in(cast.clerk)
    client.post(f"/office/proposals/{due.pk}/settle/", {"accept": "1"})
    refused = client.post(f"/office/proposals/{title.pk}/settle/", {"refuse": "1", "answer": " "})
    assert refused.status_code == 422
    assert "不采纳请写一句答复" in told(refused)
    client.post(f"/office/proposals/{title.pk}/settle/", {"refuse": "1", "answer": "会上已定名"})
    task = asked.batch.tasks.get(pk=due.task_id)
    assert (task.due_on.isoformat(), task.title) == ("2031-09-30", "办好消费季")
    page = told(client.get(page_of(asked.batch)))
    assert "已采纳" in page
    assert "会上已定名" in page


def test_a_conflict_is_told_beside_the_proposal_and_the_words_are_kept(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    [one] = propose(asked, cast, title="办好菊花消费季")
    Task.objects.filter(pk=one.task_id).update(title="办好菊花节")
    sent = {"accept": "1", "answer": "同意改名"}
    response = signed_in(cast.clerk).post(f"/office/proposals/{one.pk}/settle/", sent)
    assert response.status_code == 422
    assert "已改成“办好菊花节”，与提出意见时不同" in told(response)
    assert 'value="同意改名"' in response.content.decode()
    assert "提出时为" in told(response)


def test_units_that_stay_silent_count_as_agreeing_when_the_day_is_over(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    client = signed_in(cast.clerk)
    assert "尚未反馈" in told(client.get(page_of(asked.batch)))
    CommentRound.objects.update(closes_on=work.in_days(-1))
    page = told(client.get(page_of(asked.batch)))
    assert "逾期未复，按无意见处理" in page
    assert "再征求一轮" in page


def test_ending_a_round_early(signed_in: Any, cast: Any, asked: CommentRound) -> None:
    signed_in(cast.clerk).post(f"/office/comment-rounds/{asked.pk}/close/")
    asked.refresh_from_db()
    assert asked.closed_at is not None


def test_the_batchs_page_tells_how_the_round_stands(signed_in: Any, cast: Any, asked: CommentRound) -> None:
    propose(asked, cast, due="2031年9月30日")
    page = told(signed_in(cast.clerk).get(f"/office/batches/{asked.batch_id}/"))
    assert "第 1 轮正在征求，30 个单位，已反馈 1 个，还有 1 处意见待处理。" in page


# ---- the unit ----


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


# ---- at any length ----


def queries(client: Any, *addresses: str) -> list[int]:
    counts = []
    for address in addresses:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    return counts


def test_pages_cost_the_same_however_many_tasks_and_proposals(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    propose(asked, cast, due="2031年9月30日")
    addresses = [page_of(asked.batch), own_page(asked), own_page(asked) + "table.xlsx"]
    client = signed_in(cast.clerk)
    client.get(addresses[0])
    before = queries(client, *addresses)
    unit = Department.objects.get(slug="gongkeshang")
    tasks = Task.objects.bulk_create(
        Task(title=f"任务{n}", nature="standing", batch=asked.batch) for n in range(30)
    )
    for task in tasks:
        work.charge(task, "lead", department=unit)
    Proposal.objects.bulk_create(
        Proposal(
            request=one,
            task=task,
            task_title=task.title,
            column="title",
            current=task.title,
            proposed="另一个名称",
        )
        for one in asked.requests.filter(department__slug__in=["gongkeshang", "xinshi"])
        for task in tasks
    )
    assert queries(client, *addresses) == before
    assert max(before) <= 20


def test_the_desk_costs_the_same_for_any_number_of_rounds(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    client = signed_in(cast.liaison)
    [before] = queries(client, "/office/")
    for n in range(3):
        batch = workflow.prepare_batch(
            [work.task(title=f"任务{n}", lead="gongkeshang")], title=f"批次{n}", by=work.actor(cast.clerk)
        )
        workflow.ask_comments(batch, None, timezone.localdate(), by=work.actor(cast.clerk))
    assert queries(client, "/office/") == [before]


def test_the_page_costs_the_same_however_many_units_were_asked(
    signed_in: Any, cast: Any, batch: Batch
) -> None:
    client, by = signed_in(cast.clerk), work.actor(cast.clerk)
    one = Department.objects.filter(slug="gongkeshang")
    asked = workflow.ask_comments(batch, one, work.in_days(5), by=by)
    workflow.answer(asked.requests.get(), [], by=by)
    client.get(page_of(batch))
    before = queries(client, page_of(batch))
    for unit in Department.objects.filter(slug__in=["xinshi", "chengjian", "fatong"]):
        more = CommentRequest.objects.create(round=asked, department=unit)
        workflow.answer(more, [], by=by)
    assert queries(client, page_of(batch)) == before


def test_a_proposal_for_several_lines_shows_which_come_and_which_go(
    signed_in: Any, cast: Any, asked: Any
) -> None:
    task = asked.batch.tasks.first()
    Proposal.objects.create(
        request=asked.requests.first(),
        task=task,
        task_title=task.title,
        column="measures",
        current="编制计划\n走访企业",
        proposed="编制计划\n每月调度\n走访企业",
    )
    page = signed_in(cast.clerk).get(f"/office/batches/{asked.batch_id}/comments/").content.decode()
    assert "<ins>每月调度</ins>" in page
    assert "<del>" not in page and "<li>编制计划</li>" in page
