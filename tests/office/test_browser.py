"""The office pages in a browser: nothing sticks out, no English is left, and the desk works by clicking."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from directives import intake, workflow
from directives.models import Task
from tests import work
from tests.browser import sign_in
from tests.office.texts import NO_REPORT, REPORT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# A file ending, and the name that a person signs in with.
ALLOWED = {"txt", "xlsx", "stranger"}


@pytest.fixture
def world(emptied_log: None, cast: Any) -> Iterator[dict[str, Any]]:
    """A meeting with one task under way and one draft, and two drafts of reports."""
    meeting = work.meeting()
    source = work.directive(meeting)
    task = work.task(lead="gongkeshang", supporting=("chengjian",), source=source)
    work.issue(task, by=cast.clerk)
    share = workflow.acknowledge(work.assignment(task, "gongkeshang"), by=work.actor(cast.liaison))
    report = workflow.send_report(
        share, workflow.ReportContent(text="走访 12 家", progress=20), by=work.actor(cast.liaison)
    )
    yield {
        "meeting": meeting,
        "task": task,
        "draft_task": work.task(source=source),
        "share": share,
        "report": report,
        "draft": intake.start(REPORT, by=cast.clerk),
        "empty": intake.start(NO_REPORT, by=cast.clerk),
    }


def addresses(world: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        ("clerk", "/office/"),
        ("clerk", "/office/intake/"),
        ("clerk", f"/office/intake/{world['draft'].pk}/"),
        ("clerk", f"/office/intake/{world['empty'].pk}/"),
        ("clerk", "/office/meetings/"),
        ("clerk", f"/office/meetings/{world['meeting'].slug}/"),
        ("clerk", "/office/tasks/"),
        ("clerk", f"/office/tasks/{world['task'].pk}/"),
        ("clerk", f"/office/tasks/{world['draft_task'].pk}/edit/"),
        ("supervisor", "/office/"),
        ("supervisor", f"/office/reports/{world['report'].pk}/"),
        ("releaser", f"/office/meetings/{world['meeting'].slug}/"),
        ("releaser", "/office/intake/"),
        ("liaison", "/office/"),
        ("head", f"/office/assignments/{world['share'].pk}/"),
        ("stranger", "/office/"),
    ]


@pytest.mark.parametrize("width", [375, 1280])
def test_every_page_fits_its_screen_and_speaks_chinese(
    page: Page, live_server: Any, cast: Any, world: dict[str, Any], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    wrong = []
    for who, address in addresses(world):
        sign_in(page, getattr(cast, who), live_server)
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{address}: wider than {width}")
        latin = set(re.findall(r"[A-Za-z]{3,}", page.inner_text("body"))) - ALLOWED
        if latin:
            wrong.append(f"{address}: {latin}")
        if len(page.content().encode()) > 100_000:
            wrong.append(f"{address}: heavy")
    assert wrong == []


def test_a_clerk_works_a_draft_into_a_meeting_by_clicking(
    page: Page, live_server: Any, cast: Any, world: dict[str, Any]
) -> None:
    sign_in(page, cast.clerk, live_server)
    page.goto(f"/office/intake/{world['draft'].pk}/")
    before = page.locator(".demand").count()
    known = set(page.locator(".demand").evaluate_all("rows => rows.map(row => row.id)"))
    page.locator(".sentence > button", has_text="列为要求").first.click()
    page.wait_for_function("before => document.querySelectorAll('.demand').length === before + 1", arg=before)
    [added] = set(page.locator(".demand").evaluate_all("rows => rows.map(row => row.id)")) - known
    page.select_option(f"[name='c.{added}t1.0.role']", "牵头")
    page.locator(f"[name='c.{added}t1.0.unit']").press_sequentially("gks")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#{added} .charge__basis:has-text('办公室拟定')")
    assert page.input_value(f"[name='c.{added}t1.0.unit']") == "工科商局"
    page.fill("[name='m.name']", "上半年经济形势分析会")
    page.fill("[name='m.held_on']", "2024-07-19")
    page.click(".status-bar button[value=confirm]")
    page.wait_for_url("**/office/meetings/2024-07-19/")
    assert Task.objects.filter(directives__meeting__slug="2024-07-19").count() >= before


def test_the_desk_works_without_script(
    chromium: Any, live_server: Any, cast: Any, world: dict[str, Any]
) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    still = context.new_page()
    sign_in(still, cast.liaison, live_server)
    still.goto(f"/office/assignments/{world['share'].pk}/")
    assert still.locator("text=这一期已经报送").count() == 1
    sign_in(still, cast.clerk, live_server)
    still.goto(f"/office/intake/{world['draft'].pk}/")
    rows = still.locator(".demand").count()
    still.click("button[value=add-directive]")
    assert still.locator(".demand").count() == rows + 1
    assert still.locator("[aria-invalid=true]").count() == 0
    still.fill("[name='t.d2t1.title']", "改过的任务")
    still.click(".status-bar button[value=save]")
    still.wait_for_url("**#d2t1")
    context.close()


def test_one_click_ticks_a_whole_list(page: Page, live_server: Any, cast: Any, world: dict[str, Any]) -> None:
    source = world["task"].sources.get().directive
    work.issue(*(work.task(lead="gongkeshang", source=source) for _ in range(3)), by=cast.clerk)
    sign_in(page, cast.releaser, live_server)
    page.goto(f"/office/meetings/{world['meeting'].slug}/")
    assert page.locator("#release input:checked").count() == 0
    page.click("#release .tick-all")
    assert page.locator("#release input:checked").count() == 5


def test_one_click_unticks_and_ticks_all_drafts_of_a_batch_to_be(
    page: Page, live_server: Any, cast: Any, world: dict[str, Any]
) -> None:
    source = world["task"].sources.get().directive
    for _ in range(3):
        work.task(lead="gongkeshang", source=source)
    sign_in(page, cast.clerk, live_server)
    page.goto(f"/office/meetings/{world['meeting'].slug}/")
    assert page.locator("#issue input:checked").count() == 4
    page.click("#issue .tick-all")
    assert page.locator("#issue input:checked").count() == 0
    page.click("#issue .tick-all")
    assert page.locator("#issue input:checked").count() == 4


def test_saving_leaves_the_page_where_somebody_works(
    page: Page, live_server: Any, cast: Any, world: dict[str, Any]
) -> None:
    sign_in(page, cast.clerk, live_server)
    page.goto(f"/office/intake/{world['draft'].pk}/")
    page.fill("[name='t.d1t1.title']", "先改这一项")
    page.fill("[name='t.d2t1.title']", "后改这一项")
    before = page.evaluate("scrollY")
    page.keyboard.press("Control+s")
    page.wait_for_selector("#workbench[data-state=saved]")
    assert page.evaluate("document.activeElement.name") == "t.d2t1.title"
    assert abs(page.evaluate("scrollY") - before) < 40
    world["draft"].refresh_from_db()
    titles = [row["tasks"][0]["title"] for row in world["draft"].made["directives"][:2]]
    assert titles == ["先改这一项", "后改这一项"]


def test_working_in_a_row_shows_its_sentences(
    page: Page, live_server: Any, cast: Any, world: dict[str, Any]
) -> None:
    sign_in(page, cast.clerk, live_server)
    page.goto(f"/office/intake/{world['draft'].pk}/")
    row = world["draft"].made["directives"][-1]["id"]
    page.focus(f"[name='d.{row}.speaker']")
    assert page.locator(f".sentence--shown a[href='#{row}']").count() >= 1
