"""公开审查 of a batch in a real browser: each button of the one form asks only for what its own act needs."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from directives.models import Batch, Task
from tests import work
from tests.browser import sign_in
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REVIEW = "经审查，可以主动公开"


@pytest.fixture
def batch(emptied_log: None, cast: Cast) -> Batch:
    """Two issued tasks of which nobody decided whether the public may read them."""
    source = work.directive(work.meeting())
    tasks = [
        work.task(lead="gongkeshang", source=source, title=title) for title in ("办好消费季", "走访企业")
    ]
    return work.issue(*tasks, by=cast.clerk)


def tick(page: Page, title: str) -> None:
    page.get_by_role("checkbox", name=title).check()


def test_publicity_preview_release_and_withdrawal_are_done_from_the_page_of_a_batch(
    page: Page, live_server: Any, cast: Cast, batch: Batch
) -> None:
    sign_in(page, cast.releaser, live_server)
    address = f"/office/batches/{batch.pk}/release/"
    page.goto(address)

    tick(page, "走访企业")
    page.get_by_label("公开属性（必填）").select_option("不予公开")
    page.get_by_label("理由").fill("涉及企业商业秘密")
    page.get_by_role("button", name="确定勾选任务的公开属性").click()
    expect(page.get_by_text("已确定 1 项任务的公开属性")).to_be_visible()

    tick(page, "办好消费季")
    page.get_by_role("button", name="预览勾选的任务").click()
    expect(page.get_by_text("预览：尚未公开。")).to_be_visible()
    page.goto(address)

    # The undecided task goes out as 主动公开, the other is refused with a sentence; the meeting page does the same.
    tick(page, "办好消费季")
    tick(page, "走访企业")
    page.get_by_label("保密审查意见").fill(REVIEW)
    page.get_by_role("button", name="公开勾选的任务").click()
    expect(page.get_by_text("已公开 1 项任务")).to_be_visible()
    expect(page.get_by_text("任务“走访企业”的公开属性是“不予公开”，不能对外公开")).to_be_visible()
    assert list(Task.objects.public().values_list("title", "publicity")) == [("办好消费季", "on_initiative")]

    # An emergency: nothing but the reason is asked for, and without it that alone is told.
    tick(page, "办好消费季")
    page.get_by_role("button", name="撤回勾选的任务").click()
    expect(page.locator(".notice--error")).to_have_count(1)
    expect(page.locator(".notice--error")).to_contain_text("请填写原因")
    expect(page.get_by_role("checkbox", name="办好消费季")).to_be_checked()
    page.get_by_label("原因").fill("数字有误")
    page.get_by_role("button", name="撤回勾选的任务").click()
    expect(page.get_by_text("已撤回 1 项任务")).to_be_visible()
    assert not Task.objects.public().exists()


@pytest.mark.parametrize(
    ("button", "told"),
    [
        ("确定勾选任务的公开属性", "请选择公开属性"),
        ("公开勾选的任务", "请填写保密审查意见"),
    ],
)
def test_what_an_act_lacks_is_told_of_that_act_alone(
    page: Page, live_server: Any, cast: Cast, batch: Batch, button: str, told: str
) -> None:
    sign_in(page, cast.releaser, live_server)
    page.goto(f"/office/batches/{batch.pk}/release/")
    tick(page, "办好消费季")
    page.get_by_role("button", name=button).click()
    summary = page.locator(".notice--error")
    expect(summary).to_have_count(1)
    expect(summary).to_contain_text(told)
    expect(page.get_by_role("checkbox", name="办好消费季")).to_be_checked()


@pytest.mark.parametrize("width", [375, 1280])
def test_publicity_stands_above_the_release_and_the_page_fits(
    page: Page, live_server: Any, cast: Cast, batch: Batch, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, cast.releaser, live_server)
    page.goto(f"/office/batches/{batch.pk}/release/")
    assert page.locator("section h2").all_inner_texts() == ["公开属性", "公开"]  # nothing is public yet
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert re.search("公开属性未定的任务，公开时即定为“主动公开”", page.inner_text("main"))
