"""The page of a batch tells everybody what comes next, and offers only what can be done."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from departments.models import Official, Post
from directives import workflow
from directives.breakdown import rows_of_batch
from directives.models import Batch, Proposal, Task
from office.batch_page import free_title
from tests import work
from tests.office.comments import asked_about, batch_to_ask_about, propose, request_of
from tests.office.texts import told
from tests.work import actor

pytestmark = pytest.mark.django_db
NEXT_YEAR = timezone.localdate() + timedelta(days=365)


@pytest.fixture
def batch(cast: Any) -> Batch:
    task = work.task(
        lead="gongkeshang",
        title="办好消费季",
        due_on=work.in_days(30),
        due_basis="office",
        measures="编制计划",
    )
    return workflow.prepare_batch([task], title="第一批", by=actor(cast.clerk))


def page_of(batch: Batch) -> str:
    return f"/office/batches/{batch.pk}/"


def part(response: Any, begin: str, end: str) -> str:
    """The page's markup between two marks."""
    return str(response.content.decode().split(begin, 1)[1].split(end, 1)[0])


def approvers_offered(response: Any) -> str:
    return part(response, 'name="approver"', "</select>")


def fields_of_paper(response: Any) -> dict[str, str]:
    """What the form sends by itself."""
    form = part(response, 'id="paper"', "</form>")
    return {name: form.split(f'name="{name}" value="', 1)[1].split('"', 1)[0] for name in ("step", "seen")}


def paper(approver: Official, batch: Batch, **changes: Any) -> dict[str, Any]:
    seen = workflow.stamp_of_rows(rows_of_batch(batch))
    today = timezone.localdate()
    return {"approver": approver.pk, "approved_on": today, "words": "同意", "seen": seen} | changes


def sign(batch: Batch, by: Any, step: int | None = None) -> None:
    official, today = work.approver(), timezone.localdate()
    workflow.record_approval(
        batch, approver=official, words="同意", approved_on=today, step=step, by=actor(by)
    )


# A refusal stands where the browser goes


@pytest.mark.parametrize(
    ("page", "sent", "place", "sentence"),
    [
        ("approve", {"approved_on": NEXT_YEAR}, "paper", "不能晚于今天"),
        ("issue", {"document_number": ""}, "issue", "还没有登记审批"),
        ("rename", {"title": ""}, "rename", "请填写批次名称"),
    ],
)
def test_a_refusal_stands_at_its_form_and_only_there(
    signed_in: Any, cast: Any, batch: Batch, page: str, sent: dict[str, Any], place: str, sentence: str
) -> None:
    client = signed_in(cast.clerk)
    if page == "approve":
        sent = paper(work.approver(), batch, **sent)
    assert f'action="{page_of(batch)}{page}/#{place}"' in client.get(page_of(batch)).content.decode() or (
        page == "issue"
    )
    response = client.post(f"{page_of(batch)}{page}/", sent)
    assert response.status_code == 422
    body = response.content.decode()
    assert body.count('role="alert"') == 1
    alert = body.split(f'id="{place}"', 1)[1].split('role="alert"', 1)[1]
    assert sentence in alert.split("</div>", 1)[0]


def test_a_refused_cancellation_stands_at_its_form(signed_in: Any, cast: Any, batch: Batch) -> None:
    sign(batch, cast.clerk)
    given = batch.approvals.get()
    address = f"{page_of(batch)}cancel-approval/"
    response = signed_in(cast.clerk).post(address, {"approval": given.pk, "reason": ""})
    form = part(response, 'id="cancel" open', "</details>")
    assert 'role="alert"' in form and f'action="{address}#cancel"' in form


def test_a_refusal_whose_form_is_gone_is_told_at_the_top(signed_in: Any, cast: Any, batch: Batch) -> None:
    for step in (1, 2):
        sign(batch, cast.clerk, step)
    response = signed_in(cast.clerk).post(f"{page_of(batch)}approve/", paper(work.approver(), batch))
    assert 'id="paper"' not in response.content.decode()
    assert "各环节都已审批，可以交办" in part(response, 'role="alert"', "</div>")


def test_what_was_done_is_told_at_the_top_of_the_page(signed_in: Any, cast: Any, batch: Batch) -> None:
    client, top = signed_in(cast.clerk), f"{page_of(batch)}#main"
    assert client.post(f"{page_of(batch)}approve/", paper(work.approver(), batch))["Location"] == top
    given = batch.approvals.get()
    cancelled = client.post(f"{page_of(batch)}cancel-approval/", {"approval": given.pk, "reason": "选错人"})
    assert cancelled["Location"] == top
    assert client.post(f"{page_of(batch)}rename/", {"title": "首批"})["Location"] == top
    for step in (1, 2):
        sign(batch, cast.clerk, step)
    assert client.post(f"{page_of(batch)}issue/", {"document_number": ""})["Location"] == top


def test_a_batch_made_from_the_list_opens_at_its_top(signed_in: Any, cast: Any) -> None:
    task = work.task(lead="gongkeshang")
    response = signed_in(cast.clerk).post("/office/batches/new/", {"task": task.pk, "title": "新批次"})
    assert response["Location"] == f"{page_of(Batch.objects.get())}#main"


def test_whoever_was_refused_for_an_older_table_can_send_the_form_again(
    signed_in: Any, cast: Any, batch: Batch
) -> None:
    client, address = signed_in(cast.clerk), f"{page_of(batch)}approve/"
    sent = paper(work.approver(), batch) | fields_of_paper(client.get(page_of(batch)))
    Task.objects.update(title="办好美食节")
    refused = client.post(address, sent)
    assert "刚刚改过" in told(refused)
    sent |= fields_of_paper(refused)
    assert client.post(address, sent).status_code == 302
    gone_on = client.post(address, sent)
    assert "现在轮到“书记、镇长”" in told(gone_on)
    assert client.post(address, sent | fields_of_paper(gone_on)).status_code == 302
    assert [one.step for one in batch.approvals.order_by("pk")] == [1, 2]


# Who can be chosen


def test_only_those_are_offered_who_can_approve_the_step(signed_in: Any, cast: Any, batch: Batch) -> None:
    work.approver()
    deputy = work.approver("李副镇长", "副镇长")
    work.approver("张主任", "镇长助理")
    work.approver("某书记", "市委书记", is_outside=True)
    left = work.approver("前书记", "镇党委书记")
    Post.objects.filter(official=left).update(valid_to=timezone.localdate() - timedelta(days=1))
    Official.objects.create(name="无职务者")
    client = signed_in(cast.clerk)
    offered = approvers_offered(client.get(page_of(batch)))
    assert all(name in offered for name in ("王镇长（镇长）", "李副镇长（副镇长）", "张主任（镇长助理）"))
    assert not any(name in offered for name in ("某书记", "前书记", "无职务者"))
    sign(batch, cast.clerk)
    page = client.get(page_of(batch))
    assert "王镇长（镇长）" in approvers_offered(page)
    assert not any(name in approvers_offered(page) for name in ("李副镇长", "张主任", "前书记"))
    refused = client.post(f"{page_of(batch)}approve/", paper(deputy, batch))
    assert "“书记、镇长”由书记或镇长审批，“李副镇长”" in told(refused)


def test_who_left_office_since_the_draft_can_still_be_recorded(
    signed_in: Any, cast: Any, batch: Batch
) -> None:
    drafted = timezone.now() - timedelta(days=5)
    Batch.objects.update(prepared_at=drafted)
    Task.objects.update(updated_at=drafted)
    left, day = work.approver(), timezone.localdate() - timedelta(days=2)
    Post.objects.filter(official=left).update(valid_to=day)
    client = signed_in(cast.clerk)
    assert "王镇长" in approvers_offered(client.get(page_of(batch)))
    assert client.post(f"{page_of(batch)}approve/", paper(left, batch, approved_on=day)).status_code == 302


def test_many_approvers_cost_no_more_queries_than_one(signed_in: Any, cast: Any, batch: Batch) -> None:
    client = signed_in(cast.clerk)
    work.approver()

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(page_of(batch))
        return len(found)

    queries()
    one = queries()
    for n in range(6):
        work.approver(f"领导{n}", "副镇长")
    assert queries() == one


# What comes next


def test_tasks_without_a_leader_are_counted_and_hold_nothing_back(
    signed_in: Any, cast: Any, batch: Batch
) -> None:
    client = signed_in(cast.clerk)
    assert "1 项，可以呈批；1 项责任领导待定" in told(client.get(page_of(batch)))
    Task.objects.update(responsible_leader=work.approver())
    assert "1 项，已齐全" in told(client.get(page_of(batch)))
    Task.objects.update(responsible_leader=None)
    for step in (1, 2):
        sign(batch, cast.clerk, step)
    assert "1 项，可以交办；1 项责任领导待定" in told(client.get(page_of(batch)))


def test_a_round_with_nothing_left_to_wait_for_is_to_be_ended(signed_in: Any, cast: Any) -> None:
    batch = batch_to_ask_about(cast)
    asked = asked_about(batch, cast)
    asked.requests.exclude(department__slug="gongkeshang").delete()
    client = signed_in(cast.clerk)
    way = f'href="{page_of(batch)}comments/#round1"'

    def next_step() -> str:
        return part(client.get(page_of(batch)), 'class="next-step"', "</div>")

    assert "截止。意见处理完再呈批" in next_step() and way in next_step()
    [proposal] = propose(asked, cast, measures="改期举办")
    assert "各单位都已反馈，还有 1 处意见待处理" in next_step()
    workflow.settle(proposal, Proposal.Verdict.REFUSED, "时间已定", by=actor(cast.clerk))
    assert request_of(asked).answered_at
    assert "可以结束这一轮。结束后再呈批。" in next_step()
    assert "去结束这一轮" in next_step() and way in next_step()
    workflow.close_round(asked, by=actor(cast.clerk))
    assert "请呈“分管领导”审批" in next_step() and way not in next_step()


def test_the_table_of_an_issued_batch_names_each_task_by_its_number(
    signed_in: Any, cast: Any, batch: Batch
) -> None:
    task = batch.tasks.get()
    client = signed_in(cast.clerk)
    for step in (1, 2):
        sign(batch, cast.clerk, step)
    workflow.issue(batch, document_number="", by=actor(cast.clerk))
    task.refresh_from_db()
    assert task.number
    table = part(client.get(page_of(batch)), '<table class="breakdown">', "</table>")
    link = table.split(f'href="/office/tasks/{task.pk}/">', 1)[1].split("</a>", 1)[0]
    assert task.number in link and task.title in link


# What a batch is called


def test_a_name_that_another_batch_has_is_proposed_with_the_day_of_the_meeting(
    signed_in: Any, cast: Any
) -> None:
    meeting = work.meeting()
    work.task(lead="gongkeshang", source=work.directive(meeting))
    address, client = f"/office/meetings/{meeting.slug}/", signed_in(cast.clerk)
    assert 'value="经济工作例会任务分解"' in client.get(address).content.decode()
    other = work.task(lead="chengjian")
    workflow.prepare_batch([other], title="经济工作例会任务分解", by=actor(cast.clerk))
    assert 'value="经济工作例会任务分解（2024-07-01）"' in client.get(address).content.decode()


def test_a_long_name_leaves_room_for_its_day(cast: Any) -> None:
    name, day = "长" * 160, date(2024, 7, 1)
    assert free_title(name, day) == name
    workflow.prepare_batch([work.task(lead="chengjian")], title=name, by=actor(cast.clerk))
    assert free_title(name, day) == f"{'长' * 148}（2024-07-01）"
