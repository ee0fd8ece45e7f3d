"""The office's pages: review, issue, release, lists, and what each role finds at home."""

from typing import Any

import pytest

from departments.models import Department, Membership, Role
from directives import workflow
from directives.models import Batch, ProgressReport, Task, TaskAssignment
from meetings.models import Meeting
from tests import work
from tests.office.texts import told

pytestmark = pytest.mark.django_db
HOME, TASKS = "/office/", "/office/tasks/"
REVIEW = {"secrecy_review": "不涉密，可以公开"}


@pytest.fixture
def meeting(cast: Any) -> Meeting:
    return work.meeting()


@pytest.fixture
def draft(meeting: Meeting) -> Task:
    return work.task(lead="gongkeshang", supporting=("chengjian",), source=work.directive(meeting))


@pytest.fixture
def issued(draft: Task, cast: Any) -> Task:
    work.issue(draft, by=cast.clerk)
    return draft


@pytest.fixture
def handed_in(issued: Task, cast: Any) -> TaskAssignment:
    share = workflow.acknowledge(work.assignment(issued, "gongkeshang"), by=work.actor(cast.liaison))
    return workflow.hand_in(share, "已办好", by=work.actor(cast.head))


@pytest.fixture
def sent(issued: Task, cast: Any) -> ProgressReport:
    share = workflow.acknowledge(work.assignment(issued, "gongkeshang"), by=work.actor(cast.liaison))
    return workflow.send_report(
        share, workflow.ReportContent(text="走访 12 家", progress=20), by=work.actor(cast.liaison)
    )


def test_a_clerk_makes_a_batch_of_the_ticked_tasks(
    signed_in: Any, cast: Any, meeting: Meeting, draft: Task
) -> None:
    client = signed_in(cast.clerk)
    page = f"/office/meetings/{meeting.slug}/"
    assert "待交办" in told(client.get(page))
    response = client.post(f"{page}batch/", {"title": "第一批", "task": draft.pk}, follow=True)
    batch = Batch.objects.get()
    draft.refresh_from_db()
    assert (draft.status, draft.batch, batch.title) == ("draft", batch, "第一批")
    assert response.redirect_chain[-1][0] == f"/office/batches/{batch.pk}/#main"
    assert "待审批交办" in told(client.get(page))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": " "}, "请填写批次名称"),
        ({"title": "长" * 161}, "批次名称太长"),
        ({"task": ""}, "请至少选择一项任务"),
    ],
)
def test_a_batch_without_a_name_or_a_task_is_not_made(
    signed_in: Any, cast: Any, meeting: Meeting, draft: Task, wrong: dict, sentence: str
) -> None:
    asked = {"title": "第一批", "task": draft.pk} | wrong
    response = signed_in(cast.clerk).post(f"/office/meetings/{meeting.slug}/batch/", asked)
    assert response.status_code == 422
    assert sentence in told(response)
    assert not Batch.objects.exists()


def test_what_is_missing_for_issue_is_told_task_by_task(signed_in: Any, cast: Any, meeting: Meeting) -> None:
    bare = work.task(source=work.directive(meeting))
    page = signed_in(cast.clerk).get(f"/office/meetings/{meeting.slug}/")
    assert "还没有责任单位" in told(page)
    assert f'href="/office/tasks/{bare.pk}/edit/?next=' in page.content.decode()


def unit_pk(slug: str) -> int:
    return Department.objects.get(slug=slug).pk


def test_a_supervisor_accepts_a_report_from_home(signed_in: Any, cast: Any, sent: ProgressReport) -> None:
    client = signed_in(cast.supervisor)
    assert "走访 12 家" in told(client.get(HOME))
    client.post(f"/office/reports/{sent.pk}/accept/", {"next": HOME})
    sent.refresh_from_db()
    assert sent.state == "accepted"


def test_a_report_is_sent_back_with_a_reason_only(signed_in: Any, cast: Any, sent: ProgressReport) -> None:
    client = signed_in(cast.supervisor)
    assert client.post(f"/office/reports/{sent.pk}/send-back/", {"reason": " "}).status_code == 422
    client.post(f"/office/reports/{sent.pk}/send-back/", {"reason": "请写明进度依据"})
    sent.refresh_from_db()
    assert (sent.state, sent.return_reason) == ("returned", "请写明进度依据")


def test_a_supervisor_accepts_a_completion(signed_in: Any, cast: Any, handed_in: TaskAssignment) -> None:
    client = signed_in(cast.supervisor)
    assert "申请办结" in told(client.get(HOME))
    client.post(f"/office/assignments/{handed_in.pk}/accept/")
    handed_in.task.refresh_from_db()
    assert handed_in.task.status == "closed"


def test_a_completion_is_sent_back_with_its_reason(
    signed_in: Any, cast: Any, handed_in: TaskAssignment
) -> None:
    client = signed_in(cast.supervisor)
    client.post(f"/office/assignments/{handed_in.pk}/send-back/", {"reason": "请补充验收材料"})
    page = told(signed_in(cast.head).get(f"/office/assignments/{handed_in.pk}/"))
    assert "办结申请已退回" in page
    assert "请补充验收材料" in page


def test_a_releaser_releases_the_meeting_with_its_tasks(
    signed_in: Any, cast: Any, meeting: Meeting, issued: Task
) -> None:
    client = signed_in(cast.releaser)
    assert issued.title in told(client.get(HOME))
    client.post(f"/office/meetings/{meeting.slug}/release/", REVIEW | {"meeting": "1", "task": issued.pk})
    meeting.refresh_from_db()
    issued.refresh_from_db()
    assert meeting.released_at
    assert issued.released_at


def test_nothing_is_released_without_review_or_choice(
    signed_in: Any, cast: Any, meeting: Meeting, issued: Task
) -> None:
    client = signed_in(cast.releaser)
    address = f"/office/meetings/{meeting.slug}/release/"
    for fields in ({"meeting": "1", "task": issued.pk, "secrecy_review": ""}, REVIEW):
        assert client.post(address, fields).status_code == 422
    meeting.refresh_from_db()
    assert meeting.released_at is None


def test_a_released_task_is_withdrawn_with_a_reason(signed_in: Any, cast: Any, issued: Task) -> None:
    client = signed_in(cast.releaser)
    client.post(f"/office/tasks/{issued.pk}/release/", REVIEW)
    assert client.post(f"/office/tasks/{issued.pk}/withdraw/", {"reason": ""}).status_code == 422
    client.post(f"/office/tasks/{issued.pk}/withdraw/", {"reason": "内容有误"})
    issued.refresh_from_db()
    assert issued.released_at is None


def test_an_accepted_report_is_released_in_words_for_the_public(
    signed_in: Any, cast: Any, sent: ProgressReport
) -> None:
    workflow.accept_report(sent, by=work.actor(cast.supervisor))
    workflow.release_task(sent.assignment.task, secrecy_review="可以公开", by=work.actor(cast.releaser))
    client = signed_in(cast.releaser)
    address = f"/office/reports/{sent.pk}/"
    assert "公开文字" in told(client.get(address))
    client.post(address + "release/", REVIEW | {"public_text": "已走访企业 12 家。"})
    sent.refresh_from_db()
    assert (sent.public_text, sent.text) == ("已走访企业 12 家。", "走访 12 家")
    client.post(address + "withdraw/", {"reason": "数字有误"})
    sent.refresh_from_db()
    assert sent.released_at is None


def test_the_task_page_tells_its_record_to_readers(signed_in: Any, cast: Any, sent: ProgressReport) -> None:
    page = told(signed_in(cast.auditor).get(f"/office/tasks/{sent.assignment.task_id}/"))
    for words in ("交办", "签收（工科商局）", "报送进展（工科商局）", "联络员甲"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=issued", True),
        ("status=closed", False),
        ("unit=gongkeshang", True),
        ("unit=xinshi", False),
        ("q=消费季", True),
        ("q=没有这样的任务", False),
        ("status=issued&unit=chengjian", True),
    ],
)
def test_tasks_are_filtered_by_state_unit_and_words(
    signed_in: Any, cast: Any, issued: Task, query: str, found: bool
) -> None:
    page = told(signed_in(cast.leader).get(f"{TASKS}?{query}"))
    assert (issued.title in page) is found


@pytest.mark.parametrize("query", ["status=nonsense", "unit=nowhere", "q=" + "长" * 61])
def test_a_wrong_filter_is_told_and_shows_no_list(
    signed_in: Any, cast: Any, issued: Task, query: str
) -> None:
    response = signed_in(cast.leader).get(f"{TASKS}?{query}")
    assert response.status_code == 200
    assert "筛选条件有误" in told(response)
    assert issued.title not in told(response)


@pytest.mark.parametrize("number", ["0", "-1", "x", "999", "999999999999999999999"])
@pytest.mark.parametrize("address", [TASKS, "/office/meetings/"])
def test_a_page_that_does_not_exist_is_not_found(
    signed_in: Any, cast: Any, issued: Task, address: str, number: str
) -> None:
    response = signed_in(cast.leader).get(f"{address}?page={number}")
    assert response.status_code == 404
    assert "没有这一页，全部内容都在第一页" in told(response)


@pytest.mark.parametrize("who", ["liaison", "head"])
@pytest.mark.parametrize(("material", "open_to_units"), [("news", True), ("minutes", False)])
def test_units_read_of_internal_material_only_what_their_tasks_quote(
    signed_in: Any, cast: Any, meeting: Meeting, issued: Task, who: str, material: str, open_to_units: bool
) -> None:
    meeting.versions.update(source_kind=material)
    other = work.directive(meeting, "各村（社区）要常态走访企业。")
    work.issue(work.task(unit_set="ge-cun-shequ", source=other, title="别家的任务"), by=cast.clerk)
    page = told(signed_in(getattr(cast, who)).get(f"/office/meetings/{meeting.slug}/"))
    assert work.DEMAND in page
    assert ("各村（社区）要常态走访企业" in page) is open_to_units
    assert ("镇里召开经济工作例会" in page) is open_to_units
    everything = told(signed_in(cast.leader).get(f"/office/meetings/{meeting.slug}/"))
    assert "各村（社区）要常态走访企业" in everything


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("clerk", "录入报道或来文"),
        ("supervisor", "待审核"),
        ("releaser", "待公开审查"),
        ("leader", "全镇任务"),
        ("auditor", "全镇任务"),
        ("administrator", "进入后台"),
        ("liaison", "请签收 1 项任务"),
        ("head", "请签收 1 项任务"),
        ("village_liaison", "现在没有要办的事"),
        ("stranger", "系统管理员"),
    ],
)
def test_everybody_finds_their_own_work_at_home(
    signed_in: Any, cast: Any, issued: Task, who: str, words: str
) -> None:
    assert words in told(signed_in(getattr(cast, who)).get(HOME))


def test_who_holds_two_roles_sees_both_sections(signed_in: Any, cast: Any, issued: Task) -> None:
    unit = Department.objects.get(slug="gongkeshang")
    Membership.objects.create(user=cast.clerk, role=Role.LIAISON, department=unit)
    page = told(signed_in(cast.clerk).get(HOME))
    assert "请签收 1 项任务" in page
    assert "录入报道或来文" in page


def test_lists_take_the_same_number_of_queries_however_long_they_are(
    signed_in: Any, cast: Any, meeting: Meeting, django_assert_max_num_queries: Any
) -> None:
    source = work.directive(meeting)
    work.issue(*(work.task(lead="gongkeshang", source=source) for _ in range(20)), by=cast.clerk)
    for who, limit in (("liaison", 12), ("supervisor", 16), ("releaser", 16)):
        client = signed_in(getattr(cast, who))
        with django_assert_max_num_queries(limit):
            client.get(HOME)
    client = signed_in(cast.clerk)
    for address in (TASKS, "/office/meetings/"):
        with django_assert_max_num_queries(12):
            client.get(address)


@pytest.mark.parametrize(
    "elsewhere", ["on", "office:home", "//example.com/", "https://example.com/", "javascript:x"]
)
def test_after_an_act_nobody_is_sent_elsewhere_than_to_a_page_of_this_site(
    signed_in: Any, cast: Any, issued: Task, elsewhere: str
) -> None:
    share = work.assignment(issued, "gongkeshang")
    client = signed_in(cast.liaison)
    response = client.post(f"/office/assignments/{share.pk}/acknowledge/", {"next": elsewhere})
    assert response["Location"] == f"/office/assignments/{share.pk}/#main"


def test_drafts_that_wait_for_the_office_come_first_on_every_database(
    signed_in: Any, cast: Any, issued: Task
) -> None:
    waiting = work.task(title="还没有交办的任务", lead="gongkeshang")
    page = signed_in(cast.clerk).get(TASKS).content.decode()
    assert page.index(waiting.title) < page.index(issued.title)
