"""Keys and buttons of the workbench mean the same before and after an answer was worked into the page."""

import pytest
from playwright.sync_api import Page

from directives import intake
from meetings.models import IntakeDraft
from tests.cast import Cast

from .test_main_job import enter, report
from .test_workbench import SAVED, now, open_draft

pytestmark = pytest.mark.browser
TITLE = "[name='t.d2t1.title']"


@pytest.fixture
def draft(cast: Cast) -> IntakeDraft:
    return intake.start(report(), by=cast.clerk)


def title_of(draft: IntakeDraft) -> str:
    return str(now(draft)["directives"][1]["tasks"][0]["title"])


def kept(page: Page) -> None:
    page.wait_for_timeout(60)
    page.wait_for_selector(SAVED)


def test_the_key_that_saves_never_takes_the_last_change_back(
    page: Page, cast: Cast, draft: IntakeDraft
) -> None:
    enter(page, cast.clerk)
    open_draft(page, draft)
    page.fill(TITLE, "改好的名称")
    page.keyboard.press("Tab")
    kept(page)
    for _ in range(2):
        page.keyboard.press("Control+s")
        kept(page)
        assert title_of(draft) == "改好的名称"
    page.locator("h1").click()
    for _ in range(2):  # that the rows are judged now is a change of its own
        page.keyboard.press("Control+z")
        kept(page)
    undone = title_of(draft)
    page.keyboard.press("Control+s")
    kept(page)
    assert title_of(draft) == undone != "改好的名称"


def test_a_button_that_was_reached_by_keyboard_stays_the_same_button(
    page: Page, cast: Cast, draft: IntakeDraft
) -> None:
    enter(page, cast.clerk)
    open_draft(page, draft)
    last = now(draft)["directives"][-1]["id"]
    before = now(draft)["directives"][-2]["id"]
    page.focus(f"button[value='down:{before}']")
    page.keyboard.press("Enter")  # it is the last one now, and cannot go further down
    kept(page)
    page.keyboard.press("Enter")
    kept(page)
    assert {before, last} <= {row["id"] for row in now(draft)["directives"]}


def test_the_report_shows_the_sentences_of_a_row_made_on_the_way_and_keeps_them_shown(
    page: Page, cast: Cast, draft: IntakeDraft
) -> None:
    enter(page, cast.clerk)
    open_draft(page, draft)
    page.locator(".desk__report button[value^='take:']").first.click()
    kept(page)
    row = next(one["id"] for one in now(draft)["directives"] if one["rule"] == "by hand")
    shown = page.locator(f".sentence--shown a[href='#{row}']")
    page.focus(f"[name='d.{row}.speaker']")
    assert shown.count() >= 1
    page.fill(f"[name='d.{row}.speaker']", "李明华")
    page.keyboard.press("Enter")
    kept(page)
    assert shown.count() >= 1
