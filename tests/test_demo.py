"""The sample: made by the real parser, intake and workflow; fictional where the facts are silent, and marked so."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import User
from departments.models import Official
from directives.models import Charge, Event, ProgressReport, Task
from meetings.models import Meeting


@pytest.fixture
def told(reference: None) -> str:
    """What `load_demo` printed."""
    return load()


def load() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def passwords(printed: str) -> dict[str, str]:
    lines = (line.split() for line in printed.splitlines() if line.startswith("  "))
    return {username: password for username, password, *_ in lines}


def test_the_meeting_of_july_2024_is_told_with_its_twelve_directives(told: str) -> None:
    meeting = Meeting.objects.get()
    assert (meeting.name, meeting.held_on.isoformat()) == ("2024年上半年经济形势分析会", "2024-07-19")
    assert [d.speaker.name for d in meeting.directives.all()] == ["赵锡雄"] * 8 + ["赖文盛"] * 4
    assert meeting.is_sample and set(Task.objects.values_list("is_sample", flat=True)) == {True}


def test_everything_the_office_decided_is_marked_as_decided_by_the_office(told: str) -> None:
    assert set(Charge.objects.values_list("basis", flat=True)) == {"office"}
    assert set(Task.objects.values_list("due_basis", flat=True)) == {"office", ""}


def test_the_named_leaders_get_no_act_and_no_task_that_the_facts_do_not_give(told: str) -> None:
    names = set(Official.objects.exclude(name__startswith="演示").values_list("name", flat=True))
    assert len(names) == 6
    assert not names & set(Event.objects.values_list("by_name", flat=True))
    led = Task.objects.exclude(responsible_leader=None).values_list("responsible_leader__name", flat=True)
    assert set(led) == {"演示审批人", "演示分管领导"}
    approvals = [event.data["approver"] for event in Event.objects.filter(kind="approve")]
    assert approvals == ["演示审批人"] * 2


def test_what_units_say_calls_itself_a_demonstration(told: str) -> None:
    said = ProgressReport.objects.values_list("text", flat=True)
    assert said and all(text.startswith("演示：") for text in said)
    assert all(user.name.startswith("演示") for user in User.objects.all())


def test_there_is_something_to_do_for_everybody(told: str) -> None:
    statuses = set(Task.objects.values_list("status", flat=True))
    assert statuses == {"draft", "issued", "in_progress", "submitted", "closed"}
    assert ProgressReport.objects.filter(state="sent").exists()
    assert ProgressReport.objects.filter(released_at__isnull=False).exists()


def test_each_start_prints_new_passwords_that_work_and_tells_the_story_once(told: str, client: Any) -> None:
    first, second = passwords(told), passwords(load())
    assert first.keys() == second.keys() and len(first) == 9
    assert not set(first.values()) & set(second.values())
    assert not client.login(username="jingban", password=first["jingban"])
    assert client.login(username="jingban", password=second["jingban"])
    assert Meeting.objects.count() == 1
