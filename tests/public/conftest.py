"""A small released world: one meeting, its tasks at 工科商局 and at every village, one released report."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from directives import workflow
from directives.models import Basis, ProgressReport, Task, Theme
from meetings.models import Attendance, Meeting
from tests import work
from tests.cast import Cast

REVIEW = "已审查，不涉密"


@dataclass(frozen=True, slots=True)
class World:
    """`consumption` is led by 工科商局 with a date, `visits` given to all villages without end."""

    meeting: Meeting
    consumption: Task
    visits: Task


@pytest.fixture
def world(cast: Cast) -> World:
    meeting = work.meeting(period="2024年上半年", place="镇政府")
    Attendance.objects.create(meeting=meeting, name="王镇长", posts="镇长", directed=True)
    source = work.directive(meeting)
    consumption = work.task(
        lead="gongkeshang",
        supporting=("chengjian", "fatong"),
        source=source,
        title="办好菊花主题消费季",
        measures="拟定方案\n组织商户",
        theme=Theme.objects.get(name="激活消费"),
        nature=Task.Nature.FIXED_TERM,
        due_on=date(2030, 12, 31),
        due_basis=Basis.TEXT,
        due_text="年底前",
    )
    visits = work.task(
        unit_set="ge-cun-shequ",
        source=work.directive(meeting, "各村（社区）要常态走访企业。"),
        title="常态走访企业",
        theme=Theme.objects.get(name="服务企业"),
    )
    work.issue(consumption, visits, by=cast.clerk)
    releaser = work.actor(cast.releaser)
    meeting = workflow.release_meeting(meeting, secrecy_review=REVIEW, by=releaser)
    return World(
        meeting,
        workflow.release_task(consumption, secrecy_review=REVIEW, by=releaser),
        workflow.release_task(visits, secrecy_review=REVIEW, by=releaser),
    )


def reported(task: Task, cast: Cast, words: str) -> ProgressReport:
    """A report of 工科商局, sent and accepted, not yet public."""
    assignment = work.assignment(task, "gongkeshang")
    workflow.acknowledge(assignment, by=work.actor(cast.liaison))
    assignment.refresh_from_db()
    content = workflow.ReportContent(text=words, problems="缺少场地", to_coordinate="请协调场地", progress=40)
    report = workflow.send_report(assignment, content, by=work.actor(cast.liaison))
    return workflow.accept_report(report, by=work.actor(cast.supervisor))


def text_of(response: Any) -> str:
    return str(response.content.decode())
