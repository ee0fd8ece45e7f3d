"""A draft task is edited in the office until it is issued."""

from typing import Any

import pytest
from django.utils import timezone

from departments.models import Department
from directives import anchors, workflow
from directives.models import Charge, Task
from meetings.models import Meeting
from tests import work
from tests.office.texts import fields_of, told

pytestmark = pytest.mark.django_db
HOME, TASKS = "/office/", "/office/tasks/"
APPROVAL = {"title": "第一批", "approver": "王镇长", "words": "同意", "approved_on": "2024-07-22"}
REVIEW = {"secrecy_review": "不涉密，可以公开"}


@pytest.fixture
def meeting(cast: Any) -> Meeting:
    return work.meeting()


@pytest.fixture
def draft(meeting: Meeting) -> Task:
    return work.task(lead="gongkeshang", supporting=("chengjian",), source=work.directive(meeting))


def unit_pk(slug: str) -> int:
    return Department.objects.get(slug=slug).pk


def test_a_draft_task_is_edited_until_it_is_issued(signed_in: Any, cast: Any, draft: Task) -> None:
    client = signed_in(cast.clerk)
    address = f"/office/tasks/{draft.pk}/edit/"
    fields = fields_of(client.get(address), form="edit")
    fields |= {"t.edit.title": "办好消费季", "t.edit.nature": "fixed_term", "t.edit.due_on": "2099年12月31日"}
    assert client.post(address, fields | {"act": "save"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, str(draft.due_on), draft.due_basis) == ("办好消费季", "2099-12-31", "office")
    assert {charge.role for charge in draft.charges.all()} == {"lead", "supporting"}
    work.issue(draft, by=cast.clerk)
    assert client.get(address).status_code == 302


def test_an_edit_begun_at_the_meeting_returns_there(
    signed_in: Any, cast: Any, meeting: Meeting, draft: Task
) -> None:
    client = signed_in(cast.clerk)
    page = client.get(f"/office/meetings/{meeting.slug}/").content.decode()
    address = f"/office/tasks/{draft.pk}/edit/?next=/office/meetings/{meeting.slug}/%23issue"
    assert f'href="{address}"' in page
    fields = fields_of(client.get(address), form="edit") | {"act": "save"}
    response = client.post(f"/office/tasks/{draft.pk}/edit/", fields)
    assert response["Location"] == f"/office/meetings/{meeting.slug}/#issue"


def test_an_edit_that_is_refused_keeps_what_was_typed(signed_in: Any, cast: Any, draft: Task) -> None:
    client = signed_in(cast.clerk)
    address = f"/office/tasks/{draft.pk}/edit/"
    fields = fields_of(client.get(address), form="edit")
    response = client.post(address, fields | {"t.edit.title": "", "t.edit.measures": "第一步", "act": "save"})
    assert response.status_code == 422
    assert "请填写任务名称" in told(response)
    assert "第一步" in told(response)


def test_a_deadline_that_the_report_does_not_give_is_told_at_its_field(
    signed_in: Any, cast: Any, draft: Task
) -> None:
    client = signed_in(cast.clerk)
    address = f"/office/tasks/{draft.pk}/edit/"
    dated: dict[str, Any] = {
        "t.edit.due_on": "2024-12-31",
        "t.edit.due_basis": "text",
        "t.edit.nature": "fixed_term",
    }
    fields = fields_of(client.get(address), form="edit") | dated | {"act": "save"}
    response = client.post(address, fields | {"t.edit.due_text": "市里要求的时限"})
    assert response.status_code == 422
    assert 'id="t.edit.due_text.told"' in response.content.decode()
    assert "报道里没有“市里要求的时限”这句话" in told(response)
    assert client.post(address, fields | {"t.edit.due_text": "年底前"}).status_code == 302
    draft.refresh_from_db()
    assert draft.due_version == draft.sources.get().version
    assert work.REPORT[draft.due_start : draft.due_end] == "年底前"


def test_an_edit_on_an_outdated_page_shows_both_and_can_be_saved_after_comparing(
    signed_in: Any, cast: Any, draft: Task
) -> None:
    client = signed_in(cast.clerk)
    address = f"/office/tasks/{draft.pk}/edit/"
    mine = fields_of(client.get(address), form="edit") | {"t.edit.measures": "我写的措施", "act": "save"}
    theirs = fields_of(client.get(address), form="edit") | {"t.edit.title": "别人改的名称", "act": "save"}
    assert client.post(address, theirs).status_code == 302
    response = client.post(address, mine)
    assert response.status_code == 409
    assert "别人改的名称" in told(response)
    assert "我写的措施" in told(response)
    draft.refresh_from_db()
    assert (draft.title, draft.measures) == ("别人改的名称", "")
    decided = fields_of(response, form="edit") | {"act": "save"}
    assert client.post(address, decided).status_code == 302
    draft.refresh_from_db()
    assert draft.measures == "我写的措施"


def test_an_edit_begun_on_an_older_report_finds_its_words_in_the_new_one(
    signed_in: Any, cast: Any, meeting: Meeting
) -> None:
    source = work.directive(meeting)
    task = work.task(source=source)
    place = {"version": source.version, "start": source.start, "end": (source.start or 0) + 4}
    Charge.objects.create(
        task=task, role="lead", department_id=unit_pk("gongkeshang"), words="工科商局", basis="text", **place
    )
    client = signed_in(cast.clerk)
    address = f"/office/tasks/{task.pk}/edit/"
    fields = fields_of(client.get(address), form="edit") | {"act": "save"}
    anchors.add_version(meeting, "更正：" + work.REPORT, by=work.actor(cast.clerk))
    response = client.post(address, fields)
    assert response.status_code == 409
    assert client.post(address, fields_of(response, form="edit") | {"act": "save"}).status_code == 302
    charge = task.charges.get()
    assert charge.basis == "text"
    assert charge.version is not None
    assert charge.version.text[charge.start : charge.end] == "工科商局"
    assert charge.version.number == 2


def test_a_unit_row_is_added_to_and_removed_from_a_draft_task(signed_in: Any, cast: Any, draft: Task) -> None:
    client = signed_in(cast.clerk)
    address = f"/office/tasks/{draft.pk}/edit/"
    fields = fields_of(client.get(address), form="edit")
    assert len(fields["t.edit.c"]) == 3  # two units, and an empty row for one more
    less = fields_of(client.post(address, fields | {"act": "drop:c.edit.0"}), form="edit")
    assert len(less["t.edit.c"]) == 2
    assert draft.charges.count() == 2
    client.post(address, fields | {"c.edit.2.unit": "城建局", "c.edit.2.role": "配合", "act": "save"})
    assert draft.charges.filter(department__slug="chengjian", role="supporting").exists()


def test_the_edit_page_says_what_the_task_still_lacks(signed_in: Any, cast: Any, meeting: Meeting) -> None:
    bare = work.task(source=work.directive(meeting))
    page = signed_in(cast.clerk).get(f"/office/tasks/{bare.pk}/edit/")
    assert "交办前还缺" in told(page)
    assert "还没有责任单位" in told(page)


def test_an_edit_of_what_was_approved_says_beforehand_that_it_asks_for_approval_again(
    signed_in: Any, cast: Any, draft: Task
) -> None:
    client, address = signed_in(cast.clerk), f"/office/tasks/{draft.pk}/edit/"
    warning = "保存修改后，须重新呈批"
    batch = workflow.prepare_batch([draft], title="第一批", by=work.actor(cast.clerk))
    assert warning not in told(client.get(address))
    workflow.record_approval(
        batch,
        approver=work.approver(),
        words="同意",
        approved_on=timezone.localdate(),
        by=work.actor(cast.clerk),
    )
    page = client.get(address)
    assert "“分管领导”已审批" in told(page) and warning in told(page)
    assert f'href="/office/batches/{batch.pk}/#approval"' in page.content.decode()
    fields = fields_of(page, form="edit") | {"t.edit.measures": "另有措施", "act": "save"}
    assert client.post(address, fields).status_code == 302
    assert warning in told(client.get(address))
