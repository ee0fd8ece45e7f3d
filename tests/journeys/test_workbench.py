"""The workbench in a real browser: by keyboard alone, in two windows, without a network."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from departments.models import Department, Official, Portfolio
from directives import intake
from meetings.models import IntakeDraft
from tests.cast import Cast

from .test_main_job import enter, report

pytestmark = pytest.mark.browser
SAVED = "#workbench[data-state=saved]"


class Keys:
    """A keyboard that counts: chords and single keys are strokes, words typed into a field are not."""

    def __init__(self, page: Page) -> None:
        self.page, self.strokes = page, 0

    def press(self, *chords: str) -> "Keys":
        for chord in chords:
            self.strokes += 1
            self.page.keyboard.press(chord)
        return self

    def type(self, words: str) -> "Keys":
        self.page.keyboard.type(words)
        return self

    def jump(self, where: str) -> "Keys":
        """Go to a row, or to a sentence of the report, by its number."""
        return self.press("Control+g").type(where).press("Enter")

    def settled(self) -> "Keys":
        """Wait until what was done is kept; no stroke."""
        self.page.wait_for_timeout(60)
        self.page.wait_for_selector(SAVED)
        return self


@pytest.fixture
def draft(cast: Cast) -> IntakeDraft:
    return intake.start(report(), by=cast.clerk)


def spoil(draft: IntakeDraft, change: Callable[[dict[str, Any]], None]) -> IntakeDraft:
    made = deepcopy(draft.made)
    change(made)
    draft.made = made
    draft.save()
    return draft


def open_draft(page: Page, draft: IntakeDraft) -> None:
    page.goto(f"/office/intake/{draft.pk}/")
    page.wait_for_selector("#keys:not([hidden])", state="attached")
    page.wait_for_timeout(250)  # the window has taken the draft in hand


def now(draft: IntakeDraft) -> dict[str, Any]:
    draft.refresh_from_db()
    made: dict[str, Any] = draft.made
    return made


def test_ten_errors_are_mended_by_keyboard_alone_with_a_reload_half_way(
    page: Page, cast: Cast, draft: IntakeDraft
) -> None:
    Official.objects.create(name="何镇长").posts.create(title="副镇长")
    Portfolio.objects.create(
        official=Official.objects.get(name="何镇长"), department=Department.objects.get(slug="gongkeshang")
    )
    right = deepcopy(draft.made)
    merged, cut = right["directives"][2], right["directives"][3]

    def ten_errors(made: dict[str, Any]) -> None:
        rows = made["directives"]
        made["meeting"]["name"] = "一场没有名称的会"  # 1
        made["meeting"]["held_on"] = ""  # 2
        rows[1]["tasks"][0]["title"] = "错误的任务名称"  # 3
        rows[6]["tasks"][0]["charges"] = [intake.blank_charge() | {"role": "lead", "unit": "chengjian"}]  # 4
        rows[6]["tasks"][0]["mode"] = "single_lead"
        rows[4]["tasks"][0] |= {"due_on": "2023-01-01", "due_basis": "office", "nature": "fixed_term"}  # 5
        rows[2] |= {"end": cut["end"], "quotation": draft.text[merged["start"] : cut["end"]]}  # 6: two in one
        rows[10]["kind"] = "principle"  # 10
        rows.insert(9, deepcopy(rows[8]) | {"id": "d90", "tasks": []})  # 7: one twice
        del rows[7]  # 8: one forgotten
        del rows[3]
        rows[0], rows[1] = rows[1], rows[0]  # 9: in the wrong order

    spoil(draft, ten_errors)
    enter(page, cast.clerk)
    open_draft(page, draft)
    keys = Keys(page)

    page.locator("body").focus()
    keys.press("F8").type("07192024").settled()  # 2: the only red field
    assert now(draft)["meeting"]["held_on"] == "2024-07-19"
    keys.jump("0").type(right["meeting"]["name"]).settled()  # 1
    assert now(draft)["meeting"]["name"] == right["meeting"]["name"]
    keys.jump("1").type(right["directives"][1]["tasks"][0]["title"]).settled()  # 3
    keys.press("Control+Shift+ArrowDown").settled()  # 9
    assert [row["id"] for row in now(draft)["directives"]][:2] == ["d1", "d2"]
    assert now(draft)["directives"][1]["tasks"][0]["title"] == right["directives"][1]["tasks"][0]["title"]

    page.reload()
    page.wait_for_timeout(400)
    numbers = page.locator(".desk__report .sentence").evaluate_all(
        "all => all.map(one => [Number(one.id.slice(1)), Number(one.dataset.at.split('-')[0])])"
    )
    at = next(number for number, start in numbers if start >= cut["start"])
    keys.jump(f"{at}句").press("x").settled()  # 6
    rows = now(draft)["directives"]
    assert [row["start"] for row in rows[2:4]] == [merged["start"], cut["start"]]
    keys.jump("7").press("Alt+3").type("gks").press("Enter").settled()  # 4: the right one
    lead = now(draft)["directives"][6]["tasks"][0]["charges"]
    assert {charge["unit"] for charge in lead} == {"chengjian", "gongkeshang"}
    keys.press("Alt+3", "Alt+3")
    assert page.evaluate("document.activeElement.value") == "城建局"
    keys.press("Control+Delete").settled()
    assert [c["unit"] for c in now(draft)["directives"][6]["tasks"][0]["charges"]] == ["gongkeshang"]
    keys.jump("5").press("Alt+4", "c").settled()  # 5
    assert now(draft)["directives"][4]["tasks"][0]["due_on"] == ""
    keys.jump("9").press("Control+Delete").settled()  # 7
    assert "d90" not in [row["id"] for row in now(draft)["directives"]]
    gone = right["directives"][7]
    inside = [number for number, start in numbers if gone["start"] <= start < gone["end"]]
    keys.jump(f"{inside[0]}句").press(*["Shift+ArrowDown"] * (len(inside) - 1)).press("Enter").settled()  # 8
    assert now(draft)["directives"][7]["quotation"] == gone["quotation"]
    keys.jump("11").press("Alt+6", "Home").settled()  # 10
    assert now(draft)["directives"][10]["kind"] == "directive"
    assert len(now(draft)["directives"]) == len(right["directives"])
    assert keys.strokes <= 60


def test_what_is_done_is_taken_back_and_made_again(page: Page, cast: Cast, draft: IntakeDraft) -> None:
    enter(page, cast.clerk)
    open_draft(page, draft)
    count = len(draft.made["directives"])
    keys = Keys(page)
    keys.jump("2").press("Control+m").settled()
    expect(page.locator(".demand")).to_have_count(count - 1)
    keys.press("Control+z").settled()
    expect(page.locator(".demand")).to_have_count(count)
    keys.press("Control+y").settled()
    expect(page.locator(".demand")).to_have_count(count - 1)


def test_rows_that_stay_as_they_are_are_numbered_anew_when_one_goes(
    page: Page, cast: Cast, draft: IntakeDraft
) -> None:
    enter(page, cast.clerk)
    open_draft(page, draft)
    keys = Keys(page)
    for _ in range(2):  # the second time the rows after it were never drawn anew
        page.locator(".demand").nth(1).get_by_role("button", name="删除这项要求").click()
        keys.settled()
    count = page.locator(".demand").count()
    assert count == len(draft.made["directives"]) - 2
    heads = page.locator(".demand h3 [data-n]").all_inner_texts()
    assert heads == [str(n) for n in range(1, count + 1)]
    for row in page.locator(".made-task").all():
        number = row.locator("h4 [data-n]").inner_text()
        assert row.get_by_role("button", name=f"删除任务 {number}", exact=True).count() == 1
    keys.press("Control+z").settled()
    assert page.locator(".demand h3 [data-n]").last.inner_text() == str(count + 1)


def test_a_date_typed_digit_by_digit_is_kept_whole_and_keeps_the_focus(
    page: Page, cast: Cast, draft: IntakeDraft
) -> None:
    enter(page, cast.clerk)
    open_draft(page, draft)
    field = page.locator(".made-task input[name$='.due_on']").first
    field.focus()
    for key in "12182031":
        page.keyboard.press(key)
        page.wait_for_timeout(60)
    Keys(page).settled()
    page.wait_for_timeout(1000)
    assert draft.steps.count() == 1
    assert now(draft)["directives"][0]["tasks"][0]["due_on"] == "2031-12-18"
    assert field.evaluate("one => one === document.activeElement")


def test_a_second_window_is_told_and_refused_until_it_takes_over(
    page: Page, cast: Cast, draft: IntakeDraft
) -> None:
    enter(page, cast.clerk)
    open_draft(page, draft)
    other = page.context.new_page()
    open_draft(other, draft)
    expect(other.get_by_text("您在另一个窗口里正在编辑这份草稿")).to_be_visible()
    expect(other.locator("[name='m.place']")).to_be_disabled()
    other.get_by_role("button", name="接手编辑").click()
    expect(other.locator("[name='m.place']")).to_be_enabled()
    other.wait_for_timeout(250)
    other.fill("[name='m.place']", "镇政府")
    other.keyboard.press("Tab")
    other.wait_for_selector(SAVED)
    page.fill("[name='m.place']", "会议中心")
    page.keyboard.press("Tab")
    expect(page.get_by_text("您的修改还没有保存").first).to_be_visible()
    assert now(draft)["meeting"]["place"] == "镇政府"
    assert page.input_value("[name='m.place']") == "会议中心"


def test_nothing_is_lost_without_a_network_or_by_a_reload(page: Page, cast: Cast, draft: IntakeDraft) -> None:
    enter(page, cast.clerk)
    open_draft(page, draft)
    context: BrowserContext = page.context
    context.set_offline(True)
    page.fill("[name='t.d2t1.title']", "断网时改的名称")
    page.keyboard.press("Tab")
    page.wait_for_selector("#workbench[data-state=offline]")
    expect(page.get_by_text("网络不通，修改都在本页")).to_be_visible()
    assert now(draft)["directives"][1]["tasks"][0]["title"] != "断网时改的名称"
    context.set_offline(False)
    page.wait_for_selector(SAVED, timeout=15_000)
    assert now(draft)["directives"][1]["tasks"][0]["title"] == "断网时改的名称"
    page.locator("[name='t.d3t1.title']").fill("马上刷新")
    page.reload()
    page.wait_for_selector(SAVED)
    assert now(draft)["directives"][2]["tasks"][0]["title"] == "马上刷新"


def test_a_session_that_ended_loses_nothing(page: Page, cast: Cast, draft: IntakeDraft) -> None:
    enter(page, cast.clerk)
    open_draft(page, draft)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.fill("[name='t.d2t1.title']", "登录过期后改的")
    page.keyboard.press("Tab")
    expect(page.get_by_text("登录已过期")).to_be_visible()
    page.context.add_cookies([one for one in cookies if one["name"] == "sessionid"])
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_selector(SAVED)
    assert now(draft)["directives"][1]["tasks"][0]["title"] == "登录过期后改的"


def test_marked_words_become_a_task_of_the_row_that_is_worked_in(
    page: Page, cast: Cast, draft: IntakeDraft
) -> None:
    enter(page, cast.clerk)
    open_draft(page, draft)
    page.focus("[name='t.d2t1.title']")
    page.evaluate(
        """() => { const words = Array.from(document.querySelectorAll(".desk__report .sentence--used i + span"))
            .map(one => one.firstChild).find(one => one.length > 9);
        const range = document.createRange(); range.setStart(words, 2); range.setEnd(words, 9);
        getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    page.locator(".desk__report .sentence").first.dispatch_event("mouseup")
    page.get_by_role("button", name="加为“要求 2").click()
    page.wait_for_selector(SAVED)
    task = now(draft)["directives"][1]["tasks"][-1]
    assert len(task["quotation"]) == 7
    assert draft.text[task["start"] : task["end"]] == task["quotation"]
