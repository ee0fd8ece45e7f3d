"""征求意见 in the office: whom it asks, what the page shows of their proposals, and what it makes of them."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from departments.models import Department
from directives import workflow
from directives.models import Batch, CommentRequest, CommentRound, Proposal, Task
from tests import work
from tests.office.comments import asked_about, batch_to_ask_about, own_page, page_of, propose
from tests.office.texts import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(cast: Any) -> Batch:
    return batch_to_ask_about(cast)


@pytest.fixture
def asked(batch: Batch, cast: Any) -> CommentRound:
    return asked_about(batch, cast)


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
