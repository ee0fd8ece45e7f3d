"""One search box understands a task's number, a unit's name and words of a task, and tells nothing unreleased."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from departments.models import Department, UnitAlias
from directives import workflow
from directives.models import Task
from tests import work
from tests.cast import Cast

from .conftest import World, text_of

CONSUMPTION, VISITS = "办好菊花主题消费季", "常态走访企业"
NO_UNIT = '<section class="unit-hit"'


def search(client: Client, words: str, **more: str) -> str:
    response = client.get("/tasks/", {"q": words, **more})
    assert response.status_code == 200
    return text_of(response)


def unit_first(html: str) -> str:
    """The address of the unit that the result leads with."""
    found = re.search(r'<h2 id="unit-hit"><a href="([^"]+)"', html)
    return found.group(1) if found else ""


def lists(html: str, title: str) -> bool:
    return f">{title}</a>" in html


def retyped(number: str, dash: str) -> str:
    return number.replace("-", dash)


@pytest.mark.parametrize("dash", ["-", "－", "–", "—"])
def test_a_tasks_number_leads_to_the_task_whatever_its_dash(client: Client, world: World, dash: str) -> None:
    number = str(world.consumption.number)
    response = client.get("/tasks/", {"q": f" {retyped(number, dash)} "})
    assert response.status_code == 302
    assert response.headers["Location"] == f"/tasks/{number}/"


def test_a_number_in_full_width_digits_leads_to_the_task(client: Client, world: World) -> None:
    wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
    response = client.get("/tasks/", {"q": str(world.consumption.number).translate(wide)})
    assert response.status_code == 302


def test_the_number_of_a_task_that_is_not_released_is_answered_like_one_that_does_not_exist(
    client: Client, world: World, cast: Cast
) -> None:
    hidden = work.task(lead="gongkeshang", title="尚未公开的任务")
    work.issue(hidden, by=cast.clerk)
    workflow.withdraw_task(world.visits, "核对", by=work.actor(cast.releaser))
    never = search(client, "2020-999").replace("2020-999", "")
    for task in (hidden, world.visits):
        number = str(Task.objects.get(pk=task.pk).number)
        assert search(client, number).replace(number, "") == never


@pytest.mark.parametrize("words", ["工科商局", "工业信息和科技商务局", "工科商", "工科商部门", "工科商局 "])
def test_a_units_name_shows_the_unit_first_and_its_tasks(client: Client, world: World, words: str) -> None:
    html = search(client, words)
    assert unit_first(html) == "/departments/gongkeshang/"
    assert "牵头 <b>1</b> 项" in html
    assert lists(html, CONSUMPTION)
    assert not lists(html, VISITS)
    assert html.index("unit-hit") < html.index(f">{CONSUMPTION}</a>")


@pytest.mark.parametrize("words", ["竹源", "竹源社区", "竹源社區"])
def test_a_community_is_found_as_people_say_it_with_the_tasks_of_its_set(
    client: Client, world: World, words: str
) -> None:
    html = search(client, words)
    assert unit_first(html) == "/departments/zhuyuan/"
    assert lists(html, VISITS)
    assert not lists(html, CONSUMPTION)


@pytest.mark.parametrize("words", ["工信", "工信部门", "工信局", "gks", "小榄镇工科商局"])
def test_a_shortened_name_shows_the_one_unit_it_fits_and_says_that_this_is_a_guess(
    client: Client, world: World, words: str
) -> None:
    html = search(client, words)
    assert unit_first(html) == "/departments/gongkeshang/"
    assert "最接近的单位" in html
    assert lists(html, CONSUMPTION)


def test_what_a_task_says_comes_before_a_guess(client: Client, world: World) -> None:
    Task.objects.filter(pk=world.visits.pk).update(measures="配合工信部门走访")
    html = search(client, "工信")
    assert lists(html, VISITS)
    assert not lists(html, CONSUMPTION)
    assert unit_first(html) == ""
    assert 'href="/departments/gongkeshang/">工科商局</a>' in html


def test_part_of_a_name_offers_the_units_that_have_it(client: Client, world: World) -> None:
    html = search(client, "总公司")
    assert unit_first(html) == ""
    assert "您可能要找的单位" in html
    assert "/departments/chengjian-gongsi/" in html
    assert "/departments/gongye-gongsi/" in html


def test_a_units_name_beside_a_word_keeps_what_fits_both(client: Client, world: World) -> None:
    assert lists(search(client, "工科商局 菊花"), CONSUMPTION)
    assert not lists(search(client, "工科商局 走访"), CONSUMPTION)


def test_a_task_listed_for_a_unit_says_which_part_the_unit_has(client: Client, world: World) -> None:
    assert "<span>城建局配合</span>" in search(client, "城建局")
    html = search(client, "工科商局")
    assert "<span>牵头 工科商局</span>" in html
    assert "工科商局牵头" not in html
    assert "<span>竹源社区负责</span>" in search(client, "竹源")


def test_other_conditions_hold_for_the_tasks_of_a_unit_too(client: Client, world: World) -> None:
    assert lists(search(client, "城建局"), CONSUMPTION)
    assert not lists(search(client, "城建局", theme="fuwu-qiye"), CONSUMPTION)


def test_names_that_no_longer_hold_lead_nowhere(client: Client, world: World) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    unit = Department.objects.get(slug="gongkeshang")
    UnitAlias.objects.create(name="经信局", department=unit, valid_to=yesterday)
    Department.objects.create(
        slug="old", short_name="旧局", kind="bureau", relation="town", valid_to=date(2020, 1, 1)
    )
    for words in ("经信局", "旧局"):
        html = search(client, words)
        assert NO_UNIT not in html
        assert "您可能要找的单位" not in html


def test_a_units_tasks_that_are_not_released_are_neither_listed_nor_counted(
    client: Client, world: World, cast: Cast
) -> None:
    work.issue(work.task(lead="gongkeshang", title="尚未公开的任务"), by=cast.clerk)
    html = search(client, "工科商局")
    assert "尚未公开的任务" not in html
    assert "牵头 <b>1</b> 项" in html


def test_the_unit_finder_knows_shortened_names_too(client: Client, world: World) -> None:
    response = client.get("/departments/", {"q": "工信"})
    assert response.status_code == 302
    assert response.headers["Location"] == "/departments/gongkeshang/"


def test_a_short_name_inside_other_words_is_no_unit(client: Client, world: World) -> None:
    html = search(client, "新城建设")
    assert NO_UNIT not in html
    assert "您可能要找的单位" not in html
