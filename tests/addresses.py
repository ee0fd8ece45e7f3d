"""Every address of the two faces with something behind it, by name."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from directives import intake, workflow
from tests import work
from tests.cast import Cast


def names(patterns: Any, space: str = "") -> Iterator[str]:
    """Names of all addresses under the patterns, with their name spaces."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"


def of_the_faces() -> set[str]:
    """Names of the public and the office addresses."""
    return {name for name in names(get_resolver().url_patterns) if not name.startswith("admin:")}


@pytest.fixture
def addresses(cast: Cast) -> dict[str, str]:
    """A released meeting with a draft, an issued and released task, and a report that waits for review."""
    meeting = work.meeting()
    draft_task = work.task(title="草稿", source=work.directive(meeting))
    task = work.task(lead="gongkeshang", source=meeting.directives.get(), title="已交办")
    work.issue(task, by=cast.clerk)
    share = workflow.acknowledge(work.assignment(task, "gongkeshang"), by=work.actor(cast.liaison))
    report = workflow.send_report(share, workflow.ReportContent(text="进展"), by=work.actor(cast.liaison))
    by = work.actor(cast.releaser)
    workflow.release_meeting(meeting, secrecy_review="可以公开", by=by)
    workflow.release_task(task, secrecy_review="可以公开", by=by)
    draft = intake.start("今天食堂供应红烧肉。", by=cast.clerk)
    discarded = intake.start("明天食堂供应清蒸鱼。", by=cast.clerk)
    subjects = {
        "public:meeting": [meeting.slug],
        "public:theme": ["zhaoshang-yinzi"],
        "public:task": [task.number],
        "public:department": ["gongkeshang"],
        "office:intake": [draft.pk],
        "office:intake-discard": [discarded.pk],
        "office:task": [task.pk],
        "office:task-edit": [draft_task.pk],
    }
    for name in of_the_faces():
        if name.startswith("office:meeting-") or name == "office:meeting":
            subjects[name] = [meeting.slug]
        elif name.startswith("office:task-") and name not in subjects:
            subjects[name] = [task.pk]
        elif name in (
            "office:assignment",
            "office:acknowledge",
            "office:report",
            "office:hand-in",
        ) or name in ("office:accept", "office:send-back"):
            subjects[name] = [share.pk]
        elif name in (
            "office:progress-report",
            "office:withdraw-report",
            *(f"office:{act}-report" for act in ("accept", "send-back", "release")),
        ):
            subjects[name] = [report.pk]
    return {name: reverse(name, args=subjects.get(name, [])) for name in of_the_faces()}
