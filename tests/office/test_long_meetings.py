"""A meeting of many tasks: its page comes in parts, acts stay within them, and a page costs the same at any length."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directives.models import Batch, Charge, Directive, Task, TaskSource
from meetings.models import Meeting, ReportVersion
from tests import work
from tests.office.texts import told

pytestmark = pytest.mark.django_db
PAGE = "/office/meetings/2024-07-01/"
NAMED = {"title": "第一批"}


def long_meeting(demands: int, tasks: int, *, unit: Any = None) -> Meeting:
    """So many demands, each with so many draft tasks; with a unit they can be issued."""
    meeting = Meeting.objects.create(slug="2024-07-01", name="经济工作例会", held_on="2024-07-01")
    grow(meeting, demands, tasks, unit=unit)
    return meeting


def grow(meeting: Meeting, demands: int, tasks: int, *, unit: Any = None) -> None:
    words = [f"要抓好第{n}项工作。" for n in range(1, demands + 1)]
    number = meeting.versions.count() + 1
    version = ReportVersion.objects.create(meeting=meeting, number=number, text="".join(words))
    at = 0
    for one in words:
        place = {"version": version, "start": at, "end": at + len(one), "quotation": one}
        directive = Directive.objects.create(meeting=meeting, text=one, **place)
        made = [Task(title=f"{one}任务{n}", nature="standing") for n in range(tasks)]
        rows = Task.objects.bulk_create(made)
        TaskSource.objects.bulk_create(TaskSource(task=row, directive=directive, **place) for row in rows)
        if unit:
            Charge.objects.bulk_create(
                Charge(task=row, department=unit, role="lead", basis="office") for row in rows
            )
        at += len(one)


def titles(response: Any) -> list[str]:
    return re.findall(
        r'class="desk-row__title" href="/office/tasks/\d+/">([^<]+)<', response.content.decode()
    )


@pytest.mark.parametrize(("demands", "tasks"), [(250, 1), (2, 130), (30, 9)])
def test_every_task_stands_in_one_part(signed_in: Any, cast: Any, demands: int, tasks: int) -> None:
    long_meeting(demands, tasks)
    client = signed_in(cast.leader)
    parts = re.findall(r'href="(\?part=\d+)"', told_links(client.get(PAGE)))
    found = [title for part in dict.fromkeys(parts) for title in titles(client.get(PAGE + part))]
    assert len(parts) == 3
    assert len(found) == len(set(found)) == demands * tasks


def told_links(response: Any) -> str:
    """The links to the parts."""
    page = response.content.decode()
    return page[page.index('class="parts__links"') : page.index("</nav>", page.index("parts__links"))]


def test_the_report_stands_whole_in_its_parts(signed_in: Any, cast: Any) -> None:
    meeting = long_meeting(250, 1)
    client = signed_in(cast.leader)
    read = ""
    for part in (1, 2, 3):
        page = client.get(f"{PAGE}?part={part}").content.decode()
        read += "".join(re.findall(r'sentence__words">([^<]*)<', page))
    assert read == meeting.versions.get().text


def test_a_meeting_of_common_length_is_one_part(signed_in: Any, cast: Any) -> None:
    long_meeting(12, 2)
    assert "parts__links" not in signed_in(cast.leader).get(PAGE).content.decode()


@pytest.mark.parametrize("who", ["leader", "clerk", "releaser"])
def test_a_page_costs_as_many_queries_however_long_the_meeting_is(
    signed_in: Any, cast: Any, who: str
) -> None:
    meeting = long_meeting(120, 1)
    client = signed_in(getattr(cast, who))
    client.get(PAGE)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE).status_code == 200
        return len(queries)

    before = cost()
    grow(meeting, 120, 3)
    assert cost() == before


def test_drafts_that_may_be_issued_cost_the_same_few_and_many(signed_in: Any, cast: Any) -> None:
    unit = cast.liaison.memberships.get().department
    meeting = long_meeting(3, 1, unit=unit)
    client = signed_in(cast.clerk)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    grow(meeting, 60, 1, unit=unit)
    with CaptureQueriesContext(connection) as many:
        assert client.get(PAGE).content.decode().count('name="task"') == 63
    assert len(many) == len(few)


def test_a_demand_is_found_in_its_part_by_its_own_link(signed_in: Any, cast: Any) -> None:
    long_meeting(250, 1)
    last = Directive.objects.latest("pk")
    client = signed_in(cast.leader)
    task = client.get(f"/office/tasks/{last.task_sources.get().task_id}/").content.decode()
    address = f"{PAGE}?demand={last.pk}#d{last.pk}"
    assert f'href="{address}"' in task
    assert f'id="d{last.pk}"' in client.get(address.partition("#")[0]).content.decode()


@pytest.mark.parametrize(
    "query", ["part=0", "part=99", "part=x", "part=-1", "demand=0", "demand=" + "9" * 30]
)
def test_a_part_that_does_not_exist_is_the_nearest(signed_in: Any, cast: Any, query: str) -> None:
    long_meeting(120, 1)
    assert signed_in(cast.leader).get(f"{PAGE}?{query}").status_code == 200


def test_a_batch_made_of_a_part_holds_the_tasks_of_that_part(signed_in: Any, cast: Any) -> None:
    long_meeting(110, 1, unit=cast.liaison.memberships.get().department)
    client = signed_in(cast.clerk)
    page = client.get(f"{PAGE}?part=2")
    action = re.search(r'action="([^"]*/batch/[^"]*)"', page.content.decode())
    assert action
    ticked = re.findall(r'name="task" value="(\d+)" checked', page.content.decode())
    assert len(ticked) == 10
    response = client.post(action[1].partition("#")[0], NAMED | {"task": ticked})
    batch = Batch.objects.get()
    assert response["Location"] == f"/office/batches/{batch.pk}/#main"
    assert {str(pk) for pk in batch.tasks.values_list("pk", flat=True)} == set(ticked)
    # What is in a batch is not offered again.
    page = client.get(f"{PAGE}?part=2").content.decode()
    assert "checked" not in page
    assert f'href="/office/batches/{batch.pk}/"' in page


def test_a_task_that_cannot_be_issued_yet_says_why_and_may_join_a_batch(signed_in: Any, cast: Any) -> None:
    meeting = work.meeting()
    source = work.directive(meeting)
    bare, ready = work.task(source=source), work.task(lead="gongkeshang", source=source)
    client = signed_in(cast.clerk)
    page = client.get(PAGE).content.decode()
    assert f'value="{bare.pk}" aria-describedby="lacks{bare.pk}"' in page
    assert f'id="lacks{bare.pk}">交办前还缺：还没有责任单位' in page
    assert f'value="{ready.pk}" checked' in page
    response = client.post(f"{PAGE}batch/", NAMED | {"task": [bare.pk, ready.pk]}, follow=True)
    assert "还没有责任单位" in told(response)
    assert "先补齐任务分解表里标出的 1 项" in told(response)
    assert Batch.objects.get().tasks.count() == 2


def test_nobody_ticks_a_task_of_another_meeting(signed_in: Any, cast: Any) -> None:
    work.meeting()
    other = work.task(lead="gongkeshang", source=work.directive(work.meeting("2024-07-02")))
    response = signed_in(cast.clerk).post(f"{PAGE}batch/", NAMED | {"task": [other.pk, "x", "9" * 40]})
    assert response.status_code == 422
    assert "请至少选择一项任务" in told(response)
