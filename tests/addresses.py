"""Every address of the two faces with something behind it, by name."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from departments.models import Department
from directives import intake, workflow
from directives.workflow.commenting import Proposed
from documents import uploads
from tests import work
from tests.cast import Cast

# A picture of one point.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c636000000002000148afa4710000000049454e44ae426082"
)


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
    document = work.document()
    demanded = work.task(lead="gongkeshang", source=work.document_directive(document), title="督办事项")
    issued = work.issue(task, demanded, by=cast.clerk)
    share = workflow.acknowledge(work.assignment(task, "gongkeshang"), by=work.actor(cast.liaison))
    report = workflow.send_report(share, workflow.ReportContent(text="进展"), by=work.actor(cast.liaison))
    by = work.actor(cast.releaser)
    workflow.release_meeting(meeting, secrecy_review="可以公开", by=by)
    workflow.release_task(task, secrecy_review="可以公开", by=by)
    draft = intake.start("今天食堂供应红烧肉。", by=cast.clerk)
    prepared, given_up = (
        workflow.prepare_batch(
            [work.task(title=title, lead="gongkeshang")], title=title, by=work.actor(cast.clerk)
        )
        for title in ("拟交办", "要撤销")
    )
    asked = workflow.ask_comments(
        prepared, Department.objects.filter(slug="gongkeshang"), work.in_days(5), by=work.actor(cast.clerk)
    )
    wanted = [Proposed(prepared.tasks.get().pk, "title", "另一个名称")]
    comment = workflow.answer(asked.requests.get(), wanted, by=work.actor(cast.liaison))
    scan = uploads.store(SimpleUploadedFile("扫描件.png", PNG), cast.clerk)
    discarded = intake.start("明天食堂供应清蒸鱼。", by=cast.clerk)
    subjects = {
        "public:meeting": [meeting.slug],
        "public:theme": ["zhaoshang-yinzi"],
        "public:task": [task.number],
        "public:department": ["gongkeshang"],
        "office:intake": [draft.pk],
        "office:intake-hold": [draft.pk],
        "office:intake-discard": [discarded.pk],
        "office:intake-breakdown": [draft.pk, "docx"],
        "office:intake-approval": [draft.pk],
        "office:batch-new": [],
        "office:batch-dissolve": [given_up.pk],
        "office:batch-breakdown": [prepared.pk, "docx"],
        "office:batch-orders": [issued.pk],
        "office:batch-order": [issued.pk, "gongkeshang"],
        "office:notice-seen": [issued.notices.get().pk],
        "office:upload": [scan.pk],
        "office:comment-ask-more": [asked.pk],
        "office:comment-close": [asked.pk],
        "office:comment-settle": [comment.proposals.get().pk],
        "office:document": [document.pk],
        "office:document-batch": [document.pk],
        "office:task": [task.pk],
        "office:task-edit": [draft_task.pk],
    }
    for name in of_the_faces():
        if name.startswith("office:meeting-") or name == "office:meeting":
            subjects[name] = [meeting.slug]
        elif name.startswith("office:batch") and name != "office:batches":
            subjects.setdefault(name, [prepared.pk])
        elif name.startswith("office:comment-"):
            subjects.setdefault(name, [comment.pk])
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
