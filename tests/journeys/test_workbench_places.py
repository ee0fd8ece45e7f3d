"""Where a person stands on the workbench: what was chosen stays, nobody falls out of a row, and the bar below says how
much is left and leads there."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from departments.models import Department
from directives import intake
from meetings.models import IntakeDraft
from tests.cast import Cast

from .test_main_job import enter, report
from .test_workbench import SAVED, Keys, now, open_draft, spoil

pytestmark = pytest.mark.browser
TITLE = "[name='t.d2t1.title']"
PHONE = {"width": 375, "height": 740}
ACTIVE = "document.activeElement && document.activeElement.name"


@pytest.fixture
def draft(cast: Cast) -> IntakeDraft:
    return intake.start(report(), by=cast.clerk)


@pytest.fixture
def bench(page: Page, cast: Cast, draft: IntakeDraft) -> Callable[..., Page]:
    """Opens the draft, changed beforehand where that is asked for."""

    def bring(change: Callable[[dict[str, Any]], None] | None = None) -> Page:
        if change:
            spoil(draft, change)
        enter(page, cast.clerk)
        open_draft(page, draft)
        return page

    return bring


def unit_of(n: int, place: int = 0) -> str:
    return f"[name='c.d{n}t1.{place}.unit']"


def name_a_new_unit(page: Page) -> Any:
    page.fill(unit_of(2), "菊花产业办")
    page.keyboard.press("Tab")
    fold = page.locator("#d2t1 .new-unit").filter(has_text="菊花产业办")
    fold.locator("summary").click()
    fold.get_by_label("类别").select_option(label="办公室")
    return fold


def test_the_kind_chosen_for_a_new_unit_is_the_one_it_is_entered_with(
    bench: Callable[..., Page], draft: IntakeDraft
) -> None:
    page = bench()
    fold = name_a_new_unit(page)
    steps = draft.steps.count()
    page.wait_for_timeout(1_000)
    assert draft.steps.count() == steps  # choosing alone sends nothing
    fold.get_by_role("button", name="新建并选用").click()
    expect(fold).to_have_count(0)
    unit = Department.objects.get(short_name="菊花产业办")
    assert unit.get_kind_display() == "办公室"
    assert unit.slug in [charge["unit"] for charge in now(draft)["directives"][1]["tasks"][0]["charges"]]


def test_what_is_chosen_for_a_new_unit_outlives_a_change_of_something_else(
    bench: Callable[..., Page], draft: IntakeDraft
) -> None:
    page = bench()
    fold = name_a_new_unit(page)
    page.fill(TITLE, "换了名称的任务")
    page.keyboard.press("Tab")
    page.wait_for_timeout(60)
    page.wait_for_selector(SAVED)
    assert now(draft)["directives"][1]["tasks"][0]["title"] == "换了名称的任务"
    expect(fold.get_by_label("类别")).to_be_visible()
    assert fold.locator("select").first.evaluate("one => one.selectedOptions[0].text") == "办公室"


def asks_before_leaving(page: Page) -> bool:
    asked: bool = page.evaluate("!window.dispatchEvent(new Event('beforeunload', { cancelable: true }))")
    return asked


def test_a_field_that_was_saved_while_it_was_typed_in_is_left_without_a_question(
    bench: Callable[..., Page], draft: IntakeDraft
) -> None:
    page = bench()
    page.focus(TITLE)
    page.keyboard.type("又")
    page.wait_for_selector("#workbench[data-state=typing]")
    assert asks_before_leaving(page)
    page.wait_for_selector(SAVED)
    steps = draft.steps.count()
    page.focus("#draft [name='m.place']")
    assert not asks_before_leaving(page)
    page.wait_for_timeout(300)
    assert draft.steps.count() == steps
    # What differs from what was sent is sent as ever, an old value too.
    before = page.input_value(TITLE)
    for words in ("另一个名称", before):
        page.fill(TITLE, words)
        page.keyboard.press("Tab")
        assert asks_before_leaving(page)
        page.wait_for_selector(SAVED)
        assert now(draft)["directives"][1]["tasks"][0]["title"] == words


def doubtful(made: dict[str, Any]) -> None:
    made["directives"][3]["tasks"][0]["measures"] = "走访987家企业"
    made["directives"][1]["tasks"][0] |= {"charges": [], "mode": "single_lead"}


def test_the_bar_leads_to_what_is_open_and_to_what_is_doubtful(bench: Callable[..., Page]) -> None:
    page = bench(doubtful)
    words = page.locator("#status-words")
    words.get_by_role("link", name="疑点").click()
    assert page.evaluate("Boolean(document.activeElement.closest('div').querySelector('.told__doubt'))")
    count = page.locator("#draft div.told").filter(has=page.locator("p:not(.told__doubt)")).count()
    open_ones = words.get_by_role("link", name="待定")
    assert open_ones.inner_text() == f"{count} 处待定"
    open_ones.click()
    here = page.evaluate(ACTIVE)
    page.locator("body").evaluate("one => document.activeElement.blur()")
    Keys(page).press("F8")
    assert page.evaluate(ACTIVE) == here


def test_who_stands_on_a_button_that_goes_comes_to_the_next_field(
    bench: Callable[..., Page], draft: IntakeDraft
) -> None:
    page = bench(doubtful)
    page.fill("[name='t.d4t1.measures']", "走访企业")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").startswith("看过了")
    Keys(page).settled()
    assert "987" not in now(draft)["directives"][3]["tasks"][0]["measures"]
    assert page.evaluate(ACTIVE) == "c.d4t1.0.role"


def overflow(page: Page) -> int:
    wide: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return wide


def test_the_list_of_units_stays_within_a_narrow_window(bench: Callable[..., Page]) -> None:
    page = bench()
    page.set_viewport_size(PHONE)
    page.focus("#draft .charge--blank input:not([type=hidden])")
    page.keyboard.type("公")
    box = page.locator("ul.names").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert overflow(page) <= 0


def test_words_that_are_no_unit_are_told_so_and_taken_for_none(bench: Callable[..., Page]) -> None:
    page = bench()
    field = page.locator(unit_of(2))
    field.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("没有这个")
    expect(page.locator(".names")).to_have_text("没有找到")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert field.input_value() == "没有这个"
    page.keyboard.press("Tab")
    expect(page.get_by_text("请从列表中选择，或在下面新建。").first).to_be_visible()


def test_a_bulk_change_says_how_many_rows_it_changed_and_takes_the_ticks_off(
    bench: Callable[..., Page], draft: IntakeDraft
) -> None:
    page = bench()
    for box in page.locator("input[name=pick]").all()[-3:]:
        box.check()
    expect(page.locator("#status-picked")).to_have_text("已勾选 3 项")
    page.locator(".status-bar").get_by_role("button", name="批量修改").click()
    expect(page.locator("#bulk [name='b.unit']")).to_be_in_viewport()
    page.fill("[name='b.report_day']", "12")
    page.get_by_role("button", name="应用到勾选的任务").click()
    expect(page.locator("#status-words")).to_contain_text("已改 3 项")
    assert page.locator("input[name=pick]:checked").count() == 0
    expect(page.locator("#status-picked")).to_be_hidden()
    expect(page.locator("#to-bulk")).to_be_hidden()
    tasks = [task for row in now(draft)["directives"] for task in row["tasks"]]
    assert [str(task["report_day"]) for task in tasks].count("12") == 3


@pytest.mark.parametrize(("size", "lines"), [(PHONE, 2), ({"width": 1280, "height": 900}, 1)])
def test_the_bar_below_stays_low_with_all_that_it_can_say(
    bench: Callable[..., Page], size: dict[str, int], lines: int
) -> None:
    def wrong(made: dict[str, Any]) -> None:
        doubtful(made)
        made["meeting"]["name"] = ""

    page = bench(wrong)
    for words in ("第一个名称", "第二个名称"):
        page.fill(TITLE, words)
        page.keyboard.press("Tab")
        page.wait_for_timeout(60)
        page.wait_for_selector(SAVED)
    page.locator("button[value=undo]").click()
    expect(page.get_by_role("button", name="重做")).to_be_visible()
    page.set_viewport_size(size)
    for ticked in (False, True):
        page.locator("input[name=pick]").first.set_checked(ticked)
        assert page.locator(".status-bar").evaluate("one => one.offsetHeight") <= (60 if lines == 1 else 84)
        assert overflow(page) <= 0


def test_buttons_and_fields_that_do_nothing_look_so(bench: Callable[..., Page], draft: IntakeDraft) -> None:
    page = bench()
    other = page.context.new_page()
    open_draft(other, draft)
    expect(other.locator(TITLE)).to_be_disabled()
    look = "one => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]"
    for place in (TITLE, ".status-bar button[value=confirm]", ".status-bar button[value=save]"):
        assert other.locator(place).evaluate(look) != page.locator(place).evaluate(look)
    expect(other.locator(".desk__report button[value^='take:']").first).to_be_disabled()
