"""Where quotations stand in a report, and what becomes of them when its text changes."""

from datetime import date

import pytest

from departments.models import Department
from directives import anchors, events
from directives.errors import Conflict, NotAllowed, WrongState
from directives.models import Basis, Charge, Directive, Event, Task, TaskSource
from meetings.models import AgendaItem, Meeting, ReportVersion
from tests import work
from tests.cast import Cast

TEXT = "會上強調,要抓好招商引資(zī)工作。\n各村（社區）要常態走訪企業，抓好落实。各部門要抓好落实。"


def words_at(text: str, span: tuple[int, int] | None) -> str:
    assert span is not None
    return text[span[0] : span[1]]


def test_words_are_found_exactly_where_they_stand() -> None:
    assert anchors.locate("常態走訪企業", TEXT) == (TEXT.index("常態"), TEXT.index("常態") + 6)


@pytest.mark.parametrize(
    "typed",
    [
        "要抓好招商引資(zī)工作",
        "要抓好招商引資工作",  # without the scraper's note
        "要抓好招商引资工作",  # in Simplified
        "要抓好 招商引资\n工作",  # wrapped and spaced by a word processor
        "  要抓好招商引资工作\r\n",
    ],
)
def test_words_are_found_however_they_were_copied(typed: str) -> None:
    assert words_at(TEXT, anchors.locate(typed, TEXT)) == "要抓好招商引資(zī)工作"


def test_full_and_half_width_marks_make_no_difference() -> None:
    assert words_at(TEXT, anchors.locate("会上强调，要抓好", TEXT)) == "會上強調,要抓好"
    assert words_at(TEXT, anchors.locate("各村(社区)", TEXT)) == "各村（社區）"


def test_a_traditional_quotation_is_found_in_a_simplified_report() -> None:
    text = "会议要求，着力做好招商引资工作。李乾同志出席。"
    assert words_at(text, anchors.locate("著力做好招商引資工作", text)) == "着力做好招商引资工作"


def test_words_that_stand_twice_need_a_hint() -> None:
    assert anchors.locate("抓好落实", TEXT) is None
    second = TEXT.rindex("抓好落实")
    assert anchors.locate("抓好落实", TEXT, near=len(TEXT)) == (second, second + 4)


def test_words_that_are_not_there_are_not_found() -> None:
    assert anchors.locate("加强统筹", TEXT) is None
    assert anchors.locate("   ", TEXT) is None


def test_a_long_report_is_searched_in_a_moment() -> None:
    text = "各部门要抓好落实，确保完成全年目标。\n" * 10_000
    assert anchors.locate("没有这句话", text) is None


# New versions


def edited(meeting: object, text: str, by: object, **more: object) -> anchors.VersionResult:
    return anchors.add_version(meeting, text, by=work.actor(by), **more)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_an_edit_elsewhere_moves_every_place(cast: Cast) -> None:
    meeting = work.meeting()
    directive = work.directive(meeting)
    task = work.task(source=directive)
    result = edited(meeting, "（本报讯）" + work.REPORT + "（完）", cast.clerk)
    assert (result.version.number, result.kept, result.lost) == (2, 2, [])
    for row in (Directive.objects.get(), TaskSource.objects.get(task=task)):
        assert row.version == result.version
        assert result.version.text[row.start : row.end] == row.quotation == work.DEMAND


@pytest.mark.django_db
def test_a_quotation_whose_words_went_is_named_and_keeps_its_words(cast: Cast) -> None:
    meeting = work.meeting()
    directive = work.directive(meeting)
    result = edited(meeting, "7月1日，镇里召开经济工作例会。", cast.clerk)
    directive.refresh_from_db()
    assert directive.anchor_lost
    assert (directive.version, directive.start, directive.end) == (None, None, None)
    assert directive.quotation == work.DEMAND
    assert [str(one) for one in result.lost] == [f"工作要求“{work.DEMAND}”"]


@pytest.mark.django_db
def test_a_lost_quotation_finds_its_place_again_and_is_not_reported_twice(cast: Cast) -> None:
    meeting = work.meeting()
    directive = work.directive(meeting)
    edited(meeting, "第一次修改。", cast.clerk)
    assert edited(meeting, "第二次修改。", cast.clerk).lost == []
    edited(meeting, work.REPORT, cast.clerk)
    directive.refresh_from_db()
    assert not directive.anchor_lost
    assert directive.version is not None
    assert directive.version.number == 4


@pytest.mark.django_db
def test_a_quotation_takes_the_spelling_of_the_new_text(cast: Cast) -> None:
    meeting = work.meeting()
    directive = work.directive(meeting)
    text = "會議提出，工科商局要在年底前辦好菊花主題消費季。請抓好落實。"
    edited(meeting, text, cast.clerk)
    directive.refresh_from_db()
    assert directive.quotation == "工科商局要在年底前辦好菊花主題消費季。"
    assert text[directive.start : directive.end] == directive.quotation


@pytest.mark.django_db
def test_words_that_became_ambiguous_are_lost_rather_than_guessed(cast: Cast) -> None:
    meeting = work.meeting()
    work.directive(meeting)
    result = edited(meeting, f"一、{work.DEMAND}二、{work.DEMAND}", cast.clerk)
    assert len(result.lost) == 1


@pytest.mark.django_db
def test_a_units_name_is_sought_in_the_sentence_its_task_comes_from(cast: Cast) -> None:
    meeting = work.meeting()
    task = work.task(source=work.directive(meeting))
    start = work.REPORT.index("工科商局")
    charge = Charge.objects.create(
        task=task,
        role=Charge.Role.LEAD,
        department=Department.objects.get(slug="gongkeshang"),
        words="工科商局",
        basis=Basis.TEXT,
        version=meeting.versions.get(),
        start=start,
        end=start + 4,
    )
    text = f"工科商局作了汇报。{work.DEMAND}感谢工科商局。"
    edited(meeting, text, cast.clerk)
    charge.refresh_from_db()
    assert charge.start == text.index(work.DEMAND)


def dated(meeting: Meeting, **place: object) -> Task:
    """A task with the deadline "by the end of the year", in the report's words and at its place there."""
    start = work.REPORT.index("年底前")
    return work.task(
        source=work.directive(meeting),
        due_on=date(2024, 12, 31),
        due_basis=Basis.TEXT,
        due_text="年底前",
        **{"due_version": meeting.versions.get(), "due_start": start, "due_end": start + 3, **place},
    )


@pytest.mark.django_db
def test_a_deadline_moves_with_the_sentence_its_task_comes_from(cast: Cast) -> None:
    meeting = work.meeting()
    task = dated(meeting)
    text = f"年底前还有会议。{work.DEMAND}年底前再议。"
    result = edited(meeting, text, cast.clerk)
    task.refresh_from_db()
    assert (task.due_version, result.lost) == (result.version, [])
    assert task.due_start == text.index(work.DEMAND) + work.DEMAND.index("年底前")
    assert text[task.due_start : task.due_end] == "年底前"


@pytest.mark.django_db
def test_a_deadline_whose_words_went_is_named_once_and_keeps_its_words(cast: Cast) -> None:
    meeting = work.meeting()
    task = dated(meeting)
    result = edited(meeting, work.REPORT.replace("年底前", "尽快"), cast.clerk)
    task.refresh_from_db()
    assert (task.due_version, task.due_start, task.due_end) == (None, None, None)
    assert (task.due_text, task.due_on) == ("年底前", date(2024, 12, 31))
    assert "完成时限“年底前”" in [str(one) for one in result.lost]
    assert all("完成时限" not in str(one) for one in edited(meeting, "再改。", cast.clerk).lost)
    edited(meeting, work.REPORT, cast.clerk)
    task.refresh_from_db()
    assert task.due_version == meeting.versions.get(number=4)


@pytest.mark.django_db
def test_a_deadline_of_the_office_is_given_no_place(cast: Cast) -> None:
    meeting = work.meeting()
    nowhere = {"due_version": None, "due_start": None, "due_end": None}
    task = dated(meeting, **nowhere)
    Task.objects.filter(pk=task.pk).update(due_basis=Basis.OFFICE, due_text="")
    assert edited(meeting, "近日，" + work.REPORT, cast.clerk).lost == []
    task.refresh_from_db()
    assert task.due_version is None


@pytest.mark.django_db
def test_agenda_items_move_too(cast: Cast) -> None:
    meeting = work.meeting()
    item = AgendaItem.objects.create(
        meeting=meeting, kind="speech", text="例会", version=meeting.versions.get(), start=0, end=4
    )
    edited(meeting, "近日，" + work.REPORT, cast.clerk)
    item.refresh_from_db()
    assert (item.start, item.end) == (3, 7)


@pytest.mark.django_db
def test_a_new_version_is_an_act_in_the_meetings_chain(cast: Cast) -> None:
    meeting = work.meeting()
    work.directive(meeting)
    edited(meeting, "改。", cast.clerk)
    [event] = events.history(Event.Subject.MEETING, meeting.pk)
    assert (event.kind, event.by_name) == (Event.Kind.NEW_VERSION, "经办人甲")
    assert event.data["version"] == 2
    assert event.data["lost"][0]["words"] == work.DEMAND


@pytest.mark.django_db
def test_the_source_is_inherited_unless_it_is_given(cast: Cast) -> None:
    meeting = work.meeting()
    edited(meeting, "二。", cast.clerk, source_name="南方日报", published_on=date(2024, 7, 2))
    version = edited(meeting, "三。", cast.clerk).version
    assert (version.source_name, version.published_on) == ("南方日报", date(2024, 7, 2))


@pytest.mark.django_db
def test_the_same_text_makes_no_version(cast: Cast) -> None:
    meeting = work.meeting()
    with pytest.raises(WrongState):
        edited(meeting, work.REPORT, cast.clerk)
    assert ReportVersion.objects.count() == 1


@pytest.mark.django_db
def test_an_edit_of_an_older_version_does_not_undo_a_newer_one(cast: Cast) -> None:
    meeting = work.meeting()
    edited(meeting, "二。", cast.clerk, replaces=1)
    with pytest.raises(Conflict):
        edited(meeting, "另一个二。", cast.supervisor, replaces=1)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["releaser", "auditor", "administrator", "leader", "liaison", "stranger"])
def test_only_who_enters_reports_may_change_them(cast: Cast, who: str) -> None:
    meeting = work.meeting()
    with pytest.raises(NotAllowed):
        edited(meeting, "改。", getattr(cast, who))
    assert ReportVersion.objects.count() == 1
