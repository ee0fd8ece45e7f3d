"""What a draft still wants is told once, calmly, and not before anybody had the time to fill it in."""

import re
from typing import Any

import pytest

from directives import intake
from meetings.models import IntakeDraft
from tests.office.texts import NO_REPORT, REPORT, fields_of, told

pytestmark = pytest.mark.django_db
RED = "told__wrong"


@pytest.fixture
def clerk(signed_in: Any, cast: Any) -> Any:
    return signed_in(cast.clerk)


@pytest.fixture
def draft(clerk: Any, cast: Any) -> IntakeDraft:
    """A draft with nothing wrong in it."""
    made = intake.start(REPORT, by=cast.clerk)
    press(clerk, made, **{"m.name": "分析会", "m.held_on": "2024-07-19"})
    assert RED not in page_of(clerk, made)
    return made


def page_of(client: Any, draft: IntakeDraft) -> str:
    return str(client.get(f"/office/intake/{draft.pk}/").content.decode())


def press(client: Any, draft: IntakeDraft, act: str = "save", **typed: str) -> Any:
    address = f"/office/intake/{draft.pk}/"
    return client.post(address, fields_of(client.get(address)) | typed | {"act": act})


ADDED = ["add-directive", "add-person", "add-unit", "add-task:d1"]


@pytest.mark.parametrize("act", ADDED)
def test_a_row_just_added_is_not_called_wrong(clerk: Any, draft: IntakeDraft, act: str) -> None:
    press(clerk, draft, act)
    page = page_of(clerk, draft)
    assert RED not in page
    assert 'aria-invalid="true"' not in page
    assert "新加的行待填写" in page


def test_adding_another_row_does_not_judge_the_first(clerk: Any, draft: IntakeDraft) -> None:
    for act in ("add-directive", "add-person", "add-task:d1"):
        press(clerk, draft, act)
    assert RED not in page_of(clerk, draft)


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        ("add-directive", "请填写要求内容"),
        ("add-person", "请填写姓名或单位名称"),
        ("add-task:d1", "请填写任务名称"),
    ],
)
def test_a_row_left_empty_is_told_at_the_next_save(
    clerk: Any, draft: IntakeDraft, act: str, sentence: str
) -> None:
    press(clerk, draft, act)
    assert sentence not in page_of(clerk, draft)
    press(clerk, draft)
    page = page_of(clerk, draft)
    assert sentence in page
    assert RED in page


def test_confirming_judges_the_rows_just_added(clerk: Any, draft: IntakeDraft) -> None:
    press(clerk, draft, "add-task:d1")
    response = press(clerk, draft, "confirm")
    assert response.status_code == 422
    assert "请填写任务名称" in told(response)


def test_a_draft_that_nobody_touched_asks_and_does_not_scold(clerk: Any, cast: Any) -> None:
    page = page_of(clerk, intake.start(NO_REPORT, by=cast.clerk))
    assert "2 处要补填，之后才能确认；2 处请留意" in page
    assert RED not in page


@pytest.mark.parametrize("act", ["add-directive", "take:0-7"])
def test_a_row_button_is_no_attempt_to_save(clerk: Any, cast: Any, act: str) -> None:
    draft = intake.start(NO_REPORT, by=cast.clerk)
    for _ in range(2):
        press(clerk, draft, act)
    assert RED not in page_of(clerk, draft)
    press(clerk, draft)
    assert RED in page_of(clerk, draft)


def test_all_that_a_draft_wants_stands_in_one_box_with_links(clerk: Any, cast: Any) -> None:
    draft = intake.start(NO_REPORT, by=cast.clerk)
    response = press(clerk, draft, **{"m.held_on": "去年夏天"})
    page = response.content.decode()
    assert page.count('class="notice notice--') == 1
    assert "2 处要改正" in page
    assert "其他内容已保存" in page
    for place in ("m.name", "m.held_on", "attendance", "directives"):
        assert f'<li><a href="#{place}">' in page


def test_what_was_filled_in_is_asked_for_no_more(clerk: Any, cast: Any) -> None:
    draft = intake.start(NO_REPORT, by=cast.clerk)
    press(clerk, draft, **{"m.name": "分析会", "m.held_on": "2024-07-19"})
    page = page_of(clerk, draft)
    assert "没有找到会议名称" not in page
    assert "可能不是会议报道" not in page


def test_a_doubt_somebody_looked_at_goes_and_can_be_brought_back(clerk: Any, draft: IntakeDraft) -> None:
    press(clerk, draft, **{"t.d1t1.measures": "走访987家企业"})
    doubt = "没有“987家”"
    page = page_of(clerk, draft)
    assert doubt in page
    [key] = re.findall(r'value="(seen:\w+)"', page)
    press(clerk, draft, key)
    assert doubt not in page_of(clerk, draft)
    press(clerk, draft, "undo")
    assert doubt in page_of(clerk, draft)
    press(clerk, draft, key)
    assert "重新提示看过的 1 处疑点" in page_of(clerk, draft)
    press(clerk, draft, "unsee")
    assert doubt in page_of(clerk, draft)
    assert "重新提示看过的" not in page_of(clerk, draft)


def test_what_is_doubtful_is_counted_apart_from_what_is_open(clerk: Any, draft: IntakeDraft) -> None:
    def bar() -> dict[str, str]:
        links = re.findall(r'，<a href="([^"]+)">(\d+ 处(?:疑点)?)', page_of(clerk, draft))
        return {words: address for address, words in links}

    press(clerk, draft, **{"c.d1t1.0.unit": ""})
    assert "疑点" not in str(bar())
    before = bar()
    assert len(before) == 1
    press(clerk, draft, **{"t.d1t1.measures": "走访987家企业"})
    assert bar() == before | {"1 处疑点": "#t.d1t1.measures.told"}
    for address in bar().values():
        assert f'id="{address[1:]}"' in page_of(clerk, draft)
    press(clerk, draft, **{"t.d1t1.due_on": "2020-01-01"})  # wrong, and open besides: one place, told of once
    assert bar() == before | {"1 处疑点": "#t.d1t1.measures.told"}
