"""Places that a new version lost: chosen anew, kept without a place, or dropped with a draft."""

from datetime import date
from typing import Any

import pytest

from directives import anchors, events, workflow
from directives.anchors import What
from directives.errors import ActError, Conflict, Incomplete, NotAllowed, WrongState
from directives.models import Basis, Charge, Directive, Event, Task, TaskAssignment, TaskSource
from meetings.models import Meeting
from tests import work
from tests.cast import Cast
from tests.revisions import NEW, lost, revise, whole_task

BETTER = "经科局要在年末前办成菊花消费季。"


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return work.meeting()


@pytest.fixture
def task(meeting: Meeting) -> Task:
    return whole_task(meeting, work.directive(meeting))


def issue(task: Task, by: Any) -> None:
    """Issued like any other, although the meeting of these tests was long ago."""
    Task.objects.filter(pk=task.pk).update(due_on=work.in_days(30))
    task.refresh_from_db()
    work.issue(task, by=by)


def at(words: str) -> tuple[int, int]:
    return NEW.index(words), NEW.index(words) + len(words)


def test_words_chosen_for_a_directive_serve_its_sources_that_lost_the_same(
    meeting: Meeting, task: Task, cast: Cast
) -> None:
    seen = revise(meeting, cast.clerk)
    pk = lost(meeting)["directive"]
    place = anchors.choose_words(meeting, What.DIRECTIVE, pk, BETTER, seen=seen, by=work.actor(cast.clerk))
    assert place.words == BETTER
    for row in (Directive.objects.get(), TaskSource.objects.get()):
        assert (row.quotation, row.anchor_lost) == (BETTER, False)
        assert row.version is not None
        assert row.version.text[row.start : row.end] == BETTER
    assert set(lost(meeting)) == {"charge", "deadline"}
    event = events.history(Event.Subject.MEETING, meeting.pk)[-1]
    assert (event.kind, event.by_name) == (Event.Kind.SETTLE_ANCHOR, "经办人甲")
    assert {key: event.data[key] for key in ("what", "how", "before", "words", "version")} == {
        "what": "directive",
        "how": "placed",
        "before": work.DEMAND,
        "words": BETTER,
        "version": seen,
    }


def test_a_unit_and_a_date_are_placed_by_a_range(meeting: Meeting, task: Task, cast: Cast) -> None:
    seen, by = revise(meeting, cast.clerk), work.actor(cast.clerk)
    anchors.choose_words(meeting, What.CHARGE, lost(meeting)["charge"], at=at("经科局"), seen=seen, by=by)
    anchors.choose_words(meeting, What.DEADLINE, task.pk, at=at("年末前"), seen=seen, by=by)
    charge = task.charges.get()
    assert (charge.words, charge.basis, NEW[charge.start : charge.end]) == ("经科局", Basis.TEXT, "经科局")
    task.refresh_from_db()
    assert (task.due_text, task.due_on, NEW[task.due_start : task.due_end]) == (
        "年末前",
        date(2024, 12, 31),
        "年末前",
    )
    assert events.history(Event.Subject.TASK, task.pk)[-1].data["words"] == "年末前"


def test_words_that_name_another_day_are_refused(meeting: Meeting, task: Task, cast: Cast) -> None:
    text = NEW.replace("年末前", "9月底前")
    seen, by = revise(meeting, cast.clerk, text), work.actor(cast.clerk)
    with pytest.raises(Incomplete, match="“9月底前”是 2024-09-30，任务的完成时限是 2024-12-31"):
        anchors.choose_words(meeting, What.DEADLINE, task.pk, "9月底前", seen=seen, by=by)
    assert "deadline" in lost(meeting)


def test_kept_without_a_place_the_reports_decision_is_the_offices(
    meeting: Meeting, task: Task, cast: Cast
) -> None:
    seen, by = revise(meeting, cast.clerk), work.actor(cast.clerk)
    for what, pk in lost(meeting).items():
        if what != "source":  # settled along with its directive
            anchors.keep_without_place(meeting, What(what), pk, seen=seen, by=by)
    assert lost(meeting) == {}
    directive, source, charge = Directive.objects.get(), TaskSource.objects.get(), Charge.objects.get()
    assert (directive.quotation, directive.anchor_lost, source.quotation) == ("", False, "")
    assert (charge.basis, charge.words) == (Basis.OFFICE, "")
    task.refresh_from_db()
    assert (task.due_on, task.due_basis, task.due_text) == (date(2024, 12, 31), Basis.OFFICE, "")
    # A later version does not bring them back.
    revise(meeting, cast.clerk, work.REPORT)
    assert lost(meeting) == {}


def test_words_that_name_nobody_stay_when_they_lose_their_place(
    meeting: Meeting, task: Task, cast: Cast
) -> None:
    Charge.objects.update(department=None)
    seen = revise(meeting, cast.clerk)
    anchors.keep_without_place(
        meeting, What.CHARGE, lost(meeting)["charge"], seen=seen, by=work.actor(cast.clerk)
    )
    charge = Charge.objects.get()
    assert (charge.basis, charge.words) == (Basis.OFFICE, "工科商局")


def test_the_shares_of_a_charge_follow_its_basis(meeting: Meeting, task: Task, cast: Cast) -> None:
    issue(task, by=cast.clerk)
    assert TaskAssignment.objects.get().basis == Basis.TEXT
    seen = revise(meeting, cast.clerk)
    anchors.keep_without_place(
        meeting, What.CHARGE, lost(meeting)["charge"], seen=seen, by=work.actor(cast.clerk)
    )
    assert TaskAssignment.objects.get().basis == Basis.OFFICE


def test_what_a_draft_lost_may_be_dropped(meeting: Meeting, task: Task, cast: Cast) -> None:
    seen, by = revise(meeting, cast.clerk), work.actor(cast.clerk)
    anchors.drop(meeting, What.CHARGE, lost(meeting)["charge"], seen=seen, by=by)
    anchors.drop(meeting, What.DEADLINE, task.pk, seen=seen, by=by)
    task.refresh_from_db()
    assert (task.due_on, task.due_basis, task.due_text, task.charges.count()) == (None, "", "", 0)
    anchors.drop(meeting, What.SOURCE, lost(meeting)["source"], seen=seen, by=by)
    assert not Task.objects.exists()
    last = events.history(Event.Subject.MEETING, meeting.pk)[-1]
    assert (last.data["how"], last.data["whole_task"], last.data["task"]) == ("dropped", True, task.title)


def test_a_task_with_another_source_loses_the_one_only(meeting: Meeting, task: Task, cast: Cast) -> None:
    other = work.directive(meeting, "各村（社区）要常态走访企业。")
    TaskSource.objects.create(
        task=task, directive=other, quotation=other.quotation, version=other.version,
        start=other.start, end=other.end,
    )  # fmt: skip
    seen = revise(meeting, cast.clerk)
    anchors.drop(meeting, What.SOURCE, lost(meeting)["source"], seen=seen, by=work.actor(cast.clerk))
    assert task.sources.get().directive == other


def test_nothing_is_dropped_from_a_batch_or_after_issue(meeting: Meeting, task: Task, cast: Cast) -> None:
    by = work.actor(cast.clerk)
    seen = revise(meeting, cast.clerk)
    rows = lost(meeting)
    with pytest.raises(WrongState, match="只有待交办任务"):
        anchors.drop(meeting, What.DIRECTIVE, rows["directive"], seen=seen, by=by)
    workflow.prepare_batch([task], title="第一批", by=by)
    with pytest.raises(WrongState, match="请先移出批次"):
        anchors.drop(meeting, What.SOURCE, rows["source"], seen=seen, by=by)
    task.refresh_from_db()
    workflow.leave_batch(task.batch, task, by=by)
    issue(task, by=cast.clerk)
    for what in (What.SOURCE, What.CHARGE, What.DEADLINE):
        with pytest.raises(WrongState, match="只有待交办任务"):
            anchors.drop(meeting, what, rows[what], seen=seen, by=by)


def test_a_choice_on_an_older_version_is_refused(meeting: Meeting, task: Task, cast: Cast) -> None:
    seen, by = revise(meeting, cast.clerk), work.actor(cast.clerk)
    revise(meeting, cast.supervisor, NEW + "（完）")
    for act in (
        lambda: anchors.choose_words(meeting, What.DEADLINE, task.pk, at=at("年末前"), seen=seen, by=by),
        lambda: anchors.keep_without_place(meeting, What.DEADLINE, task.pk, seen=seen, by=by),
        lambda: anchors.drop(meeting, What.DEADLINE, task.pk, seen=seen, by=by),
    ):
        with pytest.raises(Conflict, match="又有了新版"):
            act()
    task.refresh_from_db()
    assert task.due_text == "年底前"


def test_what_somebody_else_settled_is_not_settled_again(meeting: Meeting, task: Task, cast: Cast) -> None:
    seen = revise(meeting, cast.clerk)
    anchors.keep_without_place(meeting, What.DEADLINE, task.pk, seen=seen, by=work.actor(cast.clerk))
    with pytest.raises(Conflict, match="已由他人核对"):
        anchors.drop(meeting, What.DEADLINE, task.pk, seen=seen, by=work.actor(cast.supervisor))


@pytest.mark.parametrize(
    ("words", "span", "told"),
    [
        ("没有这句话", None, "找不到这段文字"),
        ("要", None, "出现多次"),
        ("  ", None, "逐字摘录"),
        ("", (5, 5), "不在报道中"),
        ("", (0, 10_000), "不在报道中"),
        ("", (0, len(NEW)), ""),
    ],
)
def test_words_that_have_no_place_of_their_own_are_refused(
    meeting: Meeting, task: Task, cast: Cast, words: str, span: Any, told: str
) -> None:
    seen, by, pk = revise(meeting, cast.clerk), work.actor(cast.clerk), lost(meeting)["source"]
    if not told:
        anchors.choose_words(meeting, What.SOURCE, pk, words, at=span, seen=seen, by=by)
        return
    with pytest.raises(ActError, match=told):
        anchors.choose_words(meeting, What.SOURCE, pk, words, at=span, seen=seen, by=by)
    assert "source" in lost(meeting)


def test_words_too_long_for_a_unit_or_a_date_are_refused(meeting: Meeting, task: Task, cast: Cast) -> None:
    text = NEW + "很长的一段话" * 20
    seen, by = revise(meeting, cast.clerk, text), work.actor(cast.clerk)
    for what, name in ((What.CHARGE, "称谓最多 80 字"), (What.DEADLINE, "时限最多 60 字")):
        with pytest.raises(Incomplete, match=name):
            anchors.choose_words(meeting, what, lost(meeting)[what], at=(0, len(text)), seen=seen, by=by)


def test_what_the_public_reads_is_settled_after_its_withdrawal(
    meeting: Meeting, task: Task, cast: Cast
) -> None:
    releaser, by = work.actor(cast.releaser), work.actor(cast.clerk)
    issue(task, by=cast.clerk)
    seen = revise(meeting, cast.clerk)
    workflow.release_task(task, secrecy_review="可以公开", by=releaser)
    rows = lost(meeting)
    for what in (What.CHARGE, What.DEADLINE):
        with pytest.raises(WrongState, match="请先撤回任务"):
            anchors.keep_without_place(meeting, what, rows[what], seen=seen, by=by)
    workflow.release_meeting(meeting, secrecy_review="可以公开", by=releaser)
    with pytest.raises(WrongState, match="请先撤回会议"):
        anchors.keep_without_place(meeting, What.DIRECTIVE, rows["directive"], seen=seen, by=by)
    with pytest.raises(WrongState, match="请先撤回任务"):
        anchors.keep_without_place(meeting, What.SOURCE, rows["source"], seen=seen, by=by)
    workflow.withdraw_task(task, "须更正", by=releaser)
    for what in (What.SOURCE, What.CHARGE, What.DEADLINE):
        anchors.keep_without_place(meeting, what, rows[what], seen=seen, by=by)


@pytest.mark.parametrize("who", ["releaser", "auditor", "administrator", "leader", "liaison", "stranger"])
def test_only_the_office_settles(meeting: Meeting, task: Task, cast: Cast, who: str) -> None:
    seen, by = revise(meeting, cast.clerk), work.actor(getattr(cast, who))
    with pytest.raises(NotAllowed):
        anchors.keep_without_place(meeting, What.DEADLINE, task.pk, seen=seen, by=by)


def test_another_meetings_rows_are_out_of_reach(meeting: Meeting, task: Task, cast: Cast) -> None:
    revise(meeting, cast.clerk)
    other = Meeting.objects.create(slug="2024-08-01", name="另一次会议", held_on=date(2024, 8, 1))
    seen = revise(other, cast.clerk, "另一篇报道。")
    assert lost(other) == {}
    with pytest.raises(Conflict):
        anchors.drop(other, What.DEADLINE, task.pk, seen=seen, by=work.actor(cast.clerk))
