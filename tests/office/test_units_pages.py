"""A unit's own pages: see what it owes, sign, report, hand in; another unit's share does not exist."""

from typing import Any

import pytest
from django.test import Client

from directives import workflow
from directives.models import ProgressReport, Task, TaskAssignment
from tests import work
from tests.office.texts import told

pytestmark = pytest.mark.django_db
HOME = "/office/"


@pytest.fixture
def task(cast: Any) -> Task:
    """Led by 工科商局, supported by 城建局, issued."""
    meeting = work.meeting()
    made = work.task(lead="gongkeshang", supporting=("chengjian",), source=work.directive(meeting))
    work.issue(made, by=cast.clerk)
    return made


@pytest.fixture
def share(task: Task) -> TaskAssignment:
    return work.assignment(task, "gongkeshang")


@pytest.fixture
def signed(share: TaskAssignment, cast: Any) -> TaskAssignment:
    return workflow.acknowledge(share, by=work.actor(cast.liaison))


def page_of(share: TaskAssignment) -> str:
    return f"/office/assignments/{share.pk}/"


def test_a_liaison_signs_with_one_click_from_home(signed_in: Any, cast: Any, share: TaskAssignment) -> None:
    client = signed_in(cast.liaison)
    assert "请签收 1 项任务" in told(client.get(HOME))
    response = client.post(page_of(share) + "acknowledge/", {"next": HOME}, follow=True)
    assert response.redirect_chain == [(f"{HOME}#main", 302)]
    assert "已签收" in told(response)
    share.refresh_from_db()
    assert share.state == "in_progress"


def test_a_liaison_reports_from_the_page(signed_in: Any, cast: Any, signed: TaskAssignment) -> None:
    words = {"text": "走访企业 12 家", "problems": "用地不足", "next_steps": "继续走访", "progress": "40"}
    response = signed_in(cast.liaison).post(page_of(signed) + "report/", words, follow=True)
    report = ProgressReport.objects.get()
    assert "已报送" in told(response)
    assert (report.text, report.problems, report.progress) == ("走访企业 12 家", "用地不足", 40)
    assert report.sent_by == cast.liaison


def test_no_change_takes_one_click_and_keeps_the_progress(
    signed_in: Any, cast: Any, signed: TaskAssignment
) -> None:
    TaskAssignment.objects.filter(pk=signed.pk).update(progress=30)
    signed_in(cast.liaison).post(page_of(signed) + "report/", {"no_change": "1", "next": HOME})
    report = ProgressReport.objects.get()
    assert (report.no_change, report.progress) == (True, 30)


def test_no_change_a_second_time_is_told_where_the_click_was(
    signed_in: Any, cast: Any, signed: TaskAssignment
) -> None:
    client = signed_in(cast.liaison)
    client.post(page_of(signed) + "report/", {"no_change": "1"})
    response = client.post(page_of(signed) + "report/", {"no_change": "1", "next": HOME}, follow=True)
    assert response.redirect_chain == [(f"{HOME}#main", 302)]
    assert "已经反馈过" in told(response)
    assert ProgressReport.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"text": "", "problems": "缺资金"}, "请填写进展"),
        ({"text": "走访", "problems": "缺资金", "progress": "101"}, "0 到 100 之间的整数"),
        ({"text": "走访", "problems": "缺资金", "progress": "一半"}, "0 到 100 之间的整数"),
        ({"text": "长" * 4001, "problems": "缺资金"}, "最多 4000 字，现有 4001 字"),
    ],
)
def test_a_report_that_cannot_be_sent_keeps_its_words(
    signed_in: Any, cast: Any, signed: TaskAssignment, words: dict, sentence: str
) -> None:
    response = signed_in(cast.liaison).post(page_of(signed) + "report/", words)
    assert response.status_code == 422
    assert sentence in told(response)
    assert "缺资金" in told(response)
    assert not ProgressReport.objects.exists()


def test_a_report_before_signing_is_told_to_sign_first(
    signed_in: Any, cast: Any, share: TaskAssignment
) -> None:
    response = signed_in(cast.liaison).post(page_of(share) + "report/", {"text": "已开始"})
    assert response.status_code == 422
    assert "请先签收" in told(response)


def test_a_returned_report_comes_back_with_its_words(
    signed_in: Any, cast: Any, signed: TaskAssignment
) -> None:
    report = workflow.send_report(
        signed, workflow.ReportContent(text="走访了一些企业", progress=10), by=work.actor(cast.liaison)
    )
    workflow.send_back_report(report, "请写明家数", by=work.actor(cast.supervisor))
    page = told(signed_in(cast.liaison).get(page_of(signed)))
    assert "请写明家数" in page
    assert page.count("走访了一些企业") == 2


def test_the_page_shows_the_very_words_and_where_dates_come_from(
    signed_in: Any, cast: Any, share: TaskAssignment
) -> None:
    page = told(signed_in(cast.liaison).get(page_of(share)))
    assert work.DEMAND in page
    assert "长期坚持，没有完成时限" in page
    assert "同办单位" in page


def test_only_the_head_sees_and_does_the_handing_in(
    signed_in: Any, cast: Any, signed: TaskAssignment
) -> None:
    client = signed_in(cast.liaison)
    assert "申请办结" not in told(client.get(page_of(signed)))
    assert client.post(page_of(signed) + "hand-in/", {"statement": "完成"}).status_code == 403
    client = signed_in(cast.head)
    assert "申请办结" in told(client.get(page_of(signed)))
    client.post(page_of(signed) + "hand-in/", {"statement": "已完成，附验收表"})
    signed.refresh_from_db()
    assert (signed.state, signed.completion_statement) == ("handed_in", "已完成，附验收表")


@pytest.mark.parametrize("who", ["village_liaison", "stranger", "administrator"])
def test_another_units_share_does_not_exist(
    signed_in: Any, cast: Any, share: TaskAssignment, who: str
) -> None:
    client = signed_in(getattr(cast, who))
    assert client.get(page_of(share)).status_code == 404
    assert client.get(f"/office/tasks/{share.task_id}/").status_code == 404
    assert client.post(page_of(share) + "acknowledge/").status_code == 404


def test_a_supporting_unit_reads_the_task_but_not_the_leads_share(
    signed_in: Any, cast: Any, signed: TaskAssignment
) -> None:
    workflow.send_report(signed, workflow.ReportContent(text="牵头单位的内部话"), by=work.actor(cast.liaison))
    client = signed_in(cast.other_liaison)
    assert client.get(page_of(signed)).status_code == 404
    page = told(client.get(f"/office/tasks/{signed.task_id}/"))
    assert "工科商局" in page
    assert "牵头单位的内部话" not in page
    assert "办理记录" not in page


@pytest.mark.parametrize("who", ["clerk", "supervisor", "releaser", "leader", "auditor"])
def test_readers_may_look_but_not_sign(signed_in: Any, cast: Any, share: TaskAssignment, who: str) -> None:
    client = signed_in(getattr(cast, who))
    page = client.get(page_of(share))
    assert page.status_code == 200
    assert "acknowledge/" not in page.content.decode()
    refusal = client.post(page_of(share) + "acknowledge/")
    assert refusal.status_code == 403
    assert "您没有权限" in told(refusal)


@pytest.mark.parametrize("act", ["acknowledge", "report", "hand-in", "accept", "send-back"])
def test_acts_answer_to_post_alone(signed_in: Any, cast: Any, share: TaskAssignment, act: str) -> None:
    assert signed_in(cast.head).get(page_of(share) + f"{act}/").status_code == 405


def test_an_act_returns_only_to_this_site(signed_in: Any, cast: Any, share: TaskAssignment) -> None:
    elsewhere = {"next": "https://example.com/"}
    response = signed_in(cast.liaison).post(page_of(share) + "acknowledge/", elsewhere)
    assert response["Location"] == page_of(share) + "#main"


def test_a_form_without_its_token_is_refused(cast: Any, share: TaskAssignment) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.liaison)
    assert client.post(page_of(share) + "acknowledge/").status_code == 403
