"""A unit answers again, and answers of what it was shown: what is kept, replaced, or looked at once more."""

import io
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from directives import workflow
from directives.cells import CellReader
from directives.errors import Conflict, Incomplete
from directives.exports import ReturnedProblems, comment_xlsx, read_returned
from directives.models import CommentRequest, Event, Proposal, Task
from directives.workflow.commenting import AnswerProblems, Proposed, mark_of, seen_of
from tests import work
from tests.cast import Cast

pytestmark = pytest.mark.django_db
OLD = "办好消费季"


@pytest.fixture
def request_(cast: Cast) -> CommentRequest:
    tasks = [
        work.task(title=OLD, lead="gongkeshang", supporting=("chengjian",)),
        work.task(title="走访企业", lead="gongkeshang"),
    ]
    batch = workflow.prepare_batch(tasks, title="第一批", by=work.actor(cast.clerk))
    asked = workflow.ask_comments(batch, None, work.in_days(5), by=work.actor(cast.clerk))
    return asked.requests.select_related("round__batch", "department").get(department__slug="gongkeshang")


def first() -> Task:
    return Task.objects.order_by("pk")[0]


def one(column: str, words: str, reason: str = "", shown: str | None = None) -> Proposed:
    return Proposed(first().pk, column, words, reason, shown and mark_of(column, shown))


def said(request_: CommentRequest) -> dict[str, str]:
    return dict(request_.proposals.values_list("column", "proposed"))


def in_portal(request_: CommentRequest, cast: Cast, *cells: Proposed, **more: Any) -> CommentRequest:
    return workflow.answer(request_, cells, by=work.actor(cast.liaison), **more)


def by_workbook(request_: CommentRequest, cast: Cast, content: bytes | None = None, **cells: Any) -> None:
    """The clerk uploads the unit's table, with some cells written over."""
    book = load_workbook(io.BytesIO(content or comment_xlsx(request_)))
    for place, words in cells.items():
        book["征求意见表"][place] = words
    out = io.BytesIO()
    book.save(out)
    found = read_returned(out.getvalue(), request_, CellReader(timezone.localdate()))
    workflow.answer(
        request_, found.proposals, remarks=found.remarks, way="workbook", by=work.actor(cast.clerk)
    )
    request_.refresh_from_db()


def test_an_unchanged_workbook_takes_nothing_back(request_: CommentRequest, cast: Cast) -> None:
    in_portal(request_, cast, one("title", "办好菊花节", "叫法"), general="总体赞成")
    by_workbook(request_, cast)
    assert said(request_) == {"title": "办好菊花节"}
    assert (request_.general, request_.way) == ("总体赞成", "workbook")


def test_a_workbook_adds_and_replaces_single_cells(request_: CommentRequest, cast: Cast) -> None:
    in_portal(request_, cast, one("title", "办好菊花节"), one("measures", "编制计划"))
    by_workbook(request_, cast, B4="办好展销会", G4="2031年6月30日", H4="写全")
    assert said(request_) == {"title": "办好展销会", "measures": "编制计划", "due": "2031年6月30日"}


def test_a_cell_that_a_workbook_sets_as_it_stands_is_proposed_no_more(
    request_: CommentRequest, cast: Cast
) -> None:
    table = comment_xlsx(request_)
    in_portal(request_, cast, one("title", "办好菊花节"))
    Task.objects.filter(pk=first().pk).update(title="办好展销会")
    by_workbook(request_, cast, table, B4="办好展销会")
    assert said(request_) == {}


def test_words_beside_rows_are_added_to_the_general_ones_once(request_: CommentRequest, cast: Cast) -> None:
    in_portal(request_, cast, general="总体赞成")
    by_workbook(request_, cast, H5="人手不够")
    by_workbook(request_, cast, H5="人手不够")
    assert request_.general == "总体赞成\n第 2 项：人手不够"


def test_the_form_of_the_portal_is_the_whole_answer_and_the_record_tells_what_it_takes_back(
    request_: CommentRequest, cast: Cast
) -> None:
    in_portal(request_, cast, one("title", "办好菊花节"), one("measures", "编制计划"), general="总体赞成")
    kept = request_.proposals.get(column="measures")
    in_portal(request_, cast, one("measures", "编制计划"))
    assert list(request_.proposals.all()) == [kept]
    request_.refresh_from_db()
    assert request_.general == ""
    last = Event.objects.filter(kind="comment").order_by("seq").last()
    assert last and last.data["withdrawn"] == [[first().pk, "title", "办好菊花节"]]


def test_what_was_said_of_a_task_that_left_stays(request_: CommentRequest, cast: Cast) -> None:
    in_portal(request_, cast, one("title", "办好菊花节"))
    workflow.leave_batch(request_.round.batch, first(), by=work.actor(cast.clerk))
    in_portal(request_, cast)
    assert said(request_) == {"title": "办好菊花节"}


def test_who_answers_from_a_form_made_before_another_answer_is_told_first(
    request_: CommentRequest, cast: Cast
) -> None:
    seen = seen_of(request_)
    by_workbook(request_, cast, B4="办好展销会")
    with pytest.raises(Conflict, match="刚刚有人替本单位反馈过"):
        in_portal(request_, cast, seen=seen)
    assert said(request_) == {"title": "办好展销会"}
    in_portal(request_, cast, seen=seen_of(request_))
    assert said(request_) == {}


def test_a_cell_that_the_office_changed_since_the_form_was_opened_is_looked_at_again(
    request_: CommentRequest, cast: Cast
) -> None:
    Task.objects.filter(pk=first().pk).update(title="办好展销会")
    with pytest.raises(AnswerProblems, match="第 1 项 任务：综合办改过这一栏") as refusal:
        in_portal(request_, cast, one("title", "办好菊花节", shown=OLD))
    assert [told.now for told in refusal.value.told] == ["办好展销会"]
    assert not Proposal.objects.exists()
    in_portal(request_, cast, one("title", "办好菊花节", shown="办好展销会"))
    assert Proposal.objects.get().current == "办好展销会"


def test_who_proposes_what_the_office_wrote_meanwhile_proposes_nothing(
    request_: CommentRequest, cast: Cast
) -> None:
    Task.objects.filter(pk=first().pk).update(title="办好展销会")
    in_portal(request_, cast, one("title", "办好展销会", shown=OLD))
    assert not Proposal.objects.exists()


def test_a_proposal_whose_cell_changed_since_is_not_held_against_the_new_words_unseen(
    request_: CommentRequest, cast: Cast
) -> None:
    in_portal(request_, cast, one("title", "办好菊花节", shown=OLD))
    Task.objects.filter(pk=first().pk).update(title="办好展销会")
    with pytest.raises(Incomplete, match="请对照现在的内容"):
        in_portal(request_, cast, one("title", "办好菊花节", shown=OLD), one("measures", "编制计划"))
    assert Proposal.objects.get().current == OLD


def test_a_cell_of_a_workbook_that_the_office_changed_since_is_told_by_its_place(
    request_: CommentRequest, cast: Cast
) -> None:
    table = comment_xlsx(request_)
    Task.objects.filter(pk=first().pk).update(title="办好展销会")
    with pytest.raises(ReturnedProblems) as refusal:
        by_workbook(request_, cast, table, B4="办好菊花节", G4="2031年6月30日")
    [told] = refusal.value.problems
    assert told.startswith("第4行 任务（B4）：表发出后，这一栏已改为“办好展销会”")
    assert not Proposal.objects.exists()
    by_workbook(request_, cast, B4="办好菊花节")
    assert Proposal.objects.get().current == "办好展销会"


def test_a_reason_beside_a_task_that_left_is_not_dropped_unseen(request_: CommentRequest, cast: Cast) -> None:
    table = comment_xlsx(request_)
    workflow.leave_batch(request_.round.batch, first(), by=work.actor(cast.clerk))
    with pytest.raises(ReturnedProblems, match="第4行：第 1 项已移出这一批次"):
        by_workbook(request_, cast, table, H4="人手不够")
