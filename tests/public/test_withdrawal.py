"""After a withdrawal nothing of it is left anywhere at once; its address says number and day, and no more."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from directives import workflow
from directives.models import ProgressReport
from tests import work
from tests.cast import Cast

from .conftest import REVIEW, World, reported, text_of

REASON = "单位名称有误，须更正"
REPORTED = "已谈妥二十家商户"
LISTS = (
    "/", "/meetings/", "/meetings/2024-07-01/", "/tasks/", "/tasks/?q=消费季", "/tasks/?sort=newest",
    "/tasks/?unit=gongkeshang", "/tasks/?meeting=2024-07-01", "/departments/", "/departments/gongkeshang/",
    "/themes/jihuo-xiaofei/", "/themes/fuwu-qiye/",
)  # fmt: skip


@pytest.fixture
def report(world: World, cast: Cast) -> ProgressReport:
    report = reported(world.consumption, cast, "内部说法")
    return workflow.release_report(report, REPORTED, secrecy_review=REVIEW, by=work.actor(cast.releaser))


def pages(client: Client, world: World) -> dict[str, Any]:
    every = (*LISTS, f"/tasks/{world.consumption.number}/", f"/tasks/{world.visits.number}/")
    return {address: client.get(address, follow=True) for address in every}


def that_say(words: str, pages: dict[str, Any]) -> set[str]:
    return {address for address, page in pages.items() if words in text_of(page)}


def today() -> str:
    return timezone.localdate().isoformat()


def test_a_withdrawn_task_is_on_no_page_and_its_address_answers_gone(
    world: World, report: ProgressReport, cast: Cast, client: Client
) -> None:
    by, task = work.actor(cast.releaser), world.consumption
    address = f"/tasks/{task.number}/"
    assert address in that_say(task.title, pages(client, world))
    workflow.withdraw_task(task, REASON, by=by)
    after = pages(client, world)
    gone = after.pop(address)
    assert gone.status_code == 410
    assert f"任务 {task.number} 曾经公开，已于 {today()} 撤回。" in text_of(gone)
    assert [
        words for words in (task.title, REASON, REPORTED, cast.releaser.name) if words in text_of(gone)
    ] == []
    # The title of the task stands in its demand, which is the meeting's and stays public with it.
    meeting = after.pop("/meetings/2024-07-01/")
    assert address not in text_of(meeting)
    assert that_say(address, after) == that_say(REPORTED, after) == set()


def test_a_withdrawn_task_released_again_is_back_without_its_reports(
    world: World, report: ProgressReport, cast: Cast, client: Client
) -> None:
    by, task = work.actor(cast.releaser), world.consumption
    listed = that_say(f"/tasks/{task.number}/", pages(client, world))
    workflow.withdraw_task(task, REASON, by=by)
    workflow.release_task(task, secrecy_review=REVIEW, by=by)
    after = pages(client, world)
    assert after[f"/tasks/{task.number}/"].status_code == 200
    assert that_say(f"/tasks/{task.number}/", after) >= listed - {
        "/"
    }  # the news of its report left the first page
    assert that_say(REPORTED, after) == set()


def test_a_withdrawn_meeting_is_on_no_page_and_its_address_answers_gone(
    world: World, cast: Cast, client: Client
) -> None:
    by, meeting = work.actor(cast.releaser), world.meeting
    address = f"/meetings/{meeting.slug}/"
    before = pages(client, world)
    assert that_say(address, before) >= {"/", "/meetings/", f"/tasks/{world.consumption.number}/"}
    workflow.withdraw_meeting(meeting, REASON, by=by)
    after = pages(client, world)
    gone = after.pop(address)
    assert gone.status_code == 410
    assert f"这次会议曾经公开，已于 {today()} 撤回。" in text_of(gone)
    assert [words for words in (meeting.name, REASON, work.DEMAND) if words in text_of(gone)] == []
    assert that_say(address, after) == that_say(meeting.name, after) == that_say(work.DEMAND, after) == set()
    workflow.release_meeting(meeting, secrecy_review=REVIEW, by=by)
    assert that_say(address, pages(client, world)) == that_say(address, before)


def test_a_withdrawn_report_is_on_no_page(
    world: World, report: ProgressReport, cast: Cast, client: Client
) -> None:
    assert that_say(REPORTED, pages(client, world)) == {"/", f"/tasks/{world.consumption.number}/"}
    workflow.withdraw_report(report, REASON, by=work.actor(cast.releaser))
    after = pages(client, world)
    assert that_say(REPORTED, after) == set()
    assert {page.status_code for page in after.values()} == {200}


def test_the_day_of_a_withdrawal_is_the_towns_own_and_the_last_of_several(
    world: World, cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    by, task = work.actor(cast.releaser), world.consumption
    address = f"/tasks/{task.number}/"
    late = datetime(2040, 7, 31, 17, 30, tzinfo=UTC)  # the first of August in the town
    monkeypatch.setattr(timezone, "now", lambda: late)
    workflow.withdraw_task(task, REASON, by=by)
    assert "已于 2040-08-01 撤回" in text_of(client.get(address))
    monkeypatch.setattr(timezone, "now", lambda: late + timedelta(days=7))
    workflow.release_task(task, secrecy_review=REVIEW, by=by)
    workflow.withdraw_task(task, REASON, by=by)
    assert "已于 2040-08-08 撤回" in text_of(client.get(address))


@pytest.mark.parametrize(
    "withdraw",
    [
        lambda world, by: workflow.withdraw_task(world.consumption, REASON, by=by),
        lambda world, by: workflow.withdraw_meeting(world.meeting, REASON, by=by),
    ],
)
def test_no_page_may_be_kept_by_a_cache(
    world: World, cast: Cast, client: Client, withdraw: Callable[..., Any]
) -> None:
    withdraw(world, work.actor(cast.releaser))
    assert {page.headers["Cache-Control"] for page in pages(client, world).values()} == {"no-cache"}


def test_what_was_never_public_answers_not_found_in_the_same_words_as_nothing(
    world: World, cast: Cast, client: Client
) -> None:
    hidden = work.task(lead="gongkeshang", title="从未公开")
    work.issue(hidden, by=cast.clerk)
    page = client.get(f"/tasks/{hidden.number}/")
    assert page.status_code == 404
    nothing = text_of(client.get("/tasks/2024-999/")).replace("2024-999", hidden.number or "")
    assert text_of(page) == nothing
