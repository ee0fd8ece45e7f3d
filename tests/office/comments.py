"""A batch on which units are asked for comments, its pages, and what the units propose."""

from typing import Any

from directives import workflow
from directives.models import Batch, CommentRequest, CommentRound, Proposal
from directives.workflow.commenting import Proposed
from tests import work


def batch_to_ask_about(cast: Any) -> Batch:
    """One task led by 工科商局, and one for every village."""
    due = {"nature": "fixed_term", "due_on": work.in_days(60), "due_basis": "office"}
    tasks = [
        work.task(title="办好消费季", measures="编制计划", lead="gongkeshang", **due),
        work.task(title="走访企业", unit_set="ge-cun-shequ"),
    ]
    return workflow.prepare_batch(tasks, title="第一批", by=work.actor(cast.clerk))


def asked_about(batch: Batch, cast: Any) -> CommentRound:
    return workflow.ask_comments(batch, None, work.in_days(5), by=work.actor(cast.clerk))


def page_of(batch: Batch) -> str:
    return f"/office/batches/{batch.pk}/comments/"


def request_of(asked: CommentRound, slug: str = "gongkeshang") -> CommentRequest:
    return asked.requests.get(department__slug=slug)


def own_page(asked: CommentRound, slug: str = "gongkeshang") -> str:
    return f"/office/comments/{request_of(asked, slug).pk}/"


def propose(asked: CommentRound, cast: Any, slug: str = "gongkeshang", **cells: str) -> list[Proposal]:
    task = asked.batch.tasks.get(title="办好消费季")
    request = request_of(asked, slug)
    said = [Proposed(task.pk, column, words, "场地紧张") for column, words in cells.items()]
    workflow.answer(request, said, by=work.actor(cast.clerk))
    return list(request.proposals.all())
