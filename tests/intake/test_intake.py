"""A report's text becomes a draft, a confirmed draft becomes records."""

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from departments.models import Department, Official, UnitAlias
from directives import intake, sample
from directives.errors import Conflict, Incomplete, NotAllowed, WrongState
from directives.intake import drafts
from directives.models import Charge, Directive, Event, Task
from meetings.models import IntakeDraft, Meeting
from tests import work
from tests.cast import Cast

TEXT = (Path(sample.__file__).parent / "report.txt").read_text(encoding="utf-8")


@pytest.fixture
def draft(cast: Cast) -> IntakeDraft:
    return intake.start(TEXT, by=cast.clerk)


def changed(draft: IntakeDraft, **meeting: Any) -> dict[str, Any]:
    made = copy.deepcopy(draft.made)
    made["meeting"] |= meeting
    return made


def blocking(draft: IntakeDraft) -> dict[str, str]:
    return {p.path: p.message for p in intake.problems(draft) if p.blocking}


def test_a_pasted_report_becomes_a_draft_with_everything_anchored(draft: IntakeDraft) -> None:
    assert draft.made["meeting"]["name"] == "2024年上半年经济形势分析会"
    assert draft.made["meeting"]["held_on"] == "2024-07-19"
    assert len(draft.made["directives"]) == 12
    for row in draft.made["directives"]:
        assert TEXT[row["start"] : row["end"]] == row["quotation"]
        for task in row["tasks"]:
            for charge in task["charges"]:
                assert TEXT[charge["start"] : charge["end"]] == charge["words"]


def test_only_what_the_text_says_counts_as_text(draft: IntakeDraft) -> None:
    """The sample gives no deadline, so no task gets one; owners carry the words that name them."""
    tasks = [task for row in draft.made["directives"] for task in row["tasks"]]
    assert {(task["due_on"], task["due_basis"]) for task in tasks} == {("", "")}
    assert {charge["basis"] for task in tasks for charge in task["charges"]} == {"text"}
    units = {charge["words"]: charge["unit"] for task in tasks for charge in task["charges"]}
    assert units["工科商部门"] == "gongkeshang"
    assert units["各部门"] == "set:ge-bumen"
    assert units["宣传部门"] == ""


def test_short_and_long_names_of_a_unit_are_one_row_of_attendance(draft: IntakeDraft) -> None:
    rows = [row for row in draft.made["attendance"] if row["department"] == "fatong"]
    assert [(row["name"], row["attended"], row["spoke"]) for row in rows] == [("发统局", True, True)]


def test_confirming_makes_meeting_directives_and_draft_tasks_in_one_go(
    draft: IntakeDraft, cast: Cast
) -> None:
    meeting = intake.confirm(draft, by=work.actor(cast.clerk))
    assert (meeting.name, meeting.held_on, meeting.slug) == (
        "2024年上半年经济形势分析会",
        date(2024, 7, 19),
        "2024-07-19",
    )
    assert meeting.versions.get().text == TEXT
    assert meeting.directives.count() == 12
    assert {d.speaker.name for d in meeting.directives.all()} == {"赵锡雄", "赖文盛"}
    for directive in meeting.directives.all():
        assert TEXT[directive.start : directive.end] == directive.quotation
    assert Task.objects.filter(status=Task.Status.DRAFT).count() == 12
    assert Charge.objects.filter(words="工科商部门", department__slug="gongkeshang", basis="text").exists()
    assert Event.objects.filter(subject_kind="meeting", subject_id=meeting.pk, kind="intake").count() == 1


def test_a_person_who_demands_and_is_on_no_list_becomes_an_official_with_the_reports_posts(
    cast: Cast,
) -> None:
    text = (
        "3月5日上午，东凤镇召开2024年安全生产工作会议。副镇长欧阳明月出席会议。欧阳明月强调，要全面排查隐患。"
    )
    draft = intake.start(text, by=cast.clerk, published_on=date(2024, 3, 6))
    intake.confirm(draft, by=work.actor(cast.clerk))
    official = Official.objects.get(name="欧阳明月")
    assert [post.title for post in official.posts.all()] == ["副镇长"]


def test_the_same_report_twice_points_to_the_first(draft: IntakeDraft, cast: Cast) -> None:
    with pytest.raises(intake.DuplicateReport) as again:
        intake.start(TEXT, by=cast.clerk)
    assert again.value.draft == draft
    meeting = intake.confirm(draft, by=work.actor(cast.clerk))
    with pytest.raises(intake.DuplicateReport) as later:
        intake.start(TEXT, by=cast.clerk)
    assert later.value.meeting == meeting


def test_a_save_on_an_outdated_copy_is_refused_and_overwrites_nothing(draft: IntakeDraft, cast: Cast) -> None:
    saved = intake.save(draft, changed(draft, place="甲会议室"), draft.revision, by=cast.clerk)
    with pytest.raises(intake.StaleDraft):
        intake.save(draft, changed(draft, place="乙会议室"), draft.revision, by=cast.supervisor)
    saved.refresh_from_db()
    assert saved.made["meeting"]["place"] == "甲会议室"


def test_a_text_that_is_no_report_becomes_a_draft_that_says_what_is_missing(cast: Cast) -> None:
    draft = intake.start("今天食堂供应红烧肉。", by=cast.clerk)
    assert set(blocking(draft)) == {"meeting.name", "meeting.held_on"}
    with pytest.raises(intake.IntakeProblems):
        intake.confirm(draft, by=work.actor(cast.clerk))
    assert not Meeting.objects.exists()


def test_a_draft_completed_by_hand_can_be_confirmed_without_any_directive(cast: Cast) -> None:
    draft = intake.start("今天食堂供应红烧肉。", by=cast.clerk)
    draft = intake.save(draft, changed(draft, name="后勤会", held_on="2024-07-02"), 0, by=cast.clerk)
    assert intake.confirm(draft, by=work.actor(cast.clerk)).name == "后勤会"


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("meeting", "held_on"), "2024-13-40", "2024-07-19 的样子"),
        (("meeting", "held_on"), "0001-01-01", "年份有误"),
        (("meeting", "kind"), "party!", "请从选项中选择"),
        (("directives", 1, "tasks", 0, "title"), " ", "请填写任务名称"),
        (("directives", 1, "tasks", 0, "due_on"), "明天", "2024-07-19 的样子"),
        (("directives", 1, "tasks", 0, "report_day"), "32", "1 到 31"),
        (("directives", 1, "tasks", 0, "charges", 0, "unit"), "nobody", "没有这个单位"),
        (("directives", 1, "quotation"), "从没说过的话", "与原文不一致"),
        (("directives", 1, "end"), 10**9, "位置有误"),
        (("attendance", 0, "name"), "", "请填写姓名"),
    ],
)
def test_a_wrong_value_is_named_at_its_place_and_blocks(
    draft: IntakeDraft, cast: Cast, path: tuple, value: Any, says: str
) -> None:
    made = copy.deepcopy(draft.made)
    place = made
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    draft = intake.save(draft, made, 0, by=cast.clerk)
    found = blocking(draft)
    at = ".".join(map(str, path[:-1]))
    assert any(says in message for where, message in found.items() if where.startswith(at))
    with pytest.raises(intake.IntakeProblems):
        intake.confirm(draft, by=work.actor(cast.clerk))
    assert not Directive.objects.exists()


def test_a_date_needs_a_basis(draft: IntakeDraft, cast: Cast) -> None:
    made = copy.deepcopy(draft.made)
    made["directives"][1]["tasks"][0]["due_on"] = "2024-12-31"
    draft = intake.save(draft, made, 0, by=cast.clerk)
    assert "时限依据" in blocking(draft)["directives.1.tasks.0.due_basis"]


def test_a_draft_is_confirmed_once(draft: IntakeDraft, cast: Cast) -> None:
    intake.confirm(draft, by=work.actor(cast.clerk))
    with pytest.raises(Conflict):
        intake.confirm(draft, by=work.actor(cast.clerk))
    with pytest.raises(Conflict):
        intake.save(draft, draft.made, 0, by=cast.clerk)
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    "who", ["releaser", "leader", "auditor", "administrator", "liaison", "head", "stranger"]
)
def test_only_the_office_confirms(draft: IntakeDraft, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        intake.confirm(draft, by=work.actor(getattr(cast, who)))


def test_two_meetings_of_one_day_get_addresses_of_their_own(draft: IntakeDraft, cast: Cast) -> None:
    intake.confirm(draft, by=work.actor(cast.clerk))
    second = intake.start(TEXT + "（补充）", by=cast.clerk)
    assert intake.confirm(second, by=work.actor(cast.clerk)).slug == "2024-07-19-2"


@pytest.mark.parametrize(("ended", "unit"), [(date(2024, 7, 19), "gongkeshang"), (date(2024, 7, 18), "")])
def test_a_name_counts_only_on_the_days_it_was_in_use(cast: Cast, ended: date, unit: str) -> None:
    """An alias that ended before the meeting of 19 July names nobody in its report."""
    gongkeshang = Department.objects.get(slug="gongkeshang")
    UnitAlias.objects.create(name="商贸办", department=gongkeshang, valid_to=ended)
    draft = intake.start(TEXT.replace("工科商部门", "商贸办"), by=cast.clerk)
    charges = [c for row in draft.made["directives"] for t in row["tasks"] for c in t["charges"]]
    assert [c["unit"] for c in charges if c["words"] == "商贸办"] == [unit]


def test_a_fragment_of_a_headline_is_joined_with_what_follows(cast: Cast) -> None:
    text = (
        "7月19日，小榄镇召开2024年经济形势分析会。镇长王建国强调，要创新思路，谋划系列文旅活动，持续推进消费增长。"
        "要在消费上有新举措。加大统筹力度，盘活资源。"
    )
    draft = intake.start(text, by=cast.clerk, published_on=date(2024, 7, 20))
    titles = [t["title"] for row in draft.made["directives"] for t in row["tasks"]]
    assert titles == ["创新思路，谋划系列文旅活动", "在消费上有新举措"]


def test_two_pastes_in_the_same_moment_make_one_draft(
    draft: IntakeDraft, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second is past the first look for a twin when the other one is saved."""
    looks: list[str] = []
    refuse = drafts.refuse_duplicate

    def first_sees_nothing(text: str) -> None:
        looks.append(text)
        if len(looks) > 1:
            refuse(text)

    monkeypatch.setattr(drafts, "refuse_duplicate", first_sees_nothing)
    with pytest.raises(intake.DuplicateReport) as again:
        intake.start(TEXT, by=cast.clerk)
    assert again.value.draft == draft
    assert IntakeDraft.objects.count() == 1


def test_what_no_column_can_hold_is_named_at_its_field(draft: IntakeDraft, cast: Cast) -> None:
    made = changed(draft, name="会" * 121, held_text="七" * 61, chair="王" * 41, place="楼\x01")
    made["attendance"][0] |= {"name": "新来的人", "directed": True, "posts": "长" * 61}
    draft = intake.save(draft, made, 0, by=cast.clerk)
    assert {
        "meeting.name",
        "meeting.held_text",
        "meeting.chair",
        "meeting.place",
        "attendance.0.posts",
    } <= set(blocking(draft))


def test_the_same_post_named_twice_is_one_post(cast: Cast) -> None:
    text = (
        "3月5日上午，东凤镇召开2024年安全生产工作会议。副镇长欧阳明月出席会议。欧阳明月强调，要全面排查隐患。"
    )
    draft = intake.start(text, by=cast.clerk, published_on=date(2024, 3, 6))
    made = copy.deepcopy(draft.made)
    made["attendance"][0]["posts"] = "副镇长、副镇长"
    intake.confirm(intake.save(draft, made, 0, by=cast.clerk), by=work.actor(cast.clerk))
    assert [post.title for post in Official.objects.get(name="欧阳明月").posts.all()] == ["副镇长"]


def test_other_white_space_does_not_make_another_report(draft: IntakeDraft, cast: Cast) -> None:
    with pytest.raises(intake.DuplicateReport) as again:
        intake.start("\n" + TEXT.replace("\n", "\n\n") + " ", by=cast.clerk)
    assert again.value.draft == draft


def test_a_draft_given_up_frees_its_report_and_takes_no_more_changes(draft: IntakeDraft, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        intake.discard(draft, by=work.actor(cast.leader))
    intake.discard(draft, by=work.actor(cast.clerk))
    for attempt in (
        lambda: intake.save(draft, draft.made, 0, by=cast.clerk),
        lambda: intake.confirm(draft, by=work.actor(cast.clerk)),
        lambda: intake.discard(draft, by=work.actor(cast.clerk)),
    ):
        with pytest.raises(Conflict, match="已放弃"):
            attempt()
    assert intake.start(TEXT, by=cast.clerk).pk != draft.pk


def test_an_edit_of_a_task_that_somebody_else_changed_is_refused(cast: Cast) -> None:
    task = work.task(lead="gongkeshang")
    by, seen = work.actor(cast.clerk), intake.stamp_of(task)
    charges = [intake.blank_charge() | {"role": "lead", "unit": "chengjian"}]
    intake.edit_task(task, {"title": "先改的"}, charges, by=by, seen=seen)
    with pytest.raises(Conflict, match="刚刚在别处改过"):
        intake.edit_task(task, {"title": "后改的"}, charges, by=by, seen=seen)
    task.refresh_from_db()
    assert task.title == "先改的"


@pytest.mark.parametrize(
    ("mode", "there", "role"),
    [
        ("single_lead", [], "lead"),
        ("single_lead", [{"role": "lead"}], "supporting"),
        ("joint_lead", [{"role": "lead"}], "lead"),
        ("each", [], "responsible"),
    ],
)
def test_a_new_row_has_the_role_that_the_mode_asks_for_next(mode: str, there: list, role: str) -> None:
    assert intake.blank_charge(mode, there)["role"] == role


def test_a_draft_task_can_be_corrected_until_it_is_issued(cast: Cast) -> None:
    task = work.task(lead="gongkeshang")
    by = work.actor(cast.clerk)
    charges = [intake.blank_charge() | {"role": "lead", "unit": "chengjian"}]
    task = intake.edit_task(task, {"title": "换个说法"}, charges, by=by)
    assert task.title == "换个说法"
    assert [c.department for c in task.charges.all()] == [Department.objects.get(slug="chengjian")]
    with pytest.raises(Incomplete, match="请填写任务名称"):
        intake.edit_task(task, {"title": ""}, charges, by=by)
    work.issue(task, by=cast.clerk)
    with pytest.raises(WrongState):
        intake.edit_task(task, {"title": "再换"}, charges, by=by)
