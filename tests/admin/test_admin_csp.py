"""Every type of admin page in a real browser: nothing breaks the content security policy, and the scripts work."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from departments.models import Membership, Role
from directives.models import Task
from tests.admin.addresses import WORK_MODELS, Filled, fill, pages
from tests.browser import sign_in
from tests.cast import Cast

pytestmark = pytest.mark.browser


@pytest.fixture
def filled(page: Page, live_server: Any, cast: Cast) -> Filled:
    """Somebody who may open every page, signed in, with one of everything to look at."""
    for role in (Role.SUPERVISOR, Role.RELEASER, Role.ADMINISTRATOR):
        Membership.objects.create(user=cast.clerk, role=role)
    cast.clerk.set_password("chrysanthemum-24")
    cast.clerk.save()
    sign_in(page, cast.clerk, live_server)
    return fill(cast)


def settle(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    page.wait_for_load_state("networkidle")


def test_no_page_breaks_the_policy(page: Page, filled: Filled) -> None:
    for address in pages(filled):
        settle(page, address)


def test_no_page_is_wider_than_a_phone(page: Page, filled: Filled) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    wide = []
    for address in pages(filled):
        settle(page, address)
        if page.evaluate("document.documentElement.scrollWidth") > 375:
            wide.append(address)
    assert wide == []


def test_no_column_of_a_list_is_cut_on_a_small_desk(page: Page, filled: Filled) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    Task.objects.update(title="统筹全镇文商旅资源，策划消费活动，总结餐饮企业经验并推广")
    cut = []
    for name in WORK_MODELS:
        settle(page, reverse(f"admin:{name}_changelist"))
        list_of = page.locator("#changelist .results")
        if list_of.count() and list_of.evaluate("one => one.scrollWidth - one.clientWidth") > 0:
            cut.append(name)
    assert cut == []


def test_help_stands_under_its_field(page: Page, filled: Filled) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    settle(page, reverse("admin:directives_task_change", args=[filled.draft.pk]))
    for name in ("measures", "due_text", "report_day"):
        field = page.locator(f"#id_{name}").bounding_box()
        help_text = page.locator(f"#id_{name}_helptext > div").bounding_box()
        assert field is not None
        assert help_text is not None
        assert abs(field["x"] - help_text["x"]) <= 4, name
        assert help_text["y"] >= field["y"] + field["height"], name


def test_a_clerk_enters_a_task_with_the_admins_own_widgets(page: Page, filled: Filled) -> None:
    settle(page, reverse("admin:directives_task_add"))
    page.get_by_label("任务：").fill("浏览器里录入的任务")
    page.locator("#id_nature").select_option("standing")
    page.locator(".field-due_on .datetimeshortcuts a").nth(1).click()
    page.locator(".calendarbox td:not(.nonday) a").first.click()
    page.locator("#id_due_basis").select_option("office")
    page.locator("#charges-group .add-row a").click()
    page.locator("#id_charges-0-role").select_option("lead")
    page.locator("#charges-0 .field-department .select2-selection").click()
    page.locator(".select2-search__field").fill("gks")
    page.locator(".select2-results__option", has_text="工科商局").click()
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist")).to_contain_text("浏览器里录入的任务")
    task = Task.objects.get(title="浏览器里录入的任务")
    assert task.due_on
    assert task.charges.get().department.slug == "gongkeshang"  # type: ignore[union-attr]


def test_a_clerk_chooses_in_the_list_and_makes_a_batch(page: Page, filled: Filled) -> None:
    settle(page, reverse("admin:directives_task_changelist"))
    page.locator("#action-toggle").check()
    expect(page.locator(".action-counter")).to_contain_text("选中了 2 个中的 2 个")
    page.locator("#action-toggle").uncheck()
    page.locator("tr", has_text="待交办的任务").locator(".action-select").check()
    page.locator("select[name=action]").select_option("prepare")
    page.get_by_role("button", name="执行").click()
    page.get_by_label("批次名称：").fill("第一批")
    page.get_by_role("button", name="拟成批次").click()
    expect(page.locator(".messagelist")).to_contain_text("已把 1 项任务拟成交办批次")


def test_the_page_of_a_task_offers_its_act(page: Page, filled: Filled) -> None:
    settle(page, reverse("admin:directives_task_change", args=[filled.issued.pk]))
    page.get_by_role("button", name="撤回任务").click()
    page.get_by_label("原因：").fill("责任单位有误")
    page.get_by_role("button", name="撤回").click()
    expect(page.locator(".messagelist")).to_contain_text("已撤回 1 项任务")


def test_a_report_is_edited_and_deleting_asks_first(page: Page, filled: Filled) -> None:
    settle(page, reverse("admin:meetings_meeting_change", args=[filled.meeting.pk]))
    report = page.get_by_label("报道全文：")
    report.fill(report.input_value() + "补记一句。")
    page.get_by_role("button", name="保存并继续编辑").click()
    expect(page.locator(".messagelist").first).to_contain_text("已生成报道第2版")
    settle(page, reverse("admin:directives_task_delete", args=[filled.draft.pk]))
    page.get_by_text("不，返回").click()
    assert Task.objects.filter(pk=filled.draft.pk).exists()


def test_a_related_object_is_added_in_a_window_of_its_own(page: Page, filled: Filled) -> None:
    settle(page, reverse("admin:directives_task_change", args=[filled.draft.pk]))
    with page.expect_popup() as opened:
        page.locator("#add_id_theme").click()
    window = opened.value
    window.get_by_label("主题：").fill("浏览器新主题")
    with window.expect_event("close"):
        window.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".field-theme .select2-selection__rendered")).to_contain_text("浏览器新主题")


def test_the_dark_scheme_can_be_chosen(page: Page, filled: Filled) -> None:
    settle(page, reverse("admin:index"))
    for _ in range(3):
        page.locator("button.theme-toggle").first.click()
        page.wait_for_timeout(50)
        if page.evaluate("document.documentElement.dataset.theme") == "dark":
            break
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 24, 29)"
