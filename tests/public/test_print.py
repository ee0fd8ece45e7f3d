"""On paper stands what is read, opened, and nothing that only a screen can do."""

import pytest
from playwright.sync_api import Page

from directives.models import Directive
from meetings.models import Meeting

from .conftest import World

pytestmark = pytest.mark.browser


@pytest.fixture
def paper(page: Page) -> Page:
    page.emulate_media(media="print")
    return page


def test_folded_words_of_a_requirement_are_printed(paper: Page, world: World) -> None:
    folded = "办好消费季，组织商户参加。"
    Directive.objects.filter(meeting=Meeting.objects.get()).update(headline="办好消费季", text=folded)
    paper.goto("/meetings/2024-07-01/")
    assert folded in paper.inner_text("main")
    assert "要求内容" not in paper.inner_text("main")
    paper.emulate_media(media="screen")
    assert folded not in paper.inner_text("main")
    assert "要求内容" in paper.inner_text("main")


@pytest.mark.parametrize("address", ["/", "/meetings/2024-07-01/", "/tasks/?q=工科商局", "/departments/"])
def test_search_menus_and_the_staffs_entrance_are_not_printed(
    paper: Page, world: World, address: str
) -> None:
    paper.goto(address)
    for screen_only in ("工作人员入口", "查找", "更多条件", "跳到正文", "看这个单位的页面"):
        assert screen_only not in paper.inner_text("body")
    assert paper.locator("input:visible, select:visible, nav.site-nav:visible").count() == 0
