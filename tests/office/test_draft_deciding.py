"""What the page of a draft makes of what a clerk decides, and what it says before it is asked."""

from datetime import date
from typing import Any

import pytest

from directives import intake
from meetings.models import IntakeDraft, Meeting
from tests import work
from tests.cast import Cast
from tests.office.texts import REPORT, fields_of, told

pytestmark = pytest.mark.django_db
DAY = date(2024, 7, 20)
BY_SCRIPT = {"HTTP_X_WORKBENCH": "1"}


@pytest.fixture
def clerk(signed_in: Any, cast: Cast) -> Any:
    return signed_in(cast.clerk)


def page_of(draft: IntakeDraft) -> str:
    return f"/office/intake/{draft.pk}/"


def press(client: Any, draft: IntakeDraft, act: str = "save", **typed: str) -> Any:
    fields = fields_of(client.get(page_of(draft)))
    answer = client.post(page_of(draft), fields | typed | {"act": act}, **BY_SCRIPT)
    draft.refresh_from_db()
    return answer


def without_units(cast: Cast) -> IntakeDraft:
    draft = intake.start(REPORT, by=cast.clerk)
    task = draft.made["directives"][0]["tasks"][0]
    task |= {"charges": [], "mode": "single_lead"}
    draft.save()
    return draft


def test_a_set_that_is_given_the_lead_lets_its_members_carry_the_task(clerk: Any, cast: Cast) -> None:
    draft = without_units(cast)
    press(clerk, draft, **{"c.d1t1.0.unit": "各村（社区）"})
    task = draft.made["directives"][0]["tasks"][0]
    assert (task["mode"], task["charges"][0]["role"]) == ("each", "responsible")


def test_what_the_office_makes_of_a_set_afterwards_is_left_alone(clerk: Any, cast: Cast) -> None:
    draft = without_units(cast)
    press(clerk, draft, **{"c.d1t1.0.unit": "各村（社区）"})
    press(clerk, draft, **{"t.d1t1.mode": "单一牵头", "c.d1t1.0.role": "牵头"})
    task = draft.made["directives"][0]["tasks"][0]
    assert (task["mode"], task["charges"][0]["role"]) == ("single_lead", "lead")


def test_the_day_that_the_reports_words_name_stays_the_reports(clerk: Any, cast: Cast) -> None:
    draft = intake.start(REPORT.replace("年底前走访", "12月20日前走访"), by=cast.clerk, published_on=DAY)
    task = next(t for row in draft.made["directives"] for t in row["tasks"] if t["due_on"])
    day, name = task["due_on"], f"t.{task['id']}.due_on"
    task["due_on"] = "2023-12-20"  # of a wrong year, still said to be the report's
    draft.save()
    press(clerk, draft, **{name: day})
    task = next(t for row in draft.made["directives"] for t in row["tasks"] if t["due_on"])
    assert (task["due_on"], task["due_basis"]) == (day, "text")


def test_a_meeting_like_the_drafts_is_told_before_anybody_confirms(clerk: Any, cast: Cast) -> None:
    draft = intake.start(REPORT, by=cast.clerk)
    press(clerk, draft, **{"m.name": "分析会", "m.held_on": "2024-07-19"})
    words = "2024-07-19 已有同名会议“分析会”"
    assert words not in told(clerk.get(page_of(draft)))
    there = work.meeting()
    Meeting.objects.filter(pk=there.pk).update(name="分析会", held_on="2024-07-19")
    assert words in told(clerk.get(page_of(draft)))


def test_who_confirms_by_script_is_told_so_on_the_page_of_the_meeting(clerk: Any, cast: Cast) -> None:
    draft = intake.start(REPORT, by=cast.clerk)
    answer = press(clerk, draft, "confirm", **{"m.name": "分析会", "m.held_on": "2024-07-19"})
    assert (answer.status_code, answer["X-Go"]) == (204, f"/office/meetings/{Meeting.objects.get().slug}/")
    assert "已生成会议和任务草稿" in told(clerk.get(answer["X-Go"]))


def test_words_that_name_nobody_are_not_offered_as_a_new_unit(clerk: Any, cast: Cast) -> None:
    draft = intake.start(REPORT, by=cast.clerk)
    for words, offered in (("有关部门", False), ("菊花协会", True)):
        answer = press(clerk, draft, "keep", **{"c.d1t1.0.unit": words})
        assert (f"新建“{words}”" in told(answer)) is offered


def test_the_number_of_a_demand_that_was_taken_away_is_not_given_to_a_new_one(clerk: Any, cast: Cast) -> None:
    draft = intake.start(REPORT, by=cast.clerk)
    press(clerk, draft, "join:d1:d2")
    press(clerk, draft, "drop:d.d2")
    press(clerk, draft, "add-directive")
    assert [row["id"] for row in draft.made["directives"]] == ["d1", "d3"]
    assert "来源还有" not in told(clerk.get(page_of(draft)))
    press(clerk, draft, "drop:d.d3")
    press(clerk, draft, "add-directive")
    assert [row["id"] for row in draft.made["directives"]] == ["d1", "d4"]


def test_an_unknown_unit_is_told_what_the_page_offers_for_it(clerk: Any, cast: Cast) -> None:
    draft = intake.start(REPORT, by=cast.clerk)
    for words, offered in (("有关部门", False), ("菊花协会", True)):
        answer = press(clerk, draft, "keep", **{"c.d1t1.0.unit": words})
        assert ("请从列表中选择，或在下面新建。" in told(answer)) is offered


def test_where_a_report_comes_from_is_told_in_one_breath(clerk: Any, cast: Cast) -> None:
    for source, words in (
        ("小榄发布", "小榄发布 2024-07-20 发布，新闻报道，"),
        ("", "2024-07-20 发布，新闻报道，"),
    ):
        draft = intake.start(f"{REPORT}\n{source}完。", by=cast.clerk, published_on=DAY, source_name=source)
        assert f'<p class="muted small">{words}' in clerk.get(page_of(draft)).content.decode()


def test_on_the_page_of_a_draft_task_no_new_unit_is_offered(clerk: Any, cast: Cast) -> None:
    task = work.task(lead="gongkeshang", source=work.directive(work.meeting()))
    address = f"/office/tasks/{task.pk}/edit/"
    fields = fields_of(clerk.get(address), form="edit") | {"c.edit.0.unit": "菊花协会", "act": "save"}
    said = told(clerk.post(address, fields))
    assert "没有找到这个单位。" in said
    assert "新建" not in said
