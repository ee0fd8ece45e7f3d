"""Where a browser lands after an act on a batch: what was refused, and what was done, is on the screen."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from directives import workflow
from directives.models import Batch
from tests import work
from tests.browser import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def batch(cast: Any) -> Batch:
    due = {"due_on": work.in_days(30), "due_basis": "office"}
    tasks = [
        work.task(lead="gongkeshang", title=f"办好第 {n} 件事", measures="一\n二\n三", **due)
        for n in range(15)
    ]
    work.approver()
    return workflow.prepare_batch(tasks, title="第一批", by=work.actor(cast.clerk))


@pytest.mark.parametrize("width", [375, 1280])
def test_a_refused_approval_is_seen_with_what_was_typed_and_its_success_too(
    page: Page, live_server: Any, cast: Any, batch: Batch, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    sign_in(page, cast.clerk, live_server)
    page.goto(f"/office/batches/{batch.pk}/")
    today = page.input_value("#id_approved_on")
    page.select_option("#id_approver", index=1)
    page.fill("#id_approved_on", "2099-01-01")
    page.fill("#paper [name=words]", "同意，抓紧办")
    page.click("#paper button[type=submit]")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("审批日期不能晚于今天")
    expect(alert).to_be_in_viewport()
    expect(page.locator("#paper [name=words]")).to_have_value("同意，抓紧办")
    page.fill("#id_approved_on", today)
    page.click("#paper button[type=submit]")
    done = page.get_by_text("已登记审批，下一步呈“书记、镇长”")
    expect(done).to_be_in_viewport()


def test_a_batch_made_at_a_meeting_opens_where_it_says_so(page: Page, live_server: Any, cast: Any) -> None:
    meeting = work.meeting()
    work.task(lead="gongkeshang", source=work.directive(meeting))
    sign_in(page, cast.clerk, live_server)
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(f"/office/meetings/{meeting.slug}/#issue")
    page.get_by_role("button", name="拟成交办批次").click()
    expect(page.get_by_text("已拟成交办批次")).to_be_in_viewport()


@pytest.mark.parametrize(("width", "height"), [(375, 667), (1280, 720)])
def test_a_start_page_sent_empty_shows_what_is_wrong_and_waits_in_the_box(
    page: Page, live_server: Any, cast: Any, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    sign_in(page, cast.clerk, live_server)
    page.goto("/office/intake/")
    page.get_by_role("button", name="识别并开始核对").click()
    expect(page.locator("#id_text")).to_be_focused()
    expect(page.locator("#id_text_error")).to_be_in_viewport(ratio=1)
