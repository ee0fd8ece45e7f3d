"""征求意见 page by page: what a unit reads while it is asked and afterwards, and whom the office asks besides."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from departments.models import Department
from directives import workflow
from directives.exports import comment_xlsx
from directives.models import Batch, CommentRequest, CommentRound, Proposal, Task
from directives.workflow.commenting import Proposed
from tests import work
from tests.office.texts import fields_of, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(cast: Any) -> Batch:
    tasks = [
        work.task(title="办好消费季", measures="编制计划", lead="gongkeshang"),
        work.task(title="整理用地", lead="chengjian"),
    ]
    return workflow.prepare_batch(tasks, title="第一批", by=work.actor(cast.clerk))


@pytest.fixture
def asked(batch: Batch, cast: Any) -> CommentRound:
    return workflow.ask_comments(batch, None, work.in_days(5), by=work.actor(cast.clerk))


def task_of(asked: CommentRound) -> Task:
    return asked.batch.tasks.order_by("pk")[0]


def request_of(asked: CommentRound) -> CommentRequest:
    return asked.requests.get(department__slug="gongkeshang")


def own_page(asked: CommentRound) -> str:
    return f"/office/comments/{request_of(asked).pk}/"


def page_of(asked: CommentRound) -> str:
    return f"/office/batches/{asked.batch_id}/comments/"


def form_with(client: Any, asked: CommentRound, **cells: str) -> dict[str, Any]:
    """The unit's form as its page gives it, with some cells of the first task written over."""
    task = task_of(asked)
    return fields_of(client.get(own_page(asked)), "answer") | {
        f"{task.pk}.{column}": words for column, words in cells.items()
    }


def send(client: Any, asked: CommentRound, form: dict[str, Any]) -> Any:
    return client.post(own_page(asked) + "answer/", form)


def upload(client: Any, asked: CommentRound, content: bytes) -> Any:
    return client.post(own_page(asked) + "returned/", {"file": SimpleUploadedFile("意见.xlsx", content)})


def titles_proposed() -> list[tuple[str, str]]:
    return list(Proposal.objects.order_by("pk").values_list("current", "proposed"))


# ---- answering again ----


def test_an_unchanged_workbook_of_the_clerk_leaves_what_the_liaison_answered(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    client = signed_in(cast.liaison)
    send(client, asked, form_with(client, asked, title="办好菊花节") | {"general": "总体同意"})
    upload(signed_in(cast.clerk), asked, comment_xlsx(request_of(asked)))
    assert "已收到工科商局的表格：1 处意见" in told(client.get(page_of(asked)))
    assert titles_proposed() == [("办好消费季", "办好菊花节")]
    assert request_of(asked).general == "总体同意"


def test_the_form_shows_what_was_proposed_and_leaves_it_when_it_is_sent_again(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    client = signed_in(cast.liaison)
    send(client, asked, form_with(client, asked, title="办好菊花节"))
    before = Proposal.objects.get()
    send(client, asked, form_with(client, asked))
    assert Proposal.objects.get() == before
    send(client, asked, form_with(client, asked, title="办好消费季"))
    assert not Proposal.objects.exists()


def test_a_form_opened_before_another_answer_is_not_taken_unseen(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    client = signed_in(cast.liaison)
    form = form_with(client, asked, measures="组织企业")
    workflow.answer(
        request_of(asked), [Proposed(task_of(asked).pk, "title", "办好菊花节")], by=work.actor(cast.clerk)
    )
    response = send(client, asked, form)
    assert response.status_code == 422
    assert "刚刚有人替本单位反馈过" in told(response)
    assert "组织企业</textarea>" in response.content.decode()
    assert "办好菊花节" in told(response)


# ---- what was shown ----


def test_a_cell_changed_since_the_form_was_opened_is_told_at_its_field_with_what_it_says_now(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    client = signed_in(cast.liaison)
    form = form_with(client, asked, title="办好菊花节", measures="组织企业")
    Task.objects.filter(pk=task_of(asked).pk).update(title="办好展销会")
    response = send(client, asked, form)
    assert response.status_code == 422
    page = response.content.decode()
    at = page.index(f'name="{task_of(asked).pk}.title"')
    assert "办好菊花节</textarea>" in page[at:]
    assert page.index("现在是：办好展销会") > at
    assert "请对照现在的内容" in page[at:]
    assert "组织企业</textarea>" in page
    assert not Proposal.objects.exists()

    send(client, asked, fields_of(response, "answer"))
    assert ("办好展销会", "办好菊花节") in titles_proposed()


def test_an_earlier_proposal_whose_cell_changed_is_looked_at_again_before_it_counts(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    client = signed_in(cast.liaison)
    send(client, asked, form_with(client, asked, title="办好菊花节"))
    Task.objects.filter(pk=task_of(asked).pk).update(title="办好展销会")
    response = send(client, asked, form_with(client, asked, measures="组织企业"))
    assert "现在是：办好展销会" in told(response)
    assert titles_proposed() == [("办好消费季", "办好菊花节")]
    send(client, asked, fields_of(response, "answer"))
    assert ("办好展销会", "办好菊花节") in titles_proposed()


def test_a_workbook_with_a_cell_changed_since_names_its_place(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    book = load_workbook(io.BytesIO(comment_xlsx(request_of(asked))))
    book["征求意见表"]["B4"] = "办好菊花节"
    out = io.BytesIO()
    book.save(out)
    Task.objects.filter(pk=task_of(asked).pk).update(title="办好展销会")
    response = upload(signed_in(cast.clerk), asked, out.getvalue())
    assert response.status_code == 422
    assert "第4行 任务（B4）：表发出后，这一栏已改为“办好展销会”" in told(response)
    assert request_of(asked).answered_at is None


# ---- the office ----


def test_who_decides_what_the_unit_changed_meanwhile_is_told_and_decides_nothing(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    said = [Proposed(task_of(asked).pk, "title", "办好菊花节")]
    workflow.answer(request_of(asked), said, by=work.actor(cast.liaison))
    old = Proposal.objects.get().pk
    said = [Proposed(task_of(asked).pk, "title", "办好展销会")]
    workflow.answer(request_of(asked), said, by=work.actor(cast.liaison))
    sent = {"accept": "1", "batch": str(asked.batch_id)}
    response = signed_in(cast.clerk).post(f"/office/proposals/{old}/settle/", sent, follow=True)
    assert "单位刚刚修改或撤回了这条意见" in told(response)
    assert task_of(asked).title == "办好消费季"


def test_units_charged_since_the_round_began_are_asked_with_one_button(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    client = signed_in(cast.clerk)
    assert "也请这些单位提意见" not in told(client.get(page_of(asked)))
    workflow.join_batch(asked.batch, [work.task(title="新增", lead="fatong")], by=work.actor(cast.clerk))
    assert "又有 1 个单位承担了任务，还没有征求：发统局。" in told(client.get(page_of(asked)))
    assert "也请这些单位提意见" not in told(signed_in(cast.auditor).get(page_of(asked)))
    client = signed_in(cast.clerk)
    client.post(f"/office/comment-rounds/{asked.pk}/ask-more/")
    assert asked.requests.filter(department__slug="fatong").exists()
    assert "也请这些单位提意见" not in told(client.get(page_of(asked)))


def test_a_unit_without_a_task_in_the_batch_is_told_and_not_asked(
    signed_in: Any, cast: Any, batch: Batch
) -> None:
    sent = {"closes_on": work.in_days(3).isoformat(), "unit": ["gongkeshang", "fatong"]}
    response = signed_in(cast.clerk).post(f"/office/batches/{batch.pk}/comments/ask/", sent)
    assert response.status_code == 422
    assert "“发统局”没有承担这一批次的任务" in told(response)
    assert "征求 1 个责任单位" in told(response)
    assert not CommentRound.objects.exists()


# ---- afterwards ----


@pytest.mark.parametrize("how", ["its day is over", "closed", "issued"])
def test_after_the_end_a_unit_reads_its_answer_and_the_words_back_but_not_the_table(
    signed_in: Any, cast: Any, asked: CommentRound, how: str
) -> None:
    said = [Proposed(task_of(asked).pk, "title", "办好菊花节", "叫得响")]
    workflow.answer(request_of(asked), said, general="总体同意", by=work.actor(cast.liaison))
    refusal = Proposal.Verdict.REFUSED
    workflow.settle(Proposal.objects.get(), refusal, "会上已定名", by=work.actor(cast.clerk))
    if how == "its day is over":
        CommentRound.objects.update(closes_on=work.in_days(-1))
    else:
        workflow.close_round(asked, by=work.actor(cast.clerk))
    workflow.join_batch(asked.batch, [work.task(title="后来的事")], by=work.actor(cast.clerk))
    Task.objects.filter(pk=task_of(asked).pk).update(title="再次改名", measures="内部安排")
    if how == "issued":
        work.approver()
        Batch.objects.filter(pk=asked.batch_id).update(
            number="一", issued_on=work.in_days(0), issued_at=asked.opened_at, issued_by=cast.clerk
        )
    client = signed_in(cast.liaison)
    page = told(client.get(own_page(asked)))
    for words in ("办好消费季", "办好菊花节", "叫得响", "未采纳", "会上已定名", "总体同意", "不能再"):
        assert words in page
    for words in ("后来的事", "再次改名", "内部安排", "整理用地", "提交意见", "下载征求意见表"):
        assert words not in page
    assert client.get(own_page(asked) + "table.xlsx").status_code == 404
    refused = told(upload(client, asked, comment_xlsx(request_of(asked))))
    assert "不能再" in refused
    assert "后来的事" not in refused
    assert signed_in(cast.auditor).get(own_page(asked) + "table.xlsx").status_code == 200


def test_a_unit_that_ceased_is_told_so_and_reads_the_table_no_more(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    Department.objects.filter(slug="gongkeshang").update(valid_to=work.in_days(-1))
    client = signed_in(cast.liaison)
    page = told(client.get(own_page(asked)))
    assert "工科商局已不存续，不能再反馈" in page
    assert "整理用地" not in page
    assert client.get(own_page(asked) + "table.xlsx").status_code == 404
    assert client.post(own_page(asked) + "answer/", {"none": "1"}).status_code == 422


def test_what_was_said_of_a_task_that_left_is_shown_apart(
    signed_in: Any, cast: Any, asked: CommentRound
) -> None:
    said = [Proposed(task_of(asked).pk, "title", "办好菊花节")]
    workflow.answer(request_of(asked), said, by=work.actor(cast.liaison))
    workflow.leave_batch(asked.batch, task_of(asked), by=work.actor(cast.clerk))
    page = told(signed_in(cast.liaison).get(own_page(asked)))
    assert page.index("已移出这一批次的任务") < page.index("办好菊花节")
