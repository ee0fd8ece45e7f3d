"""The list of tasks narrows by what the public knows, says so, and never by anything else."""

from typing import Any

import pytest
from django.test import Client

from directives import workflow
from directives.filters import Sort, TaskFilterSet
from directives.models import Task
from tests import work
from tests.cast import Cast

from .conftest import REVIEW, World, text_of

CONSUMPTION, VISITS = "办好菊花主题消费季", "常态走访企业"


@pytest.fixture
def listed(client: Client, world: World) -> Any:
    """A function that gives the titles listed for a query."""

    def read(**query: str) -> set[str]:
        response = client.get("/tasks/", query)
        assert response.status_code == 200
        html = text_of(response)
        return {title for title in (CONSUMPTION, VISITS) if f">{title}</a>" in html}

    return read


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {CONSUMPTION, VISITS}),
        ({"unit": "gongkeshang"}, {CONSUMPTION}),
        ({"unit": "chengjian", "role": "supporting"}, {CONSUMPTION}),
        ({"unit": "chengjian", "role": "lead"}, set()),
        ({"role": "responsible"}, {VISITS}),
        ({"theme": "fuwu-qiye"}, {VISITS}),
        ({"status": "moving"}, {CONSUMPTION}),
        ({"status": "standing"}, {VISITS}),
        ({"status": "done"}, set()),
        ({"meeting": "2024-07-01"}, {CONSUMPTION, VISITS}),
        ({"q": "菊花"}, {CONSUMPTION}),
        ({"q": "组织商户"}, {CONSUMPTION}),
        ({"q": "菊花 商户"}, {CONSUMPTION}),
        ({"q": "菊花 企业"}, set()),
        ({"q": "村（社区）要常态"}, {VISITS}),
        ({"due_after": "2030-12-31"}, {CONSUMPTION}),
        ({"due_after": "2031-01-01"}, set()),
        ({"due_before": "2030-12-31"}, {CONSUMPTION}),
        ({"due_before": "2030-12-30"}, set()),
    ],
)
def test_each_condition_keeps_what_fits_it(listed: Any, query: dict[str, str], found: set[str]) -> None:
    assert listed(**query) == found


def test_the_public_words_for_status_say_nothing_about_signing_or_review(
    listed: Any, world: World, cast: Cast
) -> None:
    before = listed(status="moving")
    assignment = work.assignment(world.consumption, "gongkeshang")
    assignment = workflow.acknowledge(assignment, by=work.actor(cast.liaison))
    assert listed(status="moving") == before
    workflow.hand_in(assignment, "已完成", by=work.actor(cast.head))
    assert listed(status="moving") == before


@pytest.mark.parametrize("word", ["issued", "in_progress", "submitted", "closed", "draft"])
def test_internal_words_for_status_are_no_condition(client: Client, world: World, word: str) -> None:
    response = client.get("/tasks/", {"status": word})
    assert response.status_code == 400
    assert "没有这个选项" in text_of(response)


def test_words_of_minutes_cannot_be_guessed_by_searching(listed: Any, world: World) -> None:
    assert listed(q="年底前办好") == {CONSUMPTION}
    world.meeting.versions.update(source_kind="minutes")
    assert listed(q="年底前办好") == set()


def test_a_meeting_that_is_not_released_is_no_choice(client: Client, world: World, cast: Cast) -> None:
    workflow.withdraw_meeting(world.meeting, "核对", by=work.actor(cast.releaser))
    assert client.get("/tasks/", {"meeting": "2024-07-01"}).status_code == 400
    assert "经济工作例会" not in text_of(client.get("/tasks/"))


def test_conditions_in_force_can_be_taken_away_one_by_one(client: Client, world: World) -> None:
    html = text_of(client.get("/tasks/", {"unit": "gongkeshang", "status": "moving", "from": "chat"}))
    assert "单位：工科商局" in html
    assert "状态：推进中" in html
    assert 'href="?status=moving"' in html
    assert 'href="?unit=gongkeshang"' in html
    assert "from=chat" not in html


@pytest.mark.parametrize("sort", [sort.value for sort in Sort])
def test_every_order_is_total_so_that_pages_never_overlap(world: World, cast: Cast, sort: str) -> None:
    releaser = work.actor(cast.releaser)
    more = [work.task(lead="gongkeshang", title=f"任务{place}") for place in range(30)]
    work.issue(*more, by=cast.clerk)
    for task in more:
        workflow.release_task(task, secrecy_review=REVIEW, by=releaser)
    filters = TaskFilterSet({"sort": sort}, queryset=Task.objects.public())
    assert filters.is_valid()
    order = filters.qs.query.order_by
    assert str(order[-1]).lstrip("-") == "pk"
    pks = [task.pk for task in filters.qs]
    assert len(pks) == len(set(pks)) == 32
