"""The page of a batch: what it shows to whom, and the way from the table to the issue."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from departments.models import Department, Official, Portfolio, Post
from directives import events, workflow
from directives.breakdown import rows_of_batch
from directives.models import Batch, Event, Task
from documents.models import Upload
from tests import work
from tests.addresses import PNG
from tests.office.texts import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Any) -> Task:
    due = {"nature": "fixed_term", "due_on": work.in_days(30), "due_basis": "office"}
    return work.task(lead="gongkeshang", title="办好消费季", measures="编制计划", **due)


@pytest.fixture
def batch(draft: Task, cast: Any) -> Batch:
    return workflow.prepare_batch([draft], title="第一批", by=work.actor(cast.clerk))


@pytest.fixture
def mayor(db: None) -> Official:
    return work.approver()


def page_of(batch: Batch) -> str:
    return f"/office/batches/{batch.pk}/"


def paper(approver: Official, step: int = 1, **changes: Any) -> dict[str, Any]:
    today, seen = timezone.localdate().isoformat(), stamp(Batch.objects.get())
    return {
        "step": step, "seen": seen, "approver": approver.pk, "approved_on": today, "words": "同意"
    } | changes  # fmt: skip


def stamp(batch: Batch) -> str:
    """What the page of the batch says of the table on it."""
    return workflow.stamp_of_rows(rows_of_batch(batch))


def approve_all(batch: Batch, cast: Any) -> None:
    fields = {"approver": work.approver(), "words": "同意", "approved_on": timezone.localdate()}
    for _ in workflow.approval_steps():
        workflow.record_approval(batch, by=work.actor(cast.clerk), **fields)


def leader(cast: Any, title: str = "副镇长") -> Official:
    official = Official.objects.create(name="镇领导甲", user=cast.leader)
    Post.objects.create(official=official, title=title)
    unit = Department.objects.get(slug="gongkeshang")
    Portfolio.objects.create(official=official, department=unit)
    return official


def test_a_clerk_takes_a_batch_from_its_table_to_its_issue(
    signed_in: Any, cast: Any, batch: Batch, mayor: Official
) -> None:
    client, address = signed_in(cast.clerk), page_of(batch)
    page = told(client.get(address))
    assert "1 项，可以呈批；1 项责任领导待定" in page and "待分管领导" in page and "编制计划" in page
    assert "请呈“分管领导”审批" in page
    assert "交办这一批" not in page
    page = told(client.post(f"{address}approve/", paper(mayor, words="同意，呈书记"), follow=True))
    assert "下一步呈“书记、镇长”" in page and "同意，呈书记" in page and "没有上传扫描件" in page
    page = told(client.post(f"{address}approve/", paper(mayor, 2), follow=True))
    assert "可以交办" in page and "交办这一批" in page
    page = told(client.post(f"{address}issue/", {"document_number": "榄综办〔2026〕12号"}, follow=True))
    batch.refresh_from_db()
    assert batch.document_number == "榄综办〔2026〕12号"
    [event] = events.history(Event.Subject.TASK, batch.tasks.get().pk)
    assert (event.kind, event.by, event.origin) == ("issue", cast.clerk, "127.0.0.1")
    assert f"交办单号 {batch.number}" in page
    assert "工科商局" in page and "还没有看" in page
    assert "登记审批" not in page.partition("办理记录")[0]


def test_the_next_number_of_the_register_is_proposed(
    signed_in: Any, cast: Any, batch: Batch, mayor: Official
) -> None:
    before = work.issue(work.task(lead="chengjian"), by=cast.clerk)
    Batch.objects.filter(pk=before.pk).update(document_number="榄综办〔2026〕12号")
    approve_all(batch, cast)
    client = signed_in(cast.clerk)
    assert 'value="榄综办〔2026〕13号"' in client.get(page_of(batch)).content.decode()
    response = client.post(f"{page_of(batch)}issue/", {"document_number": "榄综办〔2026〕12号"})
    assert response.status_code == 422
    assert "“榄综办〔2026〕12号”已用过" in told(response)
    batch.refresh_from_db()
    assert batch.number is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"approver": ""}, "请选择审批人"),
        ({"approver": "999999"}, "领导名单中没有这个人"),
        ({"words": " "}, "请填写审批意见"),
        ({"words": "长" * 201}, "最多 200 字"),
        ({"approved_on": ""}, "请填写审批日期"),
        ({"approved_on": "改天"}, "看不懂这个日期"),
        ({"approved_on": "2999-01-01"}, "不能晚于今天"),
        ({"approved_on": "2024-07-31"}, "早于拟稿日期"),
        ({"step": 2}, "现在轮到“分管领导”"),
    ],
)
def test_a_wrong_paper_approval_is_told_and_what_was_typed_stays(
    signed_in: Any, cast: Any, batch: Batch, mayor: Official, wrong: dict[str, Any], sentence: str
) -> None:
    typed = paper(mayor, words="同意，抓紧办") | wrong
    scan = SimpleUploadedFile("扫描.png", PNG)
    response = signed_in(cast.clerk).post(f"{page_of(batch)}approve/", typed | {"scan": scan})
    assert response.status_code == 422
    assert sentence in told(response)
    if "words" not in wrong:
        assert 'value="同意，抓紧办"' in response.content.decode()
    assert not batch.approvals.exists()
    assert not Upload.objects.exists()


def test_a_paper_recorded_wrongly_is_taken_back_on_the_page(
    signed_in: Any, cast: Any, batch: Batch, mayor: Official
) -> None:
    client, address = signed_in(cast.clerk), page_of(batch)
    client.post(f"{address}approve/", paper(mayor))
    wrong = batch.approvals.get()
    assert "登记错了，撤销这次登记" in told(client.get(address))
    answer = client.post(f"{address}cancel-approval/", {"approval": wrong.pk, "reason": ""})
    assert answer.status_code == 422 and "没有撤销登记" in told(answer)
    page = told(
        client.post(f"{address}cancel-approval/", {"approval": wrong.pk, "reason": "选错人"}, follow=True)
    )
    assert "已撤销这次登记" in page and "撤销审批登记（分管领导 王镇长）" in page and "选错人" in page
    assert "请呈“分管领导”审批" in page


def test_leaders_from_outside_are_not_offered_as_approvers(
    signed_in: Any, cast: Any, batch: Batch, mayor: Official
) -> None:
    other = work.approver("某书记", "市委书记", is_outside=True)
    client = signed_in(cast.clerk)
    assert "某书记" not in client.get(page_of(batch)).content.decode()
    answer = client.post(f"{page_of(batch)}approve/", paper(other))
    assert answer.status_code == 422 and "领导名单中没有这个人" in told(answer)


def test_who_had_left_office_by_that_day_is_named(
    signed_in: Any, cast: Any, batch: Batch, mayor: Official
) -> None:
    mayor.posts.update(valid_to=timezone.localdate() - timedelta(days=1))  # type: ignore[attr-defined]
    response = signed_in(cast.clerk).post(f"{page_of(batch)}approve/", paper(mayor))
    assert f"“王镇长”在 {timezone.localdate()} 没有在任职务" in told(response)


def test_a_scan_is_kept_with_its_approval_and_opened_by_readers_alone(
    signed_in: Any, cast: Any, batch: Batch, mayor: Official
) -> None:
    scan = SimpleUploadedFile("../呈批 稿.exe", PNG, content_type="text/html")
    signed_in(cast.clerk).post(f"{page_of(batch)}approve/", paper(mayor) | {"scan": scan})
    kept = batch.approvals.get().scan
    assert kept and (kept.name, kept.kind, kept.uploaded_by) == ("呈批 稿.png", "image/png", cast.clerk)
    address = f"/office/uploads/{kept.pk}/"
    assert f'href="{address}"' in signed_in(cast.leader).get(page_of(batch)).content.decode()
    answer = signed_in(cast.leader).get(address)
    assert (answer.content, answer["Content-Type"]) == (PNG, "image/png")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]
    for who in (cast.liaison, cast.administrator, cast.stranger):
        assert signed_in(who).get(address).status_code == 403


def test_what_is_no_scan_is_refused_at_its_field(
    signed_in: Any, cast: Any, batch: Batch, mayor: Official
) -> None:
    page = SimpleUploadedFile("呈批.pdf", b"<script>alert(1)</script>", content_type="application/pdf")
    response = signed_in(cast.clerk).post(f"{page_of(batch)}approve/", paper(mayor) | {"scan": page})
    assert response.status_code == 422
    assert "只能上传 PDF、PNG 或 JPG" in told(response)
    assert not batch.approvals.exists()


def test_the_leader_whose_turn_it_is_finds_the_batch_at_home_and_approves_it(
    signed_in: Any, cast: Any, batch: Batch
) -> None:
    leader(cast)
    client, address = signed_in(cast.leader), page_of(batch)
    assert "第一批" in told(client.get("/office/"))
    page = client.get(address)
    assert "请您审批（分管领导）" in told(page)
    seen = workflow.stamp_of_rows(rows_of_batch(batch))
    assert f'value="{seen}"' in page.content.decode()
    assert "已审批" in told(client.post(f"{address}decide/", {"words": "", "seen": seen}, follow=True))
    assert batch.approvals.get().words == "同意。"
    assert "待您审批" not in told(client.get("/office/"))
    assert "请您审批" not in told(client.get(address))


def test_a_leader_sends_back_with_words_that_the_clerk_reads(signed_in: Any, cast: Any, batch: Batch) -> None:
    leader(cast)
    client, address = signed_in(cast.leader), page_of(batch)
    response = client.post(f"{address}decide/", {"words": "", "return": "1", "seen": stamp(batch)})
    assert response.status_code == 422
    assert "请写明退回的原因" in told(response)
    client.post(f"{address}decide/", {"words": "时限太松", "return": "1", "seen": stamp(batch)})
    page = told(signed_in(cast.clerk).get(address))
    assert "已退回" in page and "“时限太松”" in page and "领导已退回修改" in page


def test_a_table_that_changed_while_the_leader_read_it_is_shown_anew(
    signed_in: Any, cast: Any, batch: Batch, draft: Task
) -> None:
    leader(cast)
    client, address = signed_in(cast.leader), page_of(batch)
    Task.objects.filter(pk=draft.pk).update(title="办好美食节")
    for seen in ("0" * 16, ""):
        response = client.post(f"{address}decide/", {"words": "同意", "seen": seen})
        assert response.status_code == 422
        assert "刚刚改过" in told(response) and "办好美食节" in told(response)
    assert not batch.approvals.exists()


def test_a_change_after_approval_is_marked_in_its_row_and_holds_back_the_issue(
    signed_in: Any, cast: Any, batch: Batch, draft: Task
) -> None:
    approve_all(batch, cast)
    Task.objects.filter(pk=draft.pk).update(title="办好美食节")
    client, address = signed_in(cast.clerk), page_of(batch)
    page = told(client.get(address))
    assert "审批后改过：任务，原“办好消费季”，现“办好美食节”" in page
    assert "请重新呈“分管领导”审批" in page
    assert "交办这一批" not in page
    response = client.post(f"{address}issue/", {"document_number": ""})
    assert response.status_code == 422
    assert "“书记、镇长”审批后改过“办好美食节”" in told(response)


def test_a_task_that_lacks_something_links_to_its_edit_and_back(
    signed_in: Any, cast: Any, batch: Batch
) -> None:
    bare = work.task(title="没有单位")
    workflow.join_batch(batch, [bare], by=work.actor(cast.clerk))
    page = signed_in(cast.clerk).get(page_of(batch))
    assert "还没有责任单位" in told(page) and "先补齐任务分解表里标出的 1 项" in told(page)
    back = f"/office/tasks/{bare.pk}/edit/?next={page_of(batch)}%23table"
    assert f'href="{back}"' in page.content.decode()


def test_tasks_come_and_go_and_the_batch_is_renamed_or_given_up(
    signed_in: Any, cast: Any, batch: Batch, draft: Task
) -> None:
    other = work.task(lead="chengjian", title="整备用地")
    client, address = signed_in(cast.clerk), page_of(batch)
    assert "整备用地" in told(client.get(address))
    client.post(f"{address}join/", {"task": other.pk})
    assert batch.tasks.count() == 2
    assert "请至少选择一项任务" in told(client.post(f"{address}join/", {"task": "x"}, follow=True))
    client.post(f"{address}leave/", {"task": draft.pk})
    assert list(batch.tasks.all()) == [other]
    client.post(f"{address}rename/", {"title": "首批"})
    batch.refresh_from_db()
    assert batch.title == "首批"
    assert "已撤销" in told(client.post(f"{address}dissolve/", follow=True))
    assert not Batch.objects.exists()


def test_a_draft_leads_to_the_batch_it_is_in(signed_in: Any, cast: Any, batch: Batch, draft: Task) -> None:
    page = signed_in(cast.clerk).get(f"/office/tasks/{draft.pk}/").content.decode()
    assert f'href="{page_of(batch)}#t{draft.pk}"' in page
    assert "去交办" not in page


def test_a_batch_that_is_not_given_up_says_why_on_its_own_page(
    signed_in: Any, cast: Any, batch: Batch
) -> None:
    workflow.ask_comments(batch, None, work.in_days(5), by=work.actor(cast.clerk))
    response = signed_in(cast.clerk).post(f"{page_of(batch)}dissolve/", follow=True)
    assert response.redirect_chain[-1][0] == f"{page_of(batch)}#main"
    assert "正在征求意见" in told(response)


def test_drafts_of_any_source_become_a_batch_from_the_list(signed_in: Any, cast: Any) -> None:
    draft = work.task(lead="gongkeshang", title="批示事项")
    client = signed_in(cast.clerk)
    assert "批示事项" in told(client.get("/office/batches/"))
    response = client.post("/office/batches/new/", {"task": draft.pk, "title": ""})
    assert response.status_code == 422 and "请填写批次名称" in told(response)
    assert "checked" in response.content.decode()
    client.post("/office/batches/new/", {"task": draft.pk, "title": "批示专项"})
    assert Batch.objects.get().title == "批示专项"
    assert "批示专项" in told(client.get("/office/batches/"))


def test_readers_see_the_page_without_any_act(signed_in: Any, cast: Any, batch: Batch) -> None:
    for who in (cast.leader, cast.auditor, cast.releaser):
        page = signed_in(who).get(page_of(batch)).content.decode()
        assert "办好消费季" in page
        assert f'action="{page_of(batch)}' not in page


def test_a_page_costs_the_same_for_few_and_many_tasks(signed_in: Any, cast: Any, batch: Batch) -> None:
    client = signed_in(cast.clerk)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(page_of(batch))
        return len(found)

    queries()
    few = queries()
    many = [work.task(lead="chengjian", supporting=("fatong",), title=str(n)) for n in range(20)]
    workflow.join_batch(batch, many, by=work.actor(cast.clerk))
    assert queries() <= few


def test_lists_say_what_each_batch_waits_for_at_the_same_cost_however_many_there_are(
    signed_in: Any, cast: Any, batch: Batch
) -> None:
    def read(who: Any, address: str) -> tuple[int, str]:
        client = signed_in(who)
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            page = client.get(address)
        return len(found), told(page)

    leader(cast)
    pages = [(cast.clerk, "/office/"), (cast.clerk, "/office/batches/"), (cast.leader, "/office/")]
    few = [read(*page)[0] for page in pages]
    for n in range(5):
        workflow.prepare_batch(
            [work.task(title=f"第 {n} 项", lead="gongkeshang")], title=f"再一批{n}", by=work.actor(cast.clerk)
        )
    assert [read(*page)[0] for page in pages] == few
    assert "待分管领导审批" in read(cast.clerk, "/office/batches/")[1]
    assert "再一批4" in read(cast.leader, "/office/")[1]
    approve_all(batch, cast)
    assert "已审批，待交办" in read(cast.clerk, "/office/batches/")[1]
    batch.tasks.update(title="改过的任务")
    shown = read(cast.clerk, "/office/batches/")[1]
    assert "改过，须重新审批" in shown
    assert "待分管领导审批" in read(cast.clerk, "/office/")[1]


def test_a_unit_finds_the_new_batch_at_home_until_it_says_that_it_has_seen_it(
    signed_in: Any, cast: Any, draft: Task
) -> None:
    batch = work.issue(draft, work.task(lead="gongkeshang", title="另一项"), by=cast.clerk)
    client, notice = signed_in(cast.liaison), batch.notices.get()
    home = client.get("/office/")
    assert "新交办 2 项" in told(home)
    assert f'href="/office/batches/{batch.pk}/orders/gongkeshang.docx"' in home.content.decode()
    assert "新交办" not in told(signed_in(cast.other_liaison).get("/office/"))
    assert signed_in(cast.other_liaison).post(f"/office/notices/{notice.pk}/seen/").status_code == 404
    client = signed_in(cast.liaison)
    client.post(f"/office/notices/{notice.pk}/seen/")
    assert "新交办" not in told(client.get("/office/"))
    page = told(signed_in(cast.clerk).get(page_of(batch)))
    assert "联络员甲 已看" in page and "还没有看" not in page
