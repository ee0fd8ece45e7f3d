"""How many queries each page takes: recorded, at most 12, and the same for ten tasks as for a thousand."""

from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from departments.models import Department
from directives.models import Charge, ProgressReport, Task, TaskAssignment, TaskSource

from .conftest import World

BUDGETS = {
    "/": 10,
    "/meetings/": 4,
    "/meetings/2024-07-01/": 11,
    "/tasks/": 6,
    "/tasks/?unit=gongkeshang&role=lead&q=任务&status=moving&sort=due": 8,
    "/tasks/?q=工科商局": 9,
    "/tasks/?q=工信": 10,
    "/tasks/?page=2": 6,
    "/tasks/{number}/": 9,
    "/departments/": 2,
    "/departments/gongkeshang/": 6,
    "/themes/jihuo-xiaofei/": 5,
}
HEAVIEST_PAGE = 60_000


def more_tasks(world: World, year: int, count: int) -> None:
    """Released tasks like the world's first, each with three units and a released report."""
    units = [Department.objects.get(slug=slug) for slug in ("gongkeshang", "chengjian", "fatong")]
    model = world.consumption
    tasks = Task.objects.bulk_create(
        Task(
            number=f"{year}-{place:04}",
            title=f"任务{place}",
            theme=model.theme,
            nature=Task.Nature.FIXED_TERM,
            due_on=date(2031, 1, 1),
            due_basis="office",
            status=Task.Status.IN_PROGRESS,
            batch=model.batch,
            issued_on=date(2031, 1, 1),
            released_at=timezone.now(),
            publicity="on_initiative",
        )
        for place in range(count)
    )
    source = model.sources.get()
    TaskSource.objects.bulk_create(TaskSource(task=task, directive=source.directive) for task in tasks)
    shares = TaskAssignment.objects.bulk_create(
        TaskAssignment(
            task=task,
            department=unit,
            role=Charge.Role.SUPPORTING if place else Charge.Role.LEAD,
            basis="office",
            state=TaskAssignment.State.IN_PROGRESS,
            acknowledged_at=timezone.now(),
        )
        for task in tasks
        for place, unit in enumerate(units)
    )
    ProgressReport.objects.bulk_create(
        ProgressReport(
            assignment=share,
            period="2031-01",
            text="进展",
            public_text="进展",
            state=ProgressReport.State.ACCEPTED,
            sent_at=timezone.now(),
            sent_by=model.batch.issued_by,
            reviewed_at=timezone.now(),
            reviewed_by=model.batch.issued_by,
            released_at=timezone.now(),
        )
        for share in shares
    )


def measured(client: Client, world: World) -> tuple[dict[str, int], dict[str, int]]:
    """Queries and bytes of each page."""
    queries, weights = {}, {}
    for address in BUDGETS:
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address.format(number=world.consumption.number))
        assert response.status_code == 200
        queries[address], weights[address] = len(captured), len(response.content)
    return queries, weights


def test_pages_take_their_recorded_number_of_queries_for_few_tasks_and_for_a_thousand(
    client: Client, world: World
) -> None:
    more_tasks(world, 2031, 40)
    few, _ = measured(client, world)
    assert few == BUDGETS
    more_tasks(world, 2032, 1000)
    many, weights = measured(client, world)
    assert many == BUDGETS
    assert max(BUDGETS.values()) <= 12
    assert {address: weight for address, weight in weights.items() if weight > HEAVIEST_PAGE} == {}
