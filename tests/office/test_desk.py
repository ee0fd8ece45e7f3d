"""What lies on whose desk: the office's documents, the unit's returned reports, its 交办单 and the answers it got."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from departments.models import Department
from directives import workflow
from directives.errors import WrongState
from directives.models import Batch, CommentRound, Notice, ProgressReport, Proposal, Task, TaskAssignment
from directives.workflow.commenting import Proposed, reply_to_general
from tests import work
from tests.cast import Cast
from tests.office.texts import told

pytestmark = pytest.mark.django_db
HOME = "/office/"


def queries(client: Any, address: str = HOME) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


# 来文


def test_a_document_with_tasks_to_issue_lies_on_the_clerks_desk_until_they_are_in_a_batch(
    signed_in: Any, cast: Cast
) -> None:
    document = work.document()
    task = work.task(lead="gongkeshang", source=work.document_directive(document))
    client = signed_in(cast.clerk)
    page = client.get(HOME)
    assert "来文：督办通知" in told(page) and "1 项任务待交办" in told(page)
    assert f'href="/office/documents/{document.pk}/#issue"' in page.content.decode()
    workflow.prepare_batch([task], title="第一批", by=work.actor(cast.clerk))
    assert "来文：督办通知" not in told(client.get(HOME))


def test_the_clerks_desk_takes_the_same_queries_for_one_document_as_for_many(
    signed_in: Any, cast: Cast
) -> None:
    client = signed_in(cast.clerk)

    def one_more(n: int) -> None:
        document = work.document(document_number=f"督字〔2024〕{n}号")
        work.task(lead="gongkeshang", source=work.document_directive(document))

    one_more(1)
    few = queries(client)
    for n in range(2, 9):
        one_more(n)
    assert queries(client) == few


# Reports that were sent back


@pytest.fixture
def issued(cast: Cast) -> Task:
    made = work.task(
        lead="gongkeshang",
        supporting=("chengjian",),
        source=work.directive(work.meeting()),
        report_cycle=Task.Cycle.MONTHLY,
    )
    work.issue(made, by=cast.clerk)
    return made


@pytest.fixture
def returned(cast: Cast, issued: Task) -> TaskAssignment:
    """A share whose report of this period the office sent back."""
    by = work.actor(cast.liaison)
    share = workflow.acknowledge(work.assignment(issued, "gongkeshang"), by=by)
    report = workflow.send_report(share, workflow.ReportContent(text="已走访"), by=by)
    workflow.send_back_report(report, "请写明走访多少家", by=work.actor(cast.supervisor))
    return share


def test_a_report_that_was_sent_back_is_shown_as_such_and_cannot_be_put_off_with_one_tap(
    signed_in: Any, cast: Cast, returned: TaskAssignment
) -> None:
    client = signed_in(cast.liaison)
    home = told(client.get(HOME))
    assert "反馈已退回：请写明走访多少家" in home and "修改后重报" in home
    assert "本期无变化" not in home
    page = told(client.get(f"/office/assignments/{returned.pk}/"))
    assert "的反馈已退回，请修改后重报" in page and "没有新进展？" not in page


def test_no_change_is_refused_for_a_period_whose_report_was_sent_back(
    signed_in: Any, cast: Cast, returned: TaskAssignment
) -> None:
    with pytest.raises(WrongState, match="不能再报“本期无变化”"):
        workflow.send_report(returned, workflow.ReportContent(no_change=True), by=work.actor(cast.liaison))
    sent = {"no_change": "1", "next": HOME}
    page = signed_in(cast.liaison).post(f"/office/assignments/{returned.pk}/report/", sent, follow=True)
    assert "请按退回原因修改后重报" in told(page)
    assert ProgressReport.objects.get().state == ProgressReport.State.RETURNED


def test_a_report_that_was_mended_and_sent_again_is_no_more_told_as_returned(
    signed_in: Any, cast: Cast, returned: TaskAssignment
) -> None:
    client = signed_in(cast.liaison)
    client.post(f"/office/assignments/{returned.pk}/report/", {"text": "已走访 12 家"})
    home = told(client.get(HOME))
    assert "已退回" not in home and "办理中，本期已报送" in home


def test_in_the_next_period_no_change_may_be_said_again(cast: Cast, returned: TaskAssignment) -> None:
    ProgressReport.objects.update(period="2020-01")
    report = workflow.send_report(
        returned, workflow.ReportContent(no_change=True), by=work.actor(cast.liaison)
    )
    assert report.no_change


# 交办单


def test_the_order_can_be_had_long_after_the_task_was_signed_for(
    signed_in: Any, cast: Cast, returned: TaskAssignment
) -> None:
    batch = returned.task.batch
    assert batch
    link = f'href="/office/batches/{batch.pk}/orders/gongkeshang.docx"'
    client = signed_in(cast.liaison)
    pages = (HOME, f"/office/tasks/{returned.task_id}/", f"/office/assignments/{returned.pk}/")
    for page in pages:
        assert client.get(page).content.decode().count(link) == 1, page
    Notice.objects.update(sent_at=timezone.now() - timedelta(days=61))
    assert [link in client.get(page).content.decode() for page in pages] == [False, True, True]


def test_a_unit_is_offered_its_own_order_alone(signed_in: Any, cast: Cast, issued: Task) -> None:
    page = signed_in(cast.other_liaison).get(f"/office/tasks/{issued.pk}/").content.decode()
    assert "orders/chengjian.docx" in page
    assert "orders/gongkeshang.docx" not in page


def test_a_units_desk_takes_the_same_queries_for_one_batch_as_for_many(signed_in: Any, cast: Cast) -> None:
    source = work.directive(work.meeting())
    client = signed_in(cast.liaison)

    def one_more() -> None:
        task = work.task(lead="gongkeshang", source=source)
        work.issue(task, by=cast.clerk)
        workflow.acknowledge(work.assignment(task, "gongkeshang"), by=work.actor(cast.liaison))

    one_more()
    few = queries(client)
    for _ in range(4):
        one_more()
    assert queries(client) == few


# Answers to comments


@pytest.fixture
def asked(cast: Cast) -> CommentRound:
    """A round in which 工科商局 proposed two cells; the office took one and refused the other with a word."""
    tasks = [work.task(title="办好消费季", measures="编制计划", lead="gongkeshang")]
    batch = workflow.prepare_batch(tasks, title="第一批", by=work.actor(cast.clerk))
    asked = workflow.ask_comments(batch, None, work.in_days(5), by=work.actor(cast.clerk))
    proposed = [
        Proposed(tasks[0].pk, column, words, "更准确")
        for column, words in (("title", "办好菊花消费季"), ("measures", "编制方案"))
    ]
    workflow.answer(asked.requests.get(), proposed, by=work.actor(cast.liaison))
    by = work.actor(cast.clerk)
    workflow.settle(Proposal.objects.get(column="title"), Proposal.Verdict.ACCEPTED, "", by=by)
    workflow.settle(Proposal.objects.get(column="measures"), Proposal.Verdict.REFUSED, "沿用会议提法", by=by)
    return asked


def test_a_unit_reads_what_became_of_its_comments_for_thirty_days_also_after_the_issue(
    signed_in: Any, cast: Cast, asked: CommentRound
) -> None:
    client, link = signed_in(cast.liaison), f"/office/comments/{asked.requests.get().pk}/"
    assert "意见答复" not in told(client.get(HOME))
    workflow.close_round(asked, by=work.actor(cast.clerk))
    home = client.get(HOME)
    assert "意见答复" in told(home) and "采纳 1 处 未采纳 1 处" in told(home)
    assert "已反馈：" not in told(home)
    approve_and_issue(asked.batch, cast)
    assert link in client.get(HOME).content.decode()
    page = told(client.get(link))
    assert "已采纳" in page and "未采纳" in page and "沿用会议提法" in page
    long_ago = timezone.now() - timedelta(days=31)
    Proposal.objects.update(decided_at=long_ago)
    assert "意见答复" in told(client.get(HOME))
    CommentRound.objects.update(closed_at=long_ago)
    assert "意见答复" not in told(client.get(HOME))
    Proposal.objects.filter(column="title").update(decided_at=timezone.now())
    assert "采纳 1 处 未采纳 1 处" in told(client.get(HOME))


def test_a_round_that_ended_with_its_day_is_answered_like_one_that_was_closed(
    signed_in: Any, cast: Cast, asked: CommentRound
) -> None:
    CommentRound.objects.update(closes_on=work.in_days(-29))
    Proposal.objects.update(decided_at=timezone.now() - timedelta(days=31))
    client = signed_in(cast.liaison)
    assert "意见答复" in told(client.get(HOME))
    CommentRound.objects.update(closes_on=work.in_days(-31))
    assert "意见答复" not in told(client.get(HOME))


def test_another_unit_is_told_nothing_of_the_answers(signed_in: Any, cast: Cast, asked: CommentRound) -> None:
    workflow.close_round(asked, by=work.actor(cast.clerk))
    assert "意见答复" not in told(signed_in(cast.other_liaison).get(HOME))


def approve_and_issue(batch: Batch, cast: Cast) -> None:
    for _ in workflow.approval_steps():
        workflow.record_approval(
            batch,
            approver=work.approver(),
            words="同意",
            approved_on=timezone.localdate(),
            by=work.actor(cast.clerk),
        )
    workflow.issue(batch, by=work.actor(cast.clerk))


# Units that nobody signs in for


def test_units_without_an_account_are_named_before_and_after_the_issue(signed_in: Any, cast: Cast) -> None:
    task = work.task(lead="gongkeshang", supporting=("chengjian", "fatong"))
    batch = workflow.prepare_batch([task], title="第一批", by=work.actor(cast.clerk))
    client, address = signed_in(cast.clerk), f"/office/batches/{batch.pk}/"
    sentence = "以下 1 个单位还没有账号，请另行送达：发统局。"
    assert sentence in told(client.get(address))
    approve_and_issue(batch, cast)
    assert sentence in told(client.get(address))
    cast.other_liaison.is_active = False
    cast.other_liaison.save()
    assert "以下 2 个单位还没有账号" in told(client.get(address))
    cast.head.memberships.update(valid_to=work.in_days(-1))  # type: ignore[attr-defined]
    assert "以下 2 个单位还没有账号" in told(client.get(address))
    cast.liaison.memberships.update(valid_to=work.in_days(-1))  # type: ignore[attr-defined]
    assert "以下 3 个单位还没有账号" in told(client.get(address))


def test_the_batch_page_takes_the_same_queries_for_any_number_of_units(signed_in: Any, cast: Cast) -> None:
    client = signed_in(cast.clerk)
    few = workflow.prepare_batch([work.task(lead="fatong")], title="一", by=work.actor(cast.clerk))
    slugs = Department.objects.filter(kind=Department.objects.get(slug="fatong").kind)
    many = workflow.prepare_batch(
        [work.task(lead=unit.slug) for unit in slugs], title="二", by=work.actor(cast.clerk)
    )
    assert queries(client, f"/office/batches/{many.pk}/") == queries(client, f"/office/batches/{few.pk}/")


def test_the_issue_says_where_the_notices_are_and_not_who_read_them(signed_in: Any, cast: Cast) -> None:
    batch = workflow.prepare_batch([work.task(lead="gongkeshang")], title="第一批", by=work.actor(cast.clerk))
    for _ in workflow.approval_steps():
        workflow.record_approval(
            batch,
            approver=work.approver(),
            words="同意",
            approved_on=timezone.localdate(),
            by=work.actor(cast.clerk),
        )
    page = told(signed_in(cast.clerk).post(f"/office/batches/{batch.pk}/issue/", follow=True))
    assert "通知已放到各单位的办公首页" in page
    assert "已收到通知" not in page


# Loose drafts


def test_loose_drafts_stand_under_their_meeting_or_document_with_their_units(
    signed_in: Any, cast: Cast
) -> None:
    meeting, document = work.meeting(), work.document()
    work.task(title="办好消费季", lead="gongkeshang", source=work.directive(meeting))
    work.task(title="核查停产企业", lead="chengjian", source=work.document_directive(document))
    work.task(title="常态走访企业", unit_set="ge-cun-shequ", source=work.directive(meeting))
    work.task(title="没有出处", lead="fatong")
    page = told(signed_in(cast.clerk).get("/office/batches/"))
    order = [
        "经济工作例会（2024-07-01） 2",
        "办好消费季 牵头 工科商局",
        "常态走访企业 责任",
        "来文：督办通知（2024-07-02） 1",
        "核查停产企业 牵头 城建局",
        "没有会议或来文的任务 1",
        "没有出处 牵头 发统局",
    ]
    assert [words for words in order if words not in page] == []
    assert sorted(order, key=page.index) == order


def test_the_list_of_loose_drafts_takes_the_same_queries_for_one_as_for_many(
    signed_in: Any, cast: Cast
) -> None:
    client, source = signed_in(cast.clerk), work.directive(work.meeting())
    work.task(lead="gongkeshang", source=source)
    work.task(lead="gongkeshang", source=work.document_directive(work.document()))
    few = queries(client, "/office/batches/")
    for n in range(8):
        document = work.document(document_number=f"督字〔2025〕{n}号")
        work.task(lead="chengjian", source=work.document_directive(document))
        work.task(lead="chengjian", source=source)
    assert queries(client, "/office/batches/") == few


def test_a_unit_that_had_general_words_alone_reads_the_answer_on_its_desk(signed_in: Any, cast: Cast) -> None:
    by = work.actor(cast.clerk)
    batch = workflow.prepare_batch([work.task(lead="gongkeshang")], title="第一批", by=by)
    asked = workflow.ask_comments(batch, None, work.in_days(5), by=by)
    workflow.answer(asked.requests.get(), [], general="经费从哪里来", by=work.actor(cast.liaison))
    reply_to_general(asked.requests.get(), "由镇财政安排", by=by)
    workflow.close_round(asked, by=by)
    home = told(signed_in(cast.liaison).get(HOME))
    assert "意见答复" in home and "总体意见已答复" in home
    assert "采纳 0 处" not in home
