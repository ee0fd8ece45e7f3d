"""Invariants that the database itself refuses to break."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from departments.models import Department, Membership, UnitAlias
from directives import intake, workflow
from directives.models import Batch, Directive, ProgressReport, Task, TaskAssignment
from meetings.models import IntakeDraft, ReportVersion
from publishing.models import Release
from tests import work
from tests.cast import Cast


def refused(write: Any) -> bool:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    "fields",
    [
        {"number": "2024-001"},
        {"released_at": timezone.now()},
        {"due_on": date(2024, 12, 31)},
        {"due_basis": "office"},
        {"due_on": date(2024, 12, 31), "due_basis": "text", "due_text": ""},
        {"status": "issued"},
        {"status": "closed"},
        {"closed_on": date(2024, 12, 31)},
        {"status": "suspended"},
        {"ended_basis": "领导同意"},
        {"report_day": 0},
        {"report_day": 32},
        {"report_cycle": "weekly", "report_day": 8},
    ],
)
def test_a_draft_task_that_claims_what_it_cannot_be_is_refused(cast: Cast, fields: dict) -> None:
    task = work.task(lead="gongkeshang")
    assert refused(lambda: Task.objects.filter(pk=task.pk).update(**fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "in_progress"},
        {"state": "done", "acknowledged_at": timezone.now()},
        {"state": "handed_in", "acknowledged_at": timezone.now()},
        {"acknowledged_at": timezone.now()},
        {"state": "ended"},
        {"finished_on": date(2024, 12, 31)},
        {"progress": 101},
        {"due_on": date(2024, 12, 31)},
        {
            "state": "handed_in",
            "acknowledged_at": timezone.now(),
            "handed_in_at": timezone.now() - timedelta(hours=1),
        },
    ],
)
def test_a_share_in_an_impossible_state_is_refused(cast: Cast, fields: dict) -> None:
    task = work.task(lead="gongkeshang")
    work.issue(task, by=cast.clerk)
    assert refused(lambda: TaskAssignment.objects.filter(task=task).update(**fields))


def test_a_unit_has_one_living_share_of_a_task(cast: Cast) -> None:
    task = work.task(lead="gongkeshang")
    work.issue(task, by=cast.clerk)
    unit = Department.objects.get(slug="gongkeshang")
    assert refused(
        lambda: TaskAssignment.objects.create(task=task, department=unit, role="lead", basis="office")
    )


def test_a_place_in_the_text_is_whole_or_absent(cast: Cast) -> None:
    directive = work.directive(work.meeting())
    for fields in ({"start": None}, {"version": None}, {"end": directive.start}, {"quotation": ""}):
        assert refused(lambda fields=fields: Directive.objects.filter(pk=directive.pk).update(**fields)), (
            fields
        )


def test_only_what_may_be_public_is_released_and_only_once(cast: Cast) -> None:
    row = {
        "subject_kind": "task",
        "subject_id": 1,
        "publicity": "on_initiative",
        "secrecy_review": "可以公开",
        "released_by": cast.releaser,
        "released_at": timezone.now(),
    }
    assert refused(lambda: Release.objects.create(**row | {"publicity": "not_public"}))
    assert refused(lambda: Release.objects.create(**row | {"secrecy_review": ""}))
    Release.objects.create(**row)
    assert refused(lambda: Release.objects.create(**row))


def test_nothing_ends_before_it_began(cast: Cast) -> None:
    task = work.task(lead="gongkeshang")
    work.issue(task, by=cast.clerk)
    day_before = Task.objects.get(pk=task.pk).issued_on - timedelta(days=1)
    tasks = Task.objects.filter(pk=task.pk)
    assert refused(lambda: tasks.update(status="closed", closed_on=day_before))
    assert refused(lambda: tasks.update(status="terminated", ended_basis="会议决定", ended_on=day_before))
    workflow.release_task(task, secrecy_review="可以公开", by=work.actor(cast.releaser))
    hour_before = Release.objects.get().released_at - timedelta(hours=1)
    withdrawal = {"withdrawn_by": cast.releaser, "withdrawal_reason": "有误"}
    assert refused(lambda: Release.objects.update(withdrawn_at=hour_before, **withdrawal))


def test_what_was_done_was_done_by_somebody(cast: Cast) -> None:
    task = work.task(lead="gongkeshang")
    work.issue(task, by=cast.clerk)
    assert refused(lambda: Batch.objects.update(issued_by=None))
    meeting = work.meeting()
    assert refused(lambda: ReportVersion.objects.create(meeting=meeting, number=0, text="一句话。"))
    draft = intake.start(work.REPORT + "（完）", by=cast.clerk)
    assert refused(lambda: IntakeDraft.objects.filter(pk=draft.pk).update(meeting=meeting))


def test_a_report_was_reviewed_by_somebody(cast: Cast) -> None:
    task = work.task(lead="gongkeshang")
    work.issue(task, by=cast.clerk)
    share = work.assignment(task, "gongkeshang")
    workflow.acknowledge(share, by=work.actor(cast.liaison))
    report = workflow.send_report(share, workflow.ReportContent(text="已开工"), by=work.actor(cast.liaison))
    reviewed = {"state": "accepted", "reviewed_at": timezone.now()}
    assert refused(lambda: ProgressReport.objects.filter(pk=report.pk).update(**reviewed))


def test_liaisons_belong_to_a_unit_and_clerks_to_none(cast: Cast) -> None:
    unit = Department.objects.get(slug="fatong")
    user = User.objects.create_user("new", "新人")
    assert refused(lambda: Membership.objects.create(user=user, role="liaison"))
    assert refused(lambda: Membership.objects.create(user=user, role="clerk", department=unit))
    assert refused(lambda: Membership.objects.create(user=user, role="head", department=unit, rank="A"))
    assert refused(
        lambda: Membership.objects.create(
            user=user, role="clerk", valid_from=date(2024, 2, 1), valid_to=date(2024, 1, 1)
        )
    )


def test_an_alias_stands_for_one_unit_at_a_time(cast: Cast) -> None:
    unit = Department.objects.get(slug="fatong")
    assert refused(lambda: UnitAlias.objects.create(name="工科商部门", department=unit))
    assert refused(lambda: UnitAlias.objects.create(name="谁也不是"))
