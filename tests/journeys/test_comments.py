"""征求意见 in a real browser: a liaison proposes on a phone, a clerk takes one proposal and refuses another."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from directives import workflow
from directives.breakdown import rows_of_batch
from directives.models import Batch, Proposal
from tests import work
from tests.browser import sign_in
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def batch(emptied_log: None, cast: Cast) -> Batch:
    due = {"nature": "fixed_term", "due_on": date(2031, 6, 30), "due_basis": "office"}
    tasks = [
        work.task(title="办好消费季", lead="gongkeshang", **due),
        work.task(title="走访企业", unit_set="ge-cun-shequ"),
    ]
    made = workflow.prepare_batch(tasks, title="第一批", by=work.actor(cast.clerk))
    workflow.ask_comments(made, None, work.in_days(5), by=work.actor(cast.clerk))
    return made


def fits(page: Page) -> bool:
    return not page.locator("html").evaluate("page => page.scrollWidth > innerWidth")


def test_a_liaison_proposes_on_a_phone_and_the_clerk_settles_it(
    page: Page, live_server: Any, cast: Cast, batch: Batch
) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    sign_in(page, cast.liaison, live_server)
    page.goto("/office/")
    page.get_by_role("link", name="反馈意见").click()
    expect(page.get_by_role("heading", name="走访企业")).to_be_hidden()  # another unit's, folded
    page.locator("summary", has_text="改这一项").first.click()
    assert fits(page)
    page.get_by_label("任务", exact=True).first.fill("办好菊花消费季")
    page.get_by_label("完成时限").first.fill("月底")
    page.get_by_label("理由").first.fill("场地九月才能交付")
    page.get_by_role("button", name="提交意见").click()
    expect(page.get_by_role("alert")).to_contain_text("第 1 项 完成时限：看不懂这个日期")
    expect(page.get_by_label("任务", exact=True).first).to_have_value("办好菊花消费季")
    page.get_by_label("完成时限").first.fill("2031.9.30")
    page.get_by_role("button", name="提交意见").click()
    expect(page.get_by_text("2 处意见")).to_be_visible()
    assert fits(page)

    sign_in(page, cast.clerk, live_server)
    page.goto(f"/office/batches/{batch.pk}/")
    page.get_by_role("link", name="征求意见").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("征求意见")
    assert fits(page)
    page.get_by_role("button", name="采纳工科商局的意见：完成时限", exact=True).click()
    expect(page.get_by_text("已采纳")).to_be_visible()
    page.get_by_role("button", name="不采纳工科商局的意见：任务").click()
    expect(page.get_by_role("alert")).to_contain_text("不采纳请写一句答复")
    page.get_by_label("答复单位").fill("名称在会上已定")
    page.get_by_role("button", name="不采纳工科商局的意见：任务").click()
    expect(page.get_by_text("未采纳")).to_be_visible()

    [first, _] = rows_of_batch(batch)
    assert (first.title, first.due) == ("办好消费季", "2031年9月30日")
    assert sorted(Proposal.objects.values_list("column", "verdict")) == [
        ("due", "accepted"),
        ("title", "refused"),
    ]

    sign_in(page, cast.liaison, live_server)
    page.goto("/office/")
    expect(page.get_by_text("已反馈：2 处意见")).to_be_visible()
    page.get_by_role("link", name="第一批").click()
    expect(page.get_by_text("名称在会上已定")).to_be_visible()
