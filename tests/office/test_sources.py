"""The words that a task comes of: marked where the report no longer says them, explained where they are Traditional."""

from typing import Any

import pytest

from directives import anchors, intake
from directives.models import Task
from meetings.models import Meeting, ReportVersion
from tests import work
from tests.office.texts import told

pytestmark = pytest.mark.django_db
LOST = "新版里找不到这段话"
FROZEN = "原文为繁体字，按原样显示；公开页面显示简体"
TRADITIONAL = (
    "7月19日，小欖鎮召開經濟形勢分析會。鎮黨委書記強調，要在激發消費上有新舉措。工商部門要統籌資源。"
)


@pytest.fixture
def issued(cast: Any) -> Task:
    task = work.task(lead="gongkeshang", source=work.directive(work.meeting()))
    work.issue(task, by=cast.clerk)
    return task


def pages_of(client: Any, task: Task) -> dict[str, str]:
    """What a reader reads of the task's pages."""
    share = task.assignments.get()
    meeting = task.directives.get().meeting
    assert meeting
    return {
        "task": told(client.get(f"/office/tasks/{task.pk}/")),
        "assignment": told(client.get(f"/office/assignments/{share.pk}/")),
        "meeting": told(client.get(f"/office/meetings/{meeting.slug}/")),
    }


@pytest.mark.parametrize(("who", "hint"), [("clerk", "重新摘录"), ("liaison", "请向党政综合办核实")])
def test_words_that_a_correction_removed_are_marked_wherever_they_are_quoted(
    signed_in: Any, cast: Any, issued: Task, who: str, hint: str
) -> None:
    client = signed_in(getattr(cast, who))
    assert [name for name, words in pages_of(client, issued).items() if LOST in words] == []
    meeting = Meeting.objects.get()
    anchors.add_version(meeting, "7月1日，镇里召开会议。全文已更正。", by=work.actor(cast.clerk))
    for name, words in pages_of(client, issued).items():
        assert LOST in words, name
        assert hint in words, name
        assert work.DEMAND in words, name


def test_a_lost_source_leads_who_may_mend_it_to_its_place(signed_in: Any, cast: Any, issued: Task) -> None:
    anchors.add_version(Meeting.objects.get(), "全文已更正。", by=work.actor(cast.clerk))
    directive = issued.directives.get()
    client = signed_in(cast.clerk)
    address = f"/office/meetings/2024-07-01/anchors/#directive-{directive.pk}"
    for page in (f"/office/tasks/{issued.pk}/", "/office/meetings/2024-07-01/"):
        assert f'href="{address}"' in client.get(page).content.decode()
    assert f'id="directive-{directive.pk}"' in client.get(address).content.decode()


def test_words_that_only_moved_are_not_marked(signed_in: Any, cast: Any, issued: Task) -> None:
    anchors.add_version(Meeting.objects.get(), "更正：" + work.REPORT, by=work.actor(cast.clerk))
    pages = pages_of(signed_in(cast.clerk), issued)
    assert [name for name, words in pages.items() if LOST in words] == []


def test_a_traditional_report_says_once_why_it_stands_as_it_does(signed_in: Any, cast: Any) -> None:
    client = signed_in(cast.clerk)
    draft = intake.start(TRADITIONAL, by=cast.clerk)
    assert told(client.get(f"/office/intake/{draft.pk}/")).count(FROZEN) == 1
    meeting = Meeting.objects.create(slug="2024-07-19", name="分析会", held_on="2024-07-19")
    ReportVersion.objects.create(meeting=meeting, number=1, text=TRADITIONAL)
    task = work.task(source=work.directive(meeting, "工商部門要統籌資源。"))
    for address in ("/office/meetings/2024-07-19/", f"/office/tasks/{task.pk}/"):
        assert told(client.get(address)).count(FROZEN) == 1, address


def test_a_simplified_report_says_nothing_of_characters(signed_in: Any, cast: Any, issued: Task) -> None:
    pages = pages_of(signed_in(cast.clerk), issued)
    assert [name for name, words in pages.items() if FROZEN in words] == []
