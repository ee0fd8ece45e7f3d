"""A superior's document in a real browser: from the pasted text to confirmed tasks with an internal date."""

import re
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from directives.models import Task
from meetings.models import SourceDocument
from tests.browser import sign_in
from tests.cast import Cast
from tests.office.documents import SUPERIOR


@pytest.mark.browser
def test_a_superiors_document_goes_from_paste_to_tasks_with_an_internal_date(
    page: Page, cast: Cast, live_server: Any
) -> None:
    sign_in(page, cast.clerk, live_server)
    page.goto("/office/intake/")
    page.get_by_label("录入的是").select_option("上级督办")
    page.get_by_label("全文", exact=True).fill(SUPERIOR)
    # What was chosen has its fields at hand, and a report's are out of the way.
    expect(page.get_by_label("来源网址")).to_be_hidden()
    expect(page.get_by_label("上级时限")).to_be_visible()
    page.get_by_label("录入的是").select_option("会议报道")
    expect(page.get_by_label("来源网址")).to_be_visible()
    expect(page.get_by_label("上级时限")).to_be_hidden()
    page.get_by_label("录入的是").select_option("上级督办")
    page.get_by_label("收文日期").fill("2024-07-22")
    page.get_by_role("button", name="识别并开始核对").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("关于加快推进重点民生项目的督办通知")
    expect(page.get_by_label("内部时限")).to_have_value("2024-08-23")
    # Another internal day: tasks without a day of their own follow at once.
    page.get_by_label("内部时限").fill("2024-08-22")
    page.get_by_label("反馈上级").fill("市督查室")
    expect(page.locator("#d3").get_by_label("完成时限")).to_have_value("2024-08-22")
    page.get_by_role("button", name="确认生成").click()

    expect(page.get_by_role("heading", name="拟交办批次")).to_be_visible()
    document = SourceDocument.objects.get()
    assert (document.superior_due_on, document.internal_due_on, document.feedback_to) == (
        date(2024, 8, 30),
        date(2024, 8, 22),
        "市督查室",
    )
    days = dict(Task.objects.values_list("title", "due_on"))
    assert days["加快推进菊城大道改造工程"] == date(2024, 8, 20)
    assert days["抓紧核查居民投诉问题"] == date(2024, 8, 22)
    assert Task.objects.count() == 3
    page.get_by_role("button", name="拟成交办批次").click()
    expect(page).to_have_url(re.compile(r"/office/batches/\d+/"))
