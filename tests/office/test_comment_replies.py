"""征求意见 where words could be lost: 无意见 beside typed words, and what a unit says of the whole batch."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from departments.models import Department
from directives import workflow
from directives.models import Batch, CommentRequest, CommentRound, Proposal, Task
from directives.workflow import commenting
from directives.workflow.commenting import Proposed
from tests import work
from tests.browser import sign_in
from tests.office.comments import asked_about, batch_to_ask_about, own_page, page_of, propose, request_of
from tests.office.texts import fields_of, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(cast: Any) -> Batch:
    return batch_to_ask_about(cast)


@pytest.fixture
def asked(batch: Batch, cast: Any) -> CommentRound:
    return asked_about(batch, cast)


def task_of(asked: CommentRound, title: str = "办好消费季") -> Task:
    return asked.batch.tasks.get(title=title)


def agree(client: Any, asked: CommentRound, **typed: Any) -> Any:
    """无意见, sent as the button sends it: with the whole form."""
    form = fields_of(client.get(own_page(asked)), "answer")
    return client.post(own_page(asked) + "answer/", form | typed | {"none": "1"})


def say(asked: CommentRound, cast: Any, words: str = "经费从哪里来", *proposals: Proposed) -> CommentRequest:
    return workflow.answer(request_of(asked), proposals, general=words, by=work.actor(cast.liaison))


def reply(client: Any, request: CommentRequest, words: str, **more: str) -> Any:
    return client.post(f"/office/comments/{request.pk}/general/", {"answer": words, **more})


# ---- 无意见 ----


@pytest.mark.parametrize("typed", ["a cell", "a reason", "general words"])
def test_no_objection_beside_typed_words_is_refused_and_keeps_them_on_the_page(
    signed_in: Any, cast: Any, asked: CommentRound, typed: str
) -> None:
    other = task_of(asked, "走访企业").pk
    name = {"a cell": f"{other}.title", "a reason": f"{other}.reason", "general words": "general"}[typed]
    response = agree(signed_in(cast.liaison), asked, **{name: "场地\r\n紧张"})
    assert response.status_code == 422
    assert "您写了意见，还没有提交。要提交请点“提交意见”" in told(response)
    assert "场地" in response.content.decode()
    assert request_of(asked).answered_at is None
    page = response.content.decode()
    assert page.count('<details class="disclosure" open') == (0 if typed == "general words" else 2)


def test_no_objection_with_nothing_typed_takes_one_click(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    page = signed_in(cast.liaison).get(own_page(asked)).content.decode()
    assert 'button--plain" type="submit" form="answer" name="none"' in page
    assert page.count("button--primary") == 1
    assert agree(signed_in(cast.liaison), asked).status_code == 302
    assert request_of(asked).way == "portal"


def test_what_was_answered_before_is_taken_back_by_no_objection_but_not_what_was_typed_since(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    say(
        asked,
        cast,
        "第一行\n第二行",
        Proposed(task_of(asked).pk, "measures", "一、编制\n二、组织", "场地紧张"),
    )
    client = signed_in(cast.liaison)
    response = agree(client, asked, general="第一行\n第三行")
    assert response.status_code == 422
    assert "您又写了意见，还没有提交" in told(response)
    assert Proposal.objects.count() == 1
    assert agree(client, asked).status_code == 302
    assert (Proposal.objects.count(), request_of(asked).general) == (0, "")


def test_no_objection_typed_beside_after_the_end_is_told_about_the_end(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    workflow.close_round(asked, by=work.actor(cast.clerk))
    sent = {"none": "1", "general": "场地紧张"}
    response = signed_in(cast.liaison).post(own_page(asked) + "answer/", sent)
    assert "已经结束，不能再反馈" in told(response)


# ---- 总体意见 ----


def test_the_office_answers_general_words_and_the_unit_reads_it(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    request = say(asked, cast)
    clerk = signed_in(cast.clerk)
    assert "有总体意见" in told(clerk.get(page_of(asked.batch)))
    assert "待答复" in told(clerk.get(page_of(asked.batch)))
    assert "1 处意见待处理" in told(clerk.get(page_of(asked.batch)))
    assert "还有 1 处意见待处理" in told(clerk.get(f"/office/batches/{asked.batch_id}/"))
    reply(clerk, request, "由镇财政安排", read=request.waiting_words)
    page = told(clerk.get(page_of(asked.batch)))
    assert "由镇财政安排" in page and cast.clerk.name in page
    assert "待答复" not in page and "待处理" not in page
    page = told(signed_in(cast.liaison).get(own_page(asked)))
    assert page.index("经费从哪里来") < page.index("由镇财政安排") < page.index("补充总体意见")


def test_a_reply_without_a_word_is_told_beside_the_words(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    request = say(asked, cast)
    response = reply(signed_in(cast.clerk), request, " ")
    assert response.status_code == 422
    assert "请写一句答复" in told(response)
    long = reply(signed_in(cast.clerk), request, "长" * 401)
    assert "最多 400 字" in told(long)
    assert 'value="长' in long.content.decode()
    assert request_of(asked).replied_at is None


def test_a_reply_to_words_that_the_unit_changed_meanwhile_is_not_kept(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    read = say(asked, cast).waiting_words
    request = say(asked, cast, "经费已有着落，请改时限")
    response = reply(signed_in(cast.clerk), request, "由镇财政安排", read=read)
    assert response.status_code == 422
    assert commenting.GONE in told(response)
    assert request_of(asked).reply == ""


def test_only_the_office_answers_general_words(signed_in: Any, cast: Any, asked: CommentRound) -> None:
    request = say(asked, cast)
    assert reply(signed_in(cast.liaison), request, "好").status_code == 403
    page = told(signed_in(cast.auditor).get(page_of(asked.batch)))
    assert "经费从哪里来" in page
    assert "答复总体意见" not in page


# ---- the record, and the end of a round ----


def test_the_record_says_what_was_decided_of_whom(signed_in: Any, cast: Any, asked: CommentRound) -> None:
    due, title = propose(asked, cast, due="2031年9月30日", title="办好菊花消费季")
    say(
        asked,
        cast,
        "经费从哪里来",
        *(Proposed(one.task_id, one.column, one.proposed) for one in (due, title)),
    )
    due, title = Proposal.objects.order_by("column")
    by = work.actor(cast.clerk)
    workflow.settle(due, Proposal.Verdict.ACCEPTED, by=by)
    workflow.settle(title, Proposal.Verdict.REFUSED, "会上已定名", by=by)
    commenting.reply_to_general(request_of(asked), "由镇财政安排", by=by)
    address = f"/office/batches/{asked.batch_id}/"
    page = told(signed_in(cast.clerk).get(address))
    for words in (
        "处理意见：工科商局，任务 1 完成时限，采纳",
        "处理意见：工科商局，任务 1 任务，未采纳",
        "处理意见：工科商局，总体意见，已答复",
        "由镇财政安排",
    ):
        assert words in page
    workflow.leave_batch(asked.batch, task_of(asked), by=by)
    assert "处理意见：工科商局，“办好消费季”完成时限，采纳" in told(signed_in(cast.clerk).get(address))


def test_a_round_with_nothing_left_to_wait_for_is_ended_from_the_top_of_the_page(
    signed_in: Any, cast: Any, batch: Batch
) -> None:
    by = work.actor(cast.clerk)
    units = [
        one
        for one in commenting.units_to_ask(batch, work.in_days(0))
        if one.slug in ("gongkeshang", "xinshi")
    ]
    asked = workflow.ask_comments(batch, units, work.in_days(5), by=by)
    request = say(asked, cast)
    client = signed_in(cast.clerk)
    response = reply(client, request, "由镇财政安排")
    assert response.headers["Location"].endswith(f"/comments/#g{request.pk}")
    assert "可以结束这一轮" not in told(client.get(page_of(batch)))  # one unit is silent
    last = workflow.answer(request_of(asked, "xinshi"), [], general="同意", by=by)
    assert "可以结束这一轮" not in told(client.get(page_of(batch)))  # its words wait
    response = reply(client, last, "收到")
    assert response.headers["Location"].endswith("/comments/#main")
    for address in (page_of(batch), f"/office/batches/{batch.pk}/"):
        assert "2 个单位都已反馈，意见都已处理，可以结束这一轮。" in told(client.get(address))
    assert told(client.get(page_of(batch))).index("结束这一轮") < told(client.get(page_of(batch))).index(
        "第 1 轮"
    )
    response = client.post(f"/office/comment-rounds/{asked.pk}/close/", follow=True)
    assert "已结束这一轮。" in told(response)
    assert "没有反馈的单位，按无意见" not in told(response).partition("再征求一轮")[0]
    assert "可以结束" not in told(response)


def test_units_left_out_when_the_round_was_sent_are_not_said_to_be_charged_since(
    signed_in: Any, cast: Any, batch: Batch
) -> None:
    by = work.actor(cast.clerk)
    units = [one for one in commenting.units_to_ask(batch, work.in_days(0)) if one.slug == "gongkeshang"]
    asked = workflow.ask_comments(batch, units, work.in_days(5), by=by)
    client = signed_in(cast.clerk)
    page = told(client.get(page_of(batch)))
    assert "另有 29 个责任单位没有征求" in page
    assert "承担了任务" not in page
    workflow.join_batch(batch, [work.task(title="新增", lead="fatong")], by=by)
    page = client.get(page_of(batch))
    assert "又有 1 个单位承担了任务，还没有征求：发统局。" in told(page)
    assert "另有 29 个责任单位没有征求" in told(page)
    client.post(f"/office/comment-rounds/{asked.pk}/ask-more/", {"unit": ["fatong"]})
    assert sorted(asked.requests.values_list("department__slug", flat=True)) == ["fatong", "gongkeshang"]


def test_of_a_round_without_that_record_nothing_is_said_about_when_units_were_charged(
    signed_in: Any, cast: Any, batch: Batch
) -> None:
    old = CommentRound.objects.create(
        batch=batch, number=1, closes_on=work.in_days(5), opened_by=cast.clerk, opened_at=timezone.now()
    )
    old.requests.create(department=Department.objects.get(slug="gongkeshang"))
    page = told(signed_in(cast.clerk).get(page_of(batch)))
    assert "另有 29 个责任单位没有征求" in page
    assert "承担了任务" not in page


# ---- small things ----


def test_the_note_to_units_stands_on_a_line_of_its_own(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    CommentRound.objects.update(note="请于下周一下班前反馈")
    for client, address in ((cast.clerk, page_of(asked.batch)), (cast.liaison, own_page(asked))):
        assert "给单位的话：请于下周一下班前反馈" in told(signed_in(client).get(address))


def test_an_empty_cell_is_named_as_on_the_batchs_page(signed_in: Any, cast: Any, asked: CommentRound) -> None:
    propose(asked, cast, supporting="城建局")
    page = told(signed_in(cast.clerk).get(page_of(asked.batch)))
    assert "配合单位现为 无" in page
    assert "空" not in page.partition("配合单位现为")[2].partition("第 1 轮")[0]


def test_the_units_form_offers_names_and_its_errors_lead_to_their_fields(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    client, pk = signed_in(cast.liaison), task_of(asked).pk
    page = client.get(own_page(asked)).content.decode()
    assert f'name="{pk}.lead" value="工科商局" list="unit-names"' in page
    assert '<option value="城建局">' in page.partition('<datalist id="unit-names">')[2]
    form = fields_of(client.get(own_page(asked)), "answer") | {f"{pk}.lead": "没有的单位"}
    page = client.post(own_page(asked) + "answer/", form).content.decode()
    assert f'<a href="#c{pk}.lead">第 1 项 牵头单位：' in page
    assert f'id="c{pk}.lead"' in page


# ---- in a browser ----


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_all_units_are_ticked_or_cleared_at_once_and_the_summary_counts_them(
    emptied_log: None, page: Page, live_server: Any, cast: Any
) -> None:
    batch = batch_to_ask_about(cast)
    sign_in(page, cast.clerk, live_server)
    page.goto(page_of(batch))
    summary = page.locator("summary", has_text="个责任单位（可增减）")
    expect(summary).to_have_text("征求 30 个责任单位（可增减）")
    summary.click()
    page.get_by_role("button", name="全不选").click()
    expect(summary).to_have_text("征求 0 个责任单位（可增减）")
    page.get_by_label("工科商局").check()
    expect(summary).to_have_text("征求 1 个责任单位（可增减）")
    page.get_by_role("button", name="全选").click()
    expect(summary).to_have_text("征求 30 个责任单位（可增减）")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_enter_in_a_field_sends_the_opinions_and_the_button_above_never_loses_them(
    emptied_log: None, page: Page, live_server: Any, cast: Any
) -> None:
    asked = asked_about(batch_to_ask_about(cast), cast)
    sign_in(page, cast.liaison, live_server)
    page.goto(own_page(asked))
    page.locator("summary", has_text="改这一项").first.click()
    page.get_by_label("配合单位").first.fill("城建局")
    page.get_by_role("button", name="无意见").click()
    expect(page.get_by_role("alert")).to_contain_text("您写了意见，还没有提交")
    expect(page.get_by_label("配合单位").first).to_have_value("城建局")
    page.get_by_label("配合单位").first.press("Enter")
    expect(page.get_by_text("1 处意见")).to_be_visible()
    assert Proposal.objects.get().proposed == "城建局"
