"""The main job in a real browser: from a pasted report to what a resident finds on a unit's page."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from directives import sample
from directives.models import ProgressReport, Task
from meetings.models import ReportVersion
from tests import work
from tests.cast import Cast

SHARED = Path(os.environ.get("SHARED_REPORTS", Path(__file__).parents[2] / ".." / "shared" / "reports"))
REAL = SHARED / "annotated" / "xiaolan-2024-h1.txt"
OWN = Path(sample.__file__).with_name("report.txt")
PASSWORD = "juhua-2024-xiaolan"


def report() -> str:
    """The report that the product exists for, where it is to be had; else the sample made from its facts."""
    return (REAL if REAL.exists() else OWN).read_text(encoding="utf-8")


def enter(page: Page, user: Any) -> None:
    """Sign in through the form, as a person does."""
    user.set_password(PASSWORD)
    user.save()
    page.goto("/office/sign-in/")
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("button", name="退出")).to_be_visible()


def leave(page: Page) -> None:
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("button", name="登录")).to_be_visible()


def drop_unit(page: Page, words: str) -> None:
    """Remove the charge that the report words so, wherever it stands; the rows are saved and shown again."""
    rows = page.locator("li.charge").filter(has_text=words)
    left = rows.count() - 1
    rows.first.get_by_role("button", name="删除").click()
    expect(rows).to_have_count(left)


def approve_on_paper(page: Page, step: str, approver: str, words: str) -> None:
    """Record what a leader signed, on the page of the batch."""
    expect(page.get_by_role("heading", name=f"登记纸质审批：{step}")).to_be_visible()
    official = page.get_by_label("审批人")
    official.select_option(official.locator("option", has_text=approver).get_attribute("value"))
    page.get_by_label("审批意见").fill(words)
    page.get_by_role("button", name="登记审批").click()
    expect(page.get_by_text(f"“{words}”")).to_be_visible()


@pytest.mark.browser
def test_a_pasted_report_becomes_tasks_on_the_pages_of_the_units(page: Page, cast: Cast) -> None:
    enter(page, cast.clerk)
    page.get_by_role("link", name="录入", exact=True).click()
    page.locator("textarea[name=text]").fill(report())
    page.get_by_role("button", name="识别并开始核对").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2024年上半年经济形势分析会")
    expect(page.get_by_text("12 项要求")).to_be_visible()

    # The working groups have no members on record and the publicity department is on no list: the clerk decides.
    for words in ("工作组", "工作小组", "宣传部门"):
        while page.locator("li.charge").filter(has_text=words).count():
            drop_unit(page, words)
    page.get_by_role("button", name="确认生成").click()

    expect(page.get_by_role("heading", name="拟交办批次")).to_be_visible()
    assert ReportVersion.objects.get().text == report()
    for lacking in page.locator("#issue input[name=task][aria-describedby]").all():
        lacking.uncheck()
    page.get_by_role("button", name="拟成交办批次").click()
    approve_on_paper(page, "分管领导", "赖文盛", "同意，呈书记审定")
    approve_on_paper(page, "书记、镇长", "赵锡雄", "同意，按此交办")
    page.get_by_role("button", name="交办这一批").click()
    expect(page.get_by_text("通知已放到各单位的办公首页")).to_be_visible()
    issued = Task.objects.issued()
    assert {charge.basis for task in issued for charge in task.charges.all()} == {"text"}
    leave(page)

    # Issued is not released: the public sees nothing yet.
    page.goto("/departments/gongkeshang/")
    expect(page.get_by_text("在激活消费上有新举措")).to_have_count(0)

    enter(page, cast.releaser)
    page.get_by_role("link", name="会议", exact=True).click()
    page.get_by_role("link", name="2024年上半年经济形势分析会").first.click()
    page.get_by_role("checkbox", name="会议：2024年上半年经济形势分析会").check()
    for task in page.locator("#release input[name=task]").all():
        task.check()
    page.get_by_label("保密审查意见").fill("经审查，不含涉密内容，可以公开")
    page.get_by_role("button", name="公开勾选的内容").click()
    expect(page.get_by_text("公众页面即时可见").first).to_be_visible()
    leave(page)

    page.context.clear_cookies()
    page.goto("/departments/?q=gks")
    page.wait_for_url("**/departments/gongkeshang/")
    page.get_by_role("link", name="在激活消费上有新举措").click()
    expect(page.get_by_text("原文写明").first).to_be_visible()
    page.get_by_role("link", name="项要求").first.click()
    page.wait_for_url("**/meetings/2024-07-19/**")
    for village in ("xinshi", "taiping"):
        page.goto(f"/departments/{village}/")
        expect(page.get_by_role("link", name="在企业技改上有新变化")).to_be_visible()


@pytest.mark.browser
def test_a_unit_signs_and_reports_and_the_public_sees_what_was_released(page: Page, cast: Cast) -> None:
    task = work.task(lead="gongkeshang", source=work.directive(work.meeting()))
    work.issue(task, by=cast.clerk)
    page.set_viewport_size({"width": 375, "height": 800})

    enter(page, cast.liaison)
    page.get_by_role("button", name="签收").first.click()
    expect(page.get_by_text("已签收")).to_be_visible()
    page.get_by_role("link", name=task.title).first.click()
    page.locator("textarea[name=text]").fill("已与张老板等三家酒店谈妥场地")
    page.get_by_role("button", name="报送", exact=True).click()
    expect(page.get_by_text("等待党政综合办审核")).to_be_visible()
    leave(page)

    enter(page, cast.supervisor)
    page.goto(f"/office/assignments/{work.assignment(task, 'gongkeshang').pk}/")
    page.get_by_role("button", name="采用").first.click()
    expect(page.get_by_text("已采用").first).to_be_visible()
    leave(page)

    enter(page, cast.releaser)
    page.goto(f"/office/tasks/{task.pk}/")
    page.get_by_label("保密审查意见").fill("可以公开")
    page.get_by_role("button", name="公开这项任务").click()
    expect(page.get_by_text("公众页面即时可见")).to_be_visible()
    page.goto(f"/tasks/{task.number}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(task.title)
    expect(page.get_by_text("谈妥场地")).to_have_count(0)

    page.goto(f"/office/reports/{ProgressReport.objects.get().pk}/")
    page.get_by_label("公开文字").fill("三家酒店的场地已谈妥")
    page.get_by_label("保密审查意见").fill("可以公开，已隐去个人姓名")
    page.get_by_role("button", name="公开这份反馈").click()
    page.wait_for_load_state()
    page.goto(f"/tasks/{task.number}/")
    expect(page.get_by_text("三家酒店的场地已谈妥")).to_be_visible()
    expect(page.get_by_text("张老板")).to_have_count(0)
