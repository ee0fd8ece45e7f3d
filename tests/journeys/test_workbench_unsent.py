"""What was typed on the workbench and not saved yet: over a reload, in two windows, beside other people, when answers
are lost. It is never sent on an older page's word, never under another name, and never gone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from directives import intake
from meetings.models import IntakeDraft
from tests.cast import Cast

from .test_main_job import enter, leave, report
from .test_workbench import SAVED, now, open_draft

pytestmark = pytest.mark.browser
TITLE = "[name='t.d2t1.title']"
OTHERS = "[name='t.d3t1.title']"
OFFLINE = "#workbench[data-state=offline]"
USE, DROP = "采用这些没有保存的修改", "不要了"


@pytest.fixture
def draft(cast: Cast) -> IntakeDraft:
    return intake.start(report(), by=cast.clerk)


def title_of(draft: IntakeDraft, n: int = 1) -> str:
    return str(now(draft)["directives"][n]["tasks"][0]["title"])


def cut_off(page: Page, draft: IntakeDraft) -> None:
    """From now on nothing that the page sends arrives; pages are still read."""
    page.route(
        f"**/office/intake/{draft.pk}/*",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )


def reach(page: Page, draft: IntakeDraft) -> None:
    page.unroute(f"**/office/intake/{draft.pk}/*")


def type_unsent(page: Page, draft: IntakeDraft, words: str) -> None:
    cut_off(page, draft)
    page.fill(TITLE, words)
    page.keyboard.press("Tab")
    page.wait_for_selector(OFFLINE)


def saved_by_another(draft: IntakeDraft, person: Any, title: str) -> None:
    """Somebody else takes the draft over, saves it and lets it go."""
    made = now(draft)
    made["directives"][1]["tasks"][0]["title"] = title
    intake.save(draft, made, draft.revision, by=person, token="other", take_over=True)
    intake.let_go(draft, by=person, token="other")


def free(draft: IntakeDraft) -> None:
    IntakeDraft.objects.filter(pk=draft.pk).update(held_by=None, held_token="", held_at=None)


def kept(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "Object.keys(localStorage).filter(one => one.startsWith('draft-')).map(one => localStorage.getItem(one))"
    )
    return found


def test_half_a_name_costs_no_unit_and_is_there_after_a_reload(
    page: Page, cast: Cast, draft: IntakeDraft
) -> None:
    task = next(
        task
        for row in draft.made["directives"]
        for task in row["tasks"]
        if any(c["unit"] for c in task["charges"])
    )
    place = next(n for n, charge in enumerate(task["charges"]) if charge["unit"])
    field = f"[name='c.{task['id']}.{place}.unit']"
    enter(page, cast.clerk)
    open_draft(page, draft)
    page.fill(field, "没有这个")
    page.wait_for_timeout(1200)  # a pause in the middle of a name says nothing yet
    told = page.get_by_text("没有找到这个单位").first
    expect(told).to_be_hidden()
    page.fill(field, "没有这个局")
    page.keyboard.press("Tab")
    expect(told).to_be_visible()
    page.reload()
    expect(told).to_be_visible()
    assert page.input_value(field) == "没有这个局"
    page.fill(f"[name='t.{task['id']}.title']", "改过的名称")
    page.keyboard.press("Tab")
    page.wait_for_selector(SAVED)
    expect(told).to_be_visible()
    [kept_task] = [t for row in now(draft)["directives"] for t in row["tasks"] if t["id"] == task["id"]]
    assert kept_task["title"] == "改过的名称"
    assert kept_task["charges"][place]["unit"] == task["charges"][place]["unit"]


def test_what_was_typed_on_an_older_page_is_shown_beside_what_stands_there_and_not_sent(
    page: Page, cast: Cast, draft: IntakeDraft
) -> None:
    enter(page, cast.clerk)
    open_draft(page, draft)
    type_unsent(page, draft, "我没有保存的名称")
    saved_by_another(draft, cast.supervisor, "别人改的名称")
    page.reload()
    reach(page, draft)
    notice = page.locator("#unsent[role=alert]")
    expect(notice.get_by_text("我没有保存的名称")).to_be_visible()
    expect(notice.get_by_text("别人改的名称")).to_be_visible()
    expect(notice.get_by_text("任务 2.1 · 任务")).to_be_visible()
    page.fill(OTHERS, "另一栏的修改")
    page.keyboard.press("Tab")
    page.wait_for_selector(SAVED)
    assert (title_of(draft), title_of(draft, 2)) == ("别人改的名称", "另一栏的修改")
    assert page.input_value(TITLE) == "别人改的名称"
    page.reload()
    page.get_by_role("button", name=USE).click()
    page.wait_for_selector(SAVED)
    expect(notice).to_have_count(0)
    assert title_of(draft) == "我没有保存的名称"
    assert kept(page) == []


def test_what_nobody_wants_any_more_is_not_offered_again(page: Page, cast: Cast, draft: IntakeDraft) -> None:
    enter(page, cast.clerk)
    open_draft(page, draft)
    type_unsent(page, draft, "我没有保存的名称")
    saved_by_another(draft, cast.supervisor, "别人改的名称")
    page.reload()
    reach(page, draft)
    page.get_by_role("button", name=DROP).click()
    page.reload()
    page.wait_for_timeout(500)
    expect(page.locator("#unsent")).to_have_count(0)
    assert page.input_value(TITLE) == title_of(draft) == "别人改的名称"


def test_the_next_person_at_the_computer_neither_sees_nor_sends_what_was_typed(
    page: Page, cast: Cast, draft: IntakeDraft
) -> None:
    before = title_of(draft)
    enter(page, cast.clerk)
    open_draft(page, draft)
    type_unsent(page, draft, "经办人没有保存的名称")
    leave(page)
    enter(page, cast.supervisor)
    reach(page, draft)
    free(draft)
    open_draft(page, draft)
    page.wait_for_timeout(1_000)
    assert page.input_value(TITLE) == title_of(draft) == before
    expect(page.locator("#unsent")).to_have_count(0)
    leave(page)
    free(draft)
    enter(page, cast.clerk)
    open_draft(page, draft)
    page.wait_for_selector(SAVED)
    assert title_of(draft) == "经办人没有保存的名称"


def test_a_page_whose_account_signed_out_saves_nothing_for_the_next(
    page: Page, cast: Cast, draft: IntakeDraft
) -> None:
    before = title_of(draft)
    enter(page, cast.clerk)
    open_draft(page, draft)
    other = page.context.new_page()
    other.goto("/office/")
    leave(other)
    enter(other, cast.supervisor)
    free(draft)
    page.fill(TITLE, "经办人的名称")
    page.keyboard.press("Tab")
    expect(page.get_by_text("现在登录的是另一个账号")).to_be_visible()
    assert title_of(draft) == before
    assert page.input_value(TITLE) == "经办人的名称"


def test_a_second_window_leaves_what_the_first_has_not_sent_alone(
    page: Page, cast: Cast, draft: IntakeDraft
) -> None:
    before = title_of(draft)
    enter(page, cast.clerk)
    open_draft(page, draft)
    type_unsent(page, draft, "第一个窗口的名称")
    other = page.context.new_page()
    open_draft(other, draft)
    other.get_by_role("button", name="接手编辑").click()
    expect(other.locator(TITLE)).to_be_enabled()
    other.wait_for_timeout(500)
    assert other.input_value(TITLE) == title_of(draft) == before
    expect(other.locator("#unsent")).to_have_count(0)
    other.fill(OTHERS, "第二个窗口的名称")
    other.keyboard.press("Tab")
    other.wait_for_selector(SAVED)
    assert (title_of(draft), title_of(draft, 2)) == (before, "第二个窗口的名称")
    assert "第一个窗口的名称" in str(kept(page))
    reach(page, draft)
    expect(page.get_by_text("您的修改还没有保存").first).to_be_visible()
    assert page.input_value(TITLE) == "第一个窗口的名称"
    assert "第一个窗口的名称" in str(kept(page))
    assert title_of(draft) == before


def test_what_a_closed_window_left_goes_on_in_the_next(page: Page, cast: Cast, draft: IntakeDraft) -> None:
    enter(page, cast.clerk)
    open_draft(page, draft)
    type_unsent(page, draft, "关掉的窗口里的名称")
    other = page.context.new_page()
    other.goto("/office/")
    page.close()
    free(draft)
    open_draft(other, draft)
    other.wait_for_selector(SAVED)
    assert title_of(draft) == "关掉的窗口里的名称"
    assert kept(other) == []


def test_changes_that_were_refused_stay_while_others_are_typed(
    page: Page, cast: Cast, draft: IntakeDraft
) -> None:
    enter(page, cast.clerk)
    open_draft(page, draft)
    saved_by_another(draft, cast.supervisor, "别人改的名称")
    page.fill(TITLE, "我填写的名称")
    page.keyboard.press("Tab")
    expect(page.locator("#differences")).to_be_visible()
    page.fill(OTHERS, "后来又填写的名称")
    page.keyboard.press("Tab")
    page.wait_for_timeout(1_200)
    assert (page.input_value(TITLE), title_of(draft)) == ("我填写的名称", "别人改的名称")
    page.get_by_role("button", name="保存", exact=True).last.click()
    page.wait_for_selector(SAVED)
    assert (title_of(draft), title_of(draft, 2)) == ("我填写的名称", "后来又填写的名称")
    assert kept(page) == []


def losing_answers(page: Page, draft: IntakeDraft, count: int = 1) -> Callable[[], int]:
    """The server carries out what the page sends, and so many answers do not arrive."""
    lost: list[str] = []

    def handle(route: Route) -> None:
        if route.request.method != "POST" or "hold" in route.request.url or len(lost) >= count:
            route.continue_()
            return
        route.fetch()
        lost.append(route.request.url)
        route.abort()

    page.route(f"**/office/intake/{draft.pk}/", handle)
    return lambda: len(lost)


def test_a_lost_answer_is_no_edit_of_somebody_else(page: Page, cast: Cast, draft: IntakeDraft) -> None:
    enter(page, cast.clerk)
    open_draft(page, draft)
    lost = losing_answers(page, draft)
    page.fill(TITLE, "答复丢失的名称")
    page.keyboard.press("Tab")
    page.wait_for_selector(OFFLINE)
    page.fill(OTHERS, "等候时填写的名称")
    page.wait_for_selector(SAVED)
    assert lost() == 1
    expect(page.locator("#differences")).to_have_count(0)
    assert (title_of(draft), title_of(draft, 2)) == ("答复丢失的名称", "等候时填写的名称")
    assert draft.steps.count() == 2
    assert kept(page) == []


def test_a_button_whose_answer_was_lost_adds_one_row(page: Page, cast: Cast, draft: IntakeDraft) -> None:
    tasks = len(draft.made["directives"][1]["tasks"])
    enter(page, cast.clerk)
    open_draft(page, draft)
    lost = losing_answers(page, draft)
    page.locator("button[value='add-task:d2']").click()
    page.wait_for_selector(OFFLINE)
    page.wait_for_selector(SAVED)
    assert lost() == 1
    assert len(now(draft)["directives"][1]["tasks"]) == tasks + 1
    expect(page.locator("#d2 .made-task")).to_have_count(tasks + 1)


def test_taking_back_is_done_once_when_its_answer_was_lost(
    page: Page, cast: Cast, draft: IntakeDraft
) -> None:
    enter(page, cast.clerk)
    open_draft(page, draft)
    for words in ("第一次的名称", "第二次的名称"):
        page.fill(TITLE, words)
        page.keyboard.press("Tab")
        page.wait_for_timeout(60)
        page.wait_for_selector(SAVED)
    lost = losing_answers(page, draft)
    page.locator("button[value='undo']").click()
    page.wait_for_selector(OFFLINE)
    page.wait_for_selector(SAVED)
    assert lost() == 1
    assert page.input_value(TITLE) == title_of(draft) == "第一次的名称"


def test_a_lost_answer_and_a_reload_ask_nothing(page: Page, cast: Cast, draft: IntakeDraft) -> None:
    enter(page, cast.clerk)
    open_draft(page, draft)
    losing_answers(page, draft)
    page.fill(TITLE, "答复丢失的名称")
    page.keyboard.press("Tab")
    page.wait_for_selector(OFFLINE)
    page.reload()
    page.wait_for_timeout(700)
    expect(page.locator("#unsent")).to_have_count(0)
    expect(page.locator("#differences")).to_have_count(0)
    assert page.input_value(TITLE) == title_of(draft) == "答复丢失的名称"
    assert kept(page) == []
