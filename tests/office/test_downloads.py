"""Documents to take away: who gets which, under which name, and that they hold what the page shows."""

import io
import zipfile
from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest

from departments.models import Department
from directives import intake, workflow
from directives.breakdown import rows_of_batch, rows_of_draft
from directives.exports.breakdown import cells_of
from directives.models import Batch
from meetings.models import IntakeDraft
from tests import work
from tests.cast import Cast
from tests.exports import opened
from tests.exports.test_breakdown import HEADS, sheet_cells
from tests.office.texts import NO_REPORT, REPORT

pytestmark = pytest.mark.django_db
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def draft(cast: Cast) -> IntakeDraft:
    return intake.start(REPORT, by=cast.clerk)


@pytest.fixture
def issued(cast: Cast) -> Batch:
    """Two tasks of 工科商局, which 城建局 supports in one of them; one of 发统局 alone."""
    return work.issue(
        work.task(lead="gongkeshang", supporting=("chengjian",)),
        work.task(lead="gongkeshang", title="走访重点企业"),
        work.task(lead="fatong", title="推动企业升规"),
        by=cast.clerk,
    )


def name_of(response: Any) -> str:
    """The file's name as a browser reads it (RFC 5987)."""
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''")
    return unquote(disposition.partition("''")[2])


def drafts_of(draft: IntakeDraft) -> list[str]:
    root = f"/office/intake/{draft.pk}/"
    return [f"{root}breakdown.docx", f"{root}breakdown.xlsx", f"{root}approval.docx"]


def test_a_draft_gives_its_table_and_its_draft_for_approval_with_problems_in_it(
    signed_in: Any, cast: Cast, draft: IntakeDraft
) -> None:
    assert any(problem.blocking for problem in intake.problems(draft))
    client = signed_in(cast.clerk)
    wanted = [cells_of(row) for row in rows_of_draft(draft.made)]
    assert len(wanted) == 2
    word, sheet, approval = (client.get(address) for address in drafts_of(draft))
    assert opened.columns_of(opened.word(word.content), "序号") == wanted
    assert sheet_cells(sheet.content) == [HEADS, *wanted]
    assert opened.columns_of(opened.word(approval.content), "序号") == wanted
    assert [one["Content-Type"] for one in (word, sheet, approval)] == [WORD, SHEET, WORD]


def test_a_draft_for_approval_says_where_the_demands_come_from_and_how_many_they_are(
    signed_in: Any, cast: Cast, draft: IntakeDraft
) -> None:
    draft.made["meeting"] |= {"name": "形势分析会", "held_on": "2024-07-19"}
    draft.made["directives"][0]["tasks"] = []
    draft.save(update_fields=["made"])
    told = opened.words(opened.word(signed_in(cast.clerk).get(drafts_of(draft)[2]).content))
    assert "根据形势分析会（2024年7月19日）的要求，我办将1项要求分解为1项任务" in told
    meeting = work.meeting()
    source = work.directive(meeting)
    tasks = [work.task(lead="gongkeshang", source=source), work.task(lead="fatong", source=source)]
    batch = workflow.prepare_batch(tasks, title="第一批", by=work.actor(cast.clerk))
    approval = signed_in(cast.clerk).get(f"/office/batches/{batch.pk}/approval.docx")
    told = opened.words(opened.word(approval.content))
    assert "根据经济工作例会（2024年7月1日）的要求，我办将1项要求分解为2项任务" in told


def test_a_draft_of_a_document_names_the_document(signed_in: Any, cast: Cast, draft: IntakeDraft) -> None:
    draft.made["document"] = {"title": "督查通知", "document_number": "中府督〔2024〕5号"}
    draft.save(update_fields=["made"])
    response = signed_in(cast.clerk).get(drafts_of(draft)[2])
    assert name_of(response) == "关于督查通知任务分解的呈批稿.docx"
    assert "根据《督查通知》（中府督〔2024〕5号）的要求" in opened.words(opened.word(response.content))


def test_files_have_chinese_names_and_are_kept_by_nobody_on_the_way(
    signed_in: Any, cast: Cast, draft: IntakeDraft
) -> None:
    draft.made["meeting"]["name"] = "上半年经济形势分析会"
    draft.save(update_fields=["made"])
    found = [signed_in(cast.clerk).get(address) for address in drafts_of(draft)]
    assert [name_of(one) for one in found] == [
        "上半年经济形势分析会任务分解表.docx",
        "上半年经济形势分析会任务分解表.xlsx",
        "关于上半年经济形势分析会任务分解的呈批稿.docx",
    ]
    assert all("no-store" in one["Cache-Control"] for one in found)
    assert {one["X-Content-Type-Options"] for one in found} == {"nosniff"}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../会\\议:a*?", "会议a任务分解表.docx"),
        ('会"\r\n议', "会议任务分解表.docx"),
        ("长" * 160, f"{'长' * 80}.docx"),
        ("   ", "会议任务分解表.docx"),
    ],
)
def test_no_title_makes_a_name_that_a_system_refuses(
    signed_in: Any, cast: Cast, draft: IntakeDraft, title: str, name: str
) -> None:
    draft.made["meeting"]["name"] = title
    draft.save(update_fields=["made"])
    assert name_of(signed_in(cast.clerk).get(drafts_of(draft)[0])) == name


def test_a_draft_without_any_task_still_gives_its_files(signed_in: Any, cast: Cast) -> None:
    empty = intake.start(NO_REPORT, by=cast.clerk)
    word, sheet, approval = (signed_in(cast.clerk).get(address) for address in drafts_of(empty))
    assert opened.columns_of(opened.word(word.content), "序号") == []
    assert sheet_cells(sheet.content) == [HEADS]
    assert opened.columns_of(opened.word(approval.content), "序号") == []


def test_a_draft_that_was_given_up_gives_nothing(signed_in: Any, cast: Cast, draft: IntakeDraft) -> None:
    intake.discard(draft, by=work.actor(cast.clerk))
    client = signed_in(cast.clerk)
    assert [client.get(address).status_code for address in drafts_of(draft)] == [404] * 3


def test_only_who_takes_meetings_in_gets_a_drafts_files(
    signed_in: Any, cast: Cast, draft: IntakeDraft
) -> None:
    address = drafts_of(draft)[0]
    for user in (cast.leader, cast.auditor, cast.releaser, cast.liaison, cast.administrator, cast.stranger):
        assert signed_in(user).get(address).status_code == 403
    for user in (cast.clerk, cast.supervisor):
        assert signed_in(user).get(address).status_code == 200


def test_a_batch_gives_its_files_before_and_after_issue(signed_in: Any, cast: Cast) -> None:
    batch = workflow.prepare_batch([work.task(lead="gongkeshang")], title="第一批", by=work.actor(cast.clerk))
    client = signed_in(cast.leader)
    for subject in (batch, work.issue(work.task(lead="fatong"), by=cast.clerk)):
        wanted = [cells_of(row) for row in rows_of_batch(subject)]
        root = f"/office/batches/{subject.pk}/"
        word, sheet = client.get(f"{root}breakdown.docx"), client.get(f"{root}breakdown.xlsx")
        assert opened.columns_of(opened.word(word.content), "序号") == wanted
        assert sheet_cells(sheet.content) == [HEADS, *wanted]
        approval = client.get(f"{root}approval.docx")
        assert opened.columns_of(opened.word(approval.content), "序号") == wanted
        assert name_of(approval) == "关于第一批任务分解的呈批稿.docx"


def test_a_batch_that_was_not_issued_has_no_orders(signed_in: Any, cast: Cast) -> None:
    batch = workflow.prepare_batch([work.task(lead="gongkeshang")], title="第一批", by=work.actor(cast.clerk))
    client = signed_in(cast.clerk)
    assert client.get(f"/office/batches/{batch.pk}/orders.zip").status_code == 404
    assert client.get(f"/office/batches/{batch.pk}/orders/gongkeshang.docx").status_code == 404


def test_a_unit_gets_its_own_order_and_no_other(signed_in: Any, cast: Cast, issued: Batch) -> None:
    own = f"/office/batches/{issued.pk}/orders/gongkeshang.docx"
    other = f"/office/batches/{issued.pk}/orders/fatong.docx"
    for user in (cast.liaison, cast.head):
        response = signed_in(user).get(own)
        assert response.status_code == 200
        assert name_of(response) == f"{issued.number}工科商局交办单.docx"
        assert [line[1] for line in opened.columns_of(opened.word(response.content), "编号")] == [
            "办好菊花主题消费季",
            "走访重点企业",
        ]
        assert signed_in(user).get(other).status_code == 404
    for user in (cast.village_liaison, cast.administrator, cast.stranger):
        assert signed_in(user).get(own).status_code == 404
    for user in (cast.leader, cast.auditor, cast.clerk):
        assert signed_in(user).get(other).status_code == 200


def test_a_unit_gets_neither_the_table_nor_the_orders_of_all(
    signed_in: Any, cast: Cast, issued: Batch
) -> None:
    root = f"/office/batches/{issued.pk}/"
    for last in ("breakdown.docx", "breakdown.xlsx", "approval.docx", "orders.zip"):
        for user in (cast.liaison, cast.head, cast.administrator, cast.stranger):
            assert signed_in(user).get(root + last).status_code == 403


def test_a_unit_that_was_given_nothing_has_no_order(signed_in: Any, cast: Cast, issued: Batch) -> None:
    assert signed_in(cast.clerk).get(f"/office/batches/{issued.pk}/orders/xinshi.docx").status_code == 404


def test_the_archive_holds_one_order_for_each_unit(signed_in: Any, cast: Cast, issued: Batch) -> None:
    response = signed_in(cast.clerk).get(f"/office/batches/{issued.pk}/orders.zip")
    assert name_of(response) == f"{issued.number}交办单.zip"
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert archive.testzip() is None
        told = {
            name: [line[1] for line in opened.columns_of(opened.word(archive.read(name)), "编号")]
            for name in archive.namelist()
        }
    units = Department.objects.filter(notices__batch=issued)
    assert sorted(told) == [f"{n:02d}{unit}交办单.docx" for n, unit in enumerate(units, 1)]
    by_unit = {name[2:-8]: titles for name, titles in told.items()}
    assert by_unit == {
        "工科商局": ["办好菊花主题消费季", "走访重点企业"],
        "城建局": ["办好菊花主题消费季"],
        "发统局": ["推动企业升规"],
    }


def test_thirty_orders_of_many_tasks_need_as_few_queries_as_one(
    signed_in: Any, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    batch = work.issue(
        *(work.task(title=f"任务{n}", unit_set="ge-cun-shequ") for n in range(3)), by=cast.clerk
    )
    units = batch.notices.count()
    assert units > 20
    client = signed_in(cast.clerk)
    with django_assert_max_num_queries(12):
        response = client.get(f"/office/batches/{batch.pk}/orders.zip")
    assert len(zipfile.ZipFile(io.BytesIO(response.content)).namelist()) == units


@pytest.mark.parametrize("last", ["breakdown.docx", "breakdown.xlsx", "approval.docx"])
def test_the_draft_page_links_its_files(signed_in: Any, cast: Cast, draft: IntakeDraft, last: str) -> None:
    page = signed_in(cast.clerk).get(f"/office/intake/{draft.pk}/").content.decode()
    assert f'href="/office/intake/{draft.pk}/{last}"' in page


def test_the_tables_of_a_confirmed_draft_are_those_of_its_meeting(signed_in: Any, cast: Any) -> None:
    draft = intake.start(REPORT, by=cast.clerk, published_on=date(2024, 7, 20))
    client, address = signed_in(cast.clerk), f"/office/intake/{draft.pk}/breakdown.xlsx"
    assert client.get(address).status_code == 200
    intake.confirm(draft, by=work.actor(cast.clerk))
    assert client.get(address).status_code == 404  # it would say what the tasks said once
